from __future__ import annotations

from interviews.characters import composed


def test_letters_and_their_marks_are_composed() -> None:
    assert composed("He\u0301le\u0300ne") == "Hélène"
    assert composed("plain") == "plain"


def test_a_tower_of_marks_is_cut_and_takes_no_time() -> None:
    tower = composed("a" + "\u0301\u0316" * 200_000 + "b")
    assert 10 < len(tower) <= 32
    assert tower.endswith("b")
