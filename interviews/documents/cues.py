"""What WebVTT and SRT share: lines that give a time (``00:01.000 --> 00:04.000``), and the lines said then.

Sources: WebVTT, W3C, sections 4.1 and 6.1; SRT has no specification, its form is that of the SubRip program. Real
files leave out the hour, the number, or a digit, and write a comma for the full stop or the other way round.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import groupby, pairwise

from interviews import timecode
from interviews.documents import clock
from interviews.documents.errors import Finding
from interviews.documents.limits import require_few
from interviews.documents.reading import Line

_ARROW = "-->"
_LOOKS_LIKE_A_TIME = re.compile(r"\d{1,4}:[\d:.,]{1,20}", re.ASCII)


@dataclass(frozen=True, slots=True)
class RawCue:
    """A cue before its text is understood. `start` and `end` are None where they could not be read.

    `stamps` are the two as written; `payload` is its lines, a blank one between paragraphs.
    """

    line: int
    identifier: str
    stamps: tuple[str, str]
    start: timedelta | None
    end: timedelta | None
    payload: tuple[Line, ...]

    @property
    def ends_early(self) -> bool:
        return self.start is not None and self.end is not None and self.end < self.start


def stamps_in(text: str) -> tuple[str, str] | None:
    """The two times of a timing line as they are written; what stands behind them (settings) is passed over."""
    before, arrow, behind = text.partition(_ARROW)
    start, end = before.strip(), behind.split(maxsplit=1)[:1]
    if arrow and end and _LOOKS_LIKE_A_TIME.fullmatch(start) and _LOOKS_LIKE_A_TIME.fullmatch(end[0]):
        return start, end[0]
    return None


def blocks_of(lines: Sequence[Line]) -> list[list[Line]]:
    """Runs of lines that blank ones separate."""
    return [list(run) for filled, run in groupby(lines, key=bool) if filled]


def cues_in(block: Sequence[Line]) -> tuple[list[Line], list[RawCue]]:
    """The cues of a block, mostly one, and the lines before the first one's identifier.

    A timing line begins a cue even where the blank line before it was lost; the number above it is then its own.
    """
    timed = [place for place, line in enumerate(block) if _ARROW in line.text and stamps_in(line.text)]
    if not timed:
        return list(block), []
    begins = [_begin(block, place, first=number == 0) for number, place in enumerate(timed)]
    cues = []
    for place, begin, stop in zip(timed, begins, [*begins[1:], len(block)], strict=True):
        stamps = stamps_in(block[place].text) or ("", "")
        cues.append(
            RawCue(
                line=block[place].number,
                identifier=block[begin].text if begin < place else "",
                stamps=stamps,
                start=_moment(stamps[0]),
                end=_moment(stamps[1]),
                payload=tuple(block[place + 1 : stop]),
            )
        )
    return list(block[: begins[0]]), cues


@dataclass
class Track:
    """The cues of a file in their order, the lines before the first, and those that go on with a cue's text."""

    cues: list[RawCue] = field(default_factory=list)
    outside: list[Line] = field(default_factory=list)
    going_on: list[Line] = field(default_factory=list)


def track_of(blocks: Iterable[Sequence[Line]]) -> Track:
    """The cues of the blocks. A block without a time goes on with the text of the cue above it: nothing is lost.

    Raises DocumentError for too many cues.
    """
    track = Track()
    more: dict[int, list[Line]] = {}  # by the place of the cue
    for block in blocks:
        before, cues = cues_in(block)
        if before and track.cues:
            more.setdefault(len(track.cues) - 1, []).extend([Line(before[0].number, ""), *before])
            track.going_on.extend(before)
        else:
            track.outside.extend(before)
        track.cues.extend(cues)
        require_few("cues", len(track.cues))
    for place, lines in more.items():
        cue = track.cues[place]
        track.cues[place] = replace(cue, payload=(*cue.payload, *(lines if cue.payload else lines[1:])))
    return track


def _begin(block: Sequence[Line], place: int, *, first: bool) -> int:
    """Where the cue of that timing line begins: at the line above where that is an identifier."""
    if first:
        return max(place - 1, 0)
    return place - 1 if block[place - 1].text.isdecimal() else place


def _moment(stamp: str) -> timedelta | None:
    try:
        return clock.moment_of(stamp)
    except timecode.TimecodeError:
        return None


def oddities(cues: Sequence[RawCue]) -> Iterator[Finding]:
    """What is wrong with the times, one finding each kind: a file may have thousands of cues."""
    if odd := [cue for cue in cues if cue.start is None or cue.end is None]:
        shown = f"“{' --> '.join(odd[0].stamps)}”"
        message = f"{shown} is no pair of times ({_places(odd)}); what could not be read is left open: correct it there"
        yield Finding(odd[0].line, "impossible_timecode", message)
    if early := [cue for cue in cues if cue.ends_early]:
        shown = " --> ".join(early[0].stamps)
        message = f"the end is before the start in “{shown}” ({_places(early)}); the end was left out: correct it there"
        yield Finding(early[0].line, "end_before_start", message)
    timed = [cue for cue in cues if cue.start is not None]
    backward = [
        cue
        for before, cue in pairwise(timed)
        if cue.start is not None and before.start is not None and cue.start < before.start
    ]
    if backward:
        message = (
            f"{backward[0].stamps[0]} comes after a later time ({_places(backward)}): the times run backward; the "
            "order of the file is kept, correct whichever is wrong"
        )
        yield Finding(backward[0].line, "times_run_backward", message)


def _places(cues: Sequence[RawCue]) -> str:
    return places([cue.line for cue in cues])


def places(numbers: Sequence[int]) -> str:
    """``line 4``; ``lines 4, 9, 12 and 30 more``."""
    if len(numbers) == 1:
        return f"line {numbers[0]}"
    shown = ", ".join(str(number) for number in numbers[:5])
    return f"lines {shown}" + (f" and {len(numbers) - 5} more" if len(numbers) > 5 else "")
