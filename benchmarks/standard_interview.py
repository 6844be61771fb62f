"""One interview as plain data, the same for all that are compared: 23 segments, 30 comments in threads, tags, three
people of whom two are introduced, a recording. As long as real ones are: the page of it has some 50 KB of HTML."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from words import Words

from interviews.documents.document import (
    AppearanceEntry,
    CommentEntry,
    InterviewDocument,
    PartialDate,
    RecordingEntry,
    SegmentEntry,
)

SLUG = "standard"
TITLE = "Runa Holmstrand, Keeper of the outer light"
SEGMENTS = 23
COMMENTS = 30
TAGS = ("fog", "lamps", "tides", "ropes", "charts", "standards", "archives", "pilots", "engines", "winters")


def standard_interview(*, segments: int = SEGMENTS, comments: int = COMMENTS) -> InterviewDocument:
    words = Words(said=100_000)
    return InterviewDocument(
        title=TITLE,
        organisation="Northlight Guild of Coast and Harbour Engineers",
        series="Keepers",
        introduction=words.prose(60),
        recorded=PartialDate.parse("2014-05-12"),
        tags=TAGS[:4],
        appearances=(
            AppearanceEntry(name="Runa Holmstrand", title="Keeper of the outer light", bio=words.prose(90, 70, 50)),
            AppearanceEntry(name="Per Lundvik", role="panellist", title="Pilot", bio=words.prose(60)),
            AppearanceEntry(name="Jo Doe", role="interviewer"),
        ),
        recordings=(
            RecordingEntry(
                url="https://audio.example/standard.mp3",
                media_type="audio/mpeg",
                size=41_000_000,
                duration=dt.timedelta(seconds=180 * segments),
            ),
        ),
        segments=tuple(_segments(words, segments)),
        comments=tuple(_comments(words, comments, segments)),
    )


def _segments(words: Words, count: int) -> Iterator[SegmentEntry]:
    for number in range(count):
        yield SegmentEntry(
            uid=f"s{number}",
            start=dt.timedelta(seconds=18 + 170 * number),
            question=words.sentence(16, "?"),
            answer=f"....{words.prose(50, 60)[:-1]}....\n\n{words.sentence(40)}",
            tags=(TAGS[number % len(TAGS)],) if number % 3 == 0 else (),
        )


def _comments(words: Words, count: int, segments: int) -> Iterator[CommentEntry]:
    """Of three, one begins a thread, one answers that, and one answers the answer; some speak of a segment."""
    began = dt.datetime(2014, 6, 1, tzinfo=dt.UTC)
    for number in range(count):
        yield CommentEntry(
            key=f"c{number}",
            parent=f"c{number - 1}" if number % 3 else "",
            name=words.some(2).title(),
            body=words.prose(30, 20),
            status="approved",
            written_at=began + dt.timedelta(hours=number),
            segment=f"s{number % segments}" if number % 6 == 0 and segments else "",
        )
