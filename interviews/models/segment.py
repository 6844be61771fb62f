from __future__ import annotations

import random
from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from interviews import richtext, timecode
from interviews.models.appearance import NEWEST_FIRST, Appearance
from interviews.models.fields import RenderedField, TimecodeField
from interviews.models.interview import Interview
from interviews.models.recording import Recording
from interviews.models.tag import TaggedSegment

#: No vowels and no look-alikes: nothing is spelt by chance, and a uid can be read aloud.
_UID_LETTERS = "23456789bcdfghjkmnpqrstvwxz"

#: Characters of an answer that can be set large: some five lines.
QUOTABLE = 320


def new_uid() -> str:
    """The public, stable name of a segment within its interview."""
    return "".join(random.choices(_UID_LETTERS, k=8))  # noqa: S311 (no secret, only another than its neighbours')


class SegmentQuerySet(models.QuerySet):
    def published(self) -> SegmentQuerySet:
        return self.filter(interview__in=Interview.objects.published())

    def newest_first(self) -> SegmentQuerySet:
        """By when their interviews were published, then as they follow each other there."""
        return self.order_by(*NEWEST_FIRST)

    def with_interviews(self) -> SegmentQuerySet:
        """With the interview of each, and who takes part in it, to name whose words they are."""
        people = models.Prefetch("interview__appearances", Appearance.objects.select_related("speaker"))
        return self.select_related("interview").prefetch_related(people)

    def with_sound(self) -> SegmentQuerySet:
        """Adds `audible`: whether its interview has a recording that plays."""
        return self.annotate(
            audible=models.Exists(Recording.objects.playable().filter(interview=models.OuterRef("interview")))
        )

    def featured(self, interviews: list[Interview]) -> Segment | None:
        """The answer that opens the home page: of the newest interviews, one that reads well by itself.

        Interviews that can be heard come first; of their answers, the one nearest to a good quotation's length.
        """
        answers = (
            self.published()
            .filter(interview__in=interviews, answer__gt="", kind=Segment.Kind.QUESTION)
            .with_sound()
            .annotate(distance=models.functions.Abs(models.functions.Length("answer") - QUOTABLE))
        )
        return (
            answers.select_related("interview", "answered_by__speaker").order_by("-audible", "distance", "pk").first()
        )


class Segment(models.Model):
    """An addressable stretch of talk."""

    class Kind(models.TextChoices):
        QUESTION = "question", _("question")
        STATEMENT = "statement", _("statement")
        SECTION = "section", _("section heading")
        NOTE = "note", _("editor’s note")

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="segments", verbose_name=_("interview"))
    uid = models.CharField(_("uid"), max_length=40, default=new_uid, editable=False)
    position = models.PositiveIntegerField(_("position"), default=0)
    start = TimecodeField(_("start"), null=True, blank=True)
    end = TimecodeField(_("end"), null=True, blank=True)
    raw_stamp = models.CharField(_("time as written in the source"), max_length=40, blank=True, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.QUESTION)
    label = models.CharField(
        _("label"), max_length=120, blank=True, help_text=_("A few words, for the player and the overview.")
    )
    question = models.TextField(_("question"), blank=True)
    question_html = RenderedField(render="rendered_question")
    answer = models.TextField(_("answer"), blank=True, help_text=_("An excerpt; four dots mark what is left out."))
    answer_html = RenderedField(render="rendered_answer")
    answered_by = models.ForeignKey(
        Appearance,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="answers",
        verbose_name=_("who answers"),
    )
    synopsis = models.TextField(_("synopsis"), blank=True, help_text=_("What it is about, in the archive’s own words."))
    subjects = models.JSONField(_("subjects"), default=list, blank=True, editable=False)
    links = models.JSONField(_("links"), default=list, blank=True, editable=False)
    places = models.JSONField(_("places"), default=list, blank=True, editable=False)
    tags = TaggableManager(through=TaggedSegment, blank=True, verbose_name=_("tags"))

    objects = SegmentQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("segment")
        verbose_name_plural = _("segments")
        constraints = [
            models.UniqueConstraint(fields=["interview", "uid"], name="segment_uid_once_in_an_interview"),
            models.CheckConstraint(
                condition=models.Q(start__gte=timedelta(0)) | models.Q(start=None),
                name="segment_start_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(end=None) | models.Q(end__gte=models.F("start")),
                name="segment_end_not_before_start",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["question", "statement", "section", "note"]),
                name="segment_kind_known",
            ),
        ]
        indexes = [models.Index(fields=["interview", "position"], name="segment_in_order")]

    def __str__(self) -> str:
        heading = self.label or self.question or self.answer
        return f"{timecode.written(self.start)} {heading[:80]}" if self.start is not None else heading[:80]

    def get_absolute_url(self) -> str:
        """The entry on the interview's page; the player goes to its moment."""
        return self.interview.get_absolute_url() + self.place

    def get_listening_url(self) -> str:
        """The same, and the recording plays from there, where it may."""
        if self.start is None:
            return self.get_absolute_url()
        return f"{self.interview.get_absolute_url()}?t={timecode.written(self.start)}&play=1#{self.anchor}"

    @property
    def place(self) -> str:
        """Where it is found there, as the end of an address: ``?t=1:30#segment-k2``."""
        moment = f"?t={timecode.written(self.start)}" if self.start is not None else ""
        return f"{moment}#{self.anchor}"

    @property
    def anchor(self) -> str:
        return f"segment-{self.uid}"

    @property
    def heading(self) -> str:
        """The label, or the words asked."""
        return self.label or self.question or self.answer

    @property
    def answerer(self) -> Appearance | None:
        """Who answers; where it is not said, the first guest. None where there is no guest."""
        return self.answered_by or next(iter(self.interview.guests), None)

    def rendered_question(self) -> str:
        return richtext.phrase(self.question, self.interview.language)

    def rendered_answer(self) -> str:
        return richtext.excerpt(self.answer, self.interview.language)
