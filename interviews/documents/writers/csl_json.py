"""A citation as CSL-JSON, for citation processors and reference managers.

Format: Citation Style Language 1.0.2, input data schema; an item of the type “interview”.
"""

from __future__ import annotations

import json
from typing import Any

from interviews.documents import citation
from interviews.documents.citation import CitedName
from interviews.documents.document import InterviewDocument, PartialDate
from interviews.documents.writers.place import Place
from interviews.richtext import plain_words

NAME = "CSL-JSON"
MEDIA_TYPE = "application/vnd.citationstyles.csl+json"
SUFFIX = ".csl.json"
LOSSES = ("all but what a citation names: no entries, no transcript, no biographies",)


def fits(document: InterviewDocument) -> bool:
    return True


def write(document: InterviewDocument, place: Place) -> str:
    issued, moment = citation.issued(document, place), citation.moment(document, place)
    item: dict[str, Any] = {
        "id": citation.key(document, place),
        "type": "interview",
        "title": document.title,
        "author": [_name(name) for name in citation.authors(document)],
        "interviewer": [_name(name) for name in citation.interviewers(document)],
        "container-title": citation.container(document, place),
        "publisher": citation.publisher(document, place),
        "part": str(document.part or ""),
        "issued": _date(issued),
        "event-date": _date(document.recorded) if document.recorded != issued else None,
        "medium": citation.medium(document),
        "dimensions": citation.length(document),
        "language": document.language,
        "abstract": plain_words(document.introduction),
        "keyword": ", ".join(document.tags),
        "note": str(moment or ""),
        "URL": place.url,
        "accessed": _date(PartialDate(place.accessed) if place.accessed else None),
    }
    return json.dumps([{name: value for name, value in item.items() if value}], ensure_ascii=False, indent=2) + "\n"


def _name(name: CitedName) -> dict[str, str]:
    parts = {
        "literal": name.literal,
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.particle,
        "suffix": name.suffix,
    }
    return {part: value for part, value in parts.items() if value}


def _date(date: PartialDate | None) -> dict[str, Any] | None:
    return {"date-parts": [list(citation.date_parts(date))]} if date else None
