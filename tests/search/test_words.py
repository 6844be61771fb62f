"""What a word is, for the index and for a query."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.search.words import folded, places_of, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Fog, LAMPS & ropes!", "fog lamps ropes"),
        ("Hélène Kervéan", "helene kervean"),
        ("He\u0301le\u0300ne", "helene"),
        ("Straße Ørsted Łódź", "strasse ørsted łodz"),
        ("l’avenir, l'avenir", "l avenir l avenir"),
        ("“don’t”", "don t"),
        ("well-known_thing", "well known thing"),
        ("co\u00adoperate", "cooperate"),
        ("one\u200btwo", "one two"),
        ("1,000 lamps in 2015", "1 000 lamps in 2015"),
        ("½ ﬁne ™", "1 2 fine tm"),
        ("灯台もり", "灯 台 も り"),
        ("Маяк ΦΆΡΟΣ", "маяк φαροσ"),
        ("नमस्ते", "नमसते"),
        ("🗼 \x00 \ue000 …", ""),
        ("", ""),
    ],
)
def test_words_are_small_plain_letters(text: str, words: str) -> None:
    assert words_of(text) == words.split()


def test_folding_what_was_folded_changes_nothing() -> None:
    for code in range(sys.maxunicode + 1):
        character = chr(code)
        if character.isalnum():
            once = folded(character)
            assert folded(once).split() == once.split(), hex(code)


def test_no_letter_with_a_mark_is_left_that_a_query_could_ask_for() -> None:
    assert "é" not in folded("é É e\u0301")


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("aé’ 灯½\u0301\u200d-"))))
def test_words_in_their_places_are_the_words_of_the_text(text: str) -> None:
    found = list(places_of(text))
    assert [word for word, _begin, _end in found] == words_of(text)
    assert all(0 <= begin < end <= len(text) for _word, begin, end in found)
    assert [begin for _word, begin, _end in found] == sorted(begin for _word, begin, _end in found)


def test_a_mark_belongs_to_the_letter_before_it() -> None:
    text = "fle\u0301 x"
    assert list(places_of(text)) == [("fle", 0, 4), ("x", 5, 6)]


def test_a_run_of_marks_takes_no_time() -> None:
    assert words_of("e" + "\u0301\u0323" * 200_000) == ["e"]
