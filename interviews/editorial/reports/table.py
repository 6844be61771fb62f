"""A report as a file for spreadsheets."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

#: A cell that begins so is a formula to a spreadsheet, which would reckon it when the file is opened.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class _Echo:
    def write(self, text: str) -> str:
        return text


def defused(cell: str) -> str:
    """With an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def written(head: Sequence[str], lines: Iterable[Sequence[str]]) -> Iterator[str]:
    """The lines of the file; a mark at its beginning tells spreadsheets that it is UTF-8."""
    writer = csv.writer(_Echo())
    yield "\ufeff"
    for line in chain([head], lines):
        yield writer.writerow([defused(cell) for cell in line])
