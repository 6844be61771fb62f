"""What must not be longer than a number of bytes is cut at a word, and stays HTML."""

from __future__ import annotations

import nh3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.feeds.identity import entry_id
from interviews.feeds.shortening import shortened_html, shortened_text


@pytest.mark.parametrize(
    ("text", "longest", "shown"),
    [
        ("One two three", 13, "One two three"),
        ("One two three", 12, "One two…"),
        ("One two, three", 12, "One two…"),
        ("ééééé", 7, "éé…"),
        ("", 0, ""),
    ],
)
def test_text_is_cut_at_a_word(text: str, longest: int, shown: str) -> None:
    assert shortened_text(text, longest) == shown


@pytest.mark.parametrize(
    ("html", "longest", "shown"),
    [
        ("<p>One</p>", 10, "<p>One</p>"),
        ("<p>One <em>two three four five six</em></p>", 37, "<p>One <em>two…</em></p>"),
        ("<ul><li>One</li><li>two and three or four and more</li></ul>", 48, "<ul><li>One</li><li>two…</li></ul>"),
        ("<ul><li>One</li><li>two</li><li>three</li></ul>", 40, "<ul><li>One</li><li>…</li></ul>"),
        ("<p>a &amp; b &amp; c &amp; d &amp; e</p>", 33, "<p>a &amp; b…</p>"),
    ],
)
def test_html_is_cut_at_a_word_and_closed(html: str, longest: int, shown: str) -> None:
    cut = shortened_html(html, longest)
    assert cut == shown
    assert len(cut.encode()) <= longest


@given(text=st.text(max_size=300), longest=st.integers(20, 400))
def test_no_html_is_too_long_or_left_open(text: str, longest: int) -> None:
    html = nh3.clean(f"<p>{text}</p><ul><li><a href='/x'>{text}</a> & <em>{text}</em></li></ul>", link_rel=None)
    cut = shortened_html(html, longest)
    assert len(cut.encode()) <= longest
    assert cut.count("<li>") == cut.count("</li>") and cut.count("<a ") == cut.count("</a>")


def test_an_entry_has_the_same_iri_for_ever() -> None:
    assert entry_id("urn:uuid:1") == "urn:uuid:1"
    assert entry_id("https://x.example/?p=7", "segment-k2") == "https://x.example/?p=7#segment-k2"
    for words, part in (("one 7", ""), ("https://x.example/#a", "segment-k2"), ("7", "")):
        made = entry_id(words, part)
        assert made.startswith("urn:uuid:") and made == entry_id(words, part)
    assert entry_id("7") != entry_id("8")
