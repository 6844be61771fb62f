"""References are citeproc-py's, of the CSL-JSON that readers can have, with the styles of the CSL project."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.documents.citing.references import STYLES, references
from interviews.documents.document import AppearanceEntry, InterviewDocument, RecordingEntry, SegmentEntry
from interviews.documents.writers import bibtex
from interviews.documents.writers.place import Place
from tests.documents.citations import ADDRESS, INTERVIEWS, ONE, PLACE

EXPECTED = json.loads((Path(__file__).parent / "citations.expected.json").read_text("utf-8"))


def cited(document: InterviewDocument, place: Place, timestamp: str = "") -> dict[str, dict[str, str]]:
    return {
        reference.style.name: {"listed": reference.listed, "cited": reference.cited}
        for reference in references(document, place, timestamp)
    }


@pytest.mark.parametrize("kind", INTERVIEWS)
def test_an_interview_is_cited_as_citeproc_py_cites_it(kind: str) -> None:
    assert cited(INTERVIEWS[kind], PLACE) == EXPECTED[kind]


def test_a_moment_is_in_the_address_of_the_entry_and_a_timestamp_where_it_is_cited() -> None:
    place = replace(PLACE, url=f"{ADDRESS}?t=1:30#segment-a")
    assert cited(ONE, place, "1:30") == EXPECTED["a moment"]
    assert cited(ONE, place, "1:30")["APA"]["cited"] == "(Berg, 2015, 1:30)"


def test_lengths_and_moments_are_cited_in_whole_seconds() -> None:
    exact = replace(
        ONE,
        recordings=(RecordingEntry(media_type="audio/mpeg", duration=dt.timedelta(seconds=217.613)),),
        segments=(SegmentEntry(uid="a", start=dt.timedelta(seconds=90.5), label="Fog"),),
    )
    assert "Audio, 3:38." in cited(exact, PLACE)["Chicago"]["listed"]
    assert "At 1:30: Fog" in bibtex.write(exact, replace(PLACE, url=f"{ADDRESS}?t=1:30.500#segment-a"))


def test_asking_twice_gives_the_same_and_no_more() -> None:
    assert references(ONE, PLACE, "1:30") == references(ONE, PLACE, "1:30")
    assert "1:30" not in cited(ONE, PLACE)["Chicago"]["cited"]


def test_what_is_not_known_is_not_made_up() -> None:
    bare = InterviewDocument(title="Lamps")
    assert cited(bare, Place(site="Voices"))["APA"]["listed"] == "Lamps. (n.d.). Lamps [Interview]. Voices."
    assert cited(bare, Place())["APA"]["listed"] == ""


def test_the_name_of_a_stranger_is_words_and_no_markup() -> None:
    document = replace(ONE, title="<script>1</script>", appearances=(AppearanceEntry(name="<b>Ola</b> &amp; Co"),))
    for reference in references(document, PLACE):
        assert "<b>Ola</b> &amp; Co" in reference.listed


TEXTS = st.text(max_size=20)


@given(title=TEXTS, names=st.lists(TEXTS, max_size=4), series=TEXTS, url=TEXTS, timestamp=TEXTS)
def test_no_text_breaks_a_reference(title: str, names: list[str], series: str, url: str, timestamp: str) -> None:
    people = tuple(AppearanceEntry(name=name) for name in names)
    document = replace(ONE, title=title, series=series, appearances=people)
    assert len(references(document, replace(PLACE, url=url), timestamp)) == len(STYLES)
