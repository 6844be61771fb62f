"""Answers between quotation marks: where they end, over how many lines, and whether the marks enclose them.

An excerpt that opens with dots (``"....``) closes with dots, and quotations inside it mean nothing. Any other
ends at the mark that matches the first; if that is not its last character, the marks are part of the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cached_property

from interviews.documents.readers.page.wrapping import ends_sentence
from interviews.documents.reading import Line

QUOTED = ('"', "“", "„")

_DOTS = re.compile(r"\.{3,}|…")
_OPENING = re.compile(r"^[\"“„]\s*(?:\.{3,}|…)?\s*")
_MARK = re.compile(r"(?P<opens>(?:^|(?<=[\s(\[{/“„\"–—-]))[\"“„”](?=[\w.…(\[$€£‘'’\"“„]))|[\"“”]")
_MARKS = ('"', "”", "“")


def opens_with_dots(text: str) -> bool:
    opening = _OPENING.match(text)
    return bool(opening and _DOTS.search(opening[0]))


def without_marks(paragraphs: Sequence[str]) -> list[str]:
    """The paragraphs without the mark (and dots) before the first and the mark after the last.

    The dots before that one stay where they break a sentence off: what was left out there is the document's to say.
    """
    freed = list(paragraphs)
    freed[0] = _OPENING.sub("", freed[0])
    freed[-1] = _without_closing(freed[-1])
    return freed


def _without_closing(text: str) -> str:
    if not text.endswith(_MARKS):
        return text
    whole = text[:-1].rstrip()
    words = whole.removesuffix("…") if whole.endswith("…") else whole.rstrip(".") if whole.endswith("...") else whole
    if words == whole or ends_sentence(words.rstrip()):
        return words.rstrip()
    return words.rstrip() + whole[len(words) :]


def _ends_dotted(text: str) -> bool:
    """Whether a line ends on dots and a mark."""
    return text.endswith(_MARKS) and text[:-1].rstrip().endswith(("...", "…"))


def is_reopened(paragraphs: Sequence[str]) -> bool:
    """Whether each paragraph begins with a mark and only the last ends with one, as books set long quotations."""
    return len(paragraphs) > 1 and all(
        paragraph.startswith(QUOTED) and paragraph.endswith(_MARKS) == (place == len(paragraphs))
        for place, paragraph in enumerate(paragraphs, start=1)
    )


class Quotations:
    """The quotations of a body. `stops` says of a place whether no quotation may reach past the line there.

    What was looked for in vain is remembered, so that however many quotations stay open, no line is looked at
    more than a few times.
    """

    def __init__(self, lines: Sequence[Line], stops: Callable[[int], bool]) -> None:
        self._lines = lines
        self._stops = stops
        self._no_dots_before = self._no_end_before = 0

    def end_of(self, place: int, text: str) -> int | None:
        """The place of the line on which the quotation ends whose first line has this `text`, if it ends."""
        if opens_with_dots(text):
            end = self._dotted_end(place)
            return end if end is not None else self._plain_end(place)
        partner = self._partners.get((place, len(self._lines[place].text) - len(text)))
        if partner is None:
            return None
        line, column = partner
        return line if column == len(self._lines[line].text) - 1 else None

    def _dotted_end(self, place: int) -> int | None:
        if place < self._no_dots_before:
            return None
        for below in range(place, len(self._lines)):
            if below > place and self._stops(below):
                self._no_dots_before = below
                return None
            if _ends_dotted(self._lines[below].text):
                return below
        self._no_dots_before = len(self._lines)
        return None

    def _plain_end(self, place: int) -> int | None:
        """The first end of a paragraph that is a quotation mark: the dots were forgotten."""
        if place < self._no_end_before:
            return None
        for below in range(place, len(self._lines)):
            if below > place and self._stops(below):
                self._no_end_before = below
                return None
            last = below + 1 == len(self._lines) or not self._lines[below + 1] or self._stops(below + 1)
            if last and self._lines[below].text.endswith(_MARKS):
                return below
        self._no_end_before = len(self._lines)
        return None

    @cached_property
    def _partners(self) -> dict[tuple[int, int], tuple[int, int]]:
        """Where each mark that opens a line (or is the first on it) is closed: pairs of (line, column)."""
        partners: dict[tuple[int, int], tuple[int, int]] = {}
        opened: list[tuple[int, int] | None] = []
        for place, line in enumerate(self._lines):
            if opened and self._stops(place):
                opened = []
            first = True
            for mark in _MARK.finditer(line.text):
                if mark["opens"]:
                    opened.append((place, mark.start()) if first else None)
                elif opened and (partner := opened.pop()) is not None:
                    partners[partner] = (place, mark.start())
                first = False
        return partners
