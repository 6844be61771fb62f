"""Chapters as Podlove Simple Chapters 1.2 (podlove.org), in a file of their own.

It carries titles, starts and each segment's first link.
"""

from __future__ import annotations

import re
from xml.sax.saxutils import quoteattr

from interviews.documents import clock
from interviews.documents.chapters import Chapter, chapters_of
from interviews.documents.document import InterviewDocument
from interviews.documents.writers.place import Place

NAME = "Chapters (Podlove)"
MEDIA_TYPE = "application/xml"
SUFFIX = ".psc.xml"
LOSSES = (
    "all but chapters with the first link of each",
    "ends; of links the words",
)

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def fits(document: InterviewDocument) -> bool:
    return bool(chapters_of(document))


def write(document: InterviewDocument, place: Place) -> str:
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<psc:chapters xmlns:psc="http://podlove.org/simple-chapters" version="1.2">',
        *(f"  {_element(chapter)}" for chapter in chapters_of(document)),
        "</psc:chapters>",
    ]
    return "\n".join(lines) + "\n"


def _element(chapter: Chapter) -> str:
    given = {"start": clock.written(chapter.start), "title": chapter.title}
    if chapter.link is not None:
        given["href"] = chapter.link.url
    written = " ".join(f"{name}={quoteattr(_NOT_XML.sub(' ', value))}" for name, value in given.items())
    return f"<psc:chapter {written}/>"
