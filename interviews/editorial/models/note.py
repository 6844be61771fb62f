from __future__ import annotations

from collections import Counter
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from interviews.models import Interview

LONGEST = 5_000


class NoteField(models.TextChoices):
    """What of an interview, or of a segment, a note speaks of."""

    TITLE = "title", _("title")
    INTRODUCTION = "introduction", _("introduction")
    PEOPLE = "people", _("people")
    RECORDINGS = "recordings", _("recordings")
    TAGS = "tags", _("tags")
    DATES = "dates", _("dates")
    RIGHTS = "rights", _("rights")
    START = "start", _("time")
    LABEL = "label", _("label")
    QUESTION = "question", _("question")
    ANSWER = "answer", _("answer")


#: What only a segment has, and what only the whole has.
OF_SEGMENTS = frozenset({NoteField.START, NoteField.LABEL, NoteField.QUESTION, NoteField.ANSWER})
OF_SEGMENTS_TOO = OF_SEGMENTS | {NoteField.TAGS}


class EditorNoteQuerySet(models.QuerySet):
    def of(self, interview: Interview) -> EditorNoteQuerySet:
        """Those of an interview, whether it or its draft of changes is named."""
        return self.filter(interview=interview.edits_id or interview.pk)

    def threads(self) -> EditorNoteQuerySet:
        """What others answer, without the answers."""
        return self.filter(parent=None)

    def open(self) -> EditorNoteQuerySet:
        return self.threads().filter(resolved_at=None)

    def open_counts(self, interview: Interview) -> Counter[str]:
        """How many are open on each segment, by its uid; those on the interview itself under the empty one."""
        return Counter(self.of(interview).open().order_by().values_list("segment_uid", flat=True))


class EditorNote(models.Model):
    """What editors say to each other about an interview. Readers never see it; it is no part of any document.

    It hangs on the interview itself, so that it stays when a draft of changes is published. A segment is named by its
    uid: segments are written anew, and a note outlasts the one it was about (`heading` tells which that was).
    """

    on_pages = "never"

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="+", verbose_name=_("interview"))
    segment_uid = models.CharField(_("segment"), max_length=40, blank=True)
    heading = models.CharField(_("the segment’s words when it was written"), max_length=200, blank=True)
    field = models.CharField(_("about"), max_length=20, choices=NoteField, blank=True)
    words = models.TextField(_("note"), max_length=LONGEST)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("written by")
    )
    at = models.DateTimeField(_("when"), default=timezone.now)
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="answers", verbose_name=_("in reply to")
    )
    resolved_at = models.DateTimeField(_("resolved"), null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("resolved by"),
    )

    objects = EditorNoteQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        default_permissions = ()
        verbose_name = _("editors’ note")
        verbose_name_plural = _("editors’ notes")
        indexes = [models.Index(fields=["interview", "resolved_at"], name="editor_note_of_interview")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(words=""), name="editor_note_has_words"),
            models.CheckConstraint(
                condition=models.Q(field="") | models.Q(field__in=[*NoteField.values]), name="editor_note_field_known"
            ),
            models.CheckConstraint(
                condition=models.Q(resolved_at__isnull=False) | models.Q(resolved_by=None),
                name="editor_note_resolved_at_a_time",
            ),
            # An answer hangs where its thread hangs, and is resolved with it.
            models.CheckConstraint(
                condition=models.Q(parent=None) | models.Q(segment_uid="", field="", resolved_at=None),
                name="editor_note_answer_follows_its_thread",
            ),
        ]

    def __str__(self) -> str:
        return self.words[:80]

    @property
    def thread(self) -> EditorNote:
        """What it answers; itself where it answers nothing."""
        return self.parent or self

    def answer(self, words: str, *, by: Any) -> EditorNote:
        """Below the thread, one level deep. A thread that was resolved is open again: somebody has something to say."""
        with transaction.atomic():
            thread = EditorNote.objects.select_for_update().get(pk=self.thread.pk)
            answer = EditorNote.objects.create(interview_id=thread.interview_id, parent=thread, words=words, author=by)
            thread.reopen()
        return answer

    def resolve(self, *, by: Any) -> bool:
        """The thread is settled. False where it was already."""
        return self._settle(models.Q(resolved_at=None), resolved_at=timezone.now(), resolved_by=by)

    def reopen(self) -> bool:
        """The thread is not settled after all. False where it was open."""
        return self._settle(models.Q(resolved_at__isnull=False), resolved_at=None, resolved_by=None)

    def _settle(self, where: models.Q, **to: Any) -> bool:
        key = self.parent_id or self.pk
        return bool(EditorNote.objects.filter(where, pk=key).update(**to))

    def may_be_deleted_by(self, user: Any, *, answered: bool | None = None) -> bool:
        """Its author may take back what nobody answered, a superuser anything; whether it is, where that is known."""
        if user.is_superuser or self.author_id != user.pk:
            return bool(user.is_superuser)
        return not (self.answers.exists() if answered is None else answered)
