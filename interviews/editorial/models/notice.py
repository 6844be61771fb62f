from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from interviews.editorial.models.note import EditorNote
from interviews.models import Interview

#: Characters of what is quoted.
QUOTED = 300


def quoted(words: str) -> str:
    """On one line, and as much of it as a notice holds."""
    return Truncator(" ".join(words.split())).chars(QUOTED)


class NoticeKind(models.TextChoices):
    MENTIONED = "mentioned", _("somebody mentions me in a note")
    REPLIED = "replied", _("somebody replies to my note")
    ASSIGNED = "assigned", _("something is assigned to me")
    SUBMITTED = "submitted", _("something is submitted for review")
    SENT_BACK = "sent_back", _("something of mine is sent back")
    READY = "ready", _("something of mine is ready to publish")
    PUBLISHED = "published", _("something of mine is published")
    APPROVED = "approved", _("a guest approves a draft I shared")
    CORRECTIONS = "corrections", _("a guest asks for corrections to a draft I shared")


class NoticeQuerySet(models.QuerySet):
    def unseen(self) -> NoticeQuerySet:
        return self.filter(seen_at=None)

    def unsent(self) -> NoticeQuerySet:
        """What no letter told yet, and nobody saw at the desk."""
        return self.unseen().filter(mailed_at=None)

    def quoting(self, note: EditorNote) -> NoticeQuerySet:
        """Those that were told of this note, with its words."""
        words = quoted(note.words)
        kinds = (NoticeKind.MENTIONED, NoticeKind.REPLIED)
        return self.filter(interview=note.interview_id, by=note.author_id, kind__in=kinds, words=words)

    def see(self) -> int:
        """Marks them as seen; how many were not."""
        return self.unseen().update(seen_at=timezone.now())


class Notice(models.Model):
    """What somebody at the desk is told: that something happened to an interview.

    A row is in one letter for each time that it is told.

    While it was not seen, the same of the same colleague is told in the same row, with the latest words.
    """

    on_pages = "never"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("for whom"))
    kind = models.CharField(_("kind"), max_length=20, choices=NoticeKind)
    interview = models.ForeignKey(Interview, models.CASCADE, related_name="+", verbose_name=_("interview"))
    words = models.CharField(_("words"), max_length=QUOTED, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("when"), default=timezone.now)
    seen_at = models.DateTimeField(_("seen"), null=True, blank=True)
    mailed_at = models.DateTimeField(_("told by mail"), null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        default_permissions = ()
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        indexes = [
            models.Index(fields=["user", "-at"], name="notice_of_user"),
            models.Index(fields=["user"], condition=models.Q(seen_at=None), name="notice_unseen"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=[*NoticeKind.values]), name="notice_kind_known"),
            # Of accounts that are gone `by` is empty, and there may be several.
            models.UniqueConstraint(
                fields=["user", "kind", "interview", "by"],
                condition=models.Q(seen_at=None, by__isnull=False),
                name="notice_once_until_seen",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.at:%Y-%m-%d})"

    def claim(self) -> bool:
        """Whether it is this caller's to send; it is nobody else's then."""
        return bool(Notice.objects.unsent().filter(pk=self.pk).update(mailed_at=timezone.now()))

    def release(self) -> None:
        """It was not sent after all, and is due as before."""
        Notice.objects.filter(pk=self.pk).update(mailed_at=None)


class NoticeChoiceQuerySet(models.QuerySet):
    def of(self, user: Any) -> NoticeChoice:
        """What this user chose; what holds for everybody where they chose nothing."""
        return self.filter(user=user).first() or NoticeChoice(user=user)


class NoticeChoice(models.Model):
    """How somebody wants to be told. `without` are the kinds they want to hear nothing of."""

    on_pages = "never"

    class How(models.TextChoices):
        AT_ONCE = "at_once", _("at the desk, and at once by e-mail")
        DAILY = "daily", _("at the desk, and once a day by e-mail")
        DESK = "desk", _("at the desk only")
        NOT = "not", _("not at all")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("user"), primary_key=True
    )
    how = models.CharField(_("how I am told"), max_length=10, choices=How, default=How.DAILY)
    without = models.JSONField(_("not told"), default=list, blank=True)

    objects = NoticeChoiceQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        verbose_name = _("choice of notices")
        verbose_name_plural = _("choices of notices")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(how__in=["at_once", "daily", "desk", "not"]), name="notice_choice_known"
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_how_display())

    def wants(self, kind: str) -> bool:
        return self.how != self.How.NOT and kind not in self.without
