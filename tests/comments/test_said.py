"""What a comment says to those who see it, whatever was typed: its words, and where its links lead."""

from __future__ import annotations

import time

import pytest

from interviews.comments.said import domain, host, said

#: One address, in some of the ways in which it can be typed; a reader can click on each.
EVIL = [
    "https://evil.example",
    "<https://evil.example/a>",
    "[x](https://evil.example)",
    "[x](HTTPS://EVIL.EXAMPLE.:443/a?b#c)",
    "[x](https&#58;//evil.example)",
    "[x](https:evil.example)",
    "[x](https:/evil.example)",
    "[x](https:////evil.example)",
    "[x](https\\://evil.example)",
    "[x](https://evil&#46;example)",
    "[x](https://evil%2Eexample)",
    "[x](https://evil\u3002example)",
    "[x](https://someone:secret@evil.example/)",
    "[x](https://good.example@evil.example/)",
    "<https:evil.example/a>",
    "[x](mailto:someone@evil.example?subject=y)",
    "<someone@evil.example>",
]


@pytest.mark.parametrize("typed", EVIL)
def test_a_link_is_counted_and_its_host_is_known_however_it_is_typed(typed: str) -> None:
    assert (said(typed).links, said(typed).hosts) == (1, {"evil.example"})
    assert said(f"{typed} " * 20).links == 20


@pytest.mark.parametrize(
    "typed", ["www.evil.example", "`https://evil.example/a`", "www.evil.example/https://evil.example"]
)
def test_an_address_that_cannot_be_clicked_counts_too(typed: str) -> None:
    assert said(typed).hosts == {"evil.example"}
    assert said(typed).links >= 1


def test_the_address_that_a_link_claims_is_known_beside_the_one_it_leads_to() -> None:
    text = said("[www.good.example](https://evil.example)")
    assert (text.links, text.hosts) == (1, {"evil.example", "good.example"})


@pytest.mark.parametrize("typed", ["d.example", "[x](/admin/)", "[x](//evil.example)", "[x](evil.example)", "at 12:30"])
def test_what_leads_nowhere_is_no_link(typed: str) -> None:
    assert (said(typed).links, said(typed).hosts) == (0, frozenset())


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("b\u00fccher.example", "xn--bcher-kva.example"),
        ("XN--bcher-kva.Example", "xn--bcher-kva.example"),
        ("2130706433", "127.0.0.1"),
        ("0x7f.1", "127.0.0.1"),
        ("\uff45vil.example", "evil.example"),
        ("7.example", "7.example"),
        ("a..b", "a..b"),
        ("", ""),
    ],
)
def test_a_domain_has_one_spelling(written: str, name: str) -> None:
    assert domain(written) == name


@pytest.mark.parametrize("address", ["", "/admin/", "javascript:x", "ftp://evil.example", "https:", "#x"])
def test_what_names_no_site_has_no_host(address: str) -> None:
    assert host(address) == ""


@pytest.mark.parametrize("typed", ["**ca**sino", "ca*si*no", "c[asi](https://a.example)no", "ca`sin`o", "ca\u00adsino"])
def test_marks_within_a_word_do_not_hide_it(typed: str) -> None:
    assert said(typed).words == "casino"


def test_lines_and_items_part_words() -> None:
    assert said("ca\nsi\n\n* no\n* go").words.split() == ["ca", "si", "no", "go"]
    assert said("<b>7 & 8</b>").words == "<b>7 & 8</b>"


ARTICLE = "A truly great article, I have bookmarked it all!"


SAME = [
    f"{ARTICLE}!",
    f"> {ARTICLE.upper()}",
    f"🗼{ARTICLE}\u0301",
    "A **truly** great\n\narticle: I have bookmarked it all",
]


@pytest.mark.parametrize("typed", SAME)
def test_words_that_differ_by_marks_signs_and_capitals_alone_are_the_same(typed: str) -> None:
    assert said(typed).gist == said(ARTICLE).gist != ""


def test_other_words_are_not_and_few_words_are_anybodys() -> None:
    assert said(ARTICLE.replace("great", "good")).gist != said(ARTICLE).gist
    assert said("Thank you!" + "!" * 90).gist == ""


LONG = ["[" * 5_000, "<a" * 2_500, "www." * 1_250, "[x](mailto:" * 400, "> " * 2_400 + "x", "https://" + "@" * 5_000]


@pytest.mark.parametrize("typed", LONG)
def test_no_text_takes_long_to_read(typed: str) -> None:
    begun = time.perf_counter()
    said(typed)
    assert time.perf_counter() - begun < 1
