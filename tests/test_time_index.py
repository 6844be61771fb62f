from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from interviews.models import Interview, Segment
from interviews.time_index import FEWEST_TO_FILTER, folded, measure, with_words
from tests.factories import make_interview, make_recording, make_segment

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def lengths(interview: Interview, whole: timedelta | None = None) -> list[float | None]:
    """In seconds, in the order of the page."""
    segments = list(interview.segments.all())
    measure(segments, whole)
    return [None if segment.length is None else segment.length.total_seconds() for segment in segments]


def test_an_entry_lasts_until_the_next_and_the_last_until_the_recording_ends() -> None:
    interview = make_interview()
    for start in (10, 70, 100):
        make_segment(interview, start)
    assert lengths(interview, 3 * MINUTE) == [60, 30, 80]
    assert lengths(interview) == [60, 30, None]


def test_an_entry_ends_where_it_says_and_never_after_the_next_begins() -> None:
    interview = make_interview()
    make_segment(interview, 0, end=timedelta(seconds=20))
    make_segment(interview, 60, end=timedelta(seconds=600))
    make_segment(interview, 90, end=timedelta(seconds=100))
    assert lengths(interview) == [20, 30, 10]


def test_entries_in_another_order_than_their_times_are_measured_by_their_times() -> None:
    interview = make_interview()
    for start in (60, 0, 60):
        make_segment(interview, start)
    assert lengths(interview, 2 * MINUTE) == [60, 60, 60]


def test_what_has_no_time_no_end_or_only_heads_others_has_no_length() -> None:
    interview = make_interview()
    make_segment(interview, None)
    make_segment(interview, 30, kind=Segment.Kind.SECTION)
    make_segment(interview, 60)
    assert lengths(interview, MINUTE) == [None, None, None]
    assert lengths(make_interview()) == []


def found(interview: Interview, asked: str) -> list[int]:
    segments = list(interview.segments.all())
    interview.gather_tags(segments)
    return [segments.index(segment) for segment in with_words(segments, asked)]


@pytest.mark.parametrize(
    ("asked", "entries"),
    [
        ("fog", [0, 1]),
        ("FOG horn", [0]),
        ("horn fog", [0]),
        ("cafe", [1]),
        ("café", [1]),
        ("d'ete", [1]),
        ("D’Été", [1]),
        ("brass", [2]),
        ("harbour", [2]),
        ("northern", [2]),
        ("ledger", [2]),
        ("strasse", [2]),
        ("fog brass", []),
        ("span class", []),
        ("<amp>", [1]),
        ("&amp;", []),
        ("", [0, 1, 2]),
    ],
)
def test_entries_are_found_by_all_words_in_whatever_the_page_shows_of_them(asked: str, entries: list[int]) -> None:
    interview = make_interview()
    make_segment(interview, 0, question="Which *fog horn*?", answer="A loud....one.")
    make_segment(interview, 9, label="Café d’été", question="Lamp & fog?", answer="He said <amp>.", tags=("sound",))
    given = {"synopsis": "Of brass.", "subjects": ["Northern lights"], "places": [{"name": "Harbour Straße"}]}
    links = [{"url": "https://a.example/ledger"}]
    make_segment(interview, 18, question="Light?", answer="", links=links, tags=("keepers",), **given)
    assert found(interview, asked) == entries


def test_words_are_compared_without_accents_case_or_the_shape_of_an_apostrophe() -> None:
    assert folded("L’Été à la STRASSE") == folded("l'ete a la straße") == "l'ete a la strasse"


@pytest.fixture
def long_interview() -> Interview:
    interview = make_interview(guest="Ola Berg")
    for number in range(FEWEST_TO_FILTER):
        make_segment(interview, 60 * number, question=f"Question {number}?")
    return interview


def test_without_script_the_form_brings_the_entries_that_have_the_words(
    client: Client, long_interview: Interview
) -> None:
    response = client.get(long_interview.get_absolute_url(), {"find": "question 3"})
    page = response.content.decode()
    assert page.count('class="segment ') == 1
    assert "1 of 6" in page
    assert 'value="question 3"' in page
    assert "Show all entries" in page
    assert f"<span>{FEWEST_TO_FILTER} segments</span>" in page  # of the interview, whatever is shown
    assert '<meta name="robots" content="noindex">' in page


def test_words_that_no_entry_has_are_said_to_be_nowhere(client: Client, long_interview: Interview) -> None:
    page = client.get(long_interview.get_absolute_url(), {"find": "<b>zebra</b>"}).content.decode()
    assert page.count('class="segment ') == 0
    assert "No entry has these words." in page
    assert "<b>zebra" not in page


@pytest.mark.parametrize("typed", ["", "   "])
def test_nothing_looked_for_is_the_page_itself(client: Client, long_interview: Interview, typed: str) -> None:
    page = client.get(long_interview.get_absolute_url(), {"find": typed}).content.decode()
    assert page.count('class="segment ') == FEWEST_TO_FILTER
    assert "Show all entries" not in page
    assert "noindex" not in page


def test_a_few_entries_need_no_filter(client: Client) -> None:
    interview = make_interview()
    make_segment(interview, 0)
    assert "filter" not in client.get(interview.get_absolute_url()).content.decode()


def test_the_page_says_how_long_an_entry_is(client: Client) -> None:
    interview = make_interview()
    make_recording(interview, duration=3 * MINUTE)
    make_segment(interview, 0)
    make_segment(interview, 90)
    page = client.get(interview.get_absolute_url()).content.decode()
    assert page.count('class="segment__length"') == 2
    assert "2 min" in page


@pytest.mark.parametrize(("address", "words"), [("", "1 minute 30 seconds, "), ("/fr", "1 minute 30 secondes, ")])
def test_the_index_says_its_times_in_words_to_who_hears_it(client: Client, address: str, words: str) -> None:
    interview = make_interview()
    make_segment(interview, 90)
    page = client.get(f"{address}{interview.get_absolute_url()}").content.decode()
    index = page[page.index('<nav class="time-index"') :].partition("</nav>")[0]
    assert words in index
    assert 'aria-hidden="true">1:30</time>' in index
