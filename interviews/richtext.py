"""Author's text to HTML that is safe to show: the only place where text becomes markup. And to words without any.

Two kinds of text. *Prose* (biographies, introductions, comments) is a small Markdown: paragraphs, line breaks,
emphasis, lists, quotations, links. *Excerpts* (questions, answers) are plain: no character in them is markup,
but elisions and quotation marks are set as a printer would.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, wraps
from html import escape
from typing import Literal

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

#: Opening and closing marks, double then single, by primary language subtag.
_QUOTATION_MARKS = {
    "en": ["“", "”", "‘", "’"],
    "fr": ["«\N{NARROW NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}»", "‹", "›"],
    "de": ["„", "“", "‚", "‘"],
}
_PROSE_RULES = [
    "autolink",
    "backticks",
    "blockquote",
    "emphasis",
    "escape",
    "balance_pairs",
    "fragments_join",
    "link",
    "linkify",
    "list",
    "newline",
    "smartquotes",
]
_PROSE_TAGS = {"a", "blockquote", "br", "code", "em", "li", "ol", "p", "strong", "ul"}
_ELISION_SOURCE = re.compile(r"\.{3,}|…")
_ELISION = '<span class="elision">[…]</span>'
_APOSTROPHE = re.compile(r"'(?<=\w')(?=\w)")  # the mark first: it is rare, and looking behind at each letter is slow
_ADDRESS = re.compile(r"(?:https?|mailto):", re.IGNORECASE)
_HOLLOW = re.compile(r'<a rel="[^"]*">(.*?)</a>', re.DOTALL)  # the sanitiser leaves of a link what it may
_PARAGRAPHS = re.compile(r"\n\s*\n")


#: Characters of one paragraph above which quotation marks and bare addresses stay as typed: setting them takes
#: time that grows with the square of the length, and no person writes such a paragraph.
LONGEST_TYPESET = 10_000


def quotation_marks(language: str) -> list[str]:
    """The language's opening and closing marks, double then single."""
    return _QUOTATION_MARKS.get(language.lower().partition("-")[0], _QUOTATION_MARKS["en"])


@cache
def _markdown(language: str, prose: bool, typeset: bool = True) -> MarkdownIt:
    quotes = quotation_marks(language)
    options = {"html": False, "linkify": prose, "breaks": True, "typographer": True, "quotes": quotes}
    parser = MarkdownIt("zero", options)
    if parser.linkify:  # "M.Sc." is no address, though Sc is a country's ending
        parser.linkify.set({"fuzzy_link": False, "fuzzy_email": False})
        parser.linkify.add("//", None)  # two slashes begin a comment in a program, and no address that is typed
    parser.enable(_PROSE_RULES if prose else ["smartquotes"])
    return parser if typeset else parser.disable(["smartquotes", *(["linkify"] if prose else [])])


def _may_typeset(text: str) -> bool:
    return all(len(paragraph) <= LONGEST_TYPESET for paragraph in _PARAGRAPHS.split(text))


#: What was asked of one of the functions below that are made `_once`: its name, the text, the language.
Asked = tuple[str, str, str]
_remembered: dict[Asked, str] | None = None


@contextmanager
def remembered(made: dict[Asked, str]) -> Iterator[None]:
    """While this lasts, what `made` holds is not made again, and what is made is put there.

    So that one process can make what another stores. Not for threads.
    """
    global _remembered
    before, _remembered = _remembered, made
    try:
        yield
    finally:
        _remembered = before


def _once(make: Callable[[str, str], str]) -> Callable[[str, str], str]:
    @wraps(make)
    def look_first(text: str, language: str = "en") -> str:
        if _remembered is None:
            return make(text, language)
        asked = (make.__name__, text, language)
        if asked not in _remembered:
            _remembered[asked] = make(text, language)
        return _remembered[asked]

    return look_first


@_once
def prose(text: str, language: str = "en") -> str:
    """Block HTML of a small Markdown. Links are marked as the visitors' (``nofollow ugc``)."""
    return _sanitised(text, language, relative="pass_through")


@_once
def remark(text: str, language: str = "en") -> str:
    """Prose of a stranger: as `prose`, and a link names the site it leads to, never a page of this one."""
    return _HOLLOW.sub(r"\1", _sanitised(text, language, relative="deny"))


def _sanitised(text: str, language: str, *, relative: Literal["deny", "pass_through"]) -> str:
    html: str = _markdown(language, True, _may_typeset(text)).render(text)
    return nh3.clean(
        html,
        tags=_PROSE_TAGS,
        attributes={"*": set(), "a": {"href"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto"},
        url_relative=relative,
        link_rel="nofollow ugc noopener",
    ).strip()


def plain_words(text: str) -> str:
    """Prose for what shows no markup: without emphasis, links as ``words (address)``, those within this site as words.

    Lists and quotations keep their marks, which a reader of plain text knows; all other text stays as it is.
    """
    lines = re.split(r"\r\n?|\n", text.replace("\0", ""))
    blocks = [token for token in _markdown("en", True, typeset=False).parse("\n".join(lines)) if token.type == "inline"]
    for block in reversed(blocks):
        begin, end = block.map or (0, 0)
        words = lines[begin].find(block.content.partition("\n")[0])  # what stands before them marks a list or quotation
        lines[begin:end] = [lines[begin][: max(words, 0)] + _without_marks(block.children or [])]
    return "\n".join(lines)


def addresses(text: str) -> list[str]:
    """Where the links of prose lead, in their order."""
    blocks = _markdown("en", True, _may_typeset(text)).parse(text)
    tokens = (token for block in blocks for token in block.children or [])
    return [str(token.attrs["href"]) for token in tokens if token.type == "link_open"]


def _without_marks(tokens: list[Token]) -> str:
    words: list[str] = []
    addresses: list[str] = []
    for token in tokens:
        if token.type == "link_open":
            address = str(token.attrs["href"])
            told = token.markup != "autolink" and _ADDRESS.match(address)
            addresses.append(f" ({address})" if told else "")
        elif token.type == "link_close":
            words.append(addresses.pop())
        else:
            words.append("\n" if token.type in ("softbreak", "hardbreak") else token.content)
    return "".join(words)


@_once
def phrase(text: str, language: str = "en") -> str:
    """Inline HTML of plain text: quotation marks of the language, and ``....`` as one elision."""
    words = _APOSTROPHE.sub("’", " ".join(text.split()))
    if '"' in words or "'" in words:
        html: str = _markdown(language, False, len(text) <= LONGEST_TYPESET).renderInline(words)
    else:  # nothing to set but apostrophes within words, as in most: the parser would say the same, ten times slower
        html = escape(words, quote=False)
    if "..." not in html and "…" not in html:
        return html
    return f" {_ELISION} ".join(part.strip(" \t") for part in _ELISION_SOURCE.split(html)).strip()


@_once
def excerpt(text: str, language: str = "en") -> str:
    """Block HTML of an excerpt: paragraphs of `phrase`. Only what the text marks as left out is shown as left out."""
    paragraphs = (part.strip() for part in _PARAGRAPHS.split(text.strip()))
    return "\n".join(f"<p>{phrase(part, language)}</p>" for part in paragraphs if part)
