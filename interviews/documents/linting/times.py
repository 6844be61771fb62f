"""Rules on the times of the time index."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from statistics import median

from interviews import timecode
from interviews.documents.document import InterviewDocument, SegmentEntry
from interviews.documents.linting.rule import Found, Outside, Place, gettext_noop, rule
from interviews.documents.linting.sound import end_of, length_of

#: A stretch without an entry is told from so long on, and where it is so much of the whole. An hour with twenty entries
#: has one every three minutes; a life story of six hours may well stay an hour with the war.
SHORTEST_GAP, GAP_OF_WHOLE = timedelta(minutes=10), 1 / 5
#: And where it is so many times what usually lies between two: a list of a few chapters has only long stretches.
GAP_OF_USUAL = 3
#: Fewer entries are no index whose gaps mean anything.
FEWEST_FOR_GAPS = 6
#: Music, a greeting and a long introduction come before the first question; more than this is talk that nobody finds.
LATE, LATE_OF_WHOLE = timedelta(minutes=5), 1 / 10
#: Lengths are rounded to seconds where they are written down.
ROUNDING = timedelta(seconds=1)
#: With so many of its segments timed, an index has times, and one without is an omission.
MOSTLY = 1 / 2


def place_of(number: int, segment: SegmentEntry, field: str = "start") -> Place:
    return Place("segment", field, number, segment.uid, segment.start)


def _timed(document: InterviewDocument) -> Iterator[tuple[int, SegmentEntry, timedelta]]:
    for number, segment in enumerate(document.segments):
        if segment.start is not None:
            yield number, segment, segment.start


@rule(
    "time_beyond_end",
    blocking=True,
    about=gettext_noop("a time behind the recording’s end"),
    message=gettext_noop("The recording ends before it, at %(length)s."),
    advice=gettext_noop("Correct the time, or the length of the recording: nothing plays from there."),
)
def time_beyond_end(document: InterviewDocument, _outside: Outside) -> Iterator[Found]:
    length = end_of(document)
    for number, segment, start in _timed(document):
        if length is not None and start > length + ROUNDING:
            yield place_of(number, segment), {"length": timecode.written(length)}


@rule(
    "end_beyond_end",
    about=gettext_noop("an end behind the recording’s end"),
    message=gettext_noop("It ends at %(end)s, and the recording at %(length)s."),
    advice=gettext_noop("Let it end with the recording."),
    cure="trim",
)
def end_beyond_end(document: InterviewDocument, _outside: Outside) -> Iterator[Found]:
    length = end_of(document)
    for number, segment in enumerate(document.segments):
        if length is None or segment.end is None or segment.end <= length + ROUNDING:
            continue
        if segment.start is None or segment.start <= length:
            given = {"end": timecode.written(segment.end), "length": timecode.written(length)}
            yield place_of(number, segment, "end"), given


@rule(
    "times_backward",
    about=gettext_noop("times that run backward"),
    message=gettext_noop("%(start)s comes after %(before)s."),
    advice=gettext_noop("Correct whichever time is wrong; where all are right, sort the segments by time."),
    cure="sort",
)
def times_backward(document: InterviewDocument, _outside: Outside) -> Iterator[Found]:
    latest: timedelta | None = None
    for number, segment, start in _timed(document):
        if latest is not None and start < latest:
            given = {"start": timecode.written(start), "before": timecode.written(latest)}
            yield place_of(number, segment), given
        latest = start if latest is None else max(latest, start)


@rule(
    "time_twice",
    about=gettext_noop("the same time twice"),
    message=gettext_noop("Another segment starts at %(start)s too."),
    advice=gettext_noop("Players show the two as one chapter: correct one of the times, or put both into one segment."),
)
def time_twice(document: InterviewDocument, _outside: Outside) -> Iterator[Found]:
    """Headings and notes may well stand where the segment below them starts."""
    seen: set[timedelta] = set()
    for number, segment, start in _timed(document):
        if segment.kind in ("question", "statement"):
            if start in seen:
                yield place_of(number, segment), {"start": timecode.written(start)}
            seen.add(start)


@rule(
    "time_missing",
    about=gettext_noop("no time"),
    message=gettext_noop("It has no time, and most others have."),
    advice=gettext_noop("Write when it starts: readers cannot hear it, and players leave it out."),
)
def time_missing(document: InterviewDocument, _outside: Outside) -> Iterator[Found]:
    spoken = [
        (number, segment)
        for number, segment in enumerate(document.segments)
        if segment.kind in ("question", "statement")
    ]
    timed = sum(segment.start is not None for _number, segment in spoken)
    if timed and timed >= MOSTLY * len(spoken):
        for number, segment in spoken:
            if segment.start is None:
                yield place_of(number, segment), {}


@rule(
    "starts_late",
    about=gettext_noop("a late start"),
    message=gettext_noop("The first segment starts at %(start)s only."),
    advice=gettext_noop(
        "Check the time; if it is right, a first segment for what is said before would let readers find it."
    ),
)
def starts_late(document: InterviewDocument, _outside: Outside) -> Iterator[Found]:
    first = min(_timed(document), key=lambda timed: timed[2], default=None)
    if first is None:
        return
    number, segment, start = first
    if start > max(LATE, _whole(document) * LATE_OF_WHOLE):
        yield place_of(number, segment), {"start": timecode.written(start)}


@rule(
    "gap",
    about=gettext_noop("a long stretch without an entry"),
    message=gettext_noop("From %(start)s to %(end)s, nothing is marked."),
    advice=gettext_noop("Check both times; if they are right, mark what is spoken of between them."),
)
def gap(document: InterviewDocument, _outside: Outside) -> Iterator[Found]:
    """Between two entries, and from the last to the recording's end; one that says when it ends lasts until then."""
    timed = sorted(_timed(document), key=lambda timed: timed[2])
    if len(timed) < FEWEST_FOR_GAPS:
        return
    ends = [start for _number, _segment, start in timed[1:]]
    usual = median((end - start).total_seconds() for (_number, _segment, start), end in zip(timed, ends, strict=False))
    most = max(SHORTEST_GAP, _whole(document) * GAP_OF_WHOLE, timedelta(seconds=usual * GAP_OF_USUAL))
    length = length_of(document)
    for (number, segment, start), following in zip(timed, [*ends, length], strict=True):
        since = max(start, segment.end) if segment.end is not None else start
        if following is not None and following - since > most:
            given = {"start": timecode.written(since), "end": timecode.written(following)}
            yield place_of(number, segment), given


def _whole(document: InterviewDocument) -> timedelta:
    """How long the talk is, as far as that is known."""
    last = max((start for _number, _segment, start in _timed(document)), default=timedelta(0))
    return max(length_of(document) or timedelta(0), last)
