"""References are what citeproc-py makes of the CSL-JSON that readers can have, with the stock styles."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviews.documents.citing.references import STYLES, references
from interviews.documents.document import (
    AppearanceEntry,
    InterviewDocument,
    PartialDate,
    RecordingEntry,
    SegmentEntry,
)
from interviews.documents.writers import bibtex, csl_json
from interviews.documents.writers.place import Place
from tests.documents.citations import ADDRESS, INTERVIEWS, ONE, PLACE, heard
from tests.documents.citeproc_py import cited_by_citeproc_py

EXPECTED = json.loads((Path(__file__).parent / "citations.expected.json").read_text("utf-8"))


def cited(document: InterviewDocument, place: Place, timestamp: str = "") -> dict[str, dict[str, str]]:
    return {
        reference.style.name: {"listed": reference.listed, "cited": reference.cited}
        for reference in references(document, place, timestamp)
    }


@pytest.mark.parametrize("kind", INTERVIEWS)
def test_an_interview_is_cited_as_citeproc_py_cites_it(kind: str) -> None:
    document = INTERVIEWS[kind]
    assert cited(document, PLACE) == EXPECTED[kind] == cited_by_citeproc_py(csl_json.write(document, PLACE))


def test_a_moment_is_in_the_address_of_the_entry_and_a_timestamp_where_it_is_cited() -> None:
    place = replace(PLACE, url=f"{ADDRESS}?t=1:30#segment-a")
    by_citeproc_py = cited_by_citeproc_py(csl_json.write(ONE, place), "1:30")
    assert cited(ONE, place, "1:30") == EXPECTED["a moment"] == by_citeproc_py
    assert cited(ONE, place, "1:30")["APA"]["cited"] == "(Berg, 2015, 1:30)"


def test_lengths_and_moments_are_cited_in_whole_seconds() -> None:
    exact = replace(
        ONE,
        recordings=(RecordingEntry(media_type="audio/mpeg", duration=dt.timedelta(seconds=217.613)),),
        segments=(SegmentEntry(uid="a", start=dt.timedelta(seconds=90.5), label="Fog"),),
    )
    assert "Audio, 3:38." in cited(exact, PLACE)["Chicago"]["listed"]
    assert "At 1:30: Fog" in bibtex.write(exact, replace(PLACE, url=f"{ADDRESS}?t=1:30.500#segment-a"))


NAMES = st.sampled_from(
    [
        *(
            "Ola Berg",
            "Ola Anna Berg",
            "Jean-Paul de la Tour",
            "Hélène van der Meer",
            "van Dam",
            "Dr. Eva Ek",
            "J.R. Doe",
        ),
        *(
            "Martin King, Jr.",
            "Martin King III",
            "Charles V",
            "Lampa",
            "山田 太郎",
            "Guild of Lamp Keepers",
            "Lamps, Ltd.",
        ),
        *(f"{given} {family}" for given in ("Al", "Bo", "Cy") for family in ("Ruiz", "Žak", "O’Hara")),
    ]
)
PEOPLE = st.builds(
    AppearanceEntry, name=NAMES, role=st.sampled_from(["guest", "panellist", "interviewer", "moderator"])
)
WORDS = st.sampled_from(
    [
        "the",
        "of",
        "a",
        "Lamps",
        "fog",
        "why?",
        "lamps:",
        "end.",
        "No!",
        "“big",
        "it's",
        "NASA",
        "—",
        "<i>Fog</i>",
        "été",
    ]
)
TITLES = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)
DATES = st.none() | st.builds(  # before the year 1000, citeproc-py names the era
    PartialDate, st.dates(dt.date(1000, 1, 1)), st.sampled_from(["year", "month", "day"])
)
RECORDINGS = st.builds(
    RecordingEntry,
    media_type=st.sampled_from(["audio/mpeg", "video/mp4"]),
    duration=st.none() | st.integers(0, 9999).map(lambda seconds: dt.timedelta(seconds=seconds)),
)
DOCUMENTS = st.builds(
    InterviewDocument,
    title=TITLES,
    series=st.just("") | TITLES,
    organisation=st.sampled_from(["", "Lamps Inc."]),
    language=st.sampled_from(["en", "en-GB", "fr"]),
    published=DATES,
    recorded=DATES,
    appearances=st.lists(PEOPLE, max_size=5).map(tuple) | st.lists(PEOPLE, min_size=20).map(tuple),
    recordings=st.lists(RECORDINGS, max_size=1).map(tuple),
)


@settings(max_examples=50, deadline=None)
@given(document=DOCUMENTS, url=st.sampled_from([ADDRESS, ""]), timestamp=st.sampled_from(["", "1:30", "1:01:06"]))
def test_any_interview_is_cited_as_citeproc_py_cites_it(document: InterviewDocument, url: str, timestamp: str) -> None:
    place = replace(PLACE, url=url)
    assert cited(document, place, timestamp) == cited_by_citeproc_py(csl_json.write(document, place), timestamp)


@pytest.mark.parametrize(("name", "listed"), [("ola Berg", "Berg, ola"), ("أحمد علي", "علي, أحمد")])
def test_a_given_name_without_a_capital_has_no_initial(name: str, listed: str) -> None:
    document = replace(ONE, appearances=heard(name))
    assert cited(document, PLACE)["MLA"]["listed"].startswith(f"{listed}. “")


def test_no_container_is_no_edition() -> None:
    listed = cited(ONE, Place(url=ADDRESS))["Chicago"]["listed"]
    assert listed.startswith("Berg, O. A. “Ola Berg, Keeper”. Interview by J. Doe. September 14, 2015. ")


def test_a_day_of_access_that_is_not_known_is_left_out() -> None:
    undated = replace(ONE, published=None)
    assert cited(undated, replace(PLACE, accessed=None))["APA"]["listed"].endswith(f" [Audio]. Voices. {ADDRESS}")


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
