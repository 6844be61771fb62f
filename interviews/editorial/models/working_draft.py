from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from interviews.models import Interview

#: Of a user and an interview; the oldest goes when a further form is typed into.
MOST = 10


class WorkingDraftQuerySet(models.QuerySet):
    def of(self, user: Any, number: int) -> WorkingDraftQuerySet:
        """What this user typed into forms of that interview and never saved, the newest first."""
        return self.filter(user=user, number=number, finished=False).order_by("-saved_at", "-pk").defer("text")

    def orphans(self, user: Any) -> WorkingDraftQuerySet:
        """What this user typed into forms of new interviews, and of those that are no more."""
        return self.filter(user=user, interview=None, finished=False).order_by("-saved_at", "-pk").defer("text")

    def put(self, user: Any, number: int, key: str, **given: Any) -> WorkingDraft | None:
        """Keeps what is typed in the form of that key, in the place of what was; None where it was saved since.

        Harmless twice. `replaces` is the draft that this form took up.
        """
        replaces = given.pop("replaces", None)
        given |= {"saved_at": timezone.now(), "title": given.get("title", "")[:300]}
        rows = self.filter(user=user, key=key)
        with transaction.atomic():
            if not rows.filter(finished=False).update(**given):
                if rows.exists():
                    return None
                try:
                    with transaction.atomic():
                        interview = Interview.objects.filter(pk=number).first() if number else None
                        self.create(user=user, number=number, interview=interview, key=key, **given)
                except IntegrityError:  # two requests of one form at once
                    rows.filter(finished=False).update(**given)
                surplus = self.of(user, number).values_list("pk", flat=True)[MOST:]
                self.filter(pk__in=list(surplus)).delete()
            if replaces:
                self.filter(user=user, pk=replaces).exclude(key=key).delete()
        return rows.defer("text").first()

    def finish(self, user: Any, number: int, key: str, took_up: int | None = None) -> None:
        """What the form of that key held was saved, and so was the draft that it took up: they are unsaved no more,
        even if a request that comes late says so."""
        if took_up:
            self.filter(user=user, pk=took_up).delete()
        if key:
            rows = self.filter(user=user, key=key)
            if not rows.update(finished=True, text="{}", title="", saved_at=timezone.now()):
                self.create(user=user, number=number, key=key, finished=True)


class WorkingDraft(models.Model):
    """What someone typed into a form of an interview and did not save yet; nobody else ever sees it.

    One for each open form: `key` is the form's. `number` is the interview's, 0 for one that was never stored; it
    outlasts the interview. Of a draft of changes it is the number of the interview that it changes. `version` is that
    of the interview, or of its draft of changes, that the form was opened in. When the form is saved the draft is
    `finished`: its text goes, its key stays for a while, lest a request that comes late brings it back.
    """

    on_pages = "never"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("user"))
    number = models.PositiveBigIntegerField(_("number of the interview"))
    interview = models.ForeignKey(
        Interview, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("interview")
    )
    key = models.CharField(_("form"), max_length=40)
    version = models.CharField(_("version"), max_length=40, blank=True)
    title = models.CharField(_("title"), max_length=300, blank=True)
    text = models.TextField(_("what is typed"), default="{}")
    saved_at = models.DateTimeField(_("saved"), default=timezone.now)
    finished = models.BooleanField(_("saved as an interview"), default=False)

    objects = WorkingDraftQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        verbose_name = _("working draft")
        verbose_name_plural = _("working drafts")
        constraints = [
            models.UniqueConstraint(fields=["user", "number", "key"], name="working_draft_once_for_a_form"),
        ]
        indexes = [models.Index(fields=["saved_at"], name="working_draft_by_age")]

    def __str__(self) -> str:
        return f"{self.title} ({self.saved_at:%Y-%m-%d %H:%M})"

    @property
    def fields(self) -> dict[str, str]:
        """Names and values, as a browser sends them."""
        return json.loads(self.text)


def written(fields: Mapping[str, str]) -> str:
    return json.dumps(dict(fields), ensure_ascii=False)
