"""Paragraphs between the headings of a page, above its introduction: the news of an award, a press release."""

from __future__ import annotations

import re
from collections.abc import Sequence

from interviews.documents.readers.page.pointers import WRITTEN_DAY
from interviews.documents.readers.page.sentences import is_abbreviated
from interviews.documents.reading import Line

_MOST_WORDS = 30  # of a heading
_FEWEST_WORDS = 10  # of a paragraph that is one sentence
_STOP = re.compile(r"(?:[^.]\.|[^.]\.[\"”’)])$")
_HEADING = re.compile(r"(?:AWARDS?|HONOU?RS?|PRESS RELEASE|NEWS RELEASE|FOR IMMEDIATE RELEASE|ANNOUNCEMENT)\b")
_DATELINE = re.compile(rf"[A-Z][\w.,’' -]{{1,60}}(?:,| [-–—]{{1,2}}) (?:{WRITTEN_DAY})\b.{{40}}")


def without_releases(top: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """The headings, and the lines of such paragraphs; what stands above one as its heading (“AWARD”) goes with it."""
    headings: list[Line] = []
    released: list[Line] = []
    waiting: list[Line] = []
    for line in top:
        if _is_paragraph(line.text):
            released += [*waiting, line]
            waiting = []
        else:
            headings += waiting
            waiting = [line] if _HEADING.match(line.text) else []
            headings += [] if waiting else [line]
    return [*headings, *waiting], released


def _is_paragraph(text: str) -> bool:
    """Whether a line has too many words for a heading, says where and when it was written, or is a long sentence."""
    words = len(text.split(" ", _MOST_WORDS))
    if words > _MOST_WORDS or _DATELINE.match(text):
        return True
    return words >= _FEWEST_WORDS and _STOP.search(text[-4:]) is not None and not is_abbreviated(text)
