"""The forms in which a reader writes a comment, changes it, and reports one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from interviews import timecode
from interviews.comments import stamps, typed
from interviews.comments.fields import Unseen, VisibleText, WebAddress
from interviews.comments.models import Comment, Report
from interviews.comments.moderation import Rules
from interviews.comments.said import said
from interviews.comments.speaking import Writer
from interviews.comments.talk import known_end
from interviews.models import Interview, Segment
from interviews.models.fields import TimecodeFormField

#: Some three pages of a book: an answer to an interview, not another one.
LONGEST_BODY = 5_000
LONGEST_NAME = Comment._meta.get_field("name").max_length


def body_field(**given: Any) -> VisibleText:
    return VisibleText(
        label=_("Comment"),
        freed=typed.paragraphs,
        longest=LONGEST_BODY,
        shown=lambda text: said(text).words,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto", "data-longest": LONGEST_BODY}),
        error_messages={
            "required": _("Write a comment; it is still empty."),
            "shows_nothing": _("Nothing of this would be seen: it is made of marks alone. Write words."),
            "too_long": _("The comment has %(length)s characters; %(longest)s fit. Shorten it by %(over)s."),
        },
        **given,
    )


class CommentForm(forms.Form):
    """One for strangers: nothing in it is of the person who sees it, so that its page can be cached for all.

    No `maxlength` and no type `url` in its HTML: one cuts what is pasted, the other refuses `example.org`.
    """

    name = VisibleText(
        label=_("Name"),
        help_text=_("Shown with the comment."),
        freed=typed.one_line,
        longest=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={
            "required": _("Write your name."),
            "too_long": _("The name has %(length)s characters; %(longest)s fit. Shorten it by %(over)s."),
        },
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
    url = WebAddress(
        label=_("Web address"),
        help_text=_("Optional. Your name will link to it."),
        required=False,
        max_length=Comment._meta.get_field("url").max_length,
        assume_scheme="https",
        widget=forms.TextInput(attrs={"autocomplete": "url", "inputmode": "url", "spellcheck": "false"}),
        error_messages={
            "invalid": _("This is not a web address. Write one like https://example.org, or leave it empty.")
        },
    )
    body = body_field(help_text=_("An empty line begins a new paragraph; a time like 12:30 becomes a link to it."))
    moment = TimecodeFormField(
        label=_("Time"),
        help_text=_("Optional. The moment of the recording that you speak of, like 12:30 or 1:02:30."),
        required=False,
    )
    question = forms.BooleanField(label=_("This is a question to the guest"), required=False)
    follow = forms.BooleanField(label=_("Tell me by e-mail when somebody replies"), required=False)
    parent = forms.ModelChoiceField(
        Comment.objects.none(),
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": _("The comment you answer is not here any more.")},
    )
    segment = Unseen(required=False, widget=forms.HiddenInput)
    # Who fills every field is a robot. The name is one that no browser fills by itself.
    topic = Unseen(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    stamp = Unseen(required=False, widget=forms.HiddenInput)

    def __init__(
        self, interview: Interview, data: Any = None, *, rules: Rules, writer: Writer | None = None, **kwargs: Any
    ) -> None:
        # The form stands on the interview's page, where a plain `id_name` could be another form's.
        super().__init__(data, auto_id="write-%s", **kwargs)
        self.interview, self.rules, self.writer = interview, rules, writer
        self.end = known_end(interview)
        if self.end is None:
            self.fields["body"].help_text = _("An empty line begins a new paragraph.")
        if self["parent"].data:
            self.fields["parent"].queryset = interview.comments.approved()
        if not self.is_bound:
            self.initial.setdefault("stamp", stamps.form_stamp())
        for name in self._left_out():
            del self.fields[name]
        for field in self.fields.values():
            field.widget.attrs.pop("maxlength", None)

    def _left_out(self) -> list[str]:
        """Who signed in is known; what has no times has no moments; and the site's rules ask for less."""
        known = ["name", "email", "url"] if self.writer else []
        return [
            *known,
            *([] if self.rules.takes_urls or known else ["url"]),
            *([] if self.end else ["moment"]),
            *([] if self.rules.takes_questions and self.interview.guests and not self.writer else ["question"]),
            *([] if settings.SENDS_LETTERS and not self.writer else ["follow"]),
        ]

    def clean_moment(self) -> timedelta | None:
        """Refused past the end where that is known: a recording is longer than its last entry begins."""
        moment, length = self.cleaned_data["moment"], self.interview.duration
        if moment is not None and length is not None and moment > length:
            message = _("The recording ends at %(end)s. Write a time before that, or leave it empty.")
            raise ValidationError(message, params={"end": timecode.written(length)})
        return moment

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("follow") and "email" not in self.errors and not self.cleaned_data.get("email"):
            self.add_error("email", _("Write where you want to be told of replies, or untick that below."))
        return self.cleaned_data

    def clean_segment(self) -> Segment | None:
        """A segment that an editor has meanwhile taken out is no reason to refuse a comment."""
        return self._segment(self.cleaned_data["segment"])

    def answered(self) -> Comment | None:
        """The comment that this one answers, where there is such a one."""
        return self._right_so_far().get("parent") if self.is_bound else self.initial.get("parent")

    def spoken_of(self) -> Segment | None:
        """The segment that this comment speaks of, where there is such a one."""
        if self.is_bound:
            return self._right_so_far().get("segment")
        return self._segment(self.initial.get("segment", ""))

    def _right_so_far(self) -> dict[str, Any]:
        self.is_valid()
        return self.cleaned_data

    def _segment(self, uid: str) -> Segment | None:
        plausible = 0 < len(uid) <= 40 and uid.isascii() and uid.isprintable()
        return self.interview.segments.filter(uid=uid).first() if plausible else None

    @property
    def parent_is_gone(self) -> bool:
        """What it answers is not shown any more: sent again without that, it is a comment of its own."""
        return self.is_bound and "parent" in self.errors

    def comment(self) -> Comment:
        """What was typed as a comment that is not stored. The form must be valid."""
        given = dict(self.cleaned_data)
        kind = Comment.Kind.QUESTION if given.pop("question", False) and not given["parent"] else Comment.Kind.COMMENT
        for name in ("topic", "stamp", "follow"):
            given.pop(name, None)
        if self.writer:
            given |= {"user": self.writer.user, "name": self.writer.name, "voice": self.writer.voice}
        return Comment(interview=self.interview, kind=kind, **given)

    @property
    def is_trapped(self) -> bool:
        return bool(self.cleaned_data["topic"].strip())

    @property
    def age(self) -> float | None:
        return stamps.age_of(self.cleaned_data["stamp"])


class EditForm(forms.Form):
    """Its author's other words for a comment."""

    body = body_field()
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, comment: Comment, data: Any = None) -> None:
        super().__init__(data, auto_id="edit-%s", initial={"body": comment.body, "revision": comment.revision})


class ReportForm(forms.ModelForm):
    """What a reader has against a comment."""

    topic = Unseen(label=_("Leave this empty"), required=False, widget=forms.TextInput(attrs={"tabindex": "-1"}))

    class Meta:
        model = Report
        fields = ["reason", "note"]
        widgets = {"reason": forms.RadioSelect, "note": forms.Textarea(attrs={"rows": 3, "dir": "auto"})}

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="report-%s")
        self.fields["reason"].choices = Report.Reason.choices
        self.fields["reason"].error_messages["required"] = _("Choose what is wrong with it.")
