"""Where a sentence ends: not behind an initial, letters behind a name, or a short form."""

from __future__ import annotations

import re

_END = re.compile(r"(?<=[^\W\d_])\.\s+(?=[A-Z“\"])")
_ABBREVIATION = re.compile(
    r"(?:\b[A-Z]|\.[A-Za-z]{1,4}|\b(?:Drs?|Profs?|Mrs?|Ms|Mx|St|Inc|Ltd|Corp|Co|Jr|Sr|Hon|Rev|Capt))\.$"
)


def first_sentence(text: str) -> tuple[str, str]:
    """The first sentence of a line, and what runs on behind it; “Dr.” and “P.Eng.” end none."""
    for end in _END.finditer(text):
        if not _ABBREVIATION.search(text, max(0, end.start() - 12), end.start() + 1):
            return text[: end.start() + 1], text[end.end() :]
    return text, ""


def is_abbreviated(text: str) -> bool:
    """Whether a line ends on the full stop of a short form."""
    return _ABBREVIATION.search(text[-12:]) is not None
