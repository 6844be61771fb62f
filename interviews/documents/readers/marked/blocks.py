"""The blocks of a Markdown text with their lines: what the parser's tokens say, in one row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from markdown_it.token import Token

from interviews.documents.markdown_text import Piece, block_tokens, pieces_of


@dataclass(frozen=True, slots=True)
class MarkdownBlock:
    """A heading, a paragraph, an item (of a list: its first paragraph), a row (of a table), html or a rule.

    `line` and `last` count from 1 in the file. `quoted` says that it stands in a quotation, `level` is a heading's,
    `inside` says that it stands below an item's first paragraph; `mark` is what stands before an item; `head` is true
    of a table's head.
    """

    kind: str
    line: int
    last: int
    source: str = ""
    level: int = 0
    quoted: bool = False
    inside: bool = False
    mark: str = ""
    head: bool = False
    cells: tuple[str, ...] = ()


@dataclass
class MarkdownPage:
    """A text as lines and as blocks."""

    lines: list[str]
    blocks: list[MarkdownBlock]
    environment: dict[str, Any] = field(default_factory=dict)
    _parsed: dict[str, list[Piece]] = field(default_factory=dict)

    def pieces(self, source: str) -> list[Piece]:
        """The pieces of a block's source, or a cell's; each is parsed once."""
        if source not in self._parsed:
            self._parsed[source] = pieces_of(source, self.environment)
        return [*self._parsed[source]]


def page_of(text: str) -> MarkdownPage:
    """The blocks of a text."""
    tokens, environment = block_tokens(text)
    return MarkdownPage(text.split("\n"), list(_blocks(tokens)), environment)


def _blocks(tokens: list[Token]) -> Iterator[MarkdownBlock]:
    quotes = 0
    items: list[str] = []  # of each open item the mark, until its first paragraph has come
    opened, head = Token("", "", 0), False
    cells: list[str] = []
    first = 0
    for token in tokens:
        kind = token.type
        if kind in ("paragraph_open", "heading_open"):
            opened = token
        elif kind == "blockquote_open":
            quotes += 1
        elif kind == "blockquote_close":
            quotes -= 1
        elif kind == "list_item_open":
            items.append(f"{token.info}{token.markup}" if token.info else "-")
        elif kind == "list_item_close":
            items.pop()
        elif kind in ("thead_open", "thead_close"):
            head = kind == "thead_open"
        elif kind == "tr_open":
            opened, cells, first = token, [], (token.map or [0])[0]
        elif kind == "tr_close":
            yield MarkdownBlock("row", first + 1, first + 1, quoted=quotes > 0, head=head, cells=tuple(cells))
        elif kind == "inline" and opened.type == "tr_open":
            cells.append(token.content)
        elif kind == "inline" and opened.type == "heading_open":
            begin, end = opened.map or [0, 1]
            level = int(opened.tag[1:])
            yield MarkdownBlock("heading", begin + 1, end, token.content, level=level, quoted=quotes > 0)
        elif kind == "inline":
            begin, end = token.map or [0, 1]
            mark = items[-1] if items else ""
            inside = bool(items) and not mark
            if items:
                items[-1] = ""
            name = "item" if mark else "paragraph"
            yield MarkdownBlock(name, begin + 1, end, token.content, quoted=quotes > 0, inside=inside, mark=mark)
        elif kind in ("html_block", "hr"):
            begin, end = token.map or [0, 1]
            content = token.content if kind == "html_block" else ""
            yield MarkdownBlock("html" if content else "rule", begin + 1, end, content, quoted=quotes > 0)
