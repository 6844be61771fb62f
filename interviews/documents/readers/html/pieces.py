"""The words of a line as they come in, piece by piece: folded into one text, with what begins it and what it links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby, takewhile
from typing import NamedTuple

from interviews.characters import composed
from interviews.documents.readers.blocks.block import Link
from interviews.documents.readers.html.rows import LONGEST_LABEL, is_stamp
from interviews.documents.reading import lines_of

_WHITE = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
_GOES_ON = (":", "-", "–", "—", "to ")  # behind a time that needs no colon to be one
_QUESTION_OR_ANSWER = re.compile(r"[QA]\d{0,3}\.?")


class Piece(NamedTuple):
    """Words of one style: whether they are bold, and the address to which they lead, if any."""

    words: str
    bold: bool = False
    address: str = ""


def folded(text: str) -> str:
    """The text on one line, without what is damage of a conversion."""
    return lines_of(composed(_WHITE.sub(" ", text)))[0].text


def without_white(pieces: list[Piece]) -> list[Piece]:
    """The pieces with white space folded across them, and none at either end."""
    kept: list[Piece] = []
    after_white = True
    for words, bold, address in pieces:
        part = _WHITE.sub(" ", words)
        part = part[1:] if after_white and part.startswith(" ") else part
        if part:
            kept.append(Piece(part, bold, address))
            after_white = part.endswith(" ")
    if kept:
        words, bold, address = kept.pop()
        if words := words.rstrip():
            kept.append(Piece(words, bold, address))
    return kept


def with_colon(pieces: list[Piece]) -> str:
    """The words of a line. A time that is an element of its own (a link, a bold word) begins an entry: the colon that
    says so in a page of text is put behind it; so is one behind a bold ``Q`` or ``A``."""
    text = folded("".join(words for words, _bold, _address in pieces))
    first = pieces[0][0].strip()
    rest = text.removeprefix(first)
    if len(pieces) < 2 or len(rest) == len(text) or rest.lstrip().startswith(_GOES_ON) or first.endswith(":"):
        return text
    if is_stamp(first):
        return f"{first}: {rest.lstrip()}"
    if pieces[0][1] and rest.startswith(" ") and _QUESTION_OR_ANSWER.fullmatch(first):
        return f"{first.rstrip('.')}:{rest}"
    return text


def label_in(pieces: list[Piece], text: str) -> str:
    """The bold words at the beginning of a line, where a colon ends them: ``Jo`` of ``<b>Jo:</b> Why?``."""
    lead = folded("".join(words for words, _bold, _address in takewhile(lambda piece: piece[1], pieces)))
    before, colon, _after = text.partition(":")
    named = bool(lead and colon) and lead.rstrip(": ") == before.rstrip() and len(before) <= LONGEST_LABEL
    return before.rstrip() if named and not is_stamp(lead) else ""


def links_in(pieces: list[Piece]) -> Iterator[Link]:
    for address, group in groupby(pieces, key=lambda piece: piece[2]):
        if address and (words := folded("".join(piece[0] for piece in group))):
            yield Link(words, address.strip())
