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
from interviews.documents.readers.pointers import (
    announces_discussion,
    announces_recording,
    date_in,
    discussion_in,
    is_address,
    recording_in,
)
from interviews.documents.readers.time_index import keywords_in
from interviews.documents.reading import Line
from interviews.names import HONORIFICS

_INTRODUCTION = re.compile(
    # A full stop may stand in the host's part only behind a capital or a short title: "I. S. P.", "Dr.".
    r"^(?:This (?:week|month|time),?\s+)?(?P<host>(?:[^.:?!]|(?<=[A-Z])\.|(?<=\b[DM][rs])\.){3,160}?),?\s+"
    r"(?:has|had|have|continues|talks|speaks|sits down|presents)\b[^.:?!]{0,80}?"
    r"\b(?:interviews?|chats?|sessions?|conversations?|podcasts?|discussions?)\s+with\s+(?P<guests>.+)$"
)
_BYLINE = re.compile(r"^(?:exclusive\s+)?interviews?\s+(?:by|with)\s+(?P<host>.+)$", re.IGNORECASE)
_FACT = re.compile(r"^(?P<name>keywords|recorded|published)(?: on)?:\s*(?P<value>.+)$", re.IGNORECASE)
_INDEX_HEADING = re.compile(r"^(?:.{0,40}\btime index\b.{0,60}|\*{3,}|discussion:.*)$", re.IGNORECASE)
_HONORIFIC = rf"(?:(?:{'|'.join(word.capitalize() for word in HONORIFICS)})\.?\s+)?"
_POST_NOMINALS = re.compile(r",\s*(?=(?:[A-Z][A-Za-z]?\.){2,}|[A-Z]{2,}(?:[/,\s]|$))")
_NAME = re.compile(rf"^{_HONORIFIC}(?:[^\W\d_][\w.'’()-]*\s+){{1,4}}[^\W\d_][\w.'’-]*$")


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
    guest_title: str = ""
    portrait_alt: str = ""
    bio: list[str] = field(default_factory=list)
    keywords: tuple[str, ...] = ()
    recorded: PartialDate | None = None
    published: PartialDate | None = None
    recording: RecordingEntry | None = None
    discussion: DiscussionEntry | None = None
    findings: list[Finding] = field(default_factory=list)


def is_index_heading(line: Line) -> bool:
    return bool(_INDEX_HEADING.match(line.text))


def read_header(lines: Sequence[Line]) -> Header:
    """The header that these lines make."""
    header = Header()
    written = [line for line in lines if line and not _read_fact(header, line)]
    anchor = next((place for place, line in enumerate(written) if _introduce(header, line)), None)
    top, below = (written[:anchor], written[anchor + 1 :]) if anchor is not None else _split_top(written)
    _read_top(header, top)
    paragraphs = _read_pointers(header, below)
    _read_bio(header, paragraphs)
    return header


def _read_fact(header: Header, line: Line) -> bool:
    """``Keywords: fog, lamps``, ``Recorded: September 2015``: lines that an editor adds to a page."""
    match = _FACT.match(line.text)
    if match is None:
        return False
    name, value = match["name"].lower(), match["value"].strip(" .")
    if name == "keywords":
        header.keywords = keywords_in(value)
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
    header.host, header.host_post_nominals = _name_and_post_nominals(match["host"])
    guests = match["guests"].strip()
    full_stop = guests.endswith(".") and not re.search(r"\b(?:[A-Z]\.){2,}$|\b(?:Jr|Sr|Inc)\.$", guests)
    header.guests, rest = _guests(guests[:-1] if full_stop else guests)
    header.guest_post_nominals = rest if rest and _POST_NOMINALS.match(f", {rest}") else ""
    header.guest_title = "" if header.guest_post_nominals else rest
    return True


def _guests(text: str) -> tuple[tuple[str, ...], str]:
    """The people named: ``A``, ``A and B``, ``A, B, and C``; else the first, and the words after the name."""
    several = [part.strip() for part in re.split(r",\s*(?:and\s+)?|\s+and\s+", text) if part.strip()]
    if len(several) > 1 and " and " in text and all(_NAME.match(part) for part in several):
        return tuple(several), ""
    name, _, rest = text.partition(",")
    return (name.strip(),), rest.strip()


def _name_and_post_nominals(text: str) -> tuple[str, str]:
    name, *rest = _POST_NOMINALS.split(text, maxsplit=1)
    return name.strip(" ,"), rest[0].strip(" ,") if rest else ""


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
                header.host, header.host_post_nominals = _name_and_post_nominals(byline["host"])
        else:
            headings.append(line)
    title = next((line for line in reversed(headings) if _names_guest(header, line.text)), None)
    if title is None and headings:
        title = headings[-1]
    if title is not None:
        header.title = title.text
        headings.remove(title)
    header.organisation, header.series = [*(line.text for line in headings), "", ""][:2]
    for line in headings[2:]:
        header.findings.append(Finding(line.number, "heading_left_out", f"not used: “{line.text[:60]}”"))
    if not header.guests and header.title:
        name = re.split(r"[,:]| [-–—]+ ", header.title, maxsplit=1)[0].strip()
        if _NAME.match(name):
            header.guests = (name,)
            number = title.number if title else None
            header.findings.append(
                Finding(number, "guest_from_title", f"the guest’s name is taken from the title: {name}")
            )
    if len(header.guests) == 1 and header.title.startswith(header.guests[0]):
        credited = header.title.removeprefix(header.guests[0]).lstrip(" ,:–—-").strip()
        header.guest_title = credited or header.guest_title


def _names_guest(header: Header, text: str) -> bool:
    return any(guest in text for guest in header.guests)


def _read_pointers(header: Header, lines: list[Line]) -> list[Line]:
    """Takes the audio and the blog line out of the text; what stays is the biography."""
    paragraphs: list[Line] = []
    pointer = ""
    for line in lines:
        if announces_discussion(line.text):
            pointer = line.text
        elif pointer and is_address(line.text):
            pointer += f" {line.text}"
        elif announces_recording(line.text):
            _read_recording(header, line)
        else:
            paragraphs.append(line)
    if pointer:
        header.discussion = discussion_in(pointer)
    return paragraphs


def _read_recording(header: Header, line: Line) -> None:
    recording = recording_in(line.text)
    if recording != RecordingEntry():
        header.recording = recording
    elif header.recording is None:
        header.recording = recording
        message = "a recording is announced but its address is not in the text; add the file or address in the admin"
        header.findings.append(Finding(line.number, "recording_address_unknown", message))


def _read_bio(header: Header, paragraphs: list[Line]) -> None:
    """The biography, freed from the portrait's alternative text that conversion to text glues to its first words."""
    if paragraphs and len(header.guests) == 1:
        first = paragraphs[0]
        alt, text = _unglued(first.text, header.guests[0])
        if alt:
            header.portrait_alt = alt
            message = f"“{alt}” at the start of the biography is taken for the portrait’s alternative text"
            header.findings.append(Finding(first.number, "portrait_text_cut", message))
            paragraphs = [Line(first.number, text), *paragraphs[1:]]
    header.bio = [line.text for line in paragraphs if line]


def _unglued(text: str, guest: str) -> tuple[str, str]:
    """(alternative text, the rest): ``Ola BergOla Berg began``, ``Ola Berg Ola Berg is``, ``Ola Berg`` alone."""
    name = re.escape(guest)
    glued = re.match(rf"(?P<alt>{_HONORIFIC}{name})(?P<rest>[^\W\d_a-zß-öø-ÿ].*|\s+{_HONORIFIC}{name}\b.*|)$", text)
    return (glued["alt"], glued["rest"].strip()) if glued else ("", text)
