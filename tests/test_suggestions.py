"""Which tags a text suggests: known ones as whole words, acronyms, and nothing that only looks like one."""

from __future__ import annotations

import pytest

from interviews.suggestions import KnownTags, suggested, tag_key

NONE = KnownTags([])


def of(text: str, *known: str, without: tuple[str, ...] = ()) -> list[str]:
    return suggested(text, KnownTags(known), without=without)


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("The fog came.", "Fog"),
        ("a Reseau-Cotier", "Réseau côtier"),
        ("sea  level\nrises", "sea level"),
        ("in Σίσυφος", "σισυφος"),
    ],
)
def test_a_known_tag_is_found_in_any_spelling(text: str, known: str) -> None:
    assert of(text, known) == [known]


@pytest.mark.parametrize("text", ["foggy", "a seal evel", "sea. Level 3 is level"])
def test_a_part_of_a_word_is_none(text: str) -> None:
    assert of(text, "fog", "sea lev") == []


@pytest.mark.parametrize("word", ["UNCTAD", "WSIS", "NGOs", "COVID-19", "ÉTÉS"])
def test_acronyms_are_suggested(word: str) -> None:
    assert of(f"We met at {word}, and left.") == [word.removesuffix("s")]


@pytest.mark.parametrize(
    "word", ["UN", "CEO", "XIV", "MCMXC", "Henry VIII", "McDonald", "Why", "A1", "2015", "ABCd", "NOT"]
)
def test_what_is_no_acronym_is_not(word: str) -> None:
    assert of(f"and then {word} again") == []


def test_a_line_in_capitals_suggests_nothing() -> None:
    assert of("PART TWO: THE FOG\nand then UNESCO") == ["UNESCO"]


def test_the_spelling_of_the_site_wins_and_what_a_segment_has_is_left_out() -> None:
    assert of("At Wsis and WSIS", "wsis") == ["wsis"]
    assert of("At WSIS and UNCTAD", "wsis", without=(tag_key("WSIS"),)) == ["UNCTAD"]


def test_long_and_odd_texts_take_no_longer_than_their_length() -> None:
    assert of("A-" * 200_000) == []
    assert of("AB" * 200_000 + " x") == []
    assert of("fog " * 100_000, "fog", "fog fog") == ["fog", "fog fog"]
    assert suggested("e" + "\u0301" * 100_000, NONE) == []
