from __future__ import annotations

from datetime import date, timedelta

import pytest

from interviews.documents.data import as_data, from_data
from interviews.documents.document import (
    AppearanceEntry,
    DiscussionEntry,
    InterviewDocument,
    PartialDate,
    RecordingEntry,
    SegmentEntry,
)
from interviews.documents.errors import DocumentError

FULL = InterviewDocument(
    title="Ola Berg, Keeper",
    organisation="Guild",
    series="Lamps",
    part=2,
    introduction="This week …",
    language="fr-CA",
    rights="CC BY 4.0",
    recorded=PartialDate(date(2015, 9, 1), "month"),
    published=PartialDate(date(2015, 9, 14)),
    discussion=DiscussionEntry(name="Corner", url="https://x.example", starts_on=date(2006, 3, 2)),
    tags=("lamps", "fog"),
    appearances=(AppearanceEntry(name="Ola Berg", title="Keeper", bio="Born.\n\nGrew."),),
    recordings=(
        RecordingEntry(url="https://x.example/a.mp3", duration=timedelta(seconds=90.25)),
        RecordingEntry(),
    ),
    segments=(SegmentEntry(uid="k3", start=timedelta(0), question="Why?", answer="So....", tags=("fog",)),),
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
