"""What was sought, marked in the text as it was written: with its accents, and as HTML that is safe to show."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from html import escape

from interviews.search.query import Term
from interviews.search.words import folded_in_place, places_of

#: Where a found stretch begins in the text, and where it ends.
Span = tuple[int, int]

#: Characters of an excerpt, about; some two lines.
LENGTH = 240
#: What stands before the first mark, that it may be understood.
LEAD = 60
#: Marks that are looked at when an excerpt is chosen.
MOST_MARKS = 500

_LEFT_OUT = "…"


def spans(text: str, terms: Iterable[Term]) -> list[Span]:
    """The stretches of the text that the terms find, in order; none overlaps another."""
    words = folded_in_place(text)
    found = _in_awkward_text(text, terms) if words is None else _in_folded_text(words, terms)
    merged: list[Span] = []
    for begin, end in sorted(found):
        if merged and begin < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((begin, end))
    return merged


def _in_folded_text(text: str, terms: Iterable[Term]) -> Iterator[Span]:
    for term in terms:
        for found in _pattern(term).finditer(text):
            yield found.span(1)


@lru_cache(maxsize=256)
def _pattern(term: Term) -> re.Pattern[str]:
    """Words with spaces around them. Looked at from each place anew, so that one stretch may begin within another."""
    return re.compile(rf"(?<![^ ])(?=({' +'.join(term.words)}{'[^ ]*' if term.begins else ''})(?![^ ]))")


def _in_awkward_text(text: str, terms: Iterable[Term]) -> Iterator[Span]:
    """Where a letter is written as several characters, or one character stands for several letters."""
    places = list(places_of(text))
    for term in terms:
        *whole, last = term.words
        for first in range(len(places) - len(whole)):
            *before, end = (word for word, _begin, _end in places[first : first + len(term.words)])
            if before == whole and (end.startswith(last) if term.begins else end == last):
                yield places[first][1], places[first + len(whole)][2]


def marked(text: str, terms: Iterable[Term]) -> str:
    """The whole text as HTML, with a `mark` around each stretch that was sought."""
    return _html(text, spans(text, terms), 0, len(text))


def excerpt(text: str, terms: Iterable[Term], length: int = LENGTH) -> str:
    """The stretch of the text that shows most of what was sought, as HTML; its beginning where it shows nothing.

    Of about `length` characters; an ellipsis stands for what is left out.
    """
    text = " ".join(text.split())
    found = spans(text, terms)
    begin, end = _window(text, found, length)
    html = _html(text, found, begin, end).strip()
    return f"{_LEFT_OUT if begin else ''}{html}{_LEFT_OUT if end < len(text) else ''}"


def _window(text: str, found: Sequence[Span], length: int) -> Span:
    if len(text) <= length or not found:
        return 0, _word_end(text, length)
    some = found[:MOST_MARKS]
    begins = [begin for begin, _end in some]
    ends = [end for _begin, end in some]

    def worth(number: int) -> tuple[int, int]:
        """How many different words, then how many at all, stand in the window that the mark opens."""
        last = bisect_right(ends, begins[number] + length - LEAD)
        inside = some[number : max(last, number + 1)]
        return len({text[begin:end].casefold() for begin, end in inside}), len(inside)

    best = max(range(len(some)), key=lambda number: (worth(number), -number))
    begin = _word_begin(text, max(0, begins[best] - LEAD))
    end = _word_end(text, max(begin + length, ends[best]))
    if end == len(text):  # there is room before it
        begin = min(begin, _word_begin(text, max(0, end - length)))
    return begin, end


def _word_begin(text: str, place: int) -> int:
    """The beginning of the first word from there on; of a word without end, that place."""
    if place == 0 or text[place - 1] == " ":
        return place
    space = text.find(" ", place, place + LEAD)
    return place if space < 0 else space + 1


def _word_end(text: str, place: int) -> int:
    if place >= len(text):
        return len(text)
    space = text.rfind(" ", max(0, place - LEAD), place + 1)
    return place if space < 0 else space


def _html(text: str, found: Sequence[Span], begin: int, end: int) -> str:
    parts: list[str] = []
    place = begin
    for number in range(bisect_left(found, (begin, begin)), len(found)):
        first, last = found[number][0], min(found[number][1], end)
        if first >= end:
            break
        parts += [escape(text[place:first]), "<mark>", escape(text[first:last]), "</mark>"]
        place = last
    return "".join([*parts, escape(text[place:end])])
