"""Biographies: freed from the portrait's alternative text, and divided among the guests."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from interviews.documents.errors import Finding
from interviews.documents.readers.page.guests import HONORIFIC
from interviews.documents.reading import Line
from interviews.names import bare_name


@dataclass
class Biography:
    """What a page says of one guest."""

    paragraphs: list[str] = field(default_factory=list)
    portrait_alt: str = ""
    caption: str = ""  # of the portrait: what the guest is


def biographies(paragraphs: Sequence[Line], guests: Sequence[str]) -> tuple[list[Biography], list[Finding]]:
    """One biography for each guest, in their order.

    A guest's begins at the paragraph that begins with their name. Where that cannot be told, all stays with
    the first guest, and a finding says so.
    """
    found = [Biography() for _guest in guests]
    findings: list[Finding] = []
    if not guests or not paragraphs:
        return found, findings
    begins = [
        next((place for place, guest in enumerate(guests) if _begins_with(guest, line.text)), None)
        for line in paragraphs
    ]
    divided = len(guests) > 1 and begins[0] is not None
    if divided and len({*begins} - {None}) == 1:  # one guest's; of the others it must not speak
        divided = not any(
            bare_name(guest) in line.text
            for line in paragraphs
            for place, guest in enumerate(guests)
            if place != begins[0]
        )
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
        if not found[current].portrait_alt:
            alt, rest = unglued(text, guests[current])
            if alt and (rest or current not in freed):  # an award may stand before the portrait
                text = rest
                found[current].portrait_alt = alt
                message = (
                    f"“{alt}” at the start of the biography is taken for the portrait’s alternative text; "
                    "if it is none, put it back in the admin"
                )
                findings.append(Finding(line.number, "portrait_text_cut", message))
        freed.add(current)
        if text:
            found[current].paragraphs.append(text)
    for guest, biography in zip(guests, found, strict=True):
        if biography.portrait_alt:
            _take_caption(biography, guest)
    return found, findings


def _take_caption(biography: Biography, guest: str) -> None:
    """Short lines between the portrait and the paragraph that begins with the guest's name say what the guest is."""
    lines = biography.paragraphs
    first = int(bool(lines) and lines[0] in (guest, bare_name(guest)))
    below = next((place for place in range(first, len(lines)) if _begins_with(guest, lines[place])), 0)
    between = lines[first:below]
    if below <= first + _MOST_CAPTIONS and all(len(line) <= 80 and not line.endswith((".", ":")) for line in between):
        biography.caption = ", ".join(between)
        biography.paragraphs = lines[below:]


# Names are compared letter by letter, not by patterns made of them: a pattern for each guest of an archive costs more
# than all the rest of reading its page.
_TITLE = re.compile(HONORIFIC)
_CAPITAL = re.compile(r"[^\W\d_a-zß-öø-ÿ]")  # a letter, and no small Latin one
_SMALL = re.compile(r"[a-zß-öø-ÿ]")
_FIRST_NAME = re.compile(r"[A-Z][\w.'’-]{0,30} ")
_MOST_FIRST_NAMES = 3
_MOST_CAPTIONS = 3


def _begins_with(guest: str, text: str) -> bool:
    """Whether a paragraph begins with the guest's name, or with the surname behind other first names."""
    if text.startswith(guest):
        return True
    bare = bare_name(guest)
    ends = [start + len(bare) for start in _starts(text) if text.startswith(bare, start)]
    return any(not _SMALL.match(text, end) for end in ends) or _other_name_end(text, guest) is not None


def unglued(text: str, guest: str) -> tuple[str, str]:
    """(alternative text, the rest): ``Ola BergOla Berg began``, ``Ola Berg Ola Berg is``, ``Ola Berg`` alone.

    With another first name (``Olaf BergOla Berg is``) only where the rest follows without a space.
    """
    for end in _name_ends(text, guest):
        rest = text[end:]
        below = rest.lstrip()
        again = below != rest and any(not _is_word(below[more : more + 1]) for more in _name_ends(below, guest))
        if not rest or again or _CAPITAL.match(rest):
            return text[:end], below.rstrip()
    other = _other_name_end(text, guest)
    return (text[:other], text[other:].strip()) if other is not None else ("", text)


def _starts(text: str) -> list[int]:
    """Where a name may begin: behind an honorific, and at the first letter."""
    title = _TITLE.match(text)
    return [title.end(), 0] if title and title.end() else [0]


def _name_ends(text: str, guest: str) -> list[int]:
    """Where the guest's name ends at the beginning of a text, with or without an honorific."""
    bare = bare_name(guest)
    ends = [start + len(bare) for start in _starts(text) if text.startswith(bare, start)]
    return [*ends, len(guest)] if text.startswith(guest) else ends


def _other_name_end(text: str, guest: str) -> int | None:
    """Where the guest's surname ends behind other first names, if a capital letter is glued to it."""
    surname = guest.rpartition(" ")[2]
    for start in _starts(text):
        found = None
        for _ in range(_MOST_FIRST_NAMES):
            first = _FIRST_NAME.match(text, start)
            if first is None:
                break
            start = first.end()
            if text.startswith(surname, start) and _CAPITAL.match(text, start + len(surname)):
                found = start + len(surname)
        if found is not None:
            return found
    return None


def _is_word(sign: str) -> bool:
    return sign.isalnum() or sign == "_"
