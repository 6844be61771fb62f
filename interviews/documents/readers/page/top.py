"""The lines above the introduction of a page: the date, who published it, in which series, by whom, and the title."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from interviews.documents.document import PartialDate
from interviews.documents.errors import Finding
from interviews.documents.readers.page.guests import HONORIFIC, guests_in, is_name, name_and_post_nominals
from interviews.documents.readers.page.header import Header
from interviews.documents.reading import Line
from interviews.names import bare_name, name_key

_BYLINE = re.compile(r"^(?:exclusive\s+)?interviews?\s+(?P<how>by|with)\s+(?P<host>.+)$", re.IGNORECASE)
#: ``Interviews``, ``Careers: Interviews``: the room of a site in which the page stands.
_ROOM = re.compile(r"(?:[\w&’' -]{1,30}:\s)?interviews?", re.IGNORECASE)
_DATE = re.compile(
    r"(?P<first>\d{1,2})/(?P<second>\d{1,2})/(?P<year>(?:19|20)\d\d)(?: \d{1,2}:\d\d(?::\d\d)?(?: ?[AP]M)?)?",
    re.IGNORECASE | re.ASCII,
)
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NUMBER = rf"(?:\d{{1,3}}|{'|'.join(_NUMBERS)})"
_PART = re.compile(
    rf"[\s,:(\[–—-]{{0,5}}\bpart (?P<part>{_NUMBER})\b(?:\s?(?:of|/)\s?(?P<total>{_NUMBER})\b)?",
    re.IGNORECASE | re.ASCII,
)
# What a headline goes on with behind the name and the role: “talks about rope”, “’s Insights on Piers”.
_HEADLINE = re.compile(
    r"['’]s (?:insights?|views?|thoughts|perspectives?|advice|predictions?|story|journey|lessons|reflections|outlook)\b"
    r"|,?\s+(?:talks?|speaks|speaking|shares|discusses|chats|tells|explains)\b",
    re.IGNORECASE,
)
_PICTURE_IN_WORD = re.compile(r"\b[A-Z]{2,20}image[A-Z]{1,20}\b")


def read_top(header: Header, top: Sequence[Line]) -> None:
    """Takes what the lines say into the header."""
    headings: list[Line] = []
    for line in top:
        if (date := _DATE.fullmatch(line.text)) is not None and header.published is None:
            _read_date(header, line, date)
        elif _ROOM.fullmatch(line.text):
            header.series = header.series or line.text
        elif (byline := _BYLINE.match(line.text)) is not None and not _speaks_of_guests(header, byline):
            _read_byline(header, byline["host"])
        else:
            headings.append(line)
        if (glued := _PICTURE_IN_WORD.search(line.text)) is not None:
            message = f"a picture’s text seems to stand inside the word “{glued[0]}”; the text is kept: correct it"
            header.findings.append(Finding(line.number, "damaged_characters", message))
    headings = _without_credits(header, headings)
    title = next((line for line in reversed(headings) if _names_guest(header, line.text)), None)
    if title is None and headings and not (len(header.guests) > 1 and header.guest_titles):
        title = headings[-1]
    if title is not None:
        header.title = title.text
        headings.remove(title)
    series = header.series
    header.organisation, header.series = [*(line.text for line in headings), "", ""][:2]
    header.series = header.series or series
    for line in headings[2:]:
        message = f"not used: “{line.text[:60]}”; add it to the title or the introduction"
        header.findings.append(Finding(line.number, "heading_left_out", message))
    if title is not None:
        _read_title(header, title)


def _read_date(header: Header, line: Line, match: re.Match[str]) -> None:
    """``4/7/2003 8:05:09 AM``: the month first, as where such pages come from, if it can be one."""
    first, second = int(match["first"]), int(match["second"])
    month, day = (second, first) if first > 12 else (first, second)
    try:
        header.published = PartialDate(dt.date(int(match["year"]), month, day))
    except ValueError as error:
        header.findings.append(Finding(line.number, "bad_date", f"“{line.text}” is not a date ({error})"))
        return
    header.published_basis = "the date above the title"
    if first <= 12 and second <= 12 and first != second:
        message = f"“{match[0]}” is taken for {header.published} (the month first); correct it if the day is first"
        header.findings.append(Finding(line.number, "date_guessed", message))


def _speaks_of_guests(header: Header, byline: re.Match[str]) -> bool:
    """Whether “Interview with ...” is a title that names the guests, and not the line of the interviewer."""
    if _names_guest(header, byline[0]):
        return True
    return byline["how"].lower() == "with" and len(guests_in(byline["host"]).names) > 1


def _read_byline(header: Header, said: str) -> None:
    host, post_nominals = name_and_post_nominals(said)
    if not header.host:
        header.host, header.host_post_nominals = host, post_nominals
    elif not header.host_post_nominals and name_key(host) == name_key(header.host):
        header.host_post_nominals = post_nominals


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


def _read_title(header: Header, title: Line) -> None:
    part = _PART.search(title.text)
    if part is not None:
        header.part = _number(part["part"])
        header.part_total = _number(part["total"]) if part["total"] else None
    if not header.guests:
        _name_guests(header, title)
    if len(header.guests) != 1:
        return
    guest = header.guests[0]
    before, found, behind = title.text.partition(guest)
    if not found or (before and (header.guest_titles.get(guest) or not re.match(r"\s?[,:–—-]", behind))):
        return
    behind = _PART.split(behind, maxsplit=1)[0]
    credited = _HEADLINE.split(behind, maxsplit=1)[0].lstrip(" ,:–—-").strip()
    if credited:
        header.guest_titles[guest] = credited


def _number(text: str) -> int:
    return _NUMBERS.index(text.lower()) + 1 if text.lower() in _NUMBERS else int(text)


def _name_guests(header: Header, title: Line) -> None:
    """The names in a title: ``Ola Berg, Keeper``, ``Kite Expert: Ola Berg``, ``Interview with Ola Berg and Mia Ek``."""
    byline = _BYLINE.match(title.text)
    several = guests_in(byline["host"]).names if byline is not None else ()
    parts = re.split(r"[,:]| [-–—]+ ", title.text, maxsplit=2)
    alone = tuple(part.strip() for part in parts[:2] if is_name(part.strip()))
    names = several if len(several) > 1 else alone[:1]
    if names:
        header.guests = names
        message = (
            f"the guest’s name is taken from the title: {' and '.join(names)}; correct it in the admin if it is another"
        )
        header.findings.append(Finding(title.number, "guest_from_title", message))


def _names_guest(header: Header, text: str) -> bool:
    return any(guest in text for guest in header.guests)
