"""Markdown: what is written reads back whole, what people write is understood, and nothing in it does harm.

The samples are in test_samples.py.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from interviews.characters import composed
from interviews.documents import readers
from interviews.documents.document import (
    KINDS,
    ROLES,
    TRANSCRIPT_KINDS,
    AppearanceEntry,
    CueEntry,
    DiscussionEntry,
    InterviewDocument,
    LinkEntry,
    PartialDate,
    PlaceEntry,
    RecordingEntry,
    SegmentEntry,
    TranscriptEntry,
)
from interviews.documents.reading import Reading
from interviews.documents.source_file import SourceFile
from interviews.documents.writers import markdown as writer
from interviews.documents.writers.place import Place

SAMPLES = Path(__file__).parent.parent / "samples"
PLACE = Place(url="https://portal.example/interviews/ola", site="Lamps")


def reading_of(text: str | bytes) -> Reading:
    data = text.encode() if isinstance(text, str) else text
    (reading,) = readers.read(SourceFile(data, "page.md"), "markdown")
    return reading


def again(document: InterviewDocument) -> InterviewDocument:
    return reading_of(writer.write(document, PLACE)).document


def codes(text: str) -> list[tuple[int | None, str]]:
    return [(finding.line, finding.code) for finding in reading_of(text).findings]


# What is written and read back

_SIGNS = st.text(
    st.sampled_from([*"abcZé 019*_`[]()<>#+-=|~!&;:,.\"'“”„–—…\\/{}?@$^%"]) | st.characters(categories=["L", "N", "P"]),
    max_size=25,
)
_MARKS = st.sampled_from(
    [
        "10:30 we met",
        ":02:05: Why",
        "(3:20) so",
        "[0:10] and",
        "1. one",
        "2) two",
        "- item",
        "> said",
        "## About Ola",
        "---",
        "***",
        "```",
        "<b>bold</b>",
        "<!-- hidden",
        "&amp; &#65;",
        "[text](https://x.example)",
        "![alt](x.jpg)",
        "[1]: https://x.example",
        "**Jo:** well",
        "Keywords: fog",
        "Q: so",
        "{#uid}",
        '"....bright...."',
        "| a | b |",
        "To listen to the interview, click on this MP3 file link",
        "no",
        "2015-09-14",
        "title: x",
        "*",
        "\\",
        "#",
    ]
)


def _folded(text: str) -> str:
    return composed(" ".join(text.split()))


_LINE = st.lists(_SIGNS | _MARKS, max_size=3).map(lambda parts: _folded(" ".join(parts)))
_WORDS = _LINE.filter(bool)
_TEXT = st.lists(_WORDS, max_size=3).map("\n".join)
_PARAGRAPHS = st.lists(_TEXT.filter(bool), max_size=3).map("\n\n".join)
_MOMENT = st.none() | st.integers(0, 10_000_000).map(lambda number: dt.timedelta(milliseconds=number))
_DAY = st.none() | st.dates(dt.date(1000, 1, 1))
_DATE = st.none() | st.builds(
    lambda day, precision: PartialDate.parse(str(PartialDate(day, precision))),
    st.dates(dt.date(1000, 1, 1)),
    st.sampled_from(["year", "month", "day"]),
)
_LIST = st.lists(_WORDS, max_size=3, unique=True).map(tuple)
_ADDRESS = st.sampled_from(["https://x.example/a_(b)?c=d&e;f", "https://x.example/*a*_b_", "https://x.example/a\\b"])
_PLACES = st.builds(
    lambda name, point, zoom: PlaceEntry(
        name=name, latitude=point and point[0], longitude=point and point[1], zoom=zoom if point else None
    ),
    _WORDS,
    st.none() | st.tuples(st.floats(-90, 90), st.floats(-180, 180)),
    st.none() | st.integers(0, 20),
)


@st.composite
def _documents(draw: st.DrawFn) -> InterviewDocument:
    people = draw(
        st.lists(
            st.builds(
                AppearanceEntry,
                name=_WORDS,
                role=st.sampled_from(ROLES),
                title=_LINE,
                post_nominals=_LINE,
                bio=_PARAGRAPHS,
                bio_as_of=_DAY,
                portrait_alt=_LINE,
            ),
            max_size=3,
        )
    )
    names = [entry.name for entry in people if entry.role != "x"]

    def segment() -> st.SearchStrategy[SegmentEntry]:
        moments = st.tuples(_MOMENT, _MOMENT).map(lambda two: _ordered(*two))
        return st.builds(
            lambda moments, answer, by, **given: SegmentEntry(
                start=moments[0], end=moments[1], answer=answer, answered_by=by, **given
            ),
            moments=moments,
            answer=_PARAGRAPHS,
            by=st.sampled_from(["", *names]),
            uid=st.sampled_from(["", "abc23", "a.b:c-d"]),
            raw_stamp=st.sampled_from(["", ":02:05", "2:05", "[12]", "75:10"]),
            kind=st.sampled_from(KINDS),
            label=_LINE.map(lambda text: text[:100].strip()),
            question=_LINE | _TEXT | _PARAGRAPHS,
            synopsis=_LINE | _PARAGRAPHS,
            tags=_LIST,
            subjects=_LIST,
            links=st.lists(st.builds(LinkEntry, url=_ADDRESS, text=_LINE), max_size=2, unique=True).map(tuple),
            places=st.lists(_PLACES, max_size=2, unique=True).map(tuple),
        )

    cue = st.builds(
        lambda moments, speaker, text: CueEntry(start=moments[0], end=moments[1], speaker=speaker, text=text),
        st.tuples(_MOMENT, _MOMENT).map(lambda two: _ordered(*two) if two[0] is not None else (None, None)),
        _LINE.map(lambda text: text.strip(": ")),
        _TEXT.filter(bool),
    )
    return InterviewDocument(
        title=draw(_WORDS),
        organisation=draw(_LINE),
        series=draw(_LINE),
        part=draw(st.none() | st.integers(1, 9)),
        part_total=draw(st.none() | st.integers(1, 9)),
        introduction=draw(_PARAGRAPHS),
        rights=draw(_TEXT),
        provenance=draw(_LINE),
        recorded=draw(_DATE),
        recorded_basis=draw(_LINE),
        discussion=draw(
            st.none()
            | st.builds(DiscussionEntry, name=_WORDS, url=st.just("") | _ADDRESS, starts_on=_DAY, ends_on=_DAY)
        ),
        tags=draw(_LIST),
        appearances=tuple(people),
        recordings=draw(
            st.lists(
                st.builds(
                    RecordingEntry, url=st.just("") | _ADDRESS, file=st.sampled_from(["", "a.mp3"]), duration=_MOMENT
                ),
                max_size=2,
            ).map(tuple)
        ),
        segments=tuple(draw(st.lists(segment(), max_size=3))),
        transcript=draw(
            st.none()
            | st.builds(
                TranscriptEntry,
                kind=st.sampled_from(TRANSCRIPT_KINDS),
                language=st.sampled_from(["", "fr"]),
                cues=st.lists(cue, max_size=3).map(tuple),
            )
        ),
    )


def _ordered(start: dt.timedelta | None, end: dt.timedelta | None) -> tuple[dt.timedelta | None, dt.timedelta | None]:
    if start is None or end is None:
        return start, end
    return min(start, end), max(start, end)


@settings(max_examples=100, deadline=None)
@given(document=_documents())
def test_a_document_is_the_same_after_it_was_written_and_read(document: InterviewDocument) -> None:
    assert again(document) == document
