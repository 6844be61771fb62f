"""Rows of a table (or of a list of terms) as lines: a time beside its words, a name beside what was said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from interviews.documents.readers.blocks.block import Block
from interviews.documents.readers.page.entry_lines import STAMP, label_of

LONGEST_LABEL = 40
_LONGEST_VALUE = 200


@dataclass(frozen=True)
class Cell:
    """A cell of a row. `heads` where it is a column's or a row's heading."""

    blocks: tuple[Block, ...]
    heads: bool = False

    @property
    def only(self) -> Block | None:
        """The one line that it holds, if it holds one."""
        filled = [block for block in self.blocks if block]
        return filled[0] if len(filled) == 1 else None


def is_stamp(text: str) -> bool:
    """Whether the text is a moment (or from one to another) and nothing else."""
    match = STAMP.fullmatch(text) if text[:1] in ":[(0123456789" else None
    return match is not None and not match["text"]


def rows_as_lines(rows: Sequence[Sequence[Cell]], *, terms: bool = False) -> list[Block]:
    """The lines of the rows, blank ones between them; `terms` says that each row is a term and what it means.

    Tables also lay pages out: cells that hold more than a line each are read one after the other.
    """
    filled = [[cell for cell in row if any(cell.blocks)] for row in rows]
    filled = [row for row in filled if row]
    timed = any(row[0].only and is_stamp(row[0].only.text) for row in filled)
    labelled = _is_labelled(filled)
    tabular = _is_tabular(filled)
    lines: list[Block] = []
    for number, row in enumerate(filled):
        first = row[0].only
        if timed and number == 0 and (first is None or not is_stamp(first.text)) and all(cell.only for cell in row):
            continue  # "Time", "Topic": the headings of the columns
        if len(row) > 1 and first and (_leads(first.text) or labelled or (terms and len(first.text) <= LONGEST_LABEL)):
            lines += _joined(first, row[1:])
        elif tabular:
            lines.append(_in_one(row))
        else:
            lines += _apart(row)
        if lines[-1]:
            lines.append(Block(line=lines[-1].line))
    return lines


def _leads(text: str) -> bool:
    """Whether the words belong before those of the next cell: a moment, ``Q``, ``Recorded:``."""
    return is_stamp(text) or (len(text) <= LONGEST_LABEL and (text.endswith(":") or label_of(f"{text}:") is not None))


def _is_labelled(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether the first column holds the names of those who speak in turn: few, each more than once."""
    if len(rows) < 4 or any(len(row) != 2 for row in rows):
        return False
    names = [row[0].only.text if row[0].only else "" for row in rows]
    counted = Counter(names)
    return all(0 < len(name) <= LONGEST_LABEL for name in names) and min(counted.values()) > 1 and len(counted) > 1


def _is_tabular(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether the rows hold a value in each column, as a list of years and awards does."""
    if len(rows) < 2 or len({len(row) for row in rows}) > 1 or len(rows[0]) < 2:
        return False
    return all(cell.only and len(cell.only.text) <= _LONGEST_VALUE for row in rows for cell in row)


def _joined(first: Block, cells: Sequence[Cell]) -> Iterator[Block]:
    below = [block for cell in cells for block in (*cell.blocks, Block())]
    while not below[0]:
        del below[0]
    while not below[-1]:
        del below[-1]
    lead = first.text if first.text.endswith(":") else f"{first.text}:"
    label = "" if is_stamp(first.text) else lead[:-1]
    yield replace(
        below[0], text=f"{lead} {below[0].text}", line=first.line, label=label, links=first.links + below[0].links
    )
    yield from below[1:]


def _in_one(row: Sequence[Cell]) -> Block:
    blocks = [block for cell in row if (block := cell.only)]
    links = tuple(link for block in blocks for link in block.links)
    return replace(blocks[0], text=" – ".join(block.text for block in blocks), bold=False, links=links)


def _apart(row: Sequence[Cell]) -> Iterator[Block]:
    for place, cell in enumerate(row):
        if place:
            yield Block(line=cell.blocks[0].line)
        yield from cell.blocks
