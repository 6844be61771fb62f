"""What was sought is marked in the text as it was written."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.search.highlighting import LENGTH, excerpt, marked
from interviews.search.query import parse


def terms(query: str) -> tuple:
    return parse(query).sought


@pytest.mark.parametrize(
    ("text", "query", "html"),
    [
        ("The fog came.", "fog", "The <mark>fog</mark> came."),
        ("Hélène came.", "helene", "<mark>Hélène</mark> came."),
        ("He\u0301le\u0300ne came.", "hélène", "<mark>He\u0301le\u0300ne</mark> came."),
        ("It wasn’t so.", "wasn't", "It <mark>wasn’t</mark> so."),
        ("Fog & fog.", "fog", "<mark>Fog</mark> &amp; <mark>fog</mark>."),
        ("<b>fog</b>", "b", "&lt;<mark>b</mark>&gt;fog&lt;/<mark>b</mark>&gt;"),
        ("fog, lamps; fog lamps", '"fog lamps"', "<mark>fog, lamps</mark>; <mark>fog lamps</mark>"),
        ("a lamplight", "lamp*", "a <mark>lamplight</mark>"),
        ("the fog lamplight", '"fog la"*', "the <mark>fog lamplight</mark>"),
        ("old fog lamps", '"old fog" "fog lamps"', "<mark>old fog lamps</mark>"),
        ("foggy", "fog", "foggy"),
        ("The fog came.", "-fog speaker:came", "The fog came."),
        ("灯台もり", "台", "灯<mark>台</mark>もり"),
        ("", "fog", ""),
    ],
)
def test_the_words_are_marked_and_all_else_is_escaped(text: str, query: str, html: str) -> None:
    assert marked(text, terms(query)) == html


@given(st.text(alphabet="ab é<&\u0301’-"), st.sampled_from(["a", "b*", '"a b"', "é", "a b"]))
def test_without_its_marks_it_is_the_text(text: str, query: str) -> None:
    assert unescape(re.sub("</?mark>", "", marked(text, terms(query)))) == text


@given(
    st.text(alphabet="ab é’-"),
    st.sampled_from(["a", "b*", "ab*", '"a b"', "é", "a b", '"a a"', '"a b"*', '"b a" "a b"']),
)
def test_a_letter_written_as_two_characters_changes_nothing_of_what_is_marked(text: str, query: str) -> None:
    awkward = marked(f"{text} ½", terms(query))
    assert awkward == f"{marked(text, terms(query))} ½"


LONG = f"{'before ' * 100}the fog came over the lamps {'after ' * 100}"


def plain(html: str) -> str:
    return unescape(re.sub("</?mark>", "", html))


def test_an_excerpt_is_taken_where_most_of_what_was_sought_stands() -> None:
    text = f"One fog. {LONG} fog again"
    shown = excerpt(text, terms("fog lamps"))
    assert "<mark>fog</mark> came over the <mark>lamps</mark>" in shown
    assert shown.startswith("…before ")
    assert shown.endswith("after…")
    assert LENGTH / 2 < len(plain(shown)) <= LENGTH + 2


def test_an_excerpt_without_anything_sought_is_the_beginning() -> None:
    shown = excerpt(LONG, terms("rope"))
    assert shown.startswith("before before")
    assert shown.endswith("before…")


def test_a_short_text_is_shown_whole() -> None:
    assert excerpt("The\n fog  came.", terms("fog")) == "The <mark>fog</mark> came."


@given(st.text(alphabet="fog lamp<. ", max_size=900))
def test_an_excerpt_is_a_stretch_of_the_text_of_bounded_length(text: str) -> None:
    shown = plain(excerpt(text, terms("fog lamp a*")))
    assert len(shown) <= LENGTH + 70
    assert shown.strip("…") in " ".join(text.split())


def test_a_text_of_one_endless_word_is_cut() -> None:
    assert len(excerpt("x" * 100_000, terms("fog"))) <= LENGTH + 1
    assert "<mark>" in excerpt(f"{'x' * 100_000} fog", terms("fog"))


def test_a_text_of_nothing_but_what_was_sought_takes_no_time() -> None:
    assert excerpt("fog " * 50_000, terms("fog")).count("<mark>") > 10
