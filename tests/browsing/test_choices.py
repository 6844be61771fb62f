"""What a list is narrowed by, as its address says it."""

from __future__ import annotations

from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from interviews.browsing.choices import FACETS, LONGEST, MOST_VALUES, SORTS, Choices, read


def choices(address: str) -> Choices:
    return read(dict(QueryDict(address).lists()))


def test_an_address_is_written_in_one_way_however_it_was_typed() -> None:
    typed = choices("sort=longest&year=2015&tag=tides&year=2014&page=3&utm_source=x&tag=tides")

    assert str(typed) == "tag=tides&year=2014&year=2015&sort=longest"
    assert typed.address(2) == "?tag=tides&year=2014&year=2015&sort=longest&page=2"
    assert choices("").address() == choices("sort=newest&page=1").address() == ""


def test_choices_are_added_and_removed_one_by_one() -> None:
    one = choices("tag=fog")

    assert str(one.adding("speaker", "ola-berg")) == "speaker=ola-berg&tag=fog"
    assert str(one.adding("tag", "bells")) == "tag=bells&tag=fog"
    assert str(one.adding("tag", "fog")) == "tag=fog"
    assert not one.removing("tag", "fog")
    assert one.removing("tag", "ropes") == one


def test_what_makes_no_sense_is_left_out() -> None:
    for odd in (
        "year=soon",
        "year=15",
        "year=0000",
        "year=२०१५",
        "audio=loud",
        "tag=",
        "tag=%20",
        "tag=a%00b",
        "sort=up",
    ):
        assert choices(odd) == Choices(), odd
    assert choices(f"tag={'x' * (LONGEST + 1)}") == Choices()
    assert len(choices("&".join(f"tag={number}" for number in range(50))).of("tag")) == MOST_VALUES


@given(st.dictionaries(st.sampled_from([*FACETS, "sort", "page", "x"]), st.lists(st.text(max_size=8), max_size=4)))
def test_whatever_is_typed_an_address_leads_back_to_it(typed: dict[str, list[str]]) -> None:
    found = read(typed)

    assert choices(str(found)) == found
    assert found.sort in SORTS
