"""A document as plain data (what JSON can hold) and back, losing nothing.

Moments are written as timecodes, dates and instants as ISO 8601; what is absent is left out.
"""

from __future__ import annotations

import datetime as dt
import math
import re
import types
import typing
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from interviews import timecode
from interviews.documents.document import CHOICES, InterviewDocument, LinkEntry, PartialDate
from interviews.documents.errors import DocumentError
from interviews.documents.limits import require_few


def as_data(document: Any) -> dict[str, Any]:
    """A document, or an entry of one, as dictionaries, lists, strings and numbers."""
    data: dict[str, Any] = _plain(document)
    return data


def from_data(data: Any) -> InterviewDocument:
    """The document that `as_data` wrote. Raises DocumentError that names the field which does not fit."""
    document: InterviewDocument = _value(InterviewDocument, data, "interview")
    return document


_ABSENT: tuple[Any, ...] = ("", None, ())


_AS_IT_IS = frozenset((str, int, float, bool, type(None)))


def _plain(value: Any) -> Any:
    kind = type(value)
    if kind in _AS_IT_IS:
        return value
    if kind is tuple:
        return [_plain(item) for item in value]
    if kind is dt.timedelta:
        return timecode.written(value)
    if kind is dt.datetime:
        return value.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")
    if kind in (PartialDate, dt.date):
        return str(value)
    given = ((name, getattr(value, name), required) for name, required in _names(kind))  # type: ignore[arg-type]
    return {name: _plain(item) for name, item, required in given if required or item not in _ABSENT}


@cache
def _names(kind: Any) -> tuple[tuple[str, bool], ...]:
    """The fields of an entry, and whether each is written even where it is empty, because its default is not."""
    return tuple((field.name, field.default not in _ABSENT) for field in fields(kind))


#: How what is written as text is read: what it should be, and the function that reads it.
_WRITTEN: dict[Any, tuple[str, Callable[[str], Any]]] = {
    PartialDate: ("a date", PartialDate.parse),
    dt.date: ("a date", dt.date.fromisoformat),
    dt.datetime: ("an instant (2015-09-14T10:30:00Z)", lambda text: instant(text)),
    dt.timedelta: ("a timecode", timecode.parse),
}
#: What no database column takes: a zero character, and halves of a character that stand alone.
UNFIT = re.compile("[\0\ud800-\udfff]")


#: Years that every database can hold in every time zone.
_YEARS = range(1000, 9999)


def instant(text: str) -> dt.datetime:
    """A moment in UTC, from ISO 8601 with a time zone. Raises ValueError."""
    moment = dt.datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"“{text}” names no time zone; end it with Z for UTC")
    if moment.year not in _YEARS:
        raise ValueError(f"“{text}” lies outside the years {_YEARS[0]} to {_YEARS[-1]}")
    return moment.astimezone(dt.UTC)


@cache
def _types(declared: type) -> dict[str, Any]:
    return typing.get_type_hints(declared)


def _value(declared: Any, data: Any, where: str) -> Any:
    """`data` as a value of the declared type; `where` is its path for the error message."""
    if isinstance(declared, types.UnionType):
        if data is None:
            return None
        declared = next(kind for kind in typing.get_args(declared) if kind is not type(None))
    if typing.get_origin(declared) is tuple:
        item_type = typing.get_args(declared)[0]
        _require(isinstance(data, list), where, "a list")
        require_few(where.rpartition(".")[2], len(data))
        return tuple(_value(item_type, item, f"{where}[{number}]") for number, item in enumerate(data))
    if declared in _WRITTEN:
        expected, parse = _WRITTEN[declared]
        _require(isinstance(data, str) and not UNFIT.search(data), where, expected)
        try:
            return parse(data)
        except (ValueError, DocumentError) as error:
            raise DocumentError(f"{where}: {error}", code="bad_field") from error
    if is_dataclass(declared):
        return _entry(typing.cast(type, declared), data, where)
    if declared is float and type(data) is int:
        data = float(data)
    _require(type(data) is declared, where, f"of type {declared.__name__}")
    if declared is float:
        _require(math.isfinite(data), where, "a number")
    if declared is str and (unfit := UNFIT.search(data)) is not None:
        _require(False, where, f"text that can be stored (it holds U+{ord(unfit[0]):04X}); take that character out")
    return data


def _entry(declared: type, data: Any, where: str) -> Any:
    _require(isinstance(data, dict), where, "an object")
    known = _types(declared)
    for name in data:
        shown = name.encode("utf-8", "backslashreplace").decode()
        _require(name in known, f"{where}.{shown}", f"one of the known fields ({', '.join(known)})")
    given = {name: _value(known[name], item, f"{where}.{name}") for name, item in data.items()}
    for name, choices in CHOICES.get(declared, {}).items():
        _require(given.get(name, choices[0]) in choices, f"{where}.{name}", f"one of {', '.join(choices)}")
    try:
        entry = declared(**given)
    except TypeError as error:
        raise DocumentError(f"{where}: {error}", code="bad_field") from error
    if isinstance(entry, LinkEntry):
        _require(entry.is_safe, f"{where}.url", "an address of the web (https://…)")
    return entry


def _require(fits: bool, where: str, expected: str) -> None:
    if not fits:
        raise DocumentError(f"{where} is not {expected}", code="bad_field")
