"""Moments as players write them: ``01:02:03.004``, the hour and the thousandths always there."""

from __future__ import annotations

import re
from datetime import timedelta

from interviews import timecode

_FINER_THAN_MILLISECONDS = re.compile(r"([.,]\d{3})\d{1,9}$", re.ASCII)


def moment_of(text: str) -> timedelta:
    """The moment that is written, of ``90.5`` too; finer than a thousandth of a second is cut. Raises TimecodeError."""
    return timecode.parse_moment(_FINER_THAN_MILLISECONDS.sub(r"\1", text.strip()))


def written(moment: timedelta, mark: str = ".") -> str:
    """``01:02:03.004``; SRT has a comma for `mark`."""
    whole, thousandths = divmod(round(moment / timedelta(milliseconds=1)), 1000)
    minutes, seconds = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}{mark}{thousandths:03}"
