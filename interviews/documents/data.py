"""A document as plain data (what JSON can hold) and back, losing nothing.

Moments are written as timecodes, dates as ISO 8601; what is absent is left out.
"""

from __future__ import annotations

import datetime as dt
import types
import typing
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from interviews import timecode
from interviews.documents.document import InterviewDocument, PartialDate
from interviews.documents.errors import DocumentError


def as_data(document: InterviewDocument) -> dict[str, Any]:
    """The document as dictionaries, lists, strings and numbers."""
    data: dict[str, Any] = _plain(document)
    return data


def from_data(data: Any) -> InterviewDocument:
    """The document that `as_data` wrote. Raises DocumentError that names the field which does not fit."""
    document: InterviewDocument = _value(InterviewDocument, data, "interview")
    return document


def _plain(value: Any) -> Any:
    if isinstance(value, PartialDate | dt.date):
        return str(value)
    if isinstance(value, dt.timedelta):
        return timecode.written(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if is_dataclass(value):
        given = ((field.name, getattr(value, field.name)) for field in fields(value))
        return {name: _plain(item) for name, item in given if item not in ("", None, ())}
    return value


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
        return tuple(_value(item_type, item, f"{where}[{number}]") for number, item in enumerate(data))
    if declared is PartialDate:
        _require(isinstance(data, str), where, "a date")
        return PartialDate.parse(data)
    if declared is dt.date:
        _require(isinstance(data, str), where, "a date")
        return PartialDate.parse(data).day
    if declared is dt.timedelta:
        _require(isinstance(data, str), where, "a timecode")
        try:
            return timecode.parse(data)
        except timecode.TimecodeError as error:
            raise DocumentError(f"{where}: {error}", code="bad_timecode") from error
    if is_dataclass(declared):
        return _entry(typing.cast(type, declared), data, where)
    _require(isinstance(data, declared) and not isinstance(data, bool), where, f"of type {declared.__name__}")
    return data


def _entry(declared: type, data: Any, where: str) -> Any:
    _require(isinstance(data, dict), where, "an object")
    known = _types(declared)
    for name in data:
        _require(name in known, f"{where}.{name}", f"one of the known fields ({', '.join(known)})")
    given = {name: _value(known[name], item, f"{where}.{name}") for name, item in data.items()}
    try:
        return declared(**given)
    except TypeError as error:
        raise DocumentError(f"{where}: {error}", code="bad_field") from error


def _require(fits: bool, where: str, expected: str) -> None:
    if not fits:
        raise DocumentError(f"{where} is not {expected}", code="bad_field")
