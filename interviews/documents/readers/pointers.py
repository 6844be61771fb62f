"""Lines of a page that point elsewhere, and the dates they give: where to listen, where it was discussed."""

from __future__ import annotations

import calendar
import datetime as dt
import re

from interviews.documents.document import DiscussionEntry, PartialDate, RecordingEntry

_URL = re.compile(r"https?://[^\s<>\"]+")
_FILE_TYPES = r"(?:mp3|m4a|ogg|oga|opus|wav|flac|mp4|webm)"
_AUDIO_LINE = re.compile(
    r"^to (?:listen to|hear|watch)\b.{0,120}\b(?:interview|podcast|recording|audio|mp3|file|link)\b.*$"
    rf"|^\S+\.{_FILE_TYPES}\b\S*$",
    re.IGNORECASE,
)
_AUDIO_ADDRESS = re.compile(rf"(?:https?://\S+|[\w.-]+)\.{_FILE_TYPES}\b[^\s,;)]*", re.IGNORECASE)
_DISCUSSION_LINE = re.compile(
    r"^the (?:latest )?blog (?:post )?(?:on|about|of) (?:the|this) interview\b", re.IGNORECASE
)
_DISCUSSION_NAME = re.compile(
    r"\bin (?:the )?(?P<name>[A-Z][\w&'’./ -]{2,80}?(?: \([A-Z]{2,8}\))?)(?: forum| blog)?"
    r"(?= where\b|[.,;:]|\s*$| https?:)"
)
_MONTHS = list(calendar.month_name)  # English: nothing here sets another locale
_MONTH = "|".join(_MONTHS[1:])
_DAYS = re.compile(
    rf"(?P<month>{_MONTH}) (?P<first>\d{{1,2}})(?:\s*(?:to|-|–)\s*(?P<last>\d{{1,2}}))?, (?P<year>\d{{4}})"
)
_WRITTEN_DATE = re.compile(
    rf"^(?:(?P<day>\d{{1,2}})\s+)?(?P<month>{_MONTH})(?:\s+(?P<second>\d{{1,2}}),)?\s+(?P<year>\d{{4}})$"
)


def announces_recording(text: str) -> bool:
    """Whether a line says where to listen, or is the address of a recording."""
    return bool(_AUDIO_LINE.match(text))


def recording_in(text: str) -> RecordingEntry:
    """The recording that such a line names; one without address where only a link's words are left."""
    match = _AUDIO_ADDRESS.search(text)
    address = match[0].rstrip(".,;") if match else ""
    return RecordingEntry(url=address) if address.startswith(("http://", "https://")) else RecordingEntry(file=address)


def announces_discussion(text: str) -> bool:
    """Whether a line says in which blog or forum the interview was discussed."""
    return bool(_DISCUSSION_LINE.match(text))


def is_address(text: str) -> bool:
    return bool(_URL.fullmatch(text)) and not announces_recording(text)


def discussion_in(text: str) -> DiscussionEntry:
    """Name, address and days of the discussion that such a line (with the address below it) points to."""
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
