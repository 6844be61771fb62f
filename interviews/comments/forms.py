"""The form in which a reader writes a comment."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from interviews.comments import moderation, typed
from interviews.comments.models import WEB_SCHEMES, Comment
from interviews.models import Interview, Segment

#: Some three pages of a book: an answer to an interview, not another one.
LONGEST_BODY = 5_000
LONGEST_NAME = Comment._meta.get_field("name").max_length


class VisibleText(forms.CharField):
    """Text freed of what nobody can see, so that it need not be refused for it; then not longer than `longest`."""

    def __init__(self, *, freed: Callable[[str], str], longest: int, **kwargs: Any) -> None:
        self.freed, self.longest = freed, longest
        super().__init__(**{**kwargs, "strip": False})  # as it strips the first line's indentation only

    def to_python(self, value: Any) -> str:
        typed_text = super().to_python(value)
        # Freeing takes time, so what can only be too long is refused before.
        if len(typed_text) > 4 * self.longest:
            raise self._too_long(typed_text)
        text = self.freed(typed_text)
        if len(text) > self.longest:
            raise self._too_long(text)
        return text if typed.says_something(text) else ""

    def _too_long(self, text: str) -> ValidationError:
        numbers = {"length": len(text), "longest": self.longest, "over": len(text) - self.longest}
        params = {key: number_format(number, force_grouping=True) for key, number in numbers.items()}
        message = _("%(length)s characters were typed; %(longest)s fit. Shorten it by %(over)s.")
        return ValidationError(self.error_messages.get("too_long", message), code="max_length", params=params)


class Unseen(forms.CharField):
    """What no reader types: whatever a robot puts there is no reason to refuse a comment."""

    def to_python(self, value: Any) -> str:
        return super().to_python(value)[:200].replace("\0", "")


class WebAddress(forms.URLField):
    default_validators = [URLValidator(schemes=WEB_SCHEMES)]


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
    body = VisibleText(
        label=_("Comment"),
        help_text=_("Shown once an editor has read it. An empty line begins a new paragraph."),
        freed=typed.paragraphs,
        longest=LONGEST_BODY,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
        error_messages={
            "required": _("Write a comment; it is still empty."),
            "too_long": _("The comment has %(length)s characters; %(longest)s fit. Shorten it by %(over)s."),
        },
    )
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

    def __init__(self, interview: Interview, data: Any = None, **kwargs: Any) -> None:
        # The form stands on the interview's page, where a plain `id_name` could be another form's.
        super().__init__(data, auto_id="write-%s", **kwargs)
        self.interview = interview
        self.fields["parent"].queryset = interview.comments.approved()
        for field in self.fields.values():
            field.widget.attrs.pop("maxlength", None)

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

    def receive(self) -> Comment:
        """Stores what was typed as a comment that waits (or as spam) and gives it. The form must be valid."""
        given = dict(self.cleaned_data)
        spam = moderation.looks_like_spam(given["body"], trap=given.pop("topic"))
        comment = Comment(interview=self.interview, **given)
        if comment.segment:
            comment.moment = comment.segment.start  # outlives the segment
        return comment.receive(spam=spam)
