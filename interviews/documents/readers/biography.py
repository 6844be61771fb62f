"""Biographies: freed from the portrait's alternative text, and divided among the guests."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from interviews.documents.errors import Finding
from interviews.documents.readers.guests import HONORIFIC
from interviews.documents.reading import Line
from interviews.names import bare_name


@dataclass
class Biography:
    """What a page says of one guest."""

    paragraphs: list[str] = field(default_factory=list)
    portrait_alt: str = ""


def biographies(paragraphs: Sequence[Line], guests: Sequence[str]) -> tuple[list[Biography], list[Finding]]:
    """One biography for each guest, in their order.

    A guest's begins at the paragraph that begins with their name. Where that cannot be told, all stays with
    the first guest, and a finding says so.
    """
    found = [Biography() for _guest in guests]
    findings: list[Finding] = []
    if not guests or not paragraphs:
        return found, findings
    patterns = [_beginning(guest) for guest in guests]
    begins = [
        next((place for place, pattern in enumerate(patterns) if pattern.match(line.text)), None) for line in paragraphs
    ]
    divided = len(guests) > 1 and begins[0] is not None and len({*begins} - {None}) > 1
    if len(guests) > 1 and not divided:
        message = (
            "whose biography this is cannot be told; it stands with the first guest: begin each guest’s with "
            "their name, or divide it in the admin"
        )
        findings.append(Finding(paragraphs[0].number, "biography_not_divided", message))
    current = 0
    freed: set[int] = set()
    for line, begun in zip(paragraphs, begins, strict=True):
        current = begun if divided and begun is not None else current
        text = line.text
        if current not in freed:
            alt, text = unglued(text, guests[current])
            if alt:
                found[current].portrait_alt = alt
                message = (
                    f"“{alt}” at the start of the biography is taken for the portrait’s alternative text; "
                    "if it is none, put it back in the admin"
                )
                findings.append(Finding(line.number, "portrait_text_cut", message))
        freed.add(current)
        if text:
            found[current].paragraphs.append(text)
    return found, findings


def _beginning(guest: str) -> re.Pattern[str]:
    """What a paragraph begins with that begins with the guest's name."""
    name = rf"{HONORIFIC}{re.escape(bare_name(guest))}(?![a-zß-öø-ÿ])"
    return re.compile(rf"{re.escape(guest)}|{name}|{_other_name(guest)}")


def unglued(text: str, guest: str) -> tuple[str, str]:
    """(alternative text, the rest): ``Ola BergOla Berg began``, ``Ola Berg Ola Berg is``, ``Ola Berg`` alone.

    With another first name (``Olaf BergOla Berg is``) only where the rest follows without a space.
    """
    name = rf"(?:{HONORIFIC}{re.escape(bare_name(guest))}|{re.escape(guest)})"
    glued = re.match(rf"(?P<alt>{name})(?P<rest>[^\W\d_a-zß-öø-ÿ].*|\s+{name}\b.*|)$", text)
    if glued is None:
        glued = re.match(rf"(?P<alt>{_other_name(guest)})(?P<rest>.*)$", text)
    return (glued["alt"], glued["rest"].strip()) if glued else ("", text)


def _other_name(guest: str) -> str:
    """A pattern for the guest's surname behind other first names, with a capital letter glued to it."""
    surname = guest.rpartition(" ")[2]
    return rf"{HONORIFIC}(?:[A-Z][\w.'’-]{{0,30}} ){{1,3}}{re.escape(surname)}(?=[^\W\d_a-zß-öø-ÿ])"
