"""Two changes of one text made into one text, word by word."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from interviews.documents.changed_words import changed_words


class _Edit(NamedTuple):
    """What stands in the place of the characters from `start` to `end`."""

    start: int
    end: int
    text: str


def joined_words(base: str, one: str, other: str) -> str | None:
    """The text with what both changed in `base`; None where both changed the same place, each otherwise."""
    edits = sorted({*_edits(base, one), *_edits(base, other)})
    told: list[str] = []
    place = 0
    last: _Edit | None = None
    for edit in edits:
        if last is not None and edit.start <= last.end:
            return None
        told += [base[place : edit.start], edit.text]
        place, last = edit.end, edit
    return "".join([*told, base[place:]])


def _edits(base: str, became: str) -> Iterator[_Edit]:
    place = start = 0
    text = ""
    for piece in changed_words(base, became):
        if piece.kind == "same":
            if place > start or text:
                yield _Edit(start, place, text)
            place += len(piece.text)
            start, text = place, ""
        elif piece.kind == "removed":
            place += len(piece.text)
        else:
            text += piece.text
    if place > start or text:
        yield _Edit(start, place, text)
