"""A list of times within show notes: ``0:00 Intro`` and the like, below and above other text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from interviews import timecode
from interviews.documents import chapters
from interviews.documents.document import SegmentEntry
from interviews.documents.errors import Finding
from interviews.documents.readers.feeds.rich_lines import RichLine

#: A page's time index has a colon before or behind its stamps, or an answer below; a list has neither.
_TIMED = re.compile(
    r"(?:[-*•–·▶►]\s?|\d{1,3}[.)]\s)?[\[(]?(?P<stamp>(?:\d{1,3}:)?\d{1,3}:\d{2})(?![\d:.,])[\])]?"
    r"(?:\s?[-–—|]\s?|\s)(?P<title>\S.*)",
    re.ASCII,
)
_HEADING = re.compile(
    r"(?:(?:episode|podcast|show)\s)?"
    r"(?:chapters?|chapter (?:list|marks)|time ?(?:codes?|stamps?|index)|contents?|topics)"
    r"\s?[:.]?",
    re.IGNORECASE,
)
_FEWEST = 3  # fewer times are a list only from 0:00 on


@dataclass(frozen=True)
class TimeList:
    """The lines from `begin` to before `end` are the list."""

    begin: int
    end: int
    segments: tuple[SegmentEntry, ...]
    findings: tuple[Finding, ...]


def time_list_in(lines: Sequence[RichLine]) -> TimeList | None:
    """The only list of times in a text; None where other lines stand between the times, or there are too few."""
    timed = [(place, match) for place, line in enumerate(lines) if (match := _TIMED.fullmatch(line.plain))]
    if len(timed) < 2 or any(match["title"].startswith(('"', "“", "...")) for _place, match in timed):
        return None
    begin, end = timed[0][0], timed[-1][0] + 1
    if sum(1 for line in lines[begin:end] if line) != len(timed):
        return None
    segments: list[SegmentEntry] = []
    findings: list[Finding] = []
    for place, match in timed:
        try:
            segments.append(chapters.segment_of(match["title"], timecode.parse(match["stamp"])))
        except timecode.TimecodeError as error:
            message = f"{error}; the entry is kept without a time: correct it there"
            findings.append(Finding(lines[place].number, "impossible_timecode", message))
            segments.append(chapters.segment_of(match["title"], None, raw_stamp=match["stamp"]))
    if len(timed) < _FEWEST and segments[0].start != timedelta(0):
        return None
    numbers = [lines[place].number for place, _match in timed]
    findings += chapters.oddities(segments, numbers)
    message = (
        f"{len(timed)} lines that begin with a time became the time index, and are no longer in the introduction; "
        "if they are none, write them there"
    )
    findings.append(Finding(numbers[0], "times_in_text", message))
    above = next((place for place in range(begin - 1, -1, -1) if lines[place]), None)
    if above is not None and _HEADING.fullmatch(lines[above].plain):
        begin = above
    return TimeList(begin, end, tuple(segments), tuple(findings))
