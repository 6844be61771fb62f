"""“Did you mean”: what the public would find under another spelling."""

from __future__ import annotations

import pytest

from interviews.models import Interview
from interviews.search.hits import search
from interviews.search.index import refresh
from interviews.search.meant import meant
from interviews.search.query import parse
from tests.factories import make_appearance, make_interview, make_segment, make_speaker

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def archive() -> None:
    talk = make_interview(title="The lighthouse of Hélène")
    make_appearance(talk, make_speaker("Hélène Kervéan"))
    for answer in ("The harbour was dark.", "A harbour, and a foghorn.", "No harbor.", "Dark, dark.", "Маяк."):
        make_segment(talk, question="And the harbour?", answer=answer)
    hidden = make_interview(title="Canary in the coalmine", published=False)
    make_segment(hidden, question="Why the canary?", answer="The canary and the harbours.")
    refresh(Interview.objects.all())


def proposed(text: str) -> str:
    return str(meant(search(parse(text))) or "")


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("lighthuose", "lighthouse"),
        ("lighthose", "lighthouse"),
        ("lighthousse", "lighthouse"),
        ("loghthouse", "lighthouse"),
        ("Kerveam", "kervean"),
        ("speaker:kervaen", "speaker:kervean"),
        ("harbor", "harbour"),
        ("harbuor foghron", "harbour foghorn"),
        ('"was drak"', '"was dark"'),
        ("drak -lamps in:answer", "dark -lamps in:answer"),
        ("маяг", "маяк"),
    ],
)
def test_a_slip_is_corrected(typed: str, right: str) -> None:
    assert proposed(typed) == right


@pytest.mark.parametrize(
    "typed",
    [
        "harbour",  # enough is found
        "zebra",  # nothing is like it
        "lighthouse foghorn",  # each is a word here, though none has both
        "-lighthuose dark",
        "lighthuose kervean year:1990",  # well spelt, it would find as little
        "dar",  # too short
        "lighthuo*",
        "year:2015",
        "in:comment",
        "",
        "???",
    ],
)
def test_nothing_is_proposed_where_nothing_better_is_known(typed: str) -> None:
    assert proposed(typed) == ""


@pytest.mark.parametrize("typed", ["canery", "coalmin", "canray", "harbourss", "canery harbours"])
def test_words_of_a_draft_are_never_proposed(typed: str) -> None:
    assert proposed(typed) == ""
    Interview.objects.get(title__startswith="Canary").publish()
    assert proposed(typed) != ""


def test_a_word_that_was_taken_out_is_proposed_no_more() -> None:
    assert proposed("foghron") == "foghorn"
    talk = Interview.objects.get(title__startswith="The")
    talk.segments.filter(answer__contains="foghorn").delete()
    refresh([talk])
    assert proposed("foghron") == ""


@pytest.mark.parametrize("typed", ["x" * 300, "lighthuose " * 40, "ﷺ" * 60, "abcdefghijklmnop qrstuvwxyzabcdef"])
def test_whatever_is_typed_it_costs_a_bounded_number_of_queries(
    typed: str, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(40):
        proposed(typed)


def test_a_word_that_many_older_drafts_have_is_proposed_where_newer_interviews_have_it_too() -> None:
    for number in range(25):
        refresh([make_interview(title=f"The windlass, draft {number}", published=False)])
    assert proposed("windlas") == ""
    for number in range(5):
        refresh([make_interview(title=f"The windlass of {number}")])
    assert proposed("windlas") == "windlass"
