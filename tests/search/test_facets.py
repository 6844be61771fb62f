"""What a search can be narrowed by, with how much is left."""

from __future__ import annotations

import datetime as dt
from urllib.parse import parse_qs

import pytest

from interviews.models import Interview, Series
from interviews.search import hits
from interviews.search.facets import all_removed, chosen, facets
from interviews.search.hits import search
from interviews.search.index import refresh
from interviews.search.query import LONGEST, Query, parse
from tests.factories import make_appearance, make_comment, make_interview, make_segment, make_speaker

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def archive() -> None:
    for name, year, tags in (("Ola Berg", 2015, ("Weather",)), ("Ola Berg-Ek", 2018, ("Weather", "Lamps"))):
        series = Series.objects.create(title=f"The Coast of {year}")
        talk = make_interview(title=f"A talk of {year}", recorded_on=dt.date(year, 5, 4), tags=tags, series=series)
        make_appearance(talk, make_speaker(name), bio="Feared the fog.")
        make_segment(talk, 5, question="Why the fog?", answer="The lamp was out.", tags=tags)
        make_segment(talk, 9, question="And the lamp?", answer="In the fog, again.")
        make_comment(talk, body="Fog, always.")
        make_comment(talk, body="Fog for sale.", status="spam")
    hidden = make_interview(title="Fog of a draft", recorded_on=dt.date(1999, 1, 1), published=False, tags=("Canary",))
    Interview.objects.filter(pk=hidden.pk).update(series=Series.objects.create(title="Canary coast"))
    make_appearance(hidden, make_speaker("Canary Bird"))
    refresh(Interview.objects.all())


def told(text: str, field: str) -> dict[str, int]:
    values = [value for facet in facets(search(parse(text))) if facet.name == field for value in facet.values]
    return {value.label: value.count for value in values}


def query_of(address: str) -> Query:
    return parse(parse_qs(address.removeprefix("?"))["q"][0])


def test_each_kind_is_counted() -> None:
    assert told("fog", "speaker") == {"Ola Berg": 6, "Ola Berg-Ek": 3}  # who is called so, and more
    assert told("fog", "tag") == {"Weather": 2, "Lamps": 1}
    assert told("fog", "year") == {"2018": 4, "2015": 4}
    assert told("fog", "series") == {"The Coast of 2015": 4, "The Coast of 2018": 4}
    assert told("fog", "in") == {"Questions": 2, "Answers": 2, "Biographies": 2, "Comments": 2}


@pytest.mark.parametrize("text", ["fog", "lamp fog", "the -again", "weather", "in:answer in:question the", "ola"])
def test_each_count_is_what_the_narrower_search_finds(text: str) -> None:
    for facet in facets(search(parse(text))):
        for value in facet.values:
            assert value.count == len(search(query_of(value.address)))


def test_what_is_asked_for_already_or_leaves_nothing_out_is_not_offered() -> None:
    assert told("fog year:2015", "year") == {}
    assert told("fog in:bio", "in") == {}
    assert "Lamps" not in told("fog tag:lamps", "tag")
    assert told("speaker:ek lamp", "year") == {}


def test_nothing_of_a_draft_is_offered() -> None:
    everything = [facets(search(parse(text))) for text in ("fog", "the", "canary", "bird", "year:1850-2099")]
    shown = str(everything)
    assert "1999" not in shown
    assert "anary" not in shown


def test_a_query_that_is_full_is_narrowed_no_more() -> None:
    full = " ".join(["fog", *(f"-{'x' * 20}{number}" for number in range(12))])[:LONGEST]
    assert len(str(parse(full))) > LONGEST - 20
    for facet in facets(search(parse(full))):
        assert all(len(str(query_of(value.address))) <= LONGEST for value in facet.values)


def test_a_term_that_narrows_can_be_taken_away() -> None:
    query = parse('fog speaker:"ola berg" -tag:x year:2010-2015 series:coa* in:bio')
    assert [(value.facet, value.label, str(query_of(value.address))) for value in chosen(query)] == [
        ("speaker", "ola berg", "fog -tag:x year:2010-2015 series:coa* in:bio"),
        ("year", "2010–2015", 'fog speaker:"ola berg" -tag:x series:coa* in:bio'),
        ("series", "coa*", 'fog speaker:"ola berg" -tag:x year:2010-2015 in:bio'),
        ("in", "Biographies", 'fog speaker:"ola berg" -tag:x year:2010-2015 series:coa*'),
    ]
    assert str(all_removed(query)) == "fog -tag:x"


def test_it_costs_the_same_however_much_is_found(django_assert_num_queries: object) -> None:
    found = search(parse("the"))
    assert len(found)
    with django_assert_num_queries(12):
        facets(found)


def test_of_more_than_is_counted_the_best_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hits, "MOST_COUNTED", 3)
    assert sum(told("fog", "year").values()) == 3
