"""What two editors did to one interview, in words for the form: who, what was taken, and what is to be decided."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext, ngettext

from interviews.documents.changed_words import Piece, changed_words
from interviews.editorial.admin.together.forms import Opened
from interviews.editorial.merging.page import Page, Place, Row
from interviews.editorial.merging.three_way import Conflict
from interviews.models import Interview
from interviews.names import account_name

#: Places that are named one by one; of more, how many there are.
NAMED = 12


@dataclass(frozen=True)
class Change:
    """The last change since someone opened the form. Its maker is empty where the log does not know."""

    who: str
    at: dt.datetime
    own: bool = False


def last_change(interview: Interview, since: dt.datetime | None, user: Any) -> Change:
    """Who saved it last. What happens to a draft of changes is logged of the interview that it changes."""
    content_type = ContentType.objects.get_for_model(Interview)
    of_it = LogEntry.objects.filter(content_type=content_type, object_id=str(interview.live.pk))
    entries = of_it.select_related("user")
    entry = entries.filter(action_time__gt=since).order_by("-action_time").first() if since else None
    if entry is None:
        return Change(gettext("someone else"), interview.updated_at)
    return Change(account_name(entry.user), interview.updated_at, own=entry.user_id == user.pk)


@dataclass(frozen=True)
class Side:
    """One of the texts to choose from: `pieces` tell what it changed, `text` is what its field would say."""

    value: str
    pieces: tuple[Piece, ...] = ()
    text: str = ""
    absent: bool = False


@dataclass(frozen=True)
class Question:
    """A conflict as it is asked. `field` is the name its field has in the form that is shown, where it has one."""

    place: str
    name: str
    base: str
    base_known: bool
    mine: Side
    theirs: Side
    whole_row: bool
    field: str
    id: str
    language: str
    missing: bool = False


@dataclass
class Held:
    """Why a form is shown instead of saved. `pressed` is the button that was pressed, and does what it says once all
    is decided."""

    reason: str  # “changed” since it was opened, “draft” taken up, “undecided” still
    pressed: str = "_save"
    change: Change | None = None
    draft_at: dt.datetime | None = None
    questions: list[Question] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    base: str = ""
    takes_up: str = ""
    fresh: bool = False  # the form was rendered here for the first time, so its fields show what is asked

    @property
    def decided(self) -> bool:
        return not self.questions


class Names:
    """Names of places, for an editor who looks for them in the form."""

    def __init__(self, now: Opened, *pages: Page | None) -> None:
        self.now = now
        self.rows: dict[tuple[str, str], Row] = {}
        self.numbers: dict[tuple[str, str], int] = {}
        for page in (*pages, now.page):
            for name, rows in (page.lists if page else {}).items():
                self.rows |= {(name, row.key): row for row in rows}
                places = enumerate(rows, start=1)
                self.numbers |= {(name, row.key): number for number, row in places if not row.is_new}

    def of(self, place: Place) -> str:
        if not place.list:
            return self.label(place)
        listing = self.now.listings[place.list].formset.model._meta
        if not place.key:
            return gettext("the order of the %(things)s") % {"things": listing.verbose_name_plural}
        row = self.rows.get((place.list, place.key))
        heading = self._heading(place.list, row) if row else ""
        number = self.numbers.get((place.list, place.key))
        name = (
            f"{listing.verbose_name} {number}" if number else gettext("new %(thing)s") % {"thing": listing.verbose_name}
        )
        name = f"{name} ({heading})" if heading else name
        return f"{name}: {self.label(place)}" if place.field else name

    def _heading(self, name: str, row: Row) -> str:
        values = row.values
        if "speaker" in values:
            return self.shown(Place(name, row.key, "speaker"), values["speaker"])
        words = next((values[one] for one in ("label", "question", "answer", "url") if values.get(one)), "")
        return words if len(words) <= 60 else f"{words[:59].rstrip()}…"

    def field(self, place: Place) -> tuple[forms.Field | None, str]:
        """The field, and which part of it, where it has two."""
        form = self.now.listings[place.list].formset.empty_form if place.list else self.now.form
        if place.field in form.fields:
            return form.fields[place.field], ""
        name, _line, part = place.field.rpartition("_")
        if name in form.fields and part.isdecimal():
            return form.fields[name], part
        return None, ""

    def label(self, place: Place) -> str:
        found, part = self.field(place)
        if found is None:
            return place.field
        parts = {"0": gettext("date"), "1": gettext("time of the day")}
        return f"{found.label}: {parts[part]}" if part in parts else str(found.label)

    def shown(self, place: Place, value: str) -> str:
        """The value as a reader knows it: of a choice what it is called."""
        found, _part = self.field(place)
        if isinstance(found, forms.ModelChoiceField):
            row = found.queryset.filter(pk=value).first() if value.isdecimal() and len(value) < 19 else None
            return str(row) if row else value
        choices = getattr(found, "choices", None)
        if choices is None and place.list:
            return value
        return str(dict(choices or ()).get(value, value))


def told(names: Names, places: Iterable[Place]) -> list[str]:
    """The names, each once; a row that is named needs no names of its fields."""
    rows = {(place.list, place.key) for place in places if place.list and not place.field}
    found = dict.fromkeys(names.of(place) for place in places if not (place.field and (place.list, place.key) in rows))
    listed = list(found)
    if len(listed) <= NAMED:
        return listed
    more = len(listed) - NAMED
    return [*listed[:NAMED], ngettext("%(count)d more", "%(count)d more", more) % {"count": more}]


def questions(
    names: Names,
    conflicts: Iterable[Conflict],
    mine: Page,
    fields: dict[tuple[str, str], str],
    language: str,
    missing: bool = False,
) -> Iterator[Question]:
    for number, conflict in enumerate(conflicts, start=1):
        place = conflict.place
        begin = fields.get((place.list, place.key), "") if place.list else ""
        whole = bool(place.list and not place.field)
        base = conflict.base or ""
        if whole:
            row = names.rows.get((place.list, place.key))
            own = next((one for one in mine.lists.get(place.list, ()) if one.key == place.key), None)
            sides = (_row_side(names, place, conflict.mine, own or row), _row_side(names, place, conflict.theirs, row))
        else:
            sides = tuple(_side(names, place, base, text or "") for text in (conflict.mine, conflict.theirs))
        yield Question(
            place=str(place),
            name=names.of(place),
            base=names.shown(place, base) if not whole else "",
            base_known=conflict.base is not None and not whole,
            mine=sides[0],
            theirs=sides[1],
            whole_row=whole,
            field="" if whole else f"{begin}{place.field}",
            id=f"question-{number}",
            language=language,
            missing=missing,
        )


def _side(names: Names, place: Place, base: str, text: str) -> Side:
    old, new = names.shown(place, base), names.shown(place, text)
    return Side(text, changed_words(_lines(old), _lines(new)), new)


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n")


def _row_side(names: Names, place: Place, there: str | None, row: Row | None) -> Side:
    """What the row says, where it is to stay."""
    if there is None:
        return Side("", absent=True)
    skipped = ("id", "#")
    values = {name: value for name, value in (row.values if row else {}).items() if value and name not in skipped}
    lines = (
        f"{names.label(Place(place.list, place.key, name))}: {names.shown(Place(place.list, place.key, name), value)}"
        for name, value in values.items()
    )
    return Side("", (Piece("same", "\n".join(lines)),))
