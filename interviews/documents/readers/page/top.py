"""The lines above the introduction of a page: the date, who published it, in which series, by whom, and the title."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from interviews.documents.document import PartialDate
from interviews.documents.errors import Finding
from interviews.documents.readers.page.bylines import Byline, byline_of
from interviews.documents.readers.page.guests import HONORIFIC, guests_in, is_name, name_and_post_nominals
from interviews.documents.readers.page.header import Header
from interviews.documents.readers.page.navigation import is_navigation, names_a_page
from interviews.documents.readers.page.roles import credit_behind, guests_with_roles, without_role
from interviews.documents.readers.page.wrapping import begins_small, ends_sentence, goes_on
from interviews.documents.reading import Line
from interviews.names import bare_name, name_key

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
    r"|^\s(?:on|about)\s|\s+interview$|,?\s+(?:talks?|speaks|speaking|shares|discusses|chats|tells|explains)\b",
    re.IGNORECASE,
)
_LONGEST = 200  # characters of a headline that goes on below
_PICTURE_IN_WORD = re.compile(r"\b[A-Z]{2,20}image[A-Z]{1,20}\b")


def read_top(header: Header, top: Sequence[Line], width: int = 0) -> None:
    """Takes what the lines say into the header. `width` is the one at which the page was wrapped, if it was."""
    headings: list[Line] = []
    for line in top:
        if (date := _DATE.fullmatch(line.text)) is not None and header.published is None:
            _read_date(header, line, date)
        elif _ROOM.fullmatch(line.text):
            header.series = header.series or line.text
        elif is_navigation(line.text) or names_a_page(line.text):
            message = f"not used: “{line.text[:60]}”, which leads around the site"
            header.findings.append(Finding(line.number, "heading_left_out", message))
        elif (byline := byline_of(line.text)) is None or not _read_byline(header, line, byline):
            headings.append(line)
        if (glued := _PICTURE_IN_WORD.search(line.text)) is not None:
            message = f"a picture’s text seems to stand inside the word “{glued[0]}”; the text is kept: correct it"
            header.findings.append(Finding(line.number, "damaged_characters", message))
    headings = _without_credits(header, _without_partner(header, _unbroken(headings, width)))
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


def _unbroken(headings: Sequence[Line], width: int) -> list[Line]:
    """The title lines, those that were broken off as one: where the next begins small, or did not fit any more."""
    whole: list[Line] = []
    number = 0
    for line in headings:
        above = whole[-1].text if whole and line.number == number + 1 else ""
        number = line.number
        filled = bool(width) and len(above) + 1 + len(line.text.partition(" ")[0]) > width
        wrapped = goes_on(above) or begins_small(line.text) or filled
        if 0 < len(above) <= _LONGEST and not ends_sentence(above) and wrapped:
            whole[-1] = Line(whole[-1].number, f"{above} {line.text}")
        else:
            whole.append(line)
    return whole


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


def _read_byline(header: Header, line: Line, byline: Byline) -> bool:
    """Takes a line that says who asked; False for what is (also) a title, as “Interview with GUEST” may be."""
    if byline.partner:
        named = bool(header.guests) and not _names_guest(header, byline.partner)
        alone = len(guests_in(byline.partner).names) == 1 and not byline.host
        if not (named and alone):
            _read_date_and_host(header, line, byline)
            return False
        byline = replace(byline, host=byline.partner, partner="")
    elif _names_guest(header, line.text):
        return False
    elif byline.alone and header.host and name_key(name_and_post_nominals(byline.host)[0]) != name_key(header.host):
        return False  # who wrote the page
    _read_date_and_host(header, line, byline)
    return True


def _read_date_and_host(header: Header, line: Line, byline: Byline) -> None:
    host, post_nominals = name_and_post_nominals(byline.host)
    if host and not header.host:
        header.host, header.host_post_nominals = host, post_nominals
    elif host and not header.host_post_nominals and name_key(host) == name_key(header.host):
        header.host_post_nominals = post_nominals
    if byline.recorded is not None and header.recorded is None:
        header.recorded = byline.recorded
        if not byline.stated:
            message = f"{byline.recorded}, beside the interviewer’s name, is taken for the day of the interview"
            header.findings.append(Finding(line.number, "date_guessed", f"{message}; correct it if it is another"))
    if byline.place:
        message = f"not used: “{byline.place[:60]}”, where it was recorded; add it to the introduction"
        header.findings.append(Finding(line.number, "heading_left_out", message))


def _without_partner(header: Header, headings: list[Line]) -> list[Line]:
    """The title lines, without “Interview with NAME” where that is the interviewer: where another line names the guest.

    Else whoever stands behind “with” is taken for the guest.
    """
    if header.guests:
        return headings
    for place, line in enumerate(headings):
        byline = byline_of(line.text)
        if byline is None or not byline.partner:
            continue
        guests = guests_with_roles(byline.partner.rstrip("."))
        if len(guests.names) > 1:
            continue
        if not is_name(guests.names[0]):
            message = f"“{guests.names[0][:80]}”, behind “interview with”, is no whole name; add the guest in the admin"
            header.findings.append(Finding(line.number, "guest_doubtful", message))
            return headings
        # Above it “North Lights” alone is likelier a museum than a guest.
        above = [other.text for other in headings[:place] if re.search("[,:]| [-–—] ", other.text)]
        others = any(map(names_in, (*above, *(other.text for other in headings[place + 1 :]))))
        if others and not header.host:
            header.host, header.host_post_nominals = name_and_post_nominals(byline.partner)
            message = f"“{header.host[:80]}” is taken for the interviewer, as another line names the guest"
        else:
            header.guests, header.guest_post_nominals = guests.names, guests.post_nominals
            header.guest_titles = {guests.names[0]: guests.title} if guests.title else {}
            if byline.host:
                return headings  # “with GUEST by HOST” leaves no doubt
            message = f"“{guests.names[0][:80]}” stands behind “interview with” and is taken for the guest"
        message += "; correct it in the admin if it is not so, or write “Interview by NAME”"
        header.findings.append(Finding(line.number, "guest_doubtful", message))
        return headings if header.guests else [other for other in headings if other is not line]
    return headings


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
    behind = behind.partition(f" by {header.host}")[0] if header.host else behind
    credited = _HEADLINE.split(behind, maxsplit=1)[0].lstrip(" ,:–—-").strip()
    if credited := credit_behind(credited):
        header.guest_titles[guest] = credited


def _number(text: str) -> int:
    return _NUMBERS.index(text.lower()) + 1 if text.lower() in _NUMBERS else int(text)


def _name_guests(header: Header, title: Line) -> None:
    names = names_in(title.text)
    if names:
        header.guests = names
        message = (
            f"the guest’s name is taken from the title: {' and '.join(names)}; correct it in the admin if it is another"
        )
        header.findings.append(Finding(title.number, "guest_from_title", message))


def guests_titled(lines: Sequence[Line]) -> tuple[str, ...]:
    """The first list of several names that a title line has: ``Interview with A, B, and C - Keepers``."""
    for line in lines:
        byline = byline_of(line.text)
        names = guests_in(byline.partner if byline is not None and byline.partner else line.text).names
        if len(names) > 1:
            return names
    return ()


def names_in(title: str) -> tuple[str, ...]:
    """The names in a title: ``Ola Berg, Keeper``, ``Kite Expert: Ola Berg``, ``Interview with Ola Berg and Mia Ek``."""
    byline = byline_of(title)
    several = guests_in(byline.partner).names if byline is not None and byline.partner else ()
    parts = re.split(r"[,:]| [-–—]+ ", title, maxsplit=2)
    alone = tuple(name for part in parts[:2] if is_name(name := without_role(part.strip())[0]))
    return several if len(several) > 1 else alone[:1]


def _names_guest(header: Header, text: str) -> bool:
    return any(guest in text for guest in header.guests)
