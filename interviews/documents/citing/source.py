"""What a reference is made of, and what the styles share: names, dates, titles, and how parts are put together.

All of it is American English, in which the three manuals are written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from interviews.documents import citation
from interviews.documents.citation import CitedName
from interviews.documents.document import InterviewDocument, PartialDate
from interviews.documents.writers.place import Place

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_SIGNS = frozenset(" .,;:!?")
_SMALL_WORDS = frozenset(
    re.findall(
        r"\w+", "a an and as at but by down for from in into nor of on onto or over so the till to up via with yet"
    )
)


@dataclass(frozen=True, slots=True)
class Source:
    """What is cited, in the words of a reference; `headline` and `container` are in title case, `title` is as given.

    `recorded` is None where it is the date of publication.
    """

    title: str
    headline: str
    authors: tuple[CitedName, ...]
    interviewers: tuple[CitedName, ...]
    container: str
    publisher: str
    issued: PartialDate | None
    recorded: PartialDate | None
    accessed: PartialDate | None
    medium: str
    length: str
    url: str

    @property
    def can_be_found(self) -> bool:
        return bool(self.url or self.container or self.publisher)


def source_of(document: InterviewDocument, place: Place) -> Source:
    issued = citation.issued(document, place)
    return Source(
        title=document.title,
        headline=title_case(document.title, document.language),
        authors=citation.authors(document),
        interviewers=citation.interviewers(document),
        container=title_case(citation.container(document, place), document.language),
        publisher=citation.publisher(document, place),
        issued=issued,
        recorded=document.recorded if document.recorded != issued else None,
        accessed=PartialDate(place.accessed) if place.accessed else None,
        medium=citation.medium(document),
        length=citation.length(document),
        url=place.url,
    )


def joined(parts: Iterable[str], delimiter: str = "") -> str:
    """The parts that are there; a sign or a space that would stand twice where two of them meet stands once."""
    text = ""
    for part in filter(None, parts):
        for piece in (delimiter, part) if text else (part,):
            doubled = text[-1:] == piece[:1] and piece[:1] in _SIGNS
            text += piece[1:] if doubled else piece
    return text


def title_case(text: str, language: str) -> str:
    """Every word with a capital but the small ones within; only English titles have it."""
    if language[:2] != "en":
        return text
    words = text.split()
    return " ".join(
        word[0].upper() + word[1:] if word.islower() and (word not in _SMALL_WORDS or before[-1] in ":.") else word
        for before, word in pairwise([":", *words])
    )


def quoted(text: str) -> str:
    return f"“{text}”"


def capitalized(text: str) -> str:
    return text[:1].upper() + text[1:]


def initials(given: str) -> str:
    """``Jean-Paul Otto`` as ``J.-P. O.``; a word without a capital stays as it is."""
    return "-".join(
        " ".join(f"{word[0]}." if word[0].isupper() else word for word in part.replace(".", " ").split())
        for part in given.split("-")
    )


def straight(name: CitedName) -> str:
    """``H. van der Meer Jr.``"""
    return name.literal or " ".join(filter(None, [initials(name.given), *_family(name), name.suffix]))


def inverted(name: CitedName) -> str:
    """``van der Meer, H., Jr.``"""
    return name.literal or joined([" ".join(_family(name)), initials(name.given), name.suffix], ", ")


def short(name: CitedName) -> str:
    """``van der Meer``"""
    return name.literal or " ".join(_family(name))


def _family(name: CitedName) -> list[str]:
    return [part for part in (name.particle, name.family) if part]


def listing(names: Sequence[str], conjunction: str, most: int, first: int = 1, comma: bool = False) -> str:
    """``A, B, and C``; of more than `most` names the `first` ones, et al.

    With `comma`, two names are parted by one as well, as after a first that is inverted: ``Berg, O., and E. Ek``.
    """
    if len(names) > most:
        return joined([*names[:first], "et al."], ", " if comma or first > 1 else " ")
    if len(names) < 2:
        return "".join(names)
    before = joined(names[:-1], ", ")
    return joined([before, f"{conjunction} {names[-1]}"], ", " if comma or len(names) > 2 else " ")


def month_first(date: PartialDate | None) -> str:
    """``September 14, 2015``, ``September 2015``, ``2015``."""
    year, month, day = parts_of(date)
    return " ".join(filter(None, [month and MONTHS[int(month) - 1], day and f"{day},", year]))


def parts_of(date: PartialDate | None) -> tuple[str, str, str]:
    """Year, month and day in figures; empty is what is not known."""
    known = [str(part) for part in citation.date_parts(date)] if date else []
    year, month, day = (*known, "", "", "")[:3]
    return year, month, day
