from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from interviews.models import Interview

#: A form that is open tells of itself so often.
POLL = dt.timedelta(seconds=15)
#: Who has not been heard of for so long is gone: two polls may be lost.
ABSENT_AFTER = dt.timedelta(seconds=45)


class PresenceQuerySet(models.QuerySet):
    def here(self, interview: int, but: Any = None) -> PresenceQuerySet:
        """Who has a form of that interview open now, but this user; whoever came first is first."""
        rows = self.filter(interview=interview, seen_at__gt=timezone.now() - ABSENT_AFTER).exclude(user=but)
        return rows.select_related("user").order_by("since", "pk")

    def seen(self, user: Any, interview: int, *, take_over: bool = False, looking: bool = False) -> Presence:
        """This user's form is open. Who is the only one writes; another one looks until they take over.

        `looking` gives the pen away; where nobody has it, whoever asks for it next has it.
        """
        now = timezone.now()
        with transaction.atomic():
            # One at a time: two who come at once shall not both write.
            Interview.objects.select_for_update().only("pk").filter(pk=interview).first()
            mine = self.filter(user=user, interview=interview).first()
            others = self.filter(interview=interview, writes=True, seen_at__gt=now - ABSENT_AFTER).exclude(user=user)
            if take_over:
                others.update(writes=False, taken_over_by=user)
            absent = mine is None or mine.seen_at <= now - ABSENT_AFTER
            may = take_over or (not looking and not others.exists() and (absent or mine.taken_over_by_id is None))
            if mine is None:
                mine = Presence(user=user, interview_id=interview)
            if absent:
                mine.since = now
            if may or absent:
                mine.taken_over_by = None
            mine.seen_at, mine.writes = now, may
            mine.save()
        return mine


class Presence(models.Model):
    """Someone has the form of an interview open. Never a lock: who is not heard of is not there.

    `writes` says who has the pen; `taken_over_by` who took it from them, until they come again.
    """

    on_pages = "never"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("user"))
    interview = models.ForeignKey(Interview, models.CASCADE, related_name="+", verbose_name=_("interview"))
    since = models.DateTimeField(_("since"), default=timezone.now)
    seen_at = models.DateTimeField(_("seen"), default=timezone.now)
    writes = models.BooleanField(_("writes"), default=False)
    taken_over_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("taken over by"),
    )

    objects = PresenceQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        verbose_name = _("presence")
        verbose_name_plural = _("presences")
        constraints = [
            models.UniqueConstraint(fields=["user", "interview"], name="presence_once_at_an_interview"),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.since:%H:%M}"
