from __future__ import annotations

import datetime as dt
from typing import Any, NoReturn

from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from interviews.comments.network import network_of

#: What a trigger or a caller calls a thing, in the words of the desk.
_WORDS = {
    "is_active": _("may sign in"),
    "is_staff": _("may come to the desk"),
    "is_superuser": _("superuser"),
    "email": _("e-mail address"),
    "username": _("name to sign in with"),
    "name": _("name"),
    "recovery codes": _("recovery codes"),
    "both steps": _("with both steps"),
    "yes": _("yes"),
    "no": _("no"),
}


class EventQuerySet(models.QuerySet):
    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError("What was logged is not changed: add another event.")

    def delete(self) -> NoReturn:
        raise TypeError("What was logged is not taken away: `purge` drops what is older than it is to be kept.")

    def purge(self, before: dt.datetime) -> int:
        """Drops what is older, and gives how many those were."""
        old = self.filter(at__lt=before)
        return old._raw_delete(old.db)


class Event(models.Model):
    """Something that became of an account: who did what, to whom, when, from which network.

    Names are written out and point to no row: an account that is gone still tells what it did. The database itself
    refuses to change a row (`portal/accounts/triggers.py`).
    """

    on_pages = "never"

    class Kind(models.TextChoices):
        SIGNED_IN = "signed_in", _("signed in")
        FAILED = "failed", _("sign-in failed")
        LOCKED = "locked", _("sign-in had to wait")
        SIGNED_OUT = "signed_out", _("signed out")
        STEP_FAILED = "step_failed", _("second step failed")
        LIFTED = "lifted", _("wait lifted")
        FACTOR_ON = "factor_on", _("second step turned on")
        FACTOR_RENEWED = "factor_renewed", _("second step renewed")
        FACTOR_OFF = "factor_off", _("second step turned off")
        CODE_USED = "code_used", _("recovery code used")
        ENDED = "ended", _("sessions ended")
        PASSWORD = "password", _("password stored anew")
        RESET_ASKED = "reset_asked", _("new password asked for")
        CREATED = "created", _("account made")
        DELETED = "deleted", _("account deleted")
        CHANGED = "changed", _("account changed")
        GROUPS = "groups", _("roles changed")
        PERMISSIONS = "permissions", _("permissions changed")
        ROLE = "role", _("role changed")

    at = models.DateTimeField(_("when"), default=timezone.now, db_index=True)
    kind = models.CharField(_("what"), max_length=16, choices=Kind.choices)
    actor_id = models.BigIntegerField(null=True)
    actor = models.CharField(_("who"), max_length=150, blank=True, db_index=True)
    user_id = models.BigIntegerField(null=True, db_index=True)
    user = models.CharField(_("to whom"), max_length=150, blank=True, db_index=True)
    network = models.CharField(_("network"), max_length=43, blank=True)
    detail = models.CharField(_("more"), max_length=500, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("event of an account")
        verbose_name_plural = _("events of accounts")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.kind} {self.user}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("What was logged is not changed: add another event.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("What was logged is not taken away: `purge` drops what is older than it is to be kept.")

    @property
    def said(self) -> str:
        """The detail in the language of the page: ``superuser: no → yes``. Names of roles and permissions stay."""
        what, colon, change = self.detail.partition(": ")
        values = [str(_WORDS.get(value, value)) for value in change.split(" > ")] if what in _WORDS else [change]
        return f"{_WORDS.get(what, what)}{colon}{' → '.join(values)}"


def log(
    kind: str,
    *,
    request: HttpRequest | None,
    user: AbstractBaseUser | None,
    actor: AbstractBaseUser | None = None,
    detail: str = "",
) -> None:
    """Writes it down, within the caller's transaction. Without a request it was done at the machine itself.

    A name that nobody has is not written: it may be a password that was typed into the wrong field.
    """
    Event.objects.create(
        kind=kind,
        actor_id=actor.pk if actor else None,
        actor=actor.get_username()[:150] if actor else "",
        user_id=user.pk if user else None,
        user=user.get_username()[:150] if user else "",
        network=network_of(request) if request else "",
        detail=detail[:500],
    )
