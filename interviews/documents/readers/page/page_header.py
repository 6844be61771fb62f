"""The top of a page: who published, who spoke with whom, the biography, and where to listen and discuss.

Every part may be missing, so each is found by what it says and never by its line number. The sentence "This
week, HOST has an exclusive interview with GUEST." is the best anchor.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from interviews.documents.errors import DocumentError, Finding
from interviews.documents.readers.page.biography import biographies
from interviews.documents.readers.page.bylines import byline_of, person_of
from interviews.documents.readers.page.guests import name_and_post_nominals
from interviews.documents.readers.page.header import Header
from interviews.documents.readers.page.pointers import (
    announces_discussion,
    announces_recording,
    date_in,
    discussion_in,
    is_address,
    recordings_of,
)
from interviews.documents.readers.page.releases import without_releases
from interviews.documents.readers.page.roles import guests_with_roles
from interviews.documents.readers.page.sentences import first_sentence
from interviews.documents.readers.page.time_index import keywords_in
from interviews.documents.readers.page.top import guests_titled, names_in, read_top
from interviews.documents.readers.page.wrapping import paragraphs_of
from interviews.documents.reading import Line

_BEGIN = r"^(?:This (?:week|month|time),?\s+)?"
_INTRODUCTION = re.compile(
    # A full stop may stand in the host's part only behind a capital or a short title: "I. S. P.", "Dr.".
    rf"{_BEGIN}(?P<host>(?:[^.:?!]|(?<=[A-Z])\.|(?<=\b[DM][rs])\.){{3,160}}?),?\s+"
    r"(?:has|had|have|continues|talks|speaks|sits down|presents)\b[^.:?!]{0,80}?"
    r"\b(?:interviews?|chats?|sessions?|conversations?|podcasts?|discussions?)\s+with\s+(?P<guests>.+)$"
)
_FACT = re.compile(r"^(?P<name>keywords|tags|recorded|published|part)(?: on)?:\s*(?P<value>.+)$", re.IGNORECASE)
_WHEN_OR_WHERE = re.compile(r"(?:(?:interview )?date:\s+(?P<date>.{1,40})|place:\s+(?P<where>.{1,120}))", re.IGNORECASE)
_ADDRESS_BELOW = re.compile(r"\b(?:(?:found|available|reached|visited|read|seen) (?:at|on|here)|visit):?$")
_PART = re.compile(r"(?P<part>\d{1,3})(?: of (?P<total>\d{1,3}))?", re.ASCII)
_MOST_TITLES = 8  # lines above a biography
_FEWEST_WORDS = 4  # of a sentence
_ANNOUNCES = re.compile(r"^This (?:week|month|time),? ")


def read_header(lines: Sequence[Line]) -> Header:
    """The header that these lines make."""
    header = Header()
    unwrapped, width = _unwrapped(lines)
    written = [line for line in unwrapped if not _read_fact(header, line)]
    anchor = next((place for place in range(len(written)) if _introduce(header, written, place)), None)
    top, below = (written[:anchor], written[anchor + 1 :]) if anchor is not None else _split_top(written)
    top, released = without_releases(top)
    if anchor is None:
        header.preamble = released
    else:
        rest = first_sentence(written[anchor].text)[1]  # the biography, run on
        below = [*_moved(header, released), *([Line(written[anchor].number, rest)] if rest else []), *below]
    read_top(header, top, width)
    paragraphs = _read_pointers(header, below)
    header.biographies, found = biographies(paragraphs, header.guests)
    header.findings += found
    if not header.guests:
        header.preamble += paragraphs  # nobody's biography
    return header


def _unwrapped(lines: Sequence[Line]) -> tuple[list[Line], int]:
    """The lines that hold text, those that were wrapped at a width as one; and that width, 0 where none were."""
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
    width = 0
    for block in blocks:
        joined = paragraphs_of([line.text for line in block])
        unwrapped += [Line(line.number, text) for line, text in zip(block, joined, strict=False)]
        if len(joined) < len(block):
            width = max(width, *(len(line.text) for line in block))
    return unwrapped, width


def _read_fact(header: Header, line: Line) -> bool:
    """``Keywords: fog, lamps``, ``Recorded: September 2015``: lines that an editor adds to a page."""
    match = _FACT.match(line.text) if ":" in line.text else None
    if match is None:
        return _read_person(header, line.text) or _read_when_or_where(header, line)
    name, value = match["name"].lower(), match["value"].strip(" .")
    if name == "part" and (part := _PART.fullmatch(value)) is not None:
        header.part, header.part_total = int(part["part"]), int(part["total"]) if part["total"] else None
        return True
    if name == "part":
        return False
    if name in ("keywords", "tags"):
        header.keywords |= dict.fromkeys(keywords_in(value))
        return True
    try:
        setattr(header, name, date_in(value))
    except DocumentError as error:
        header.findings.append(Finding(line.number, "bad_date", error.problem))
    return True


def _read_person(header: Header, text: str) -> bool:
    """``Interviewer: Jo Doe``, ``Interviewee: Ola Berg``."""
    person = person_of(text)
    if person is None:
        return False
    is_host, said = person
    if is_host and not header.host:
        header.host, header.host_post_nominals = name_and_post_nominals(said)
    elif not is_host and not header.guests:
        header.guests = (said,)
    return True


def _read_when_or_where(header: Header, line: Line) -> bool:
    """``Date: 12 March 2004`` beside ``Interviewer: Jo Doe``, ``Place: Malmö``."""
    match = _WHEN_OR_WHERE.fullmatch(line.text) if ":" in line.text[:20] else None
    if match is None:
        return False
    if match["where"]:
        message = f"not used: “{match['where'][:60]}”, where it was recorded; add it to the introduction"
        header.findings.append(Finding(line.number, "heading_left_out", message))
        return True
    try:
        date = date_in(match["date"].strip(" ."))
    except DocumentError:
        return False
    if header.recorded is None:
        header.recorded = date
        message = f"{date} is taken for the day of the interview; correct it if it is another"
        header.findings.append(Finding(line.number, "date_guessed", message))
    return True


def introduces(text: str) -> bool:
    """Whether a line begins with the sentence that says who spoke with whom."""
    return " with " in text and _INTRODUCTION.match(first_sentence(text)[0]) is not None


def _introduce(header: Header, written: Sequence[Line], place: int) -> bool:
    line = written[place]
    match = _INTRODUCTION.match(first_sentence(line.text)[0])
    if match is None:
        return False
    header.introduction = match[0]
    header.host, header.host_post_nominals = name_and_post_nominals(match["host"])
    said = match["guests"].strip()
    full_stop = said.endswith(".") and not re.search(r"\b(?:[A-Z]\.){2,}$|\b(?:Jr|Sr|Inc)\.$", said[-20:])
    guests = guests_with_roles(
        said[:-1] if full_stop else said, guests_titled(written[max(0, place - _MOST_TITLES) : place])
    )
    header.guests = tuple(filter(str.strip, guests.names))  # “interview with —” names nobody
    header.guest_post_nominals = guests.post_nominals
    header.guest_titles = {guests.names[0]: guests.title} if guests.title else {**guests.titles}
    if guests.doubtful and guests.doubtful not in guests.names:
        message = (
            f"“{guests.doubtful[:80]}” is taken for a part of what {guests.names[0][:80]} is, and may be another "
            "guest; name all of them in the title (“Interview with NAME and NAME”), or add them in the admin"
        )
        header.findings.append(Finding(line.number, "guest_doubtful", message))
    elif guests.doubtful:
        message = (
            f"“{guests.doubtful[:80]}” is taken for the guest’s name, and may be more than that; write “interview "
            "with NAME, role” (“NAME and NAME” for several), or correct the name in the admin"
        )
        header.findings.append(Finding(line.number, "guest_doubtful", message))
    return True


def _moved(header: Header, released: list[Line]) -> list[Line]:
    """The paragraphs above the introduction, which go before the biography."""
    if released:
        message = (
            f"“{released[0].text[:60]}”, above the introduction, was put at the head of the biography; move it in the "
            "admin if it belongs elsewhere"
        )
        header.findings.append(Finding(released[0].number, "paragraph_moved", message))
    return released


def _split_top(written: list[Line]) -> tuple[list[Line], list[Line]]:
    """Without an introduction, the short lines at the top are headings and the first long one begins the rest."""
    for place, line in enumerate(written):
        long = len(line.text) > 200 or announces_recording(line.text) or announces_discussion(line.text)
        if long or _tells_of_guest(line.text, written[max(0, place - _MOST_TITLES) : place]):
            return written[:place], written[place:]
    return written, []


def _tells_of_guest(text: str, above: Sequence[Line]) -> bool:
    """Whether a sentence below the line of the interviewer and a title with the guest's name begins the biography."""
    if not text.endswith(".") or len(text.split(" ", _FEWEST_WORDS)) < _FEWEST_WORDS:
        return False
    return any(byline_of(line.text) for line in above) and any(
        names_in(line.text) for line in above if byline_of(line.text) is None
    )


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
            if _ADDRESS_BELOW.search(line.text[-40:]):
                message = f"an address seems to be lost behind “{line.text[-30:]}”; add it in the biography"
                header.findings.append(Finding(line.number, "address_lost", message))
    header.recordings, found = recordings_of(audio)
    header.findings += found
    if pointers:
        header.discussion = discussion_in(" ".join(line.text for line in pointers[0]))
    for pointer in pointers[1:]:
        message = f"only the first discussion is kept; not used: “{pointer[0].text[:60]}”; add it to the biography"
        header.findings.append(Finding(pointer[0].number, "second_discussion_left_out", message))
    return paragraphs
