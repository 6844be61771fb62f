"""Forms of an interview as pages that can be merged, and pages as what a browser would send of their forms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django import forms
from django.forms import BaseForm, BoundField
from taggit.utils import parse_tags

from interviews import timecode
from interviews.admin.tag_names import shown
from interviews.editorial.admin.rows import AGAIN, RowFormSet
from interviews.editorial.merging.page import Kinds, Page, Row, alike
from interviews.models import Segment

#: The field of the form that says which version it is of.
VERSION = "version"
#: Of a stored row: its key in the database, and its place in the list.
ID, PLACE = "id", "#"
_TIMES = frozenset({"start", "end", "duration"})


def _alike(name: str, one: str, other: str) -> bool:
    if name in (ID, PLACE) or alike(name, one, other):
        return True
    if name == "tag_names":
        return {tag.casefold() for tag in _tags(one)} == {tag.casefold() for tag in _tags(other)}
    if name in _TIMES:
        try:
            return timecode.parse(one) == timecode.parse(other)
        except timecode.TimecodeError:
            return False
    return False


def _tags(text: str) -> list[str]:
    return parse_tags(f"{text},")


KINDS = Kinds(_alike, frozenset({"tag_names"}), _tags, shown)


@dataclass
class Listing:
    """A list of rows as its form would offer it. `blank` is what an entry that is not filled in says."""

    prefix: str
    ordered: bool
    blank: dict[str, str]
    formset: RowFormSet
    extra: int


@dataclass
class Opened:
    """The forms of an interview as someone who opens them now would find them."""

    page: Page
    form: BaseForm
    listings: dict[str, Listing] = field(default_factory=dict)


def opened(form: BaseForm, formsets: Iterable[RowFormSet]) -> Opened:
    """Of forms that were not sent in."""
    fields = {name: value for name, value in _values(form) if name != VERSION}
    lists, listings = {}, {}
    for formset in formsets:
        ordered = formset.model is Segment
        lists[formset.prefix] = tuple(_stored(row, place, ordered) for place, row in enumerate(formset.initial_forms))
        listings[formset.prefix] = Listing(
            formset.prefix, ordered, _row_values(formset.empty_form, ordered), formset, formset.extra
        )
    return Opened(Page(fields, lists), form, listings)


def _stored(form: BaseForm, place: int, ordered: bool) -> Row:
    values = _row_values(form, ordered)
    place = form.instance.position if ordered else place
    return Row(key_of(form.instance), {**values, ID: str(form.instance.pk), PLACE: str(place)})


def key_of(row: Any) -> str:
    """A segment is known by its uid even if it goes and comes again; other rows by their number."""
    return row.uid if isinstance(row, Segment) else str(row.pk)


def _row_values(form: BaseForm, ordered: bool) -> dict[str, str]:
    prefix = f"{form.prefix}-"
    own = {form.add_prefix(name) for name in (ID, AGAIN, forms.formsets.DELETION_FIELD_NAME)}
    if hasattr(form, "instance"):
        own |= {form.add_prefix("interview")}
    if ordered:
        own |= {form.add_prefix("position")}
    return {name.removeprefix(prefix): value for name, value in _values(form) if name not in own}


def _values(form: BaseForm) -> Iterator[tuple[str, str]]:
    for bound in form:
        yield from _sent(bound)


def _sent(bound: BoundField) -> Iterator[tuple[str, str]]:
    """The names and values that a browser sends of a field that nobody touched; of a file only whether it goes."""
    widget, value = bound.field.widget, bound.value()
    widget = getattr(widget, "widget", widget) if not isinstance(widget, forms.MultiWidget) else widget
    if isinstance(widget, forms.MultiWidget):
        for name, part, one in zip(widget.widgets_names, widget.widgets, widget.decompress(value), strict=True):
            yield f"{bound.html_name}{name}", _text(part.format_value(one))
    elif isinstance(widget, forms.ClearableFileInput):
        if bound.field.required or not value:
            return
        yield widget.clear_checkbox_name(bound.html_name), ""
    elif isinstance(widget, forms.FileInput):
        return
    elif isinstance(widget, forms.CheckboxInput):
        yield bound.html_name, "on" if value else ""
    else:
        yield bound.html_name, _text(widget.format_value(value))


def _text(value: Any) -> str:
    if isinstance(value, list | tuple):
        value = value[0] if value else ""
    return "" if value is None else str(value)


# --- what was sent ----------------------------------------------------------------------------------------------


@dataclass
class Sent:
    """A form that was sent in. `rows` says under which beginning of a name each row was sent."""

    page: Page
    rows: dict[tuple[str, str], str]


def sent(data: Mapping[str, str], now: Opened, base: Page | None) -> Sent:
    """What was typed. Entries that were left blank are none."""
    fields = {name: data.get(name, "") for name in now.page.fields if name in data or name.endswith("-clear")}
    lists, rows = {}, {}
    for prefix, listing in now.listings.items():
        if f"{prefix}-TOTAL_FORMS" not in data:
            continue
        keys = {row.values[ID]: row.key for row in now.page.lists[prefix]}
        stored = base.lists.get(prefix, ()) if base else ()
        keys = {row.values[ID]: row.key for row in stored} | keys
        places = {row.key: row.values[PLACE] for row in (*now.page.lists[prefix], *stored)}
        found = []
        for index in range(_count(data.get(f"{prefix}-TOTAL_FORMS", ""))):
            begin = f"{prefix}-{index}-"
            row = _sent_row(data, begin, listing, keys)
            if row is not None and (prefix, row.key) not in rows:
                place = _place(data.get(f"{begin}position", ""), places.get(row.key), index)
                found.append((place, row))
                rows[prefix, row.key] = begin
        if listing.ordered:
            found.sort(key=lambda one: one[0])
        lists[prefix] = tuple(row for _place, row in found)
    return Sent(Page(fields, lists), rows)


def _sent_row(data: Mapping[str, str], begin: str, listing: Listing, keys: Mapping[str, str]) -> Row | None:
    number = data.get(f"{begin}{ID}", "")
    here = {name: data.get(f"{begin}{name}", "") for name in listing.blank if f"{begin}{name}" in data}
    if f"{begin}file-clear" in data:
        here["file-clear"] = data[f"{begin}file-clear"]
    deleted = bool(data.get(f"{begin}DELETE"))
    if number:
        return Row(keys.get(number, f"?{number}"), here, deleted)
    if deleted or all(KINDS.alike(name, value, listing.blank[name]) for name, value in here.items()):
        return None
    return Row(data.get(f"{begin}{AGAIN}", "") or f"+{begin}", here)


def _count(text: str) -> int:
    """How many rows a form says it has; not more than Django takes."""
    return min(int(text), 2_000) if text.isdecimal() and len(text) < 6 else 0


def _place(typed: str, stored: str | None, index: int) -> tuple[int, int, int]:
    """Where a row comes to stand, as the list of segments will number it when it is saved."""
    typed = typed.strip()
    if not (typed.isdecimal() and len(typed) < 9):
        return (10**9, int(stored is None), index)
    now, old = int(typed), int(stored) if stored else None
    return (now, -1 if old is None else (now > old) - (now < old), index)


# --- and back -----------------------------------------------------------------------------------------------------


def data_of(page: Page, now: Opened, version: str) -> dict[str, str]:
    """What a browser would send of the forms in `now`, had it been typed into them what `page` says."""
    data = {name: value for name, value in page.fields.items() if value or not name.endswith("-clear")}
    data[VERSION] = version
    for prefix, listing in now.listings.items():
        rows = page.lists.get(prefix, ())
        stored = {row.key: row for row in now.page.lists[prefix]}
        staying = {row.key for row in rows}
        gone = [replace(row, deleted=True) for key, row in stored.items() if key not in staying]
        places = {row.key: number for number, row in enumerate(rows, start=1)}
        first = [row for row in (*rows, *gone) if row.key in stored]
        fresh = [row for row in rows if row.key not in stored]
        written = [*first, *fresh]
        for index, row in enumerate(written):
            begin = f"{prefix}-{index}-"
            data |= {f"{begin}{name}": value for name, value in _written(row, row.key in stored).items()}
            if listing.ordered:
                data[f"{begin}position"] = str(places.get(row.key, row.values.get(PLACE, "")))
        for index in range(len(written), len(written) + listing.extra):
            data |= {f"{prefix}-{index}-{name}": value for name, value in listing.blank.items()}
        data |= {
            f"{prefix}-TOTAL_FORMS": str(len(written) + listing.extra),
            f"{prefix}-INITIAL_FORMS": str(len(first)),
            f"{prefix}-MIN_NUM_FORMS": "0",
            f"{prefix}-MAX_NUM_FORMS": str(listing.formset.max_num),
        }
    return data


def _written(row: Row, stored: bool) -> dict[str, str]:
    skipped = {PLACE} if stored else {PLACE, ID}
    data = {
        name: value
        for name, value in row.values.items()
        if name not in skipped and (value or not name.endswith("-clear"))
    }
    if row.deleted:
        data["DELETE"] = "on"
    if not stored and not row.is_new:
        data[AGAIN] = row.key
    return data
