"""Chapters: what every player's list of chapters is made from, and what a list of chapters becomes here.

All chapter forms (WebVTT, Podcasting 2.0 JSON, Podlove Simple Chapters) are written from `chapters_of`, so that they
agree; all that are read make their segments with `segment_of`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import zip_longest

from interviews import timecode
from interviews.characters import composed
from interviews.documents.document import InterviewDocument, LinkEntry, PlaceEntry, SegmentEntry
from interviews.documents.errors import Finding

#: Letters of a title: what Podcasting 2.0 allows a value to have.
LONGEST_TITLE = 128
#: Letters of a label; a longer title is what was asked.
LONGEST_LABEL = 120
#: How long a chapter lasts at least where nothing says when it ends: WebVTT knows none without an end.
SHORTEST = timedelta(seconds=1)
OPENING = "Introduction"

_QUESTION_MARK = re.compile("[?؟？]")
_NO_CHARACTER = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Chapter:
    """`end` is None only for the last one, where nothing says when it ends; `segment`, for the opening chapter."""

    start: timedelta
    end: timedelta | None
    title: str
    segment: SegmentEntry | None = None

    @property
    def end_or_least(self) -> timedelta:
        return self.end if self.end is not None else self.start + SHORTEST

    @property
    def link(self) -> LinkEntry | None:
        return next(iter(self.segment.links), None) if self.segment else None

    @property
    def place(self) -> PlaceEntry | None:
        return next(iter(self.segment.places), None) if self.segment else None


def chapters_of(document: InterviewDocument) -> tuple[Chapter, ...]:
    """The chapters of an interview, ascending, each with a title of at most `LONGEST_TITLE` characters.

    A chapter is a segment with a time and words; notes are none. Where the first is later than 0:00 an opening
    chapter is put before it, in what is written only: players and the makers of lists require one at zero. Segments
    of one moment are one chapter, their titles joined: a player can be at one place only, and a moved start would be
    untrue. A chapter ends where the source says, at the next one's start at the latest; the last one else with the
    recording.
    """
    groups: dict[timedelta, list[SegmentEntry]] = {}
    for segment in document.segments:
        if segment.start is not None and segment.kind != "note" and title_of(segment):
            groups.setdefault(_to_milliseconds(segment.start), []).append(segment)
    starts = sorted(groups)
    length = next((recording.duration for recording in document.recordings if recording.duration), None)
    chapters = [Chapter(timedelta(0), starts[0], OPENING)] if starts and starts[0] else []
    for start, following in zip_longest(starts, starts[1:]):
        group = groups[start]
        titles = dict.fromkeys(title_of(segment) for segment in group)
        end = max((_to_milliseconds(segment.end) for segment in group if segment.end), default=None)
        if end is None or end <= start or (following is not None and end > following):
            end = following or length
        if end is not None and end <= start:
            end = None
        chapters.append(Chapter(start, end, shortened(" / ".join(titles)), group[0]))
    return tuple(chapters)


def _to_milliseconds(moment: timedelta) -> timedelta:
    return timedelta(milliseconds=round(moment / timedelta(milliseconds=1)))


def title_of(segment: SegmentEntry) -> str:
    """The label, or else the words asked, said of it, or answered; on one line."""
    given = segment.label, segment.question, segment.synopsis, segment.answer
    return next((words for text in given if (words := " ".join(text.split()))), "")


def shortened(text: str, longest: int = LONGEST_TITLE) -> str:
    """The text, cut at a word where it is longer, with an ellipsis: `longest` characters at most."""
    if len(text) <= longest:
        return text
    cut = text[: longest - 1]
    if text[longest - 1] not in " ,.;:!?)”":  # within a word
        cut = cut.rpartition(" ")[0] or cut
    return cut.rstrip(" ,;:–—-/") + "…"


def segment_of(
    title: str,
    start: timedelta | None,
    end: timedelta | None = None,
    *,
    raw_stamp: str = "",
    links: tuple[LinkEntry, ...] = (),
    places: tuple[PlaceEntry, ...] = (),
) -> SegmentEntry:
    """What a chapter becomes: its title is the label, or the question where it is longer than a label can be."""
    title = one_line(title)
    short = len(title) <= LONGEST_LABEL
    return SegmentEntry(
        start=start,
        end=end,
        raw_stamp=raw_stamp,
        kind="question" if _QUESTION_MARK.search(title) else "statement",
        label=title if short else "",
        question="" if short else title,
        links=links,
        places=places,
    )


def one_line(text: str) -> str:
    """Text of JSON or XML as a title may hold it: normal form C, single spaces, nothing that is no character."""
    return " ".join(composed(_NO_CHARACTER.sub(" ", text)).split())


def link_of(address: str) -> tuple[LinkEntry, ...]:
    """A chapter's address as a link; nothing where it is not one of the web (``javascript:`` never is)."""
    address = address.strip()
    return (LinkEntry(url=address),) if _WEB_ADDRESS.fullmatch(address) else ()


def oddities(segments: Sequence[SegmentEntry], lines: Sequence[int | None]) -> Iterator[Finding]:
    """Moments that stand twice and times that run backward, where each stands in `lines`."""
    latest: timedelta | None = None
    seen: set[timedelta] = set()
    for segment, line in zip(segments, lines, strict=True):
        if segment.start is None:
            continue
        if segment.start in seen:
            message = f"{timecode.written(segment.start)} stands twice; both chapters are kept"
            yield Finding(line, "duplicate_timecode", message)
        elif latest is not None and segment.start < latest:
            message = (
                f"{timecode.written(segment.start)} comes after {timecode.written(latest)}: the times run backward; "
                "the order of the file is kept, correct whichever is wrong"
            )
            yield Finding(line, "times_run_backward", message)
        seen.add(segment.start)
        latest = segment.start if latest is None else max(latest, segment.start)
