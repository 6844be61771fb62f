"""Queries and what they find first, over a small archive; the same on every database."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from interviews.models import Interview
from interviews.search.hits import search
from interviews.search.index import refresh
from interviews.search.query import parse
from tests.factories import make_appearance, make_interview, make_segment
from tests.search.asked import found

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("fog", "What does the fog do to you?"),
        ("FOG", "What does the fog do to you?"),
        ("fog oil", "And the lamps?"),
        ('"drink oil"', "And the lamps?"),
        ("north", "Ola Berg, Keeper of the North Light"),
        ("ola berg", "Ola Berg, Keeper of the North Light"),
        ("weather", "What does the fog do to you?"),
        ("berg oil", "And the lamps?"),
        ("kervean", "A life along the coast"),
        ("KERVÉAN brouillard", "Où est l’avenir ?"),
        ("l'avenir", "Où est l’avenir ?"),
        ("avenir", "Où est l’avenir ?"),
        ("ou", "Où est l’avenir ?"),
        ("cafe", "Who pays for the ropes?"),
        ("ile-de-sein", "Hélène Kervéan"),
        ("hauling", "Ola Berg"),
        ("skerry", "Ola Berg, Keeper of the North Light"),
        ("rope*", "Who pays for the ropes?"),
        ('"the fo"*', "What does the fog do to you?"),
        ("in:bio rope", "Ola Berg"),
        ("in:question lamps", "And the lamps?"),
        ("in:answer lamp", "What does the fog do to you?"),
        ("in:answer north", "Who pays for the ropes?"),
        ("year:2018 rope*", "Who pays for the ropes?"),
        ("year:2016-2019 tides", "A life along the coast"),
        ("speaker:doe", "Ola Berg, Keeper of the North Light"),
        ("tag:lamps", "And the lamps?"),
        ("series:lights fog", "What does the fog do to you?"),
        ("series:lig* in:bio", "Ola Berg"),
        ('series:"lights of the" oil', "And the lamps?"),
        ("-series:north north", "Who pays for the ropes?"),
    ],
)
def test_the_first_hit(archive: None, query: str, first: str) -> None:
    assert found(query)[:1] == [first]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("fog", 2),
        ("fog -oil", 1),
        ("fog -swallows -oil", 0),
        ("-fog", 0),
        ("", 0),
        ("in:bio", 2),
        ("in:bio in:question", 6),
        ("in:question oil", 0),
        ("in:answer what", 0),
        ("in:comment fog", 0),
        ("-in:question weather", 1),
        ("year:2015", 4),
        ("year:1990", 0),
        ("-year:2015 north", 1),
        ("year:1850-2099 in:bio", 2),
        ("speaker:berg", 4),
        ('speaker:"ola berg" in:question', 2),
        ('speaker:"berg ola"', 0),
        ("speaker:doe oil", 0),
        ("tag:fog", 0),
        ("series:north", 4),
        ('series:"of the north" in:question', 2),
        ('series:"north the"', 0),
        ("series:segment", 0),
        ("series:tides", 0),
        ("oflights", 0),
        ("ésegment", 0),
        ("segment", 0),
        ("https", 0),
        ('"fog what"', 0),
        ('"you weather"', 0),
        ('"jo doe"', 1),
        ('"berg jo"', 0),
        ("fo", 0),
        ("lamp", 1),
    ],
)
def test_how_many_are_found(archive: None, query: str, count: int) -> None:
    assert len(found(query)) == count


@pytest.mark.parametrize(
    "query",
    [
        "AND",
        "fog AND",
        "NEAR(fog lamps, 3)",
        "fog OR (lamps",
        "{heading} : fog",
        "heading:fog",
        "fog ^lamps + oil",
        "fog & !lamps | oil <-> x",
        "'; DROP TABLE interviews_interview; --",
        "%s %(x)s {gate} {}",
        "\\",
        "fog\x00lamps",
        "'''",
        '"""',
        "*",
        "fog:*",
        "🗼 fog 🗼",
        "\ud800",
        "fog\u2028lamps",
        "a" * 10_000,
        "fog " * 2_500,
        "ﷺ" * 10_000,
        "-" * 10_000,
        '"' * 10_000,
        "e" + "\u0301" * 10_000,
        "year:99999999999 in: tag:* speaker:-",
        " ".join(f"w{number}*" for number in range(1000)),
    ],
)
def test_no_query_is_an_error(archive: None, query: str) -> None:
    hits = search(parse(query))
    assert len(hits) <= 10
    assert all(hit.heading_html and hit.get_absolute_url() for hit in hits[:20])


def test_a_hit_shows_the_words_where_they_stand_and_leads_to_the_moment(archive: None) -> None:
    hit = search(parse("fog oil"))[0]
    assert (hit.kind, hit.heading_html) == ("segment", "And the lamps?")
    assert hit.excerpt_html == "They drink <mark>oil</mark>. In <mark>fog</mark> they drink more."
    assert hit.get_absolute_url() == f"{hit.interview.get_absolute_url()}?t=1:30#segment-{hit.entry.segment.uid}"


def test_a_hit_in_a_biography_or_in_the_interview_leads_there(archive: None) -> None:
    bio, talk = search(parse("hauling"))[0], search(parse("tides"))[0]
    assert bio.excerpt_html == "Ola Berg began as a boy, <mark>hauling</mark> rope."
    assert bio.get_absolute_url().endswith("#biography")
    assert talk.get_absolute_url() == talk.interview.get_absolute_url()
    assert talk.excerpt_html == "On pilots and <mark>tides</mark>."


def test_drafts_withdrawn_and_scheduled_interviews_are_never_found(archive: None) -> None:
    assert len(found("berg")) == 4
    Interview.objects.get(title__startswith="Ola").withdraw()
    assert found("berg") == []
    draft = make_interview(title="Berg again", published=False)
    refresh([draft])
    assert found("berg") == []
    draft.publish(at=timezone.now() + dt.timedelta(days=1))
    assert found("berg") == []
    draft.publish(at=timezone.now() - dt.timedelta(days=1))
    assert found("berg") == ["Berg again"]


def test_some_interviews_only(archive: None) -> None:
    coast = Interview.objects.published().filter(title__startswith="A life")
    assert [hit.heading for hit in search(parse("rope*"), coast)] == ["Who pays for the ropes?"]


def test_a_biography_that_introduces_twice_is_found_once(archive: None) -> None:
    first = Interview.objects.get(title__startswith="Ola").appearances.first()
    again = make_interview(title="Another talk")
    make_appearance(again, first.speaker)
    again.appearances.update(bio=first.bio)
    refresh([again])
    assert len(found("in:bio hauling")) == 1
    first.interview.withdraw()
    assert search(parse("in:bio hauling"))[0].interview == again


def test_an_interview_that_is_called_so_comes_before_a_moment_in_which_it_is_said(archive: None) -> None:
    called = make_interview(
        title="Whales, tar and a hundred years of oil lamps", introduction="Of all that burns. " * 4
    )
    said = make_interview(title="Another talk")
    make_segment(said, question="And the whales?", answer="Gone.")
    refresh([called, said])
    assert found("whales") == [called.title, "And the whales?"]


def test_a_page_of_hits_costs_four_queries(archive: None, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(4):
        hits = search(parse("in:question in:answer in:bio"))
        assert len(hits) == 6
        assert all(hit.heading_html and hit.get_absolute_url() for hit in hits[:20])


def test_more_than_anybody_reads_is_not_counted(archive: None, monkeypatch: pytest.MonkeyPatch) -> None:
    hits = search(parse("berg"))
    assert (len(hits), hits.are_more) == (4, False)
    monkeypatch.setattr("interviews.search.hits.MOST_COUNTED", 3)
    hits = search(parse("berg"))
    assert (len(hits), hits.are_more, len(hits[:20])) == (3, True, 3)
