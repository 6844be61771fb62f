"""Days and lengths as OHMS records write them.

The `date` element has a value and the format it should have (``yyyy-mm-dd``, ``mm/dd/yyyy``); real ones leave out the
day, or write it as zeros. A `duration` is ``0:28:06``, ``1:2:0``, ``00:00:00`` where nobody knew, or empty.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from interviews import timecode
from interviews.documents.document import PartialDate
from interviews.documents.errors import DocumentError
from interviews.documents.readers.page.pointers import date_in

_CLOCK = re.compile(r"(?:(?:(\d{1,4}):)?(\d{1,4}):)(\d{1,2})(?:[.,](\d{1,3}))?", re.ASCII)
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b", re.ASCII)
_CLOCK_OF_DAY = re.compile(r"[T ]\d{2}:\d{2}.*")
_LONGEST = 100  # characters of a date in words; what is longer tells a story


@dataclass(frozen=True, slots=True)
class Dated:
    """A date, and what had to be guessed of it, for a finding."""

    date: PartialDate | None
    guess: str = ""


def dated(value: str, pattern: str = "") -> Dated:
    """The date of a record. `pattern` tells the order of numbers between strokes. Raises DocumentError."""
    value = _CLOCK_OF_DAY.sub("", value.strip()[:_LONGEST])
    parts = re.split(r"[-/.]", value)
    if not all(part.isdecimal() and part.isascii() for part in parts) or len(parts) > 3:
        return Dated(date_in(value))
    guess = ""
    if len(parts[-1]) == 4 and len(parts) > 1:
        parts, guess = _year_first(parts, pattern.strip().lower(), value)
    while len(parts) > 1 and not int(parts[-1]):
        parts.pop()
    if not int(parts[0]):
        return Dated(None)
    return Dated(PartialDate.parse("-".join([parts[0], *(part.zfill(2) for part in parts[1:])])), guess)


def _year_first(parts: list[str], pattern: str, value: str) -> tuple[list[str], str]:
    *rest, year = parts
    if len(rest) == 1:
        return [year, *rest], ""
    day_first = pattern.startswith("d") or int(rest[0]) > 12
    if day_first and int(rest[1]) > 12:
        day_first = False
    told = pattern.startswith(("d", "m")) or max(map(int, rest)) > 12 or rest[0] == rest[1]
    guess = "" if told else f"“{value}” is read as month, day and year"
    return [year, *(reversed(rest) if day_first else rest)], guess


def dated_in_words(text: str) -> Dated:
    """The date in ``13 June 2006``, or the year of ``around 1975``; none in words without a single one."""
    text = text.strip()
    if len(text) > _LONGEST:
        return Dated(None)
    try:
        return Dated(date_in(text))
    except DocumentError:
        years = set(_YEAR.findall(text))
    if len(years) != 1:
        return Dated(None)
    (year,) = years
    return Dated(PartialDate(dt.date(int(year), 1, 1), "year"), f"the year is taken from “{text}”")


def length_of(text: str) -> dt.timedelta | None:
    """The duration of a record; None where it says nothing. Raises TimecodeError for what is none."""
    text = text.strip()
    if not text.strip("0:. "):
        return None
    match = _CLOCK.fullmatch(text)
    if match is None:
        if not re.search("[hms]", text, re.IGNORECASE):
            raise timecode.TimecodeError(f"“{text[:40]}” is no length (write 0:28:06)")
        try:
            return timecode.parse_moment(text.replace(" ", ""))
        except timecode.TimecodeError as error:
            raise timecode.TimecodeError(f"“{text[:40]}” is no length (write 0:28:06)") from error
    hours, minutes, seconds = (int(part or 0) for part in match.groups()[:3])
    thousandths = int((match[4] or "0").ljust(3, "0"))
    length = dt.timedelta(hours=hours, minutes=minutes, seconds=seconds, milliseconds=thousandths)
    if length > timecode.LONGEST:
        raise timecode.TimecodeError(f"“{text[:40]}” is longer than any recording")
    return length
