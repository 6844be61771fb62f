"""Markdown as interviews are written in it: lines parsed into pieces, and plain text made safe for it.

CommonMark 0.31 with the tables of GitHub, as markdown-it-py parses them. Without blocks of code, for an indented line
of an interview is none; and without links by reference, which the rich text of a biography has not either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

#: Marks of one paragraph beyond which it is taken as typed: no person writes so many.
MOST_MARKS = 5000

_MARKS = re.compile(r"[\[<*_`&]")
_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
_SPECIAL = re.compile(r"\\|[`*\[\]]|(?<![^\W_])_|_(?![^\W_])|<(?=[A-Za-z/!?])|&(?=[#A-Za-z])|\{(?=#)")
#: Words that state a fact of an entry, where a line or an item begins with one and a colon.
FACT_NAMES = {
    "keywords": "tags",
    "tags": "tags",
    "subjects": "subjects",
    "synopsis": "synopsis",
    "summary": "synopsis",
    "kind": "kind",
    "answered by": "answered_by",
    "until": "end",
    "time as written": "raw",
    "link": "links",
    "links": "links",
    "place": "places",
    "places": "places",
}
_BEGINS_LINE = re.compile(
    r"[#>+=|:~-]|(?P<number>\d{1,9})(?P<mark>[.)])"
    rf"|(?P<before_colon>[(]?\d{{1,3}}(?=:\d)|(?i:{'|'.join(FACT_NAMES)}|recorded|published)(?: on)?(?=:))"
)
_NO_ASCII_MARK = {"“": "&#8220;", "„": "&#8222;", "–": "&#8211;", "—": "&#8212;"}
_ENDS_LINE = re.compile(r"#$")
_BR = re.compile(r"<br\s{0,9}/?>", re.IGNORECASE)
_PLAIN_ADDRESS = re.compile(r"[\w./:?=%#~+,@&-]+", re.ASCII)


def _parser() -> MarkdownIt:
    # HTML is parsed so that it can be told from text and left out; nothing here becomes HTML.
    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    parser.disable(["code", "fence", "reference", "inline", "text_join"])
    # Addresses are kept as they are written, and judged where they are used.
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    parser.normalizeLinkText = lambda link: link  # type: ignore[method-assign]
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    return parser


_PARSER = _parser()


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line. `kind` is text, escaped (a character that is no mark), break, soft, br, image or html.

    A soft break is the end of a line in the source, a break one that is meant, br one that is written as HTML. An
    image's text is the alternative one. `url` is None where nothing is linked; `auto` says that the address itself is
    what is shown.
    """

    text: str
    kind: str = "text"
    strong: bool = False
    url: str | None = None
    title: str = ""
    auto: bool = False


def block_tokens(text: str) -> tuple[list[Token], dict[str, Any]]:
    """The blocks of a text, as markdown-it has them, and what their lines must be parsed with."""
    environment: dict[str, Any] = {}
    return _PARSER.parse(text, environment), environment


def pieces_of(source: str, environment: dict[str, Any] | None = None) -> list[Piece]:
    """The pieces of a paragraph's or heading's source, neighbours of one kind joined."""
    if sum(1 for _mark in _MARKS.finditer(source)) > MOST_MARKS:
        return [Piece(source)]
    children: list[Token] = []
    _PARSER.inline.parse(source, _PARSER, environment or {}, children)
    pieces: list[Piece] = []
    for piece in _pieces(children):
        if piece.kind == "text" and not piece.text:
            continue
        last = pieces[-1] if pieces else None
        if last and piece.kind == last.kind == "text" and replace(last, text="") == replace(piece, text=""):
            pieces[-1] = replace(last, text=last.text + piece.text)
        else:
            pieces.append(piece)
    return pieces


def _pieces(tokens: list[Token]) -> Iterator[Piece]:
    strong, links = 0, list[Piece]()
    for token in tokens:
        around = replace(links[-1], strong=strong > 0) if links else Piece("", strong=strong > 0)
        if token.type == "strong_open":
            strong += 1
        elif token.type == "strong_close":
            strong -= 1
        elif token.type == "link_open":
            address, title = str(token.attrs.get("href", "")), str(token.attrs.get("title", ""))
            links.append(Piece("", url=address, title=title, auto=token.markup == "autolink"))
        elif token.type == "link_close":
            links.pop()
        elif token.type in _KINDS:
            text = " " if token.type == "softbreak" else "\n" if token.type == "hardbreak" else token.content
            kind = "br" if token.type == "html_inline" and _BR.fullmatch(text) else _KINDS[token.type]
            yield replace(around, text=text, kind=kind)
        elif token.type == "image":
            address = str(token.attrs.get("src", ""))
            yield Piece(plain(list(_pieces(token.children or []))), kind="image", url=address)


_KINDS = {
    "text": "text",
    "code_inline": "escaped",
    "text_special": "escaped",
    "softbreak": "soft",
    "hardbreak": "break",
    "html_inline": "html",
}


def plain(pieces: list[Piece]) -> str:
    """The words of the pieces: no marks, no images, no HTML; white space at the ends and of each line folded."""
    text = "".join(
        "\n" if piece.kind == "br" else piece.text for piece in pieces if piece.kind not in ("image", "html")
    )
    return "\n".join(re.sub(r"[ \t]+", " ", line).strip() for line in text.strip().split("\n"))


def lines_in(pieces: list[Piece]) -> list[tuple[Piece | None, list[Piece]]]:
    """The pieces of each line of the source, and the break before it."""
    lines: list[tuple[Piece | None, list[Piece]]] = [(None, [])]
    for piece in pieces:
        if piece.kind in ("soft", "break"):
            lines.append((piece, []))
        else:
            lines[-1][1].append(piece)
    return lines


def escaped(text: str, indent: str = "") -> str:
    """Plain text as Markdown that reads as this very text; a line break within it becomes one that is meant.

    `indent` begins each line but the first.
    """
    lines = (_escaped_line(line.strip()) for line in text.strip().split("\n"))
    return f"\\\n{indent}".join(lines)


def _escaped_line(line: str) -> str:
    begin = _BEGINS_LINE.match(line)
    head, rest = "", line
    if begin is not None:
        mark = begin.end() if begin["number"] else begin.end() + 1 if begin["before_colon"] else 1
        head, rest = f"{line[: mark - 1]}\\{line[mark - 1]}", line[mark:]
    elif line[:1] in _NO_ASCII_MARK:
        head, rest = _NO_ASCII_MARK[line[0]], line[1:]
    elif line[:1] == '"':
        head, rest = '\\"', line[1:]
    rest = _SPECIAL.sub(r"\\\g<0>", rest)
    return head + _ENDS_LINE.sub(r"\\#", rest)


def link(words: str, url: str, title: str = "") -> str:
    """A link in Markdown around `words` that are Markdown already; without any it shows its address."""
    if not words and re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>\x00-\x20]*", url):
        return f"<{url}>"
    address = url if _PLAIN_ADDRESS.fullmatch(url) else "<" + re.sub(r"[\\<>&]", r"\\\g<0>", url) + ">"
    named = ' "' + re.sub(r"[\\\"&]", r"\\\g<0>", title) + '"' if title else ""
    return f"[{words}]({address}{named})"
