from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from interviews.documents.data import as_data, from_data
from interviews.documents.document import (
    AppearanceEntry,
    CommentEntry,
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
from interviews.documents.errors import DocumentError

FULL = InterviewDocument(
    title="Ola Berg, Keeper",
    organisation="Guild",
    series="Lamps",
    part=2,
    part_total=3,
    introduction="This week …",
    language="fr-CA",
    rights="CC BY 4.0",
    provenance="Tape 7",
    recorded=PartialDate(date(2015, 9, 1), "month"),
    recorded_basis="written on the tape",
    published=PartialDate(date(2015, 9, 14)),
    published_basis="the page",
    discussion=DiscussionEntry(
        name="Corner", url="https://x.example", starts_on=date(2006, 3, 2), ends_on=date(2006, 3, 6)
    ),
    tags=("lamps", "fog"),
    appearances=(
        AppearanceEntry(
            name="Ola Berg",
            speaker="ola-berg-2",
            speaker_name="Ola A. Berg",
            role="panellist",
            title="Keeper",
            organisation="Northlight",
            post_nominals="F.A.B.",
            website="https://ola.example/",
            bio="Born.\n\nGrew.",
            bio_as_of=date(2014, 1, 2),
            bio_language="en",
            portrait="ola.jpg",
            portrait_alt="Ola on the stairs",
        ),
    ),
    recordings=(
        RecordingEntry(
            url="https://x.example/a.mp3", media_type="audio/mpeg", size=0, duration=timedelta(seconds=90.25)
        ),
        RecordingEntry(file="b.wav"),
        RecordingEntry(),
    ),
    segments=(
        SegmentEntry(
            uid="k3",
            start=timedelta(0),
            end=timedelta(seconds=12),
            raw_stamp=":00:00:",
            kind="statement",
            label="Why",
            question="Why?",
            answer="So....",
            answered_by="Ola Berg",
            answered_by_speaker="ola-berg-2",
            answered_by_role="guest",
            synopsis="The reasons.",
            tags=("fog",),
            subjects=("Towers",),
            links=(LinkEntry(url="https://x.example/t", text="the tower"),),
            places=(PlaceEntry(name="Skerry", latitude=58.5, longitude=-5.0, zoom=12),),
        ),
    ),
    transcript=TranscriptEntry(
        kind="machine",
        language="fr",
        cues=(CueEntry(start=timedelta(seconds=1), end=timedelta(seconds=2), speaker="OLA", text="Oui."),),
    ),
    comments=(
        CommentEntry(
            key="c1",
            parent="c0",
            name="Mia",
            email="mia@x.example",
            url="https://mia.example/",
            body="Well said.",
            status="approved",
            written_at=datetime(2015, 9, 15, 8, 30, tzinfo=UTC),
            edited_at=datetime(2015, 9, 15, 8, 40, tzinfo=UTC),
            picked_at=datetime(2015, 9, 16, tzinfo=UTC),
            locked_at=datetime(2015, 9, 17, tzinfo=UTC),
            segment="k3",
            moment=timedelta(seconds=3),
            about="Why lamps?",
            kind="question",
            voice="guest",
            answer="c2",
        ),
    ),
)


def test_nothing_is_lost_in_the_data_form() -> None:
    assert from_data(as_data(FULL)) == FULL


def test_what_is_absent_is_left_out() -> None:
    assert as_data(InterviewDocument(title="Fog")) == {"title": "Fog", "language": "en"}


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ([], "interview is not an object"),
        ({}, "title"),
        ({"title": 3}, "interview.title is not of type str"),
        ({"title": "x", "tittle": "y"}, "interview.tittle is not one of the known fields"),
        ({"title": "x", "segments": {}}, "interview.segments is not a list"),
        (
            {"title": "x", "segments": [{"start": "1:75"}]},
            r"interview.segments\[0\].start: “1:75” is not a timecode",
        ),
        ({"title": "x", "recorded": "2015-13"}, "“2015-13” is not a date"),
        ({"title": "x", "part": True}, "interview.part is not of type int"),
        (
            {"title": "x", "segments": [{"links": [{"url": "javascript:alert(1)"}]}]},
            r"links\[0\].url is not an address of the web",
        ),
        ({"title": "x\0"}, r"interview.title is not text that can be stored \(it holds U\+0000\)"),
        ({"title": "\ud800"}, r"holds U\+D800"),
        ({"title": "x", "transcript": {"kind": "guess"}}, "interview.transcript.kind is not one of excerpt"),
        ({"title": "x", "comments": [{"key": "1", "written_at": "2015-09-14"}]}, "names no time zone"),
        (
            {"title": "x", "segments": [{"places": [{"latitude": float("nan")}]}]},
            r"places\[0\].latitude is not a number",
        ),
    ],
)
def test_data_that_does_not_fit_is_refused_with_its_place(data: object, problem: str) -> None:
    with pytest.raises(DocumentError, match=problem):
        from_data(data)


@pytest.mark.parametrize("text", ["2015", "2015-09", "2015-09-14"])
def test_a_date_is_written_as_far_as_it_is_known(text: str) -> None:
    assert str(PartialDate.parse(text)) == text


@pytest.mark.parametrize("text", ["", "15", "2015-9", "2015-02-30", "2015-09-14-01", "20xx"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(DocumentError, match="is not a date"):
        PartialDate.parse(text)
