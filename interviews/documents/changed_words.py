"""What changed between two texts, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

#: Of longer stretches the one is told to be replaced by the other: comparing takes the product of their lengths.
MOST = 1_000
#: Texts that share less of their words say something else, and read better side by side than in shreds.
ALIKE = 0.3

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text: `same` in both, `removed` with the old one, or `added` with the new one."""

    kind: str
    text: str


def changed_words(old: str, new: str) -> tuple[Piece, ...]:
    """The pieces in order: those that are not added make up the old text, those that are not removed the new one.

    Paragraphs are compared first, then words within those that changed. Of a stretch of more than a thousand words
    (or paragraphs) that begins and ends with a change, all is replaced; so time grows with the length alone.
    """
    pieces: list[Piece] = []
    for same, was, now in _stretches(old.splitlines(keepends=True), new.splitlines(keepends=True)):
        for alike, before, after in [(same, was, now)] if same else _words("".join(was), "".join(now)):
            if alike:
                _add(pieces, "same", before)
            else:
                _add(pieces, "removed", before)
                _add(pieces, "added", after)
    return tuple(pieces)


_Stretch = tuple[bool, Sequence[str], Sequence[str]]


def _words(old: str, new: str) -> list[_Stretch]:
    was, now = _TOKEN.findall(old), _TOKEN.findall(new)
    stretches = list(_whole(_stretches(was, now)))
    shared = sum(len("".join(before)) for same, before, _after in stretches if same)
    if 2 * shared < ALIKE * (len(old) + len(new)):
        return [(False, was, now)]
    return stretches


def _whole(stretches: Iterator[_Stretch]) -> Iterator[_Stretch]:
    """Without a space or a comma alone between two changes: it changed with them."""
    was: list[str] = []
    now: list[str] = []
    between: list[str] = []
    changed = False
    for same, before, after in stretches:
        if same and changed and not any(token[0].isalnum() for token in before):
            between = list(before)
        elif same:
            if changed:
                yield False, was, now
            yield True, [*between, *before], [*between, *before]
            was, now, between, changed = [], [], [], False
        else:
            was, now = [*was, *between, *before], [*now, *between, *after]
            between, changed = [], True
    if changed:
        yield False, was, now
    if between:
        yield True, between, between


def _stretches(old: Sequence[str], new: Sequence[str]) -> Iterator[_Stretch]:
    """What the two share, and what stands in the place of what, in turn."""
    most = min(len(old), len(new))
    begin = next((place for place in range(most) if old[place] != new[place]), most)
    most -= begin
    end = next((place for place in range(most) if old[-1 - place] != new[-1 - place]), most)
    was, now = old[begin : len(old) - end], new[begin : len(new) - end]
    if begin:
        yield True, old[:begin], new[:begin]
    if len(was) > MOST or len(now) > MOST:
        yield False, was, now
    else:
        for kind, first, last, start, stop in SequenceMatcher(None, was, now).get_opcodes():
            yield kind == "equal", was[first:last], now[start:stop]
    if end:
        yield True, old[len(old) - end :], new[len(new) - end :]


def _add(pieces: list[Piece], kind: str, tokens: Sequence[str]) -> None:
    text = "".join(tokens)
    if text and pieces and pieces[-1].kind == kind:
        pieces[-1] = Piece(kind, pieces[-1].text + text)
    elif text:
        pieces.append(Piece(kind, text))
