"""Written moments: the only place that knows how a time in a recording is spelt.

Documents write ``:00:18`` (an empty hour), ``57:15`` and ``01:01:06``; addresses write ``90``, ``1:30``,
``1h1m30s`` (the forms of W3C Media Fragments 1.0, section 4.2.1, and of the video sites). All become
``timedelta``; past this module nobody handles bare seconds.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import NamedTuple

#: The last moment that can be written, longer than any recording; keeps hostile input from overflowing a column.
LONGEST = timedelta(hours=1000) - timedelta(milliseconds=1)

#: A timecode as documents write it, without the colon that may follow it.
PATTERN = re.compile(
    r":?(?:(?P<hours>\d{1,3}):)?(?P<minutes>\d{1,3}):(?P<seconds>\d{2})(?:[.,](?P<fraction>\d{1,3}))?(?!\d)",
    re.ASCII,
)

_UNITS = re.compile(
    r"(?:(?P<hours>\d{1,3})h)?(?:(?P<minutes>\d{1,4})m)?(?:(?P<seconds>\d{1,6}(?:\.\d{1,3})?)s?)?", re.ASCII
)
_OPENING_COLON_RUN = re.compile(r"^:{2,}")


class TimecodeError(ValueError):
    """Text that is no timecode; the message says what is wrong with it and what would be right."""


class Passage(NamedTuple):
    """A stretch of a recording; without an end it goes on to the end of the recording."""

    start: timedelta
    end: timedelta | None = None


def parse(text: str) -> timedelta:
    """The moment that a timecode names: ``[:]MM:SS`` or ``HH:MM:SS``, with up to three decimals.

    Without an hour the minutes may pass 59 (``75:10`` is 1 h 15 min 10 s). Raises TimecodeError.
    """
    text = text.strip()
    match = PATTERN.fullmatch(text)
    if match is None or _OPENING_COLON_RUN.match(text):
        raise TimecodeError(f"“{text[:40]}” is not a timecode (write 57:15 or 1:01:06)")
    hours, minutes, seconds = (int(match[part] or 0) for part in ("hours", "minutes", "seconds"))
    if seconds > 59 or (match["hours"] is not None and minutes > 59):
        raise TimecodeError(f"“{text}” is not a timecode (seconds and minutes run to 59)")
    fraction = (match["fraction"] or "0").ljust(3, "0")
    return timedelta(hours=hours, minutes=minutes, seconds=seconds, milliseconds=int(fraction))


def parse_moment(text: str) -> timedelta:
    """The moment that an address names: ``90``, ``90.5``, ``1:30``, ``1:01:30`` or ``1h1m30s``.

    Raises TimecodeError; a caller that shows a page to a stranger shows it from the start instead.
    """
    text = text.strip().lower().removeprefix("npt:")
    match = _UNITS.fullmatch(text)
    if match is None or not text:
        moment = parse(text)
    else:
        moment = timedelta(
            hours=int(match["hours"] or 0),
            minutes=int(match["minutes"] or 0),
            seconds=float(match["seconds"] or 0),
        )
    if moment > LONGEST:
        raise TimecodeError(f"“{text[:40]}” is past the end of any recording")
    return moment


def parse_passage(text: str) -> Passage:
    """The passage that an address names: a moment, or ``90,120``, ``1:30,2:00`` and ``,120`` (from the beginning).

    A comma parts two moments here and never a fraction from its second. Raises TimecodeError, where the end does not
    come after the start as well.
    """
    start, comma, end = text.strip().lower().removeprefix("npt:").partition(",")
    if not comma:
        return Passage(parse_moment(start))
    begins, ends = parse_moment(start or "0"), parse_moment(end)
    if begins >= ends:
        raise TimecodeError(f"“{text[:40]}” ends before it begins")
    return Passage(begins, ends)


def written(moment: timedelta) -> str:
    """``0:18``, ``57:15``, ``1:01:06``; thousandths of a second only where there are any."""
    whole, thousandths = divmod(round(moment.total_seconds() * 1000), 1000)
    minutes, seconds = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    text = f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
    return f"{text}.{thousandths:03}" if thousandths else text


def iso_duration(moment: timedelta) -> str:
    """The same as an ISO 8601 duration, ``PT1H1M6S``, for ``<time datetime>`` and structured data."""
    whole = int(moment.total_seconds())
    minutes, seconds = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    parts = [f"{hours}H" if hours else "", f"{minutes}M" if minutes else "", f"{seconds}S" if seconds else ""]
    return "PT" + ("".join(parts) or "0S")
