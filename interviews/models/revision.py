from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from interviews.models.interview import Interview


class RevisionQuerySet(models.QuerySet):
    def of(self, interview: Interview) -> RevisionQuerySet:
        """All states of an interview and of the drafts beside it, whichever of them is given."""
        return self.filter(interview=interview.edits_id or interview.pk)

    def like(self, interview: Interview) -> RevisionQuerySet:
        """Those of the draft beside the page where that is given, else those of the interview itself."""
        return self.of(interview).filter(is_draft=interview.edits_id is not None)

    def doubt(self, interviews: QuerySet | Iterable[Interview | int]) -> None:
        """What these interviews say is not what was recorded last: a tag, a speaker or a series of theirs changed.

        The state they are in is then recorded before their next change.
        """
        self.filter(interview__in=interviews, updated_at__isnull=False).update(updated_at=None)


class Revision(models.Model):
    """A saved state of an interview: its document, with who made it so, when and why.

    `document` is the text of the portal's own JSON, without what readers said. `updated_at` is that of the interview,
    or of the draft beside it, of which this is the state; None where something else that it says may have changed
    since (see `doubt`). `note` says what was imported, restored or published.
    """

    on_pages = "never"

    class Reason(models.TextChoices):
        FOUND = "found", _("found as it was before the next change")
        CREATED = "created", _("created")
        EDITED = "edited", _("edited")
        IMPORTED = "imported", _("changed by an import")
        UNDONE = "undone", _("an import taken back")
        RESTORED = "restored", _("an earlier state restored")
        BEGUN = "begun", _("draft of changes begun")
        PUBLISHED = "published", _("changes published")

    # Hidden from the other models: neither an import nor its undo takes the history for content.
    interview = models.ForeignKey(Interview, models.CASCADE, related_name="+", verbose_name=_("interview"))
    number = models.PositiveIntegerField(_("number"))
    document = models.TextField(_("document"))
    at = models.DateTimeField(_("when"), default=timezone.now)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("who")
    )
    reason = models.CharField(_("why"), max_length=20, choices=Reason)
    is_draft = models.BooleanField(_("of the draft beside the page"), default=False)
    note = models.CharField(_("note"), max_length=400, blank=True)
    updated_at = models.DateTimeField(_("the interview’s change"), null=True)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        default_permissions = ()
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        constraints = [
            models.UniqueConstraint(fields=["interview", "number"], name="revision_number_once_in_an_interview"),
            models.CheckConstraint(
                condition=models.Q(
                    reason__in=["found", "created", "edited", "imported", "undone", "restored", "begun", "published"]
                ),
                name="revision_reason_known",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.number}"
