"""The formats that can be written, a module each.

A module says the media type (`MEDIA_TYPE`), what stands behind the interview's address (`SUFFIX`) and what it is
called in a list of downloads (`NAME`), what it cannot carry (`LOSSES`, which docs/formats.md repeats), whether there is
anything to write (`fits`), and writes (`write`).
"""

from __future__ import annotations

from typing import Protocol

from interviews.documents.document import InterviewDocument
from interviews.documents.writers import (
    bibtex,
    chapters_json,
    chapters_vtt,
    csl_json,
    markdown,
    ohms_xml,
    page_text,
    portal_json,
    psc,
    ris,
    transcript_srt,
    transcript_vtt,
)
from interviews.documents.writers.place import Place


class Writer(Protocol):
    @property
    def NAME(self) -> str: ...

    @property
    def MEDIA_TYPE(self) -> str: ...

    @property
    def SUFFIX(self) -> str: ...

    @property
    def LOSSES(self) -> tuple[str, ...]: ...

    def fits(self, document: InterviewDocument) -> bool:
        """Whether the format can say anything of this interview: chapters need times, a transcript its words."""

    def write(self, document: InterviewDocument, place: Place) -> str:
        """The document in this format. What the format cannot carry (`LOSSES`) is left out."""


WRITERS: dict[str, Writer] = {
    "json": portal_json,
    "md": markdown,
    "txt": page_text,
    "vtt": transcript_vtt,
    "srt": transcript_srt,
    "chapters.vtt": chapters_vtt,
    "chapters.json": chapters_json,
    "psc": psc,
    "ohms.xml": ohms_xml,
    "csl.json": csl_json,
    "bib": bibtex,
    "ris": ris,
}
