"""What a reader gives: a document and its findings; and the lines that the text readers work on."""

from __future__ import annotations

import re
from dataclasses import dataclass

from interviews.documents.document import InterviewDocument
from interviews.documents.errors import Finding

#: Characters that are seen as nothing and are damage of a conversion. The zero-width joiner and non-joiner are none:
#: Persian and the scripts of India are spelt with them, and pictures are composed.
_INVISIBLE = re.compile("[\u200b\u2060\ufeff\u00ad]")
_JOINERS = " \u200c\u200d"  # at the start of a line they join nothing
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader made of a file: the document, and what an editor should look at, in order of lines."""

    document: InterviewDocument
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text with its number in the file (from 1), white space folded."""

    number: int
    text: str

    def __bool__(self) -> bool:
        return bool(self.text)


def lines_of(text: str) -> list[Line]:
    """The lines of a text, blank ones included, white space folded (U+00A0 counts as white space)."""
    return [
        Line(number, _SPACES.sub(" ", _INVISIBLE.sub("", line)).strip().lstrip(_JOINERS) if line else "")
        for number, line in enumerate(text.split("\n"), start=1)
    ]
