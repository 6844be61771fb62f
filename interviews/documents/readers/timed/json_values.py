"""Values of the JSON that podcasts have for chapters and transcripts: numbers as strings, strings as numbers."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import Any

from interviews import timecode
from interviews.documents import chapters, clock


def text_in(value: Any) -> str:
    """Text on one line; numbers where text should stand are taken as text, other things as none."""
    if isinstance(value, str) or (isinstance(value, int | float) and not isinstance(value, bool)):
        return chapters.one_line(str(value))
    return ""


def moment_in(value: Any) -> timedelta | None:
    """Seconds as a number or as a string; a timecode, which the format does not have, is understood as well."""
    if isinstance(value, str):
        with suppress(timecode.TimecodeError):
            return clock.moment_of(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if not 0 <= value <= timecode.LONGEST.total_seconds():  # so says NaN as well
        return None
    return timedelta(milliseconds=round(value * 1000))
