"""Where there are more entries than are looked at: the newest first, and all where those have too few."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client

from interviews.models import Interview
from interviews.search import engine
from interviews.search.engine import postgresql, sqlite
from interviews.search.hits import search
from interviews.search.index import refresh
from interviews.search.query import parse
from tests.factories import make_interview, make_segment
from tests.search.asked import among_many, found

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "query",
    [
        "fog",
        '"drink oil"',
        "north -fog",
        "year:2015 fog",
        "la*",
        "the la*",
        "fog -sw*",
        "the -la* -r*",
        '"the fo"*',
        "in:question la*",
        "in:question in:bio bo*",
        "in:answer fo* -year:2018",
        "series:lig* fo*",
        "speaker:be*",
        "tag:la* oi*",
        "year:2015 dr*",
    ],
)
@pytest.mark.parametrize("enough", [1, 40])
def test_among_many_entries_the_newest_are_looked_at_first_and_all_where_that_is_too_few(
    archive: None, monkeypatch: pytest.MonkeyPatch, query: str, enough: int
) -> None:
    everything = found(query)
    assert everything
    among_many(monkeypatch, enough)
    assert found(query) == everything  # so few entries are all among the newest


@pytest.mark.parametrize("query", ["fog", '"the fog"', "fo*", "the fo*", "the -oth*"])
def test_where_the_newest_are_enough_there_may_be_more(
    archive: None, monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    assert not search(parse(query)).are_more
    among_many(monkeypatch, 1)
    for number in range(8):
        refresh([make_interview(title=f"The fog of {number}")])
    hits = search(parse(query))
    assert "The fog of 7" in [hit.heading for hit in hits]
    if connection.vendor == "sqlite" and query == "fog":
        assert not hits.are_more  # all come newest first by themselves
    else:
        assert hits.are_more


@pytest.mark.parametrize("query", ["la*", "the la*", "fog -sw*", '"the fo"*', "in:question la*", "speaker:be*", "qu*"])
@pytest.mark.parametrize("few", [0, 1, 1_000_000])
@pytest.mark.parametrize("many", [False, True])
def test_a_beginning_finds_the_same_whether_few_words_have_it_or_many(
    archive: None, monkeypatch: pytest.MonkeyPatch, query: str, few: int, many: bool
) -> None:
    everything = found(query)
    monkeypatch.setattr(engine, "LONG", 0)
    monkeypatch.setattr(sqlite, "_FEW_WORDS", few)
    monkeypatch.setattr(postgresql, "_FEW", few)
    if many:
        among_many(monkeypatch, 40)
    assert found(query) == everything


@pytest.mark.parametrize("query", ["be*", "the fo*", "in:question la*", "north -fo*"])
@pytest.mark.parametrize("most", [1, 3, 501])
def test_among_some_entries_reading_the_newest_finds_what_the_index_does(
    archive: None, monkeypatch: pytest.MonkeyPatch, query: str, most: int
) -> None:
    for place in (engine, sqlite, postgresql):
        monkeypatch.setattr(place, "MOST", most)
    if connection.vendor == "postgresql" and most < 501:
        pytest.skip("its index gives any so many")
    everything = found(query)
    assert everything
    for database in (sqlite, postgresql):
        monkeypatch.setattr(database, "SOME", 0)
    assert found(query) == everything


@pytest.mark.parametrize("query", ["fo*", "tides fo*", "fo* -north"])
def test_what_begins_so_is_found_however_old_it_is(archive: None, monkeypatch: pytest.MonkeyPatch, query: str) -> None:
    make_segment(coast := Interview.objects.get(title__startswith="A life"), 70, question="Tides and fog?")
    refresh([coast])
    everything = set(found(query))
    among_many(monkeypatch, 40)
    monkeypatch.setattr(engine, "MOST_READ", 2)
    refresh([make_interview(title="Of tides, and nothing else")])
    refresh([make_interview(title="Of nothing else, and tides")])
    assert set(found(query)) == everything


def test_where_the_newest_were_enough_the_page_offers_to_look_through_all(
    archive: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    refresh([make_interview(title=f"The fog of {number}") for number in range(30)])
    among_many(monkeypatch, 1)
    monkeypatch.setattr(sqlite, "_PARTS", (4,))
    monkeypatch.setattr(engine, "MOST_READ", 2)
    everything = len(search(parse('"the fog"'), thorough=True))
    page = client.get("/search/", {"q": '"the fog"'})
    assert page.context["hits"].are_of_the_newest
    if connection.vendor == "sqlite":  # so few are all of the newest block of PostgreSQL's
        assert 0 < len(page.context["hits"]) < everything
    assert "?q=%22the%20fog%22&amp;all" in page.content.decode()
    page = client.get("/search/?q=%22the%20fog%22&all&page=2")
    assert len(page.context["hits"]) == everything
    assert "those of the newest" not in page.content.decode()
    assert "?q=%22the%20fog%22&amp;all&amp;page=1" in page.content.decode()


def test_where_all_were_looked_at_nothing_more_is_offered(archive: None, client: Client) -> None:
    assert "those of the newest" not in client.get("/search/?q=fog").content.decode()
