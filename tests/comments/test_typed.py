"""What of a text can be seen."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from interviews.comments.typed import one_line, paragraphs, says_something


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("  Mia \t Ek\n", "Mia Ek"),
        ("Mia\x00\x1b Ek", "Mia Ek"),
        ("kE \u202eaiM", "kE aiM"),
        ("Zoe\u0308", "Zo\u00eb"),
        ("\u200dMia\u3164", "Mia"),
        ("Mia\ufffe\uffff\ufdd0 Ek\U0001ffff", "Mia Ek"),
        ("Z" + "\u030d\u0316" * 20, "Z\u0316\u0316\u0316\u0316"),
        ("\u0e01" + "\u0e47" * 20, "\u0e01" + "\u0e47" * 4),
        ("שּׁ֣", "שּׁ֣"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_a_name_is_what_can_be_seen_of_it(typed, name):
    assert one_line(typed) == name


def test_a_text_keeps_its_lines_and_at_most_one_empty_one():
    assert paragraphs("\r\nOne  \r\ntwo\r\n\r\n \r\n\x0bthree\u2028four\x00\n") == "One\ntwo\n\n three\nfour"


def test_a_text_runs_over_no_line_above_it():
    assert paragraphs("a" + "\u0489" * 30 + "\nb\uffff") == "a" + "\u0489" * 4 + "\nb"


@pytest.mark.parametrize("between", ["\u200b", "\u00ad", "\U000e0041", "\u200d", "\u200c", "\x00"])
def test_what_nobody_sees_between_marks_makes_no_tower_of_them(between):
    tower = "a" + f"\u0316\u0316\u0316\u0316{between}" * 20
    for read in (one_line, paragraphs):
        assert read(tower).count("\u0316") == 4


@pytest.mark.parametrize("read", [one_line, paragraphs])
def test_what_stood_apart_by_something_unseen_is_one_letter(read):
    assert read("Zoe\u200b\u0308 Ek") == "Zo\u00eb Ek"


@pytest.mark.parametrize("text", ["", " \n", "\u200d", "\u3164", "\u0301"])
def test_what_shows_nothing_says_nothing(text):
    assert not says_something(text)


@pytest.mark.parametrize("text", ["a", "7", "?", "🗼", "语"])
def test_one_sign_is_something(text):
    assert says_something(text)


@given(st.text(alphabet=st.characters(max_codepoint=127)))
def test_a_plain_text_is_read_as_one_with_other_letters_is(text):
    for read in (one_line, paragraphs):
        assert read(f"e{text}e") == read(f"é{text}é").replace("é", "e")


#: Letters, marks that compose and that do not, what is not seen, spaces and ends of lines of all kinds.
AWKWARD = st.text(
    alphabet=st.one_of(
        st.sampled_from("ae \n\r\t\u0301\u0308\u0316\u0489\u200b\u200d\u200e\u2028\u3164\u00ad\u1161ᄀ"),
        st.characters(),
    )
)


@example("e\u200b\u0301")
@example("a" + "\u0489" * 4 + "\u200b\u0489")
@given(AWKWARD)
def test_what_is_freed_of_the_unseen_is_not_changed_again(text):
    for read in (one_line, paragraphs):
        assert read(read(text)) == read(text)
