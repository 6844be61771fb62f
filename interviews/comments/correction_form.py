"""The form in which a reader suggests other words for an entry."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from interviews.comments import stamps, typed
from interviews.comments.correcting import version_of, words_of
from interviews.comments.fields import Unseen, VisibleText
from interviews.comments.models import Comment, Correction
from interviews.comments.said import said
from interviews.models import Segment

LONGEST_NAME = Correction._meta.get_field("name").max_length
LONGEST_WHY = 1_000
#: Characters that question and answer may have; and what is longer already may grow by so much.
LONGEST, MORE = 10_000, 2_000

_TOO_LONG = _("%(length)s characters were typed; %(longest)s fit. Shorten it by %(over)s.")


def _text(label: Any, now: str, rows: int, help_text: Any = "") -> VisibleText:
    return VisibleText(
        label=label,
        help_text=help_text,
        freed=typed.paragraphs,
        longest=max(LONGEST, len(now) + MORE),
        required=False,
        widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}),
        error_messages={"too_long": _TOO_LONG, "shows_nothing": _("Write words: of this nothing would be seen.")},
    )


class CorrectionForm(forms.Form):
    """For strangers, as the form of a comment: nothing in it is of the person who sees it."""

    why = VisibleText(
        label=_("Why, or how you know"),
        help_text=_("Optional. For the editors only."),
        freed=typed.paragraphs,
        longest=LONGEST_WHY,
        required=False,
        shown=lambda text: said(text).words,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        error_messages={"too_long": _TOO_LONG, "shows_nothing": _("Write words: of this nothing would be seen.")},
    )
    name = VisibleText(
        label=_("Name"),
        help_text=_("Optional. Shown only if you wish it, below."),
        freed=typed.one_line,
        longest=LONGEST_NAME,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"too_long": _("The name has %(length)s characters; %(longest)s fit. Shorten it by %(over)s.")},
    )
    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("Optional. Never shown."),
        required=False,
        max_length=Comment._meta.get_field("email").max_length,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "invalid": _("This is not an e-mail address. Write one like name@example.org, or leave it empty.")
        },
    )
    credit = forms.BooleanField(label=_("Name me beside the answer if the correction is taken."), required=False)
    # Who fills every field is a robot. The name is one that no browser fills by itself.
    topic = Unseen(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    stamp = Unseen(required=False, widget=forms.HiddenInput)
    #: Which words the reader saw.
    seen = Unseen(required=False, widget=forms.HiddenInput)

    def __init__(self, segment: Segment, data: Any = None) -> None:
        self.segment = segment
        self.was_question, self.was_answer = words_of(segment)
        initial = {"question": self.was_question, "answer": self.was_answer, "stamp": stamps.form_stamp()}
        super().__init__(data, auto_id="correct-%s", initial=initial | {"seen": version_of(segment)})
        if self.was_question:
            self.fields["question"] = _text(_("Question"), self.was_question, 3)
        if self.was_answer:
            about = _("An empty line begins a new paragraph. Four dots mark what is left out of the recording.")
            self.fields["answer"] = _text(_("Answer"), self.was_answer, 10, about)
        if settings.SENDS_LETTERS:
            self.fields["email"].help_text = _("Optional. Never shown. The editors may answer there.")
        for field in self.fields.values():
            field.widget.attrs.pop("maxlength", None)

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("credit") and "name" not in self.errors and not given.get("name"):
            self.add_error("name", _("Write the name under which you want to be named, or untick that below."))
        if not self.errors and not self.is_stale and self._words() == (self.was_question, self.was_answer):
            raise ValidationError(_("These are the words as they stand. Change what is wrong in them, and send that."))
        return given

    def _words(self) -> tuple[str, str]:
        return self.cleaned_data.get("question", ""), self.cleaned_data.get("answer", "")

    @property
    def is_stale(self) -> bool:
        """The editors changed the words since the form was given out."""
        return self.cleaned_data.get("seen") != version_of(self.segment)

    def correction(self) -> Correction:
        """What was typed as a correction that is not stored. The form must be valid."""
        question, answer = self._words()
        given = {name: self.cleaned_data[name] for name in ("why", "name", "email", "credit")}
        return Correction(
            interview=self.segment.interview,
            uid=self.segment.uid,
            was_question=self.was_question,
            was_answer=self.was_answer,
            question=question,
            answer=answer,
            language=get_language() or settings.LANGUAGE_CODE,
            **given,
        )

    @property
    def is_trapped(self) -> bool:
        return bool(self.cleaned_data["topic"].strip())

    @property
    def age(self) -> float | None:
        return stamps.age_of(self.cleaned_data["stamp"])
