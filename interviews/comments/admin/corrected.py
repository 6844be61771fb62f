"""What an editor sees of a correction, and the form of the decision."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from interviews.comments import typed
from interviews.comments.correcting import edited_words, version_of, words_of
from interviews.comments.models import Correction
from interviews.comments.moderation import Reason
from interviews.comments.wording import in_words
from interviews.documents.changed_words import Piece, changed_words
from interviews.documents.joined_words import joined_words
from interviews.models import Segment
from interviews.store.beside import draft_beside

#: Characters of an answer to a reader.
LONGEST_REPLY = 2_000


@dataclass(frozen=True, slots=True)
class Field:
    """One text: as the reader saw it, would have it, and as it stands where editors write."""

    name: str
    label: Promise
    was: str
    wanted: str
    now: str | None

    @property
    def suggested(self) -> tuple[Piece, ...]:
        return changed_words(self.was, self.wanted)

    @property
    def has_changed(self) -> bool:
        """Whether editors changed it since the reader saw it."""
        return self.now is not None and self.now != self.was

    @property
    def since(self) -> tuple[Piece, ...]:
        return changed_words(self.was, self.now or "")

    @property
    def joined(self) -> str | None:
        """As it stands now with what the reader changed; None where both changed the same words."""
        return self.wanted if self.now is None else joined_words(self.was, self.wanted, self.now)

    @property
    def would_change(self) -> tuple[Piece, ...]:
        return changed_words(self.now or "", self.joined or "")


class Shown:
    """A correction for an editor; with `looks_now` beside what stands there now, in three queries more."""

    def __init__(self, correction: Correction, *, looks_now: bool = False) -> None:
        self.correction = correction
        self.now: Segment | None = edited_words(correction) if looks_now else None

    @cached_property
    def has_draft(self) -> bool:
        return draft_beside(self.correction.interview) is not None

    @property
    def is_gone(self) -> bool:
        return self.now is None

    @property
    def reasons(self) -> list[Promise | str]:
        return in_words(self.correction.reasons)

    @cached_property
    def fields(self) -> list[Field]:
        """Those that the reader changed."""
        row = self.correction
        question, answer = words_of(self.now) if self.now else (None, None)
        both = (
            Field("question", _("Question"), row.was_question, row.question, question),
            Field("answer", _("Answer"), row.was_answer, row.answer, answer),
        )
        return [field for field in both if field.was != field.wanted]

    @property
    def has_changed(self) -> bool:
        return any(field.has_changed for field in self.fields)

    @property
    def is_done(self) -> bool:
        """The words are what the reader wants already."""
        return all(field.now == field.wanted for field in self.fields)


class DecisionForm(forms.Form):
    """The words as they will stand, and an answer to the reader."""

    version = forms.CharField(widget=forms.HiddenInput, required=False)
    reply = forms.CharField(
        label=_("Answer to the reader"),
        help_text=_("Optional. Sent by mail."),
        required=False,
        max_length=LONGEST_REPLY,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto", "class": "vLargeTextField"}),
    )

    credit = forms.BooleanField(label=_("Name the reader on the page"), required=False)

    def __init__(self, shown: Shown, data: Any = None) -> None:
        self.shown = shown
        super().__init__(data, auto_id="decide-%s", initial={"version": self._version})
        row = shown.correction
        if row.credit and row.name:
            self.fields["credit"].help_text = row.name
            # A name that could be taken for the guest's, or an editor's, stands on no page by itself.
            self.fields["credit"].initial = str(Reason.POSES) not in row.reasons
        else:
            del self.fields["credit"]
        if not shown.correction.email:
            self.fields["reply"].widget = forms.HiddenInput()
        for field in shown.fields if shown.now else ():
            self.fields[field.name] = forms.CharField(
                label=field.label,
                required=False,
                initial=field.now if field.joined is None else field.joined,
                widget=forms.Textarea(attrs={"rows": 8, "dir": "auto", "class": "vLargeTextField"}),
            )

    @property
    def _version(self) -> str:
        return version_of(self.shown.now) if self.shown.now else ""

    def clean(self) -> dict[str, Any]:
        """What the reader left alone stays as it stands."""
        given = self.cleaned_data
        if now := self.shown.now:
            corrected = {field.name for field in self.shown.fields}
            for name in ("question", "answer"):
                if name not in corrected:
                    given[name] = getattr(now, name)
                elif not self.errors:
                    given[name] = typed.paragraphs(given[name])
        return given

    def words(self) -> list[forms.BoundField]:
        return [self[field.name] for field in self.shown.fields if field.name in self.fields]

    @property
    def is_stale(self) -> bool:
        """The words are others than those that the editor saw."""
        return self.cleaned_data["version"] != self._version

    def again(self) -> DecisionForm:
        """With what was typed, for who has now seen how the words stand."""
        data = self.data.copy()
        data["version"] = self._version
        return DecisionForm(self.shown, data)
