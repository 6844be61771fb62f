"""The lines of text that an HTML page shows: what block stands where, which words are bold, where links lead.

A paragraph, a heading or a row of a table is a line with a blank one on either side; ``<br>`` and the items of a list
make lines without. White space is folded as a browser folds it; alternative texts of pictures are no text.
"""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import replace

from selectolax.lexbor import LexborNode

from interviews.documents.readers.blocks.block import Block, Page, Picture, Sound
from interviews.documents.readers.html.pieces import Piece, folded, label_in, links_in, with_colon, without_white
from interviews.documents.readers.html.rows import Cell, rows_as_lines
from interviews.documents.readers.html.source import line_of
from interviews.documents.readers.html.walk import walked
from interviews.documents.readers.page.entry_lines import STAMP, label_of

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = frozenset(
    re.findall(
        r"[\w-]+",
        "address article blockquote body caption center details dir div dd dt fieldset figcaption figure form h1 h2 h3 "
        "h4 h5 h6 header hgroup hr main menu ol p section summary ul x-pre x-listing",
    )
)
_LISTS = {"ul": "-", "menu": "-", "dir": "-", "ol": ""}
_BOLD = re.compile(r"\bfont-weight\s*:\s*(?:bold|[6-9]00)\b", re.IGNORECASE)
#: Tables in tables; pages that were laid out with them have six.
DEEPEST_TABLES = 20
_BOLD_ELEMENTS = frozenset(("x-b", "x-strong"))


def page_of(root: LexborNode, without: Container[int] = ()) -> Page:
    """What an element shows, but for the elements (by their `mem_id`) it is to be shown `without`."""
    builder = _Builder()
    for begins, node in walked(root, without):
        if begins:
            builder.begin(node)
        else:
            builder.end(node)
    builder.break_block()
    return Page(_with_marks(builder.blocks), builder.pictures, builder.sounds)


class _Builder:
    """Lines while their pieces come in."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.pictures: list[Picture] = []
        self.sounds: list[Sound] = []
        self._pieces: list[Piece] = []  # words, whether bold, where they lead
        self._line = 1
        self._begun: int | None = None  # the line on which the pieces begin
        self._bold = self._preformatted = self._heading = 0
        self._addresses: list[str] = []
        self._lists: list[tuple[str, int]] = []  # the mark, or the number of the latest item
        self._mark = ""
        self._tables: list[tuple[str, list[list[Cell]]]] = []
        self._plain_tables = 0  # that stand too deep to be looked at as rows
        self._above: list[list[Block]] = []  # the lines above each cell that is open

    def begin(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if node.is_text_node:
            self._text(node.text_content or "")
            return
        self._count(node, tag)
        if tag in _BLOCKS:
            self.break_block()
        self._heading = _HEADINGS.get(tag, self._heading)
        self._bold += _is_bold(node, tag)
        self._preformatted += tag in ("x-pre", "x-listing")
        if tag == "br":
            self.break_line()
        elif tag == "x-a":
            self._addresses.append(node.attributes.get("href") or "")
        elif tag == "img":
            self.pictures.append(Picture(_said(node, "src"), folded(_said(node, "alt")), self._line))
        elif tag in ("audio", "video", "source") and _said(node, "src"):
            self.sounds.append(Sound(_said(node, "src"), _said(node, "type").partition(";")[0].strip().lower()))
        elif tag in _LISTS:
            self._lists.append((_LISTS[tag], 0))
        elif tag == "li":
            self._begin_item()
        elif tag in ("table", "dl"):
            self.break_block()
            if len(self._tables) < DEEPEST_TABLES and not self._plain_tables:
                self._tables.append((tag, []))
            else:
                self._plain_tables += 1
        elif tag in ("tr", "dt") and self._is_in(tag):
            self.break_block()
            self._tables[-1][1].append([])
        if tag in ("td", "th", "dt", "dd") and self._is_in(tag):
            self._above.append(self.blocks)
            self.blocks = []

    def end(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if tag in _BLOCKS or tag in ("td", "th", "tr"):
            self.break_block()
        elif tag == "li":
            self.break_line()
            self._mark = ""
        if tag in _HEADINGS:
            self._heading = 0
        self._bold -= _is_bold(node, tag)
        self._preformatted -= tag in ("x-pre", "x-listing")
        if tag == "x-a":
            self._addresses.pop()
        elif tag in _LISTS:
            self._lists.pop()
        elif tag in ("td", "th", "dt", "dd") and self._is_in(tag):
            self._end_cell(tag)
        elif tag in ("table", "dl"):
            self._end_table(tag)

    def break_line(self) -> None:
        """Ends the line, if it has words."""
        pieces, self._pieces = without_white(self._pieces), []
        if not pieces:
            return
        text = with_colon(pieces)
        block = Block(
            text=text,
            line=self._begun,
            heading=self._heading,
            bold=all(bold for words, bold, _address in pieces if words.strip()),
            label=label_in(pieces, text),
            mark=self._mark,
            links=tuple(links_in(pieces)),
        )
        self.blocks.append(block)
        self._mark, self._begun = "", None

    def break_block(self) -> None:
        """Ends the line, and leaves a blank one below it."""
        self.break_line()
        if self.blocks and self.blocks[-1]:
            self.blocks.append(Block(line=self.blocks[-1].line))

    def _is_in(self, tag: str) -> bool:
        """Whether a cell is one of the innermost table, a term one of the innermost list of terms."""
        if self._plain_tables or not self._tables:
            return False
        return self._tables[-1][0] == ("dl" if tag in ("dt", "dd") else "table")

    def _count(self, node: LexborNode, tag: str) -> None:
        line = line_of(node)
        # The parser copies what is left open (and renames) to later places: those lie behind.
        if line and (not tag.startswith("x-") or line > self._line):
            self._line = line

    def _text(self, text: str) -> None:
        lines = text.split("\n") if self._preformatted else [text]
        for number, part in enumerate(lines):
            if number:
                if self._begun is None:
                    self.break_block()
                else:
                    self.break_line()
                self._line += 1
            filled = part.lstrip()
            if filled and self._begun is None:
                self._begun = self._line + part.count("\n", 0, len(part) - len(filled))
            self._pieces.append(Piece(part, self._bold > 0, self._addresses[-1] if self._addresses else ""))
            self._line += part.count("\n")

    def _begin_item(self) -> None:
        self.break_line()
        if self._lists:
            mark, number = self._lists[-1]
            self._mark = mark or f"{number + 1}."
            self._lists[-1] = (mark, number + 1)

    def _end_table(self, tag: str) -> None:
        self.break_block()
        if self._plain_tables:
            self._plain_tables -= 1
        else:
            _tag, rows = self._tables.pop()
            self.blocks += rows_as_lines(rows, terms=tag == "dl")

    def _end_cell(self, tag: str) -> None:
        rows = self._tables[-1][1]
        if not rows:
            rows.append([])
        rows[-1].append(Cell(tuple(self.blocks), tag == "th"))
        self.blocks = self._above.pop()


def _said(node: LexborNode, name: str) -> str:
    return (node.attributes.get(name) or "").strip()


def _is_bold(node: LexborNode, tag: str) -> bool:
    return tag in _BOLD_ELEMENTS or bool(_BOLD.search(node.attributes.get("style") or ""))


def _with_marks(blocks: list[Block]) -> list[Block]:
    """The items of a list with their marks; not those of a list of entries, which begin with a time or a label."""
    lists: list[list[Block]] = [[]]
    for block in blocks:
        above = next((item.mark for item in reversed(lists[-1][-2:]) if item), "")
        if block and (bool(block.mark) != bool(above) or block.mark == "1." or (block.mark == "-") != (above == "-")):
            lists.append([])
        lists[-1].append(block)
    marked: list[Block] = []
    for items in lists:
        entries = any(STAMP.fullmatch(item.text) or label_of(item.text) for item in items if item.mark)
        marked += items if entries else [_with_mark(item) for item in items]
    return marked


def _with_mark(item: Block) -> Block:
    return replace(item, text=f"{item.mark} {item.text}") if item.mark else item
