"""What a reader gives: a document and its findings; and the lines that the text readers work on."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from interviews.documents.document import InterviewDocument
from interviews.documents.errors import Finding

#: Characters that are seen as nothing and are damage of a conversion. The zero-width joiner and non-joiner are none:
#: Persian and the scripts of India are spelt with them, and pictures are composed.
_INVISIBLE = re.compile("[\u200b\u2060\ufeff\u00ad]")
_JOINERS = " \u200c\u200d"  # at the start of a line they join nothing


@dataclass(frozen=True, slots=True)
class Publication:
    """What the source says of an interview's place on a site: its address and those before, whether it was public and
    since when.

    `status` is draft, published or withdrawn; what is not published there never becomes public by an import. Where an
    editor put it on the home page, `featured_at` says when. `guid` is what feeds call the interview, for ever.
    """

    slug: str = ""
    status: str = "published"
    published_at: dt.datetime | None = None
    featured_at: dt.datetime | None = None
    guid: str = ""
    former_slugs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader made of a file, or of one item of it: the document, and what an editor should look at.

    `key` names the item within a file that holds several, and `text` is then what this one can be read from again,
    as a file of the same format; both are empty where the file is one interview.
    """

    document: InterviewDocument
    findings: tuple[Finding, ...] = ()
    key: str = ""
    text: str = ""
    publication: Publication | None = None


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
        Line(number, " ".join(line.split()).lstrip(_JOINERS) if line else "")
        for number, line in enumerate(_INVISIBLE.sub("", text).split("\n"), start=1)
    ]
