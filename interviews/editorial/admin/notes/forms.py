"""Writing a note, and answering one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from interviews.editorial.admin.notes.threads import Place
from interviews.editorial.looking import may_look
from interviews.editorial.mentions import matched, names_in
from interviews.editorial.models.note import LONGEST, OF_SEGMENTS, OF_SEGMENTS_TOO, NoteField
from interviews.models import Interview

#: Accounts that one note may name: each is looked for, and told.
MOST_NAMED = 20


class WordsForm(forms.Form):
    """What is written. `people` are those it names, once it is valid."""

    words = forms.CharField(label=_("Note"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}))
    anyway = forms.BooleanField(label=_("Save it all the same: this is no name"), required=False)

    def __init__(self, *args: Any, interview: Interview, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.interview = interview
        self.people: list[Any] = []
        self.asks_anyway = False

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if "words" in given:
            self.people, unknown = named_in(given["words"], self.interview)
            self.asks_anyway = bool(unknown)
            if unknown and not given.get("anyway"):
                self.add_error("words", ValidationError(_not_found(unknown)))
        return given


class NoteForm(WordsForm):
    segment = forms.ChoiceField(label=_("On"), required=False)
    field = forms.ChoiceField(label=_("About"), required=False)
    field_order = ["segment", "field", "words", "anyway"]

    def __init__(self, *args: Any, places: dict[str, Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = places
        self.fields["segment"].choices = [
            (uid, f"{place.time} {place.heading[:80]}".strip() or uid if uid else gettext("the whole interview"))
            for uid, place in places.items()
        ]
        of_whole = [(field.value, field.label) for field in NoteField if field not in OF_SEGMENTS]
        of_segment = [(field.value, field.label) for field in NoteField if field in OF_SEGMENTS]
        self.fields["field"].choices = [
            ("", gettext("all of it")),
            (gettext("The interview"), of_whole),
            (gettext("A segment"), of_segment),
        ]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        field, on_segment = given.get("field"), bool(given.get("segment"))
        if field and field in OF_SEGMENTS and not on_segment:
            self.add_error("segment", gettext("Choose the segment that is meant."))
        if field and on_segment and field not in OF_SEGMENTS_TOO:
            self.add_error("field", gettext("A segment has none of its own. Choose the whole interview above."))
        return given


def named_in(words: str, interview: Interview) -> tuple[list[Any], list[str]]:
    """The accounts that are named and may look at the interview, and the names that mean none of these."""
    names = names_in(words)
    model = get_user_model()
    column = model.USERNAME_FIELD
    staff = model.objects.filter(is_active=True, is_staff=True)
    rows: dict[str, Any] = {}
    for name in names[:MOST_NAMED]:
        for user in staff.filter(**{f"{column}__iexact": name}):
            if user.get_username() not in rows and may_look(user, interview):
                rows[user.get_username()] = user
    meant, unknown = matched(names, rows)
    return [rows[account] for account in dict.fromkeys(meant.values())], unknown


def _not_found(names: list[str]) -> str:
    told = ", ".join(f"@{name}" for name in names)
    return ngettext(
        "%(names)s: nobody of that name may look at this interview. Nothing is saved yet.",
        "%(names)s: nobody of these names may look at this interview. Nothing is saved yet.",
        len(names),
    ) % {"names": told}
