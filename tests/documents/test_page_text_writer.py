"""Pages of text that are written: they read back as what was written, up to the losses of docs/formats.md."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviews.documents.data import from_data
from interviews.documents.document import (
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
from interviews.documents.readers.page_text import read_page
from interviews.documents.writers import page_text as writer
from interviews.documents.writers.place import Place

SAMPLES = Path(__file__).parent.parent / "samples" / "page-text"
#: What these samples have, and a page cannot say in a place of its own.
LOST: dict[str, dict[str, Any]] = {
    "headline-on-two-lines": {"published_basis": ""},
    "old-news-page": {"published_basis": ""},
    "remarks-of-readers": {"comments": ()},
    "transcript-of-a-machine": {"transcript": None},
    "transcript-generated-by-itself": {"transcript": None},
}

#: Samples whose guest neither the title nor the introduction names, and a page has no other place for one.
UNNAMED = {"name-at-the-portrait-alone", "ola-berg"}


def again(document: InterviewDocument) -> InterviewDocument:
    return read_page(writer.write(document, Place()), "page").document


@pytest.mark.parametrize(
    "path",
    sorted(path for path in SAMPLES.glob("*.expected.json") if path.name.partition(".")[0] not in UNNAMED),
    ids=lambda path: path.name.partition(".")[0],
)
def test_a_page_that_was_read_is_the_same_after_it_was_written_and_read_again(path: Path) -> None:
    name = path.name.partition(".")[0]
    document = from_data(json.loads(path.read_text("utf-8"))["document"])
    expected = replace(document, **LOST.get(name, {}))
    if name == "portrait-caption":
        expected = replace(expected, appearances=tuple(replace(entry, title="") for entry in expected.appearances))
    if name == "speakers-within-excerpts":  # who answers in a time index of several guests
        expected = replace(expected, segments=tuple(replace(entry, answered_by="") for entry in expected.segments))
    if not document.introduction and any(document.people("guest")) and any(document.people("interviewer")):
        expected = replace(expected, introduction=again(document).introduction)  # a sentence that says who spoke
    assert again(document) == expected


OLA = AppearanceEntry(name="Ola Berg")
JO = AppearanceEntry(name="Jo Doe", role="interviewer")
PAGE = InterviewDocument(
    title="Ola Berg",
    introduction="This week, Jo Doe has an exclusive interview with Ola Berg.",
    appearances=(OLA, JO),
    segments=(
        SegmentEntry(
            start=dt.timedelta(seconds=10),
            raw_stamp=":00:10",
            question="Why lamps?",
            answer="Light....and heat.",
            answered_by="Ola Berg",
        ),
    ),
)


def test_a_page_is_laid_out_as_the_archives_lay_them_out() -> None:
    document = replace(
        PAGE,
        organisation="Guild of Lamp Keepers (GLK)",
        recorded=PartialDate.parse("2015-09"),
        tags=("lamps", "fog"),
        part=1,
        part_total=2,
        appearances=(replace(OLA, bio="Ola keeps lamps.\n\nAnd ropes."), replace(JO, post_nominals="X.Y.")),
        recordings=(RecordingEntry(url="https://audio.example/ola.mp3"),),
        discussion=DiscussionEntry(
            name="Keepers Corner (KC)",
            url="https://forum.example/ola",
            starts_on=dt.date(2006, 3, 2),
            ends_on=dt.date(2006, 3, 6),
        ),
        segments=(replace(PAGE.segments[0], tags=("light",), end=dt.timedelta(seconds=70)),),
    )
    text = """\
Guild of Lamp Keepers (GLK)

Interviews by Jo Doe, X.Y.

Ola Berg

This week, Jo Doe has an exclusive interview with Ola Berg.

Recorded: 2015-09
Part: 1 of 2
Keywords: lamps, fog

Ola keeps lamps.

And ropes.

To listen to the interview, click on this MP3 file link: https://audio.example/ola.mp3

The latest blog on the interview can be found the week of March 2 to 6, 2006 in the Keepers Corner (KC) where you \
can provide your comments.
https://forum.example/ola

Interview Time Index (MM:SS) and Topic

:00:10 - 1:10: Why lamps?
"....Light....and heat. ...."
Keywords: light
"""
    assert writer.write(document, Place()) == text
    assert again(document) == document


def test_where_nothing_says_who_speaks_with_whom_a_sentence_is_added() -> None:
    document = replace(PAGE, introduction="A talk on the pier.", title="Lamps")
    expected = "Jo Doe has an interview with Ola Berg."
    assert again(document) == replace(
        document, introduction=expected, appearances=(replace(OLA, bio="A talk on the pier."), JO)
    )


@pytest.mark.parametrize(
    ("given", "becomes"),
    [
        ({"uid": "abc23"}, {}),
        ({"raw_stamp": ""}, {"raw_stamp": ":00:10"}),
        ({"label": "Lamps"}, {}),
        ({"label": "Lamps?", "question": ""}, {"question": "Lamps?"}),
        ({"synopsis": "On lamps."}, {}),
        ({"subjects": ("Lamps",)}, {}),
        ({"links": (LinkEntry(url="https://lamps.example"),)}, {}),
        ({"places": (PlaceEntry(name="Malmo"),)}, {}),
        ({"tags": ("fog, thick",)}, {"tags": ("fog", "thick")}),
        ({"kind": "statement"}, {}),
        ({"kind": "section"}, {}),
        ({"answered_by": ""}, {}),
        ({"question": "Why\n\nlamps?"}, {}),
        ({"answer": "Light\nand heat."}, {"answer": "Light and heat."}),
    ],
)
def test_what_an_entry_of_a_page_does_not_carry(given: dict[str, Any], becomes: dict[str, Any]) -> None:
    (entry,) = PAGE.segments
    assert again(replace(PAGE, segments=(replace(entry, **given),))).segments == (replace(entry, **becomes),)


@pytest.mark.parametrize(
    ("given", "becomes"),
    [
        ({"language": "fr"}, {}),
        ({"rights": "CC BY"}, {}),
        ({"provenance": "a shelf"}, {}),
        ({"recorded_basis": "said"}, {}),
        ({"part_total": 3}, {}),
        ({"transcript": TranscriptEntry(cues=(CueEntry(text="Light."),))}, {}),
        (
            {"recordings": (RecordingEntry(url="https://x.example/a.mp3", size=3),)},
            {"recordings": (RecordingEntry(url="https://x.example/a.mp3"),)},
        ),
        ({"appearances": (OLA, JO, AppearanceEntry(name="Mia Ek", role="panellist"))}, {}),
        ({"appearances": (OLA, JO, AppearanceEntry(name="Per Lund", role="interviewer"))}, {}),
        ({"appearances": (JO, OLA)}, {}),
        ({"appearances": (replace(OLA, title="Keeper", organisation="Pier", website="https://x.example"), JO)}, {}),
        ({"appearances": (replace(OLA, portrait="ola.jpg", portrait_alt="at sea"), JO)}, {}),
    ],
)
def test_what_a_page_does_not_carry(given: dict[str, Any], becomes: dict[str, Any]) -> None:
    assert again(replace(PAGE, **given)) == replace(PAGE, **becomes)


_WORDS = st.lists(
    st.sampled_from(
        ["lamps", "fog", "“bright”", '"dry"', "rope....", "....and", "10:30", "(so)", "keeper’s", "x:y", "é"]
    ),
    min_size=1,
    max_size=8,
).map(" ".join)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(_WORDS, st.booleans(), st.lists(_WORDS.map(lambda words: f"So {words} it is"), max_size=3)),
        min_size=1,
        max_size=4,
    )
)
def test_questions_and_answers_are_the_same_after_they_were_written_and_read(
    given: list[tuple[str, bool, list[str]]],
) -> None:
    segments = tuple(
        SegmentEntry(
            start=dt.timedelta(minutes=number),
            raw_stamp=f"{number:02}:00",
            kind="question" if asks else "statement",
            question=f"Why {question}{'?' if asks else ''}",
            answer="\n\n".join(answer),
            answered_by="Ola Berg" if answer else "",
        )
        for number, (question, asks, answer) in enumerate(given)
    )
    assert again(replace(PAGE, segments=segments)).segments == segments
