"""The order of what was found."""

from __future__ import annotations

import pytest

from interviews.search.query import parse
from interviews.search.ranking import Candidate, ranked


def candidate(entry: int, kind: str = "segment", **columns: str) -> Candidate:
    return Candidate(entry, kind, None, **{"heading": "", "tags": "", "people": "", "body": "", **columns})


def order(query: str, *candidates: Candidate) -> list[int]:
    return [one.entry for one in ranked(candidates, parse(query))]


@pytest.mark.parametrize(
    ("query", "better", "worse"),
    [
        ("fog", {"heading": "why fog"}, {"body": "fog fog fog"}),
        ("fog", {"tags": "fog"}, {"body": "fog fog fog"}),
        ("fog", {"heading": "fog"}, {"heading": f"fog and {'other things ' * 20}"}),
        ("fog", {"body": "fog and fog"}, {"body": "fog and sea"}),
        ("fog", {"body": "fog at sea"}, {"body": f"fog at sea {'and so on ' * 200}"}),
        ("fog", {"body": "fog"}, {"body": "foggy"}),
        ("fog lamp", {"heading": "fog", "body": "lamp"}, {"body": "fog lamp"}),
        ('"fog lamp"', {"body": "fog  lamp and fog lamp"}, {"body": "fog lamp and lamp fog"}),
        ("fog*", {"body": "foggy fog fogs"}, {"body": "fog"}),
        ('"the fo"*', {"body": "the fog the  foghorn"}, {"body": "the fog"}),
        ("speaker:berg", {"people": "berg"}, {"heading": "berg berg", "people": "ola é berg é mia é ek"}),
        ("tag:fog", {"tags": "fog"}, {"tags": "fog é tides é lamps and more"}),
    ],
)
def test_the_better_comes_first(query: str, better: dict[str, str], worse: dict[str, str]) -> None:
    assert order(query, candidate(2, **worse), candidate(1, **better)) == [1, 2]
    assert order(query, candidate(2, **better), candidate(1, **worse)) == [2, 1]


def test_of_those_as_good_the_newest_comes_first() -> None:
    assert order("fog", *(candidate(entry, body="fog") for entry in (2, 3, 1))) == [3, 2, 1]
    assert order("in:bio", candidate(1, body="long " * 50), candidate(2)) == [2, 1]


def test_an_interview_comes_before_a_moment_as_good() -> None:
    assert order("fog", candidate(2, heading="fog"), candidate(1, "interview", heading="fog")) == [1, 2]
