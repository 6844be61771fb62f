"""A citation as RIS, for reference managers.

Format: Research Information Systems, with its types of 2011: sound, video, or what has no type of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from interviews.documents import citation
from interviews.documents.document import InterviewDocument, PartialDate
from interviews.documents.writers.place import Place
from interviews.richtext import plain_words

NAME = "RIS"
MEDIA_TYPE = "application/x-research-info-systems"
SUFFIX = ".ris"
LOSSES = ("all but what a citation names: no entries, no transcript, no biographies",)

_TYPES = {"Audio": "SOUND", "Video": "VIDEO"}
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]+")


def fits(document: InterviewDocument) -> bool:
    return True


def write(document: InterviewDocument, place: Place) -> str:
    lines = []
    for tag, text in _fields(document, place):
        value = " ".join(_CONTROLS.sub(" ", text).split())
        if value:
            lines.append(f"{tag}  - {value}")
    return "\r\n".join([*lines, "ER  - ", ""])


def _fields(document: InterviewDocument, place: Place) -> Iterator[tuple[str, str]]:
    yield "TY", _TYPES.get(citation.medium(document), "GEN")
    yield "ID", citation.key(document, place)
    yield from (("AU", name.sorted) for name in citation.authors(document))
    yield from (("A2", name.sorted) for name in citation.interviewers(document))
    yield "TI", document.title
    yield "T2", citation.container(document, place)
    yield "PB", citation.publisher(document, place)
    date = citation.issued(document, place)
    if date is not None:
        yield "PY", f"{date.day.year:04}"
        yield "DA", _date(date)
    yield "AB", plain_words(document.introduction)
    yield "M3", "Interview"
    yield "N1", ". ".join(filter(None, [citation.length(document), str(citation.moment(document, place) or "")]))
    yield "LA", document.language
    yield from (("KW", tag) for tag in document.tags)
    yield "UR", place.url
    if place.accessed is not None:
        yield "Y2", _date(PartialDate(place.accessed))


def _date(date: PartialDate) -> str:
    """``2015/09/14``; what is not known is left empty between its strokes."""
    year, *rest = citation.date_parts(date)
    return "/".join([f"{year:04}", *(f"{part:02}" for part in rest), *[""] * (2 - len(rest))])
