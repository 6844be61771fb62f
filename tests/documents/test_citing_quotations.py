"""Words of an answer, found in it and written with their source."""

from __future__ import annotations

import html as html_module
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser

from interviews.documents.citing import quotation
from interviews.documents.citing.quotation import Quotation

WORDS = quotation.shown('They were "bright"....and it\'s dry.\n\nSo <b>we</b> stayed.', "en")
ADDRESS = "https://x.example/interviews/ola-berg/?t=1:30#segment-a"


def test_an_answer_is_quoted_as_its_page_shows_it() -> None:
    assert WORDS == "They were “bright” […] and it’s dry.\n\nSo <b>we</b> stayed."
    assert quotation.shown('Il dit "oui"', "fr") == "Il dit «\N{NARROW NO-BREAK SPACE}oui\N{NARROW NO-BREAK SPACE}»"
    assert quotation.shown("", "en") == ""


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        ("They were “bright”", "They were “bright”"),
        ('were  "bright"', "were “bright”"),
        ("it's\ndry", "it’s dry"),
        ("bright” […] and", "bright” […] and"),
        ("dry.\nSo <b>we", "dry.\n\nSo <b>we"),
        ("ey were “brig", "They were “bright"),
        ("  stayed.  ", "stayed."),
    ],
)
def test_chosen_words_are_quoted_as_they_stand_in_the_answer(choice: str, words: str) -> None:
    assert quotation.found(choice, WORDS) == words


@pytest.mark.parametrize("choice", ["They were dark", "bright and", "dry. They were", "they", "", "  ", ".*", "\0"])
def test_other_words_are_not_found(choice: str) -> None:
    assert quotation.found(choice, WORDS) == ""


def test_nothing_is_found_in_an_answer_that_is_empty() -> None:
    assert quotation.found("They", "") == ""


def test_plain_text_has_the_words_in_marks_the_source_and_the_address() -> None:
    quoted = Quotation("They were “bright”", "Ola Berg, 2015, at 1:30", ADDRESS)
    assert quotation.plain(quoted) == f"“They were ‘bright’”\n— Ola Berg, 2015, at 1:30\n{ADDRESS}"
    assert quotation.plain(Quotation("", "Ola Berg, 2015", ADDRESS)) == f"Ola Berg, 2015\n{ADDRESS}"
    assert quotation.plain(Quotation("Oui", "Ola", ADDRESS, "fr")).startswith("«\N{NARROW NO-BREAK SPACE}Oui")


@pytest.mark.parametrize(
    "words", ["", WORDS, "[x](javascript:y) *b* <i>\n\n# no heading\n\n- no list", "`a` \\ & &amp;"]
)
@pytest.mark.parametrize("source", ["Ola Berg, 2015", "[Ola](x) *Berg* <img src=x>"])
def test_markdown_and_html_say_the_very_words_and_hold_no_other_markup(words: str, source: str) -> None:
    quoted = Quotation(words, source, ADDRESS, 'en"')
    tags = {"a", "p", *(("blockquote",) if words else ())}
    as_markdown = LexborHTMLParser(MarkdownIt("commonmark").render(quotation.markdown(quoted)))
    as_html = LexborHTMLParser(quotation.html(quoted))
    for tree, more in ((as_markdown, set()), (as_html, {"figure", "figcaption"} if words else set())):
        assert {node.tag for node in tree.css("body *")} == tags | more
        assert [link.attributes["href"] for link in tree.css("a")] == [ADDRESS]
        said = " ".join(tree.body.text(separator=" ").split())
        assert said == " ".join(f"{words} — {source}".split() if words else source.split())


@given(words=st.text(max_size=60), source=st.text(min_size=1, max_size=30))
def test_no_text_becomes_markup(words: str, source: str) -> None:
    written = quotation.html(Quotation(words, source, ADDRESS))
    assert set(re.findall(r"<(/?\w+)", written)) <= {
        *("a", "p", "figure", "figcaption", "blockquote"),
        *("/a", "/p", "/figure", "/figcaption", "/blockquote"),
    }
    assert html_module.escape(source, quote=False) in written


@given(words=st.text(max_size=80), start=st.integers(0, 80), length=st.integers(1, 80))
def test_every_part_of_an_answer_is_found_in_it(words: str, start: int, length: int) -> None:
    choice = words[start : start + length]
    said = quotation.found(choice, words)
    assert said in words
