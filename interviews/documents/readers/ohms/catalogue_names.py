"""Names of people as catalogues sort them: ``Berg, Ola`` is Ola Berg, ``Duarte, Rui, 1930-`` is Rui Duarte."""

from __future__ import annotations

import re

from interviews.documents.readers.page.guests import is_name

_SUFFIX = re.compile(r"(?:jr|sr|ii|iii|iv|esq|md|m\.d|ph\.?\s?d)\.?", re.IGNORECASE)
_LIFE = re.compile(
    r",\s*(?:(?:b|d|born|died)\.?\s*|(?:ca|approximately)\.?\s*)?\d{4}\??(?:\s*[-–]\s*(?:(?:ca\.\s*)?\d{4}\??)?)?\.?$"
)
_ORGANISATION = re.compile(
    r"\b(?:academy|agency|archives?|associat(?:es|ion)|board|bureau|cent(?:er|re)|club|college|committee|company|corp|"
    r"corporation|council|department|foundation|gmbh|group|guild|inc|institut(?:e|ion)|laborator(?:y|ies)|library|"
    r"llc|ltd|ministry|museum|office|project|school|services?|society|studios?|team|trust|union|university)\b",
    re.IGNORECASE,
)
#: Brackets hold something else than a name, and names in the scripts of East Asia begin with the family's.
_NEITHER_TURNED = re.compile("[()\\[\\]\u2e80-\ud7ff]")
_LONGEST = 200


def is_organisation(text: str) -> bool:
    """Whether words say that this is the name of no person."""
    return bool(_ORGANISATION.search(text[:_LONGEST]))


def natural_name(text: str) -> str:
    """The name as one says it. What may not be turned round stays as it is."""
    text = " ".join(text.split())
    if len(text) > _LONGEST or "," not in text or is_organisation(text) or _NEITHER_TURNED.search(text):
        return text
    name = _LIFE.sub("", text)
    family, *rest = (part.strip() for part in name.split(","))
    suffix = f", {rest.pop()}" if rest and _SUFFIX.fullmatch(rest[-1]) else ""
    turned = " ".join([*rest, family])
    return f"{turned}{suffix}" if len(rest) < 2 and (not rest or is_name(turned)) else text


def names_in(text: str) -> list[str]:
    """The names in an element or a cell, which semicolons and lines separate."""
    return [name for part in re.split(r"[;\n]", text) if (name := part.strip(" \t,"))]
