"""References as style guides have them, to what our citations say of an interview.

A moment is cited in two places. The reference list names the address that leads to it; where the reader cites, it
stands as page numbers do for print: APA's “Timestamps for audiovisual materials” has ``(Berg, 2015, 1:30)``, from the
moment at which the quotation begins.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from interviews.documents.citing import apa, chicago, mla
from interviews.documents.citing.source import Source, source_of
from interviews.documents.document import InterviewDocument
from interviews.documents.writers.place import Place


@dataclass(frozen=True, slots=True)
class Style:
    """A manual of style: how a source is listed, and how it is cited at a moment (empty: as a whole)."""

    name: str
    listed: Callable[[Source], str]
    cited: Callable[[Source, str], str]


STYLES = (
    Style("APA", apa.listed, apa.cited),
    Style("MLA", mla.listed, mla.cited),
    Style("Chicago", chicago.listed, chicago.cited),
)


@dataclass(frozen=True, slots=True)
class Reference:
    """`listed` is the entry of the reference list, `cited` what stands in the text or the note that cites it.

    `listed` is empty where the style has too little to go by: no address, no container and no publisher.
    """

    style: Style
    listed: str
    cited: str


def references(document: InterviewDocument, place: Place, timestamp: str = "") -> tuple[Reference, ...]:
    """The references to what stands at `place.url`, one a style, in American English.

    `timestamp` (``1:01:06``) is the moment at which the quoted words begin.
    """
    source = source_of(document, place)
    return tuple(Reference(style, style.listed(source), style.cited(source, timestamp)) for style in STYLES)
