"""A citation as BibTeX, for LaTeX.

Format: BibTeX (Patashnik, “BibTeXing”, 1988). It knows no interview, so the entry is a `misc` that says how it was
published; accents stay UTF-8, as biber, bibtex8 and every reference manager read them.
"""

from __future__ import annotations

import calendar
import re
from urllib.parse import quote

from interviews.documents import citation
from interviews.documents.citation import CitedName
from interviews.documents.document import InterviewDocument
from interviews.documents.writers.place import Place

NAME = "BibTeX"
MEDIA_TYPE = "application/x-bibtex"
SUFFIX = ".bib"
LOSSES = ("all but what a citation names: no entries, no transcript, no biographies",)

_MONTHS = [name.lower() for name in calendar.month_abbr]  # English: nothing here sets another locale
_SPECIAL = re.compile(r"[\\{}$&#%_~^]")
#: Braces are counted even behind a backslash: a lone one would swallow the rest of the file.
_SPELT = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]+")


def fits(document: InterviewDocument) -> bool:
    return True


def write(document: InterviewDocument, place: Place) -> str:
    asked, moment = citation.interviewers_as_said(document), citation.moment(document, place)
    date = citation.issued(document, place)
    year, month, day = [*(citation.date_parts(date) if date else ()), 0, 0, 0][:3]
    heard = ", ".join(filter(None, [citation.medium(document), citation.length(document)]))
    fields = {
        "author": " and ".join(_name(name) for name in citation.authors(document)),
        "title": f"{{{_escaped(document.title)}}}",  # twice in braces: its capitals stay
        "howpublished": _escaped(f"Interview by {asked}" if asked else "Interview"),
        "series": _escaped(document.series),
        "organization": _escaped(citation.publisher(document, place) or place.site),
        "year": f"{year:04}" if year else "",
        "month": _MONTHS[month],
        "day": str(day or ""),
        "note": _escaped(". ".join(filter(None, [heard, str(moment or "")]))),
        "language": _escaped(document.language),
        "keywords": ", ".join(_escaped(tag) for tag in document.tags),
        "url": quote(place.url, safe="%/:=&?#+!$,;'@()*~[]-._"),
        "urldate": str(place.accessed or ""),
    }
    # A month is the name of a macro, which every style prints in its own language.
    lines = [f"  {name} = {value if name == 'month' else f'{{{value}}}'}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{citation.key(document, place)},", *lines, "}"]) + "\n"


def _name(name: CitedName) -> str:
    """``van der Meer, Jr., Anna``; in braces what must not be parted."""
    if name.literal:
        return f"{{{_escaped(name.literal)}}}"
    family = f"{name.particle} {name.family}".strip()
    return ", ".join(_escaped(part) for part in (family, name.suffix, name.given) if part)


def _escaped(text: str) -> str:
    """Text on one line as LaTeX prints it."""
    text = " ".join(_CONTROLS.sub(" ", text).split())
    return _SPECIAL.sub(lambda sign: _SPELT.get(sign[0], f"\\{sign[0]}"), text)
