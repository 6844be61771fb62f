"""OHMS records that are written: valid, and the same when they are read again, but for what the list says is lost."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviews.documents import readers
from interviews.documents.data import as_data, from_data
from interviews.documents.document import (
    AppearanceEntry,
    CueEntry,
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
from interviews.documents.writers import ohms_xml
from interviews.documents.writers.place import Place
from tests.documents.schemas import require_valid_ohms

ROOT = Path(__file__).parent.parent.parent
SAMPLES = sorted((ROOT / "tests" / "samples" / "ohms-xml").glob("*.xml"))


def readings_of(text: str | bytes, name: str = "record.xml") -> list[Reading]:
    data = text if isinstance(text, bytes) else text.encode()
    return list(readers.read(SourceFile(data, name), "ohms-xml"))


def minutes(count: float) -> dt.timedelta:
    return dt.timedelta(minutes=count)


WHOLE = InterviewDocument(
    title="Ola Berg & Mia Ek: <lamps>",
    organisation="Guild of Lamp Keepers",
    series="Lamp keepers",
    introduction="Two keepers.\n\nTwo lamps.",
    language="sv",
    rights="Copyright Guild of Lamp Keepers\nAsk first.\nThen print.",
    provenance="Collection: Harbour voices\nAccession number: HV 1\nFunding: The tide table fund\nhttps://old.example/1",
    recorded=PartialDate.parse("2015-09"),
    recorded_basis="the label of the tape",
    tags=("lamps", "Berg, Ola"),
    appearances=(
        AppearanceEntry(name="Ola Berg"),
        AppearanceEntry(name="Mia Ek"),
        AppearanceEntry(name="Jo Doe", role="interviewer"),
    ),
    recordings=(
        RecordingEntry(
            url="https://media.example/a.mp3", media_type="audio/mpeg", duration=dt.timedelta(seconds=3725.5)
        ),
    ),
    segments=(
        SegmentEntry(start=minutes(0), question="Why lighthouses?", answer="Because.", answered_by="Ola Berg"),
        SegmentEntry(start=minutes(1), label="Fog", question="Tell us about fog.", answer="It came.\n\nIt went."),
        SegmentEntry(start=minutes(2), question="Alone?"),
        SegmentEntry(
            start=minutes(3), label="Kites", kind="statement", answer="Is it up?\n\nIt is.", answered_by="Mia Ek"
        ),
        SegmentEntry(start=minutes(4), kind="statement", answer="Bells and bells."),
        SegmentEntry(start=minutes(5), kind="statement", synopsis="Of bells."),
        SegmentEntry(kind="statement", question="The lamps are bright"),
        SegmentEntry(start=minutes(6), question=f"{'Long ' * 40}?", answer="A: is a letter."),
        SegmentEntry(
            start=minutes(7),
            kind="statement",
            label="Places",
            tags=("rock", "sea"),
            subjects=("Lighthouses--Skerries",),
            links=(LinkEntry(url="https://x.example/?a=1&b=2", text="The rock"),),
            places=(PlaceEntry(name="Rock", latitude=59.5, longitude=-18.25, zoom=11), PlaceEntry(name="Sea")),
        ),
    ),
    transcript=TranscriptEntry(
        kind="corrected",
        cues=(
            CueEntry(start=minutes(0), end=minutes(1), speaker="Ola Berg", text="We lit it & left."),
            CueEntry(start=minutes(1.5), end=minutes(2), speaker="DOE", text="Why?"),
        ),
    ),
)
UNTIMED = TranscriptEntry(cues=(CueEntry(speaker="Ola Berg", text="We lit it."), CueEntry(speaker="DOE", text="Why?")))
BY_THE_MINUTE = TranscriptEntry(
    cues=(
        CueEntry(start=minutes(0), speaker="BERG", text="We lit"),
        CueEntry(start=minutes(1), speaker="BERG", text="it."),
        CueEntry(speaker="DOE", text="Why?"),
        CueEntry(start=minutes(4), speaker="BERG", text="Fog."),
    )
)
DOCUMENTS = {
    "whole": WHOLE,
    "untimed": replace(WHOLE, transcript=UNTIMED),
    "by the minute": replace(WHOLE, transcript=BY_THE_MINUTE),
    "one guest": InterviewDocument(
        title="Lamps",
        appearances=(AppearanceEntry(name="Ola Berg"),),
        recordings=(RecordingEntry(file="talk.mp4", media_type="video/mp4"),),
        segments=(SegmentEntry(start=minutes(1), question="Why?", answer="So.", answered_by="Ola Berg"),),
    ),
    "bare": InterviewDocument(title="Lamps"),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_is_written_reads_back_the_same(name: str) -> None:
    (reading,) = readings_of(ohms_xml.write(DOCUMENTS[name], Place(url="https://x.example/interviews/ola-berg")))
    assert as_data(reading.document) == as_data(DOCUMENTS[name])
    assert reading.findings == ()


def test_what_the_format_cannot_carry_is_lost_as_the_list_says() -> None:
    carried = DOCUMENTS["one guest"]
    rich = replace(
        carried,
        part=1,
        part_total=2,
        published=PartialDate.parse("2020"),
        published_basis="the site",
        recorded_basis="",
        appearances=(AppearanceEntry(name="Ola Berg", title="Keeper", bio="He keeps.", portrait="ola.jpg"),),
        recordings=(*carried.recordings, RecordingEntry(url="https://media.example/b.mp3")),
        segments=(
            replace(
                carried.segments[0],
                uid="abc",
                start=dt.timedelta(seconds=60.25),
                end=minutes(2),
                raw_stamp=":01:00",
                answered_by="",
                kind="section",
            ),
        ),
    )
    (reading,) = readings_of(ohms_xml.write(rich, Place()))
    assert as_data(reading.document) == as_data(carried)
    told = " ".join(ohms_xml.LOSSES)
    for word in ("uid", "end", "time as written", "thousandths", "kinds", "only guest", "part", "all recordings but"):
        assert word in told


def test_characters_that_xml_cannot_hold_are_left_out() -> None:
    document = InterviewDocument(title="La\x00mp\x0b\ud800s\ufffe", introduction="One\r\nTwo")
    (reading,) = readings_of(ohms_xml.write(document, Place()))
    assert (reading.document.title, reading.document.introduction) == ("Lamps", "One\nTwo")


def every_document() -> list[InterviewDocument]:
    documents = list(DOCUMENTS.values())
    for path in SAMPLES:
        documents += [reading.document for reading in readings_of(path.read_bytes(), path.name)]
    return documents


def test_what_is_written_is_valid_by_the_schema_of_6_0() -> None:
    for document in every_document():
        require_valid_ohms(ohms_xml.write(document, Place(url="https://x.example/a")))


def test_the_same_interview_gives_the_same_file() -> None:
    place = Place(url="https://x.example/a", accessed=dt.date(2020, 1, 1))
    assert ohms_xml.write(WHOLE, place) == ohms_xml.write(WHOLE, replace(place, accessed=dt.date(2021, 1, 1)))


WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp")), min_size=1, max_size=8)
LINES = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(title=LINES, question=LINES, answer=st.lists(LINES, max_size=3).map("\n\n".join), label=LINES)
def test_no_text_makes_what_is_written_unreadable(title: str, question: str, answer: str, label: str) -> None:
    segment = SegmentEntry(start=minutes(1), label=label, question=question, answer=answer, synopsis=answer)
    cues = (CueEntry(speaker=label, text=question), CueEntry(text=title))
    document = replace(WHOLE, title=title, segments=(segment,), transcript=TranscriptEntry(cues=cues))
    (reading,) = readings_of(ohms_xml.write(document, Place()))
    assert len(reading.document.segments) == 1
    assert from_data(as_data(reading.document)) == reading.document


@pytest.mark.parametrize("starts", [(None, minutes(0)), (minutes(0), None), (minutes(1), None), (None, minutes(1))])
def test_minutes_that_sync_cannot_say_are_written_as_captions(starts: tuple[dt.timedelta | None, ...]) -> None:
    cues = tuple(CueEntry(start=start, text="Fog.") for start in starts)
    document = InterviewDocument(title="On fog", transcript=TranscriptEntry(kind="excerpt", cues=cues))
    written = ohms_xml.write(document, Place())
    (reading,) = readers.read(SourceFile(written.encode(), "record.xml"), "ohms-xml")
    assert reading.document.transcript.kind == "excerpt"
    assert [cue.text for cue in reading.document.transcript.cues] == ["Fog.", "Fog."]
