"""The pure rules: what is spam, and what of a text can be seen."""

from __future__ import annotations

import pytest

from interviews.comments.moderation import MANY_LINKS, looks_like_spam
from interviews.comments.typed import one_line, paragraphs, says_something


def test_a_filled_trap_is_spam():
    assert looks_like_spam("Lovely.", trap="Cheap")
    assert not looks_like_spam("Lovely.", trap="  ")


def test_a_shelf_of_links_is_no_spam_and_a_wall_of_them_is():
    assert not looks_like_spam("https://a.example " * MANY_LINKS, trap="")
    assert looks_like_spam("HTTPS://a.example " * (MANY_LINKS + 1), trap="")


def test_the_links_of_forums_are_spam_and_brackets_are_not():
    assert looks_like_spam("[URL=https://a.example]a[/URL]", trap="")
    assert not looks_like_spam("He [the keeper] left. [link](https://a.example)", trap="")


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("  Mia \t Ek\n", "Mia Ek"),
        ("Mia\x00\x1b Ek", "Mia Ek"),
        ("kE \u202eaiM", "kE aiM"),
        ("Zoe\u0308", "Zo\u00eb"),
        ("\u200dMia\u3164", "Mia"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_a_name_is_what_can_be_seen_of_it(typed, name):
    assert one_line(typed) == name


def test_a_text_keeps_its_lines_and_at_most_one_empty_one():
    assert paragraphs("\r\nOne  \r\ntwo\r\n\r\n \r\n\x0bthree\u2028four\x00\n") == "One\ntwo\n\n three\nfour"


@pytest.mark.parametrize("text", ["", " \n", "\u200d", "\u3164", "\u0301"])
def test_what_shows_nothing_says_nothing(text):
    assert not says_something(text)


@pytest.mark.parametrize("text", ["a", "7", "?", "🗼", "语"])
def test_one_sign_is_something(text):
    assert says_something(text)
