"""The top of a page: who published, who spoke with whom, the biography, and where to listen and discuss.

Every part may be missing, so each is found by what it says and never by its line number. The sentence "This
week, HOST has an exclusive interview with GUEST." is the best anchor.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from interviews.documents.document import DiscussionEntry, PartialDate, RecordingEntry
from interviews.documents.errors import DocumentError, Finding
from interviews.documents.readers.biography import Biography, biographies
from interviews.documents.readers.guests import HONORIFIC, guests_in, is_name, name_and_post_nominals
from interviews.documents.readers.pointers import (
    announces_discussion,
    announces_recording,
    date_in,
    discussion_in,
    is_address,
    recordings_of,
)
from interviews.documents.readers.time_index import keywords_in
from interviews.documents.readers.wrapping import paragraphs_of
from interviews.documents.reading import Line
from interviews.names import bare_name

_BEGIN = r"^(?:This (?:week|month|time),?\s+)?"
_INTRODUCTION = re.compile(
    # A full stop may stand in the host's part only behind a capital or a short title: "I. S. P.", "Dr.".
    rf"{_BEGIN}(?P<host>(?:[^.:?!]|(?<=[A-Z])\.|(?<=\b[DM][rs])\.){{3,160}}?),?\s+"
    r"(?:has|had|have|continues|talks|speaks|sits down|presents)\b[^.:?!]{0,80}?"
    r"\b(?:interviews?|chats?|sessions?|conversations?|podcasts?|discussions?)\s+with\s+(?P<guests>.+)$"
)
_BYLINE = re.compile(r"^(?:exclusive\s+)?interviews?\s+(?:by|with)\s+(?P<host>.+)$", re.IGNORECASE)
_FACT = re.compile(r"^(?P<name>keywords|recorded|published)(?: on)?:\s*(?P<value>.+)$", re.IGNORECASE)
_ANNOUNCES = re.compile(r"^This (?:week|month|time),? ")


@dataclass
class Header:
    """What the lines above the time index said."""

    organisation: str = ""
    series: str = ""
    title: str = ""
    introduction: str = ""
    host: str = ""
    host_post_nominals: str = ""
    guests: tuple[str, ...] = ()
    guest_post_nominals: str = ""
    guest_titles: dict[str, str] = field(default_factory=dict)
    biographies: list[Biography] = field(default_factory=list)
    keywords: dict[str, None] = field(default_factory=dict)  # a set that keeps the order
    recorded: PartialDate | None = None
    published: PartialDate | None = None
    recordings: tuple[RecordingEntry, ...] = ()
    discussion: DiscussionEntry | None = None
    findings: list[Finding] = field(default_factory=list)


def read_header(lines: Sequence[Line]) -> Header:
    """The header that these lines make."""
    header = Header()
    written = [line for line in _unwrapped(lines) if not _read_fact(header, line)]
    anchor = next((place for place, line in enumerate(written) if _introduce(header, line)), None)
    top, below = (written[:anchor], written[anchor + 1 :]) if anchor is not None else _split_top(written)
    _read_top(header, top)
    paragraphs = _read_pointers(header, below)
    header.biographies, found = biographies(paragraphs, header.guests)
    header.findings += found
    return header


def _unwrapped(lines: Sequence[Line]) -> list[Line]:
    """The lines that hold text; those that were wrapped at a width are one."""
    blocks: list[list[Line]] = []
    joins = False
    for line in lines:
        if not line:
            joins = False
            continue
        alone = announces_recording(line.text) or is_address(line.text) or (":" in line.text and _FACT.match(line.text))
        if joins and not alone and not announces_discussion(line.text) and not _ANNOUNCES.match(line.text):
            blocks[-1].append(line)
        else:
            blocks.append([line])
        # An introduction that ends with its line is whole: what follows below it is the biography.
        whole = line.text.endswith(".") and _ANNOUNCES.match(blocks[-1][0].text)
        joins = not alone and not whole
    unwrapped: list[Line] = []
    for block in blocks:
        if len(block) == 1:
            unwrapped.append(block[0])
            continue
        joined = paragraphs_of([line.text for line in block])
        unwrapped += [Line(line.number, text) for line, text in zip(block, joined, strict=False)]
    return unwrapped


def _read_fact(header: Header, line: Line) -> bool:
    """``Keywords: fog, lamps``, ``Recorded: September 2015``: lines that an editor adds to a page."""
    match = _FACT.match(line.text) if ":" in line.text else None
    if match is None:
        return False
    name, value = match["name"].lower(), match["value"].strip(" .")
    if name == "keywords":
        header.keywords |= dict.fromkeys(keywords_in(value))
        return True
    try:
        setattr(header, name, date_in(value))
    except DocumentError as error:
        header.findings.append(Finding(line.number, "bad_date", error.problem))
    return True


def _introduce(header: Header, line: Line) -> bool:
    match = _INTRODUCTION.match(line.text)
    if match is None:
        return False
    header.introduction = line.text
    header.host, header.host_post_nominals = name_and_post_nominals(match["host"])
    said = match["guests"].strip()
    full_stop = said.endswith(".") and not re.search(r"\b(?:[A-Z]\.){2,}$|\b(?:Jr|Sr|Inc)\.$", said[-20:])
    guests = guests_in(said[:-1] if full_stop else said)
    header.guests = guests.names
    header.guest_post_nominals = guests.post_nominals
    header.guest_titles = {guests.names[0]: guests.title} if guests.title else {}
    if guests.doubtful:
        message = (
            f"“{guests.doubtful[:80]}” is taken for the guest’s name, and may be more than that; write “interview "
            "with NAME, role” (“NAME and NAME” for several), or correct the name in the admin"
        )
        header.findings.append(Finding(line.number, "guest_doubtful", message))
    return True


def _split_top(written: list[Line]) -> tuple[list[Line], list[Line]]:
    """Without an introduction, the short lines at the top are headings and the first long one begins the rest."""
    for place, line in enumerate(written):
        if len(line.text) > 200 or announces_recording(line.text) or announces_discussion(line.text):
            return written[:place], written[place:]
    return written, []


def _read_top(header: Header, top: list[Line]) -> None:
    headings = []
    for line in top:
        if (byline := _BYLINE.match(line.text)) is not None and not _names_guest(header, line.text):
            if not header.host:
                header.host, header.host_post_nominals = name_and_post_nominals(byline["host"])
        else:
            headings.append(line)
    headings = _without_credits(header, headings)
    title = next((line for line in reversed(headings) if _names_guest(header, line.text)), None)
    if title is None and headings and not (len(header.guests) > 1 and header.guest_titles):
        title = headings[-1]
    if title is not None:
        header.title = title.text
        headings.remove(title)
    header.organisation, header.series = [*(line.text for line in headings), "", ""][:2]
    for line in headings[2:]:
        message = f"not used: “{line.text[:60]}”; add it to the title or the introduction"
        header.findings.append(Finding(line.number, "heading_left_out", message))
    if title is not None and not header.guests:
        _name_guest(header, title)
    if len(header.guests) == 1 and header.title.startswith(header.guests[0]):
        credited = header.title.removeprefix(header.guests[0]).lstrip(" ,:–—-").strip()
        if credited:
            header.guest_titles[header.guests[0]] = credited


def _without_credits(header: Header, headings: list[Line]) -> list[Line]:
    """Title lines of several guests, one each: ``Ola Berg Founder X`` and ``Mia Ek Chief Y`` are their titles."""
    if len(header.guests) < 2:
        return headings
    credits = {}
    for line in headings:
        named = [guest for guest in header.guests if guest in line.text]
        match = re.match(rf"{HONORIFIC}{re.escape(bare_name(named[0]))}\b[ ,:–—-]*", line.text) if named else None
        if len(named) == 1 and match is not None:
            credits[named[0]] = (line, line.text[match.end() :].strip())
    if len(credits) < 2:
        return headings
    header.guest_titles = {guest: title for guest, (_line, title) in credits.items()}
    used = {line.number for line, _title in credits.values()}
    return [line for line in headings if line.number not in used]


def _name_guest(header: Header, title: Line) -> None:
    """``Ola Berg, Keeper``, ``World Kite Expert: Ola Berg``: the guest's name in a title."""
    parts = re.split(r"[,:]| [-–—]+ ", title.text, maxsplit=2)
    name = next((part.strip() for part in parts[:2] if is_name(part.strip())), "")
    if name:
        header.guests = (name,)
        message = f"the guest’s name is taken from the title: {name}; correct it in the admin if it is another"
        header.findings.append(Finding(title.number, "guest_from_title", message))


def _names_guest(header: Header, text: str) -> bool:
    return any(guest in text for guest in header.guests)


def _read_pointers(header: Header, lines: list[Line]) -> list[Line]:
    """Takes the audio and the blog lines out of the text; what stays is the biography."""
    paragraphs: list[Line] = []
    audio: list[Line] = []
    pointers: list[list[Line]] = []
    for line in lines:
        if announces_discussion(line.text):
            pointers.append([line])
        elif pointers and is_address(line.text):
            pointers[-1].append(line)
        elif announces_recording(line.text):
            audio.append(line)
        else:
            paragraphs.append(line)
    header.recordings, found = recordings_of(audio)
    header.findings += found
    if pointers:
        header.discussion = discussion_in(" ".join(line.text for line in pointers[0]))
    for pointer in pointers[1:]:
        message = f"only the first discussion is kept; not used: “{pointer[0].text[:60]}”; add it to the biography"
        header.findings.append(Finding(pointer[0].number, "second_discussion_left_out", message))
    return paragraphs
