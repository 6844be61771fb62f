"""What is proposed while one types: public, the same on every database, and at a cost that does not grow."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from interviews.models import Interview, Series, Tag
from interviews.search.index import refresh
from interviews.search.proposals import MOST, proposals
from tests.factories import make_interview, make_segment
from tests.search.asked import among_many

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def archive() -> Interview:
    coast = Series.objects.create(title="The coast at night", slug="coast")
    talk = make_interview(title="On fog and lamps", guest="Ola Berg-Åkesson", slug="fog", series=coast, language="nb")
    make_segment(talk, 90, label="Fog", question="What does the fog do to you?", answer="Berries.", tags=("Weather",))
    make_segment(talk, 200, label="Lamps and oil", question="And then?", tags=("Lamps",))
    Tag.objects.get(name="Weather").synonyms.create(name="Foul days")
    asked = Tag.objects.create(name="Bergen", question="Were you ever in Bergen?")
    talk.tags.add(asked)
    hidden = make_interview(
        title="On fog, not yet",
        guest="Berta Canary",
        published=False,
        series=Series.objects.create(title="Fog, hidden"),
    )
    make_segment(hidden, 5, question="Why the fog?", tags=("Fogbound",))
    refresh(Interview.objects.all())
    return talk


def told(typed: str) -> list[tuple[str, str]]:
    return [(one.kind, one.label) for one in proposals(typed)]


@pytest.mark.parametrize("many", [False, True])
@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("be", [("speaker", "Ola Berg-Åkesson")]),
        ("Åk", [("speaker", "Ola Berg-Åkesson")]),
        ("ake", [("speaker", "Ola Berg-Åkesson")]),
        ("ola b", [("speaker", "Ola Berg-Åkesson")]),
        ("wea", [("tag", "Weather")]),
        ("foul d", [("tag", "Weather")]),
        ("coa", [("series", "The coast at night")]),
        ("fo", [("tag", "Weather"), ("interview", "On fog and lamps"), ("segment", "What does the fog do to you?")]),
        ("fog", [("interview", "On fog and lamps"), ("segment", "What does the fog do to you?")]),
        ("what do", [("segment", "What does the fog do to you?")]),
        ("lamps oi", [("segment", "Lamps and oil")]),
        ("lam", [("tag", "Lamps"), ("interview", "On fog and lamps"), ("segment", "Lamps and oil")]),
        ("berries", []),
        ("og", []),
        ("f", []),
        ("", []),
        ("  ", []),
        ("-fog", []),
        ("speaker:berg", []),
        ("fog zebra", []),
        ("a b c d e f g h i", []),
        ("100%", []),
        ("_", []),
    ],
)
def test_what_begins_so_is_proposed(
    typed: str, found: list[tuple[str, str]], many: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if many:
        among_many(monkeypatch, 40)
    assert told(typed) == found


def test_what_begins_with_the_words_comes_first_then_the_newest() -> None:
    for title in ("Lamps", "A word on lamps", "Of lamps"):
        refresh([make_interview(title=title)])
    titles = [label for kind, label in told("lam") if kind == "interview"]
    assert titles == ["Lamps", "Of lamps", "A word on lamps"]


def test_no_more_are_proposed_than_can_be_seen() -> None:
    for number in range(12):
        talk = make_interview(title=f"Lamps {number}", guest=f"Lam {number}", tags=[])
        make_segment(talk, 5, question=f"Lamps, {number}?", tags=(f"Lamp {number}",))
        refresh([talk])
    kinds = [kind for kind, _label in told("lam")]
    assert kinds == ["speaker"] * 3 + ["tag"] * 2 + ["interview"] * 3 + ["segment"] * 2
    assert len(kinds) == MOST


def test_it_costs_the_same_however_much_there_is(django_assert_max_num_queries: Any) -> None:
    for number in range(12):
        refresh([make_interview(title=f"Lamps {number}")])
    with django_assert_max_num_queries(17):
        proposals("lam")


def test_the_address_answers_its_script_in_the_language_of_the_page(client: Client) -> None:
    response = client.get("/fr/search/proposals.json?q=fo")
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["Cache-Control"] == "public, max-age=60"
    assert not response.cookies
    *_others, interview, question = response.json()["proposals"]
    assert (interview["url"], interview["label"]) == ("/fr/interviews/fog/", "On fog and lamps")
    segment = Interview.objects.get(slug="fog").segments.first()
    assert question == {
        "kind": "segment",
        "label": "What does the fog do to you?",
        "about": "On fog and lamps",
        "url": f"/fr/interviews/fog/{segment.place}",
        "language": "nb",
    }


@pytest.mark.parametrize("typed", ["\x00", "%s {gate}", "'", '"', "\\", "a" * 5000, "ﷺ" * 3000, "🗼", "灯"])
def test_nothing_that_is_typed_is_an_error(client: Client, typed: str) -> None:
    assert client.get("/search/proposals.json", {"q": typed}).status_code == 200
    assert client.post("/search/proposals.json").status_code == 405
