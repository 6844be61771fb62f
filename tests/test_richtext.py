from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser, LexborNode

from interviews import richtext
from interviews.search.words import words_of


def test_an_excerpt_sets_quotation_marks_and_one_elision() -> None:
    html = richtext.excerpt('The logo is "prosperity for all"....and they\'re not joking.')
    assert html == ('<p>The logo is “prosperity for all” <span class="elision">[…]</span> and they’re not joking.</p>')


def test_only_what_is_marked_as_left_out_is_shown_as_left_out() -> None:
    assert richtext.excerpt("and so on....") == '<p>and so on <span class="elision">[…]</span></p>'
    assert richtext.excerpt("Yes") == "<p>Yes</p>"
    assert richtext.excerpt("And so on.") == "<p>And so on.</p>"


def test_an_excerpt_keeps_its_paragraphs() -> None:
    assert richtext.excerpt("One.\n\nTwo.") == "<p>One.</p>\n<p>Two.</p>"


def test_no_character_of_an_excerpt_is_markup() -> None:
    html = richtext.excerpt("2 * 3 * 4 <b>bold</b> & [x](http://y.example) _so_.")
    assert html == "<p>2 * 3 * 4 &lt;b&gt;bold&lt;/b&gt; &amp; [x](http://y.example) _so_.</p>"


def test_quotation_marks_are_those_of_the_language() -> None:
    assert richtext.phrase('Il dit "oui".', "fr-CA") == "Il dit «\u202foui\u202f»."
    assert richtext.phrase('Er sagt "ja".', "de") == "Er sagt „ja“."


def test_prose_has_paragraphs_lists_emphasis_and_links() -> None:
    html = richtext.prose("One *two*\nthree\n\n* a\n* b\n\nhttps://x.example/a_b_c")
    assert html == (
        "<p>One <em>two</em><br>\nthree</p>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"
        '<p><a href="https://x.example/a_b_c" rel="nofollow ugc noopener">https://x.example/a_b_c</a></p>'
    )


def test_a_paragraph_that_begins_with_a_year_keeps_it() -> None:
    assert 'start="1979"' in richtext.prose("1979. The first lamp.")


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "![x](http://x.example/a.png)",
        '<img src=x onerror="alert(1)">',
        '<https://x.example/" onmouseover=alert(1)>',
        "[x](data:text/html,<script>alert(1)</script>)",
    ],
)
def test_prose_lets_nothing_dangerous_through(text: str) -> None:
    html = richtext.prose(text)
    for danger in ("<script", "<img", 'href="javascript', 'href="data', "onmouseover=alert(1)>"):
        assert danger not in html.lower()


@pytest.mark.parametrize("address", ["/admin/", "//evil.example", "evil.example", "?q=x", "#x", "../x"])
def test_the_link_of_a_stranger_names_the_site_it_leads_to_and_an_editors_need_not(address: str) -> None:
    assert richtext.remark(f"A [*small* x]({address}).") == "<p>A <em>small</em> x.</p>"
    assert f'href="{address}"' in richtext.prose(f"A [*small* x]({address}).")


#: Whatever begins or ends markup, in Markdown or in HTML, and links to addresses of all kinds.
PIECES = st.sampled_from(
    [
        *("*", "_", "`", "[", "](", ")", "<", ">", "!", "&", "&#", ";", '"', "'", "\\", "\n", "\n\n", "> ", "1. "),
        *("* ", "    ", "<img src=x>", "<script>", "<!--", "-->", "\0", "\t", "...", "onload=x", "words ", "of mine "),
    ]
)
ADDRESSES = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(
            ["", "javascript:", "HTTPS://", "data:", "//", "/", "?", "#", "mailto:", "vbscript:", "x:", "&#106;"]
        ),
        st.sampled_from(["x.example", "a@x.example", "alert(1)", "", "text/html,x"]),
    ),
)
LINKS = st.builds("{0}{2}{1}".format, *[st.sampled_from(["[x](", ")", "<", ">", " ", "![", "]("])] * 2, ADDRESSES)
MARKUP = st.lists(
    st.one_of(PIECES, LINKS, st.builds("[x]({})".format, ADDRESSES), st.text(max_size=4)), max_size=25
).map("".join)
#: The scheme as a browser finds it (URL Standard, 4.4): of what has none, only an editor may write an address.
SCHEME = re.compile(r"[\x00-\x20]*([A-Za-z](?:[A-Za-z0-9+.-]|[\t\n\r])*):")
ALLOWED = {
    "a": {"href", "rel"},
    "ol": {"start"},
    "span": {"class"},
    **{name: set() for name in ("blockquote", "br", "code", "em", "li", "p", "strong", "ul")},
}


@given(MARKUP)
def test_as_a_browser_reads_any_text_only_what_is_allowed_is_there(text: str) -> None:
    for make in (richtext.prose, richtext.remark, richtext.excerpt, richtext.phrase):
        main = as_a_browser_reads(make(text))
        for node in main.traverse():
            if node is main or node.tag == "main":
                continue
            assert node.tag in ALLOWED and node.attributes.keys() <= ALLOWED[node.tag], node.html
            if "href" in node.attributes:
                scheme = SCHEME.match(node.attributes["href"] or "")
                assert scheme[1].lower() in {"http", "https", "mailto"} if scheme else make is richtext.prose, node.html


@given(MARKUP)
def test_no_word_of_an_excerpt_is_lost(text: str) -> None:
    words = "".join(words_of(text.replace("\0", "")))
    for html in (richtext.excerpt(text), richtext.phrase(text)):
        assert "".join(words_of(as_a_browser_reads(html).text())) == words


def as_a_browser_reads(html: str) -> LexborNode:
    """The element in which that HTML stands; none of it may have come to stand outside."""
    (main,) = LexborHTMLParser(f"<!doctype html><body><main>{html}</main>").body.iter()
    assert main.tag == "main"
    return main


def test_a_degree_is_no_address() -> None:
    assert richtext.prose("Greta Holm, M.Sc. and B.Sc.") == "<p>Greta Holm, M.Sc. and B.Sc.</p>"
    assert 'href="https://x.example/a"' in richtext.prose("See https://x.example/a.")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ola keeps *three* **lights**.", "Ola keeps three lights."),
        ("On [fog](https://x.example/fog?a=1&b=2).", "On fog (https://x.example/fog?a=1&b=2)."),
        ("<https://x.example/a> and https://x.example/b_c_d", "https://x.example/a and https://x.example/b_c_d"),
        ("By [her](/speakers/ola/), [him](//x.example) or <a@x.example>", "By her, him or a@x.example"),
        ("[Write](mailto:a@x.example).", "Write (mailto:a@x.example)."),
        ("One *two*\nthree  \nfour\n\n\nFive", "One two\nthree\nfour\n\n\nFive"),
        ("* one *x*\n* two\n\n3. `three`", "* one x\n* two\n\n3. three"),
        ("> said *she*\n> then", "> said she\nthen"),
        (r"2 \* 3 and 2 * 3, snake_case, a &amp; b, “so”...", "2 * 3 and 2 * 3, snake_case, a &amp; b, “so”..."),
        ("[x](javascript:alert(1)) <b>so</b>", "[x](javascript:alert(1)) <b>so</b>"),
        ("", ""),
    ],
)
def test_the_words_of_prose_have_no_marks_and_each_link_s_address_behind_it(text: str, words: str) -> None:
    assert richtext.plain_words(text) == words


@given(st.text())
def test_any_prose_has_words(text: str) -> None:
    assert len(richtext.plain_words(text).splitlines()) <= len(text.splitlines())
