"""Lines of a page that point elsewhere, and the dates they give: where to listen, where it was discussed."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections import deque
from collections.abc import Sequence

from interviews.documents.document import DiscussionEntry, PartialDate, RecordingEntry
from interviews.documents.errors import Finding
from interviews.documents.reading import Line

_URL = re.compile(r"https?://[^\s<>\"]+")
_FILE_TYPES = r"(?:mp3|m4a|ogg|oga|opus|wav|flac|mp4|webm)"
_AUDIO_LINE = re.compile(
    r"^to (?:listen to|hear|watch)\b.{0,120}\b(?:interview|podcast|recording|audio|mp3|file|link)\b",
    re.IGNORECASE,
)
_AUDIO_NAME = re.compile(rf"\S\.{_FILE_TYPES}\b", re.IGNORECASE)
_AUDIO_ADDRESS = re.compile(rf"(?:https?://\S+|[(\[<\"“]?[\w.-]+)\.{_FILE_TYPES}\b[^\s,;)]*", re.IGNORECASE)
_DISCUSSION_LINE = re.compile(
    r"^the (?:latest )?blog (?:post )?(?:on|about|of) (?:the|this|these|some)(?: selected)? interviews?\b",
    re.IGNORECASE,
)
_DISCUSSION_NAME = re.compile(
    r"\bin (?:the )?(?P<name>[A-Z][\w&'’./ -]{2,80}?(?: \([A-Z]{2,8}\))?)(?: forum| blog)?"
    r"(?= where\b|[.,;:]|\s*$| https?:)"
)
_LONGEST = 2000  # characters of a line that points to a discussion; what follows is something else
_MONTHS = list(calendar.month_name)  # English: nothing here sets another locale
_MONTH = "|".join(_MONTHS[1:])
_DAYS = re.compile(
    rf"(?P<month>{_MONTH}) (?P<first>\d{{1,2}})(?:\s*(?:to|-|–)\s*(?P<last>\d{{1,2}}))?, (?P<year>\d{{4}})"
)
#: A day, month or year as `date_in` reads it, to be looked for in a line.
WRITTEN_DAY = rf"(?:\d{{1,2}} )?(?:{_MONTH})(?: \d{{1,2}},)? \d{{4}}|\d{{4}}-\d\d-\d\d"
_WRITTEN_DATE = re.compile(
    rf"^(?:(?P<day>\d{{1,2}})\s+)?(?P<month>{_MONTH})(?:\s+(?P<second>\d{{1,2}}),)?\s+(?P<year>\d{{4}})$"
)


def announces_recording(text: str) -> bool:
    """Whether a line says where to listen, or is the address of a recording."""
    if " " in text:
        return bool(_AUDIO_LINE.match(text))
    return "." in text and bool(_AUDIO_NAME.search(text))


def recordings_of(lines: Sequence[Line]) -> tuple[tuple[RecordingEntry, ...], list[Finding]]:
    """The recordings that such lines name, in their order.

    An address belongs to the announcement above it; an announcement whose address is lost (only a link's words
    are left) is a recording without one.
    """
    entries: list[RecordingEntry] = []
    announced: deque[tuple[int, int]] = deque()  # (place among the entries, line) of those that wait for an address
    known: set[RecordingEntry] = set()
    said: set[str] = set()
    for line in lines:
        named = _addressed(line.text)
        for entry in (entry for entry in named if entry not in known):
            known.add(entry)
            if announced:
                entries[announced.popleft()[0]] = entry
            else:
                entries.append(entry)
        if not named and line.text not in said and (not entries or said):
            announced.append((len(entries), line.number))
            entries.append(RecordingEntry())
        if line.text[:2].lower() == "to":
            said.add(line.text)
    message = "a recording is announced but its address is not in the text; add the file or address in the admin"
    return tuple(entries), [Finding(number, "recording_address_unknown", message) for _place, number in announced]


def _addressed(text: str) -> list[RecordingEntry]:
    """The addresses and files in a line. Word by word: a search of the whole would be slow on hostile ones."""
    found = []
    for word in text.split():
        begin = word.find("http")
        match = _AUDIO_ADDRESS.match(word, begin if begin >= 0 else word.rfind("/") + 1)
        if match is not None:
            address = match[0].rstrip(".,;")
            url = address.startswith(("http://", "https://"))
            found.append(RecordingEntry(url=address) if url else RecordingEntry(file=address.lstrip('([<"“')))
    return found


def announces_discussion(text: str) -> bool:
    """Whether a line says in which blog or forum the interview was discussed."""
    return bool(_DISCUSSION_LINE.match(text))


def is_address(text: str) -> bool:
    return text.startswith("http") and bool(_URL.fullmatch(text)) and not announces_recording(text)


def discussion_in(text: str) -> DiscussionEntry:
    """Name, address and days of the discussion that such a line (with the address below it) points to."""
    text = text[:_LONGEST]
    url = _URL.search(text)
    starts_on, ends_on = _days_in(text)
    name = _DISCUSSION_NAME.search(_DAYS.sub("", text))
    return DiscussionEntry(
        name=name["name"].strip() if name else text.rstrip("."),
        url=url[0].rstrip(".,;") if url else "",
        starts_on=starts_on,
        ends_on=ends_on,
    )


def date_in(text: str) -> PartialDate:
    """``2015-09-14``, ``September 2015``, ``14 September 2015``, ``September 14, 2015``. Raises DocumentError."""
    match = _WRITTEN_DATE.match(text)
    if match is None:
        return PartialDate.parse(text)
    day = match["day"] or match["second"]
    month = f"{match['year']}-{_MONTHS.index(match['month']):02}"
    return PartialDate.parse(f"{month}-{int(day):02}" if day else month)


def _days_in(text: str) -> tuple[dt.date | None, dt.date | None]:
    """The first and last of ``March 2 to 6, 2006``; both None where there is no such day."""
    match = _DAYS.search(text)
    if match is None:
        return None, None
    month, year = _MONTHS.index(match["month"]), int(match["year"])
    try:
        return dt.date(year, month, int(match["first"])), dt.date(year, month, int(match["last"] or match["first"]))
    except ValueError:
        return None, None
