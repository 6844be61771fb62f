from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from interviews.models.fields import TimecodeField
from interviews.models.interview import Interview
from interviews.transcripts import Said, paragraphs_of

if TYPE_CHECKING:
    from interviews.models.segment import Segment

#: Characters from which on a transcript is folded: some two screens.
LONG = 4000


class Transcript(models.Model):
    """The words said in an interview, cue by cue; an interview has one at most."""

    class Kind(models.TextChoices):
        VERBATIM = "verbatim", _("verbatim")
        CORRECTED = "corrected", _("made by a machine, corrected")
        MACHINE = "machine", _("made by a machine")
        EXCERPT = "excerpt", _("excerpt")

    interview = models.OneToOneField(Interview, models.CASCADE, related_name="transcript", verbose_name=_("interview"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.VERBATIM)
    language = models.CharField(_("language"), max_length=35, blank=True, help_text=_("Empty: the interview’s."))

    class Meta:
        verbose_name = _("transcript")
        verbose_name_plural = _("transcripts")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["verbatim", "corrected", "machine", "excerpt"]),
                name="transcript_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    def lay_out(self, segments: Iterable[Segment]) -> None:
        """Sets `paragraphs`, `is_timed` and `is_long` here, and `in_transcript` on each segment that has a place in it.

        One query.
        """
        cues = map(Said._make, self.cues.values_list("start", "end", "speaker", "text"))
        self.paragraphs = paragraphs_of(cues, segments)
        self.is_timed = any(paragraph.start is not None for paragraph in self.paragraphs)
        self.is_long = sum(paragraph.length for paragraph in self.paragraphs) > LONG
        for paragraph in self.paragraphs:
            for segment in paragraph.entries:
                segment.in_transcript = f"transcript-{segment.uid}"


class Cue(models.Model):
    """A stretch of a transcript. The speaker's name is as the transcript has it."""

    transcript = models.ForeignKey(Transcript, models.CASCADE, related_name="cues", verbose_name=_("transcript"))
    position = models.PositiveIntegerField(_("position"))
    start = TimecodeField(_("start"), null=True, blank=True)
    end = TimecodeField(_("end"), null=True, blank=True)
    speaker = models.CharField(_("speaker"), max_length=200, blank=True)
    text = models.TextField(_("text"))

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("cue")
        verbose_name_plural = _("cues")
        indexes = [models.Index(fields=["transcript", "position"], name="cue_in_order")]

    def __str__(self) -> str:
        return self.text[:80]
