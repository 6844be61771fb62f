"""What the fields of a feed mean: dates, lengths, recordings, addresses."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Iterable
from contextlib import suppress
from email.utils import parsedate_to_datetime
from pathlib import PurePosixPath
from urllib.parse import urljoin, urlsplit

from interviews import timecode
from interviews.documents.document import RecordingEntry
from interviews.mediafiles import RECORDINGS, media_type_of, suffix_of

_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_TYPE = re.compile(r"(?:audio|video)/[\w.+-]+", re.ASCII)
_LARGEST_SIZE = 2**62
#: Recordings of one interview; what stands behind them is no more of them.
MOST_RECORDINGS = 20
#: Recordings of one interview; what stands behind them is no more of them.
MOST_RECORDINGS = 20
_MARKUP = re.compile(r"</?(?:b|i|em|strong|a|span|br|sup|sub|u|code|p|font)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_TIMECODE_WITH_SHORT_PARTS = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{1,2})", re.ASCII)


def plain(text: str) -> str:
    """A title or a name without the markup that some feeds put into it."""
    if "<" in text:
        text = _MARKUP.sub("", text)
    return " ".join(html.unescape(text).split()) if "&" in text else " ".join(text.split())


def web_address(text: str, base: str = "") -> str:
    """The address, made whole with that of the page; empty for what is none of the web."""
    text = text.strip()
    try:
        whole = urljoin(base, text) if base and text else text
    except ValueError:
        return ""
    return whole if _WEB_ADDRESS.fullmatch(whole) else ""


def instant(text: str) -> dt.datetime | None:
    """The moment of an RFC 2822 date, or of an ISO 8601 one, which some feeds have; None for neither.

    It has a time zone only if the text has. Years in which nobody had a recorder are slips.
    """
    text = text.strip()[:100]
    moment = None
    for read in (parsedate_to_datetime, dt.datetime.fromisoformat):
        with suppress(ValueError, TypeError, IndexError, OverflowError):
            moment = moment or read(text)
    return moment if moment is not None and 1850 < moment.year < 2200 else None


def moment_of(universal: str, local: str) -> tuple[dt.datetime | None, bool]:
    """The instant of a date in UTC, or else of a local one taken for UTC; and whether it is certain.

    WordPress writes ``0000-00-00 00:00:00`` for a date it does not know.
    """
    for text, certain in ((universal, True), (local, False)):
        moment = instant(text) if text.strip("0-: ") else None
        if moment is not None:
            return moment.replace(tzinfo=moment.tzinfo or dt.UTC), certain
    return None, True


def length(text: str) -> dt.timedelta | None:
    """The duration of ``itunes:duration``: seconds, ``MM:SS`` or ``HH:MM:SS``; None for what is none, or nothing."""
    text = text.strip()[:40]
    parts = _TIMECODE_WITH_SHORT_PARTS.fullmatch(text)
    if parts is not None:  # “5:7” is meant for 5:07
        text = ":".join(part.zfill(2) for part in parts.groups() if part)
    try:
        found = timecode.parse_moment(text)
    except timecode.TimecodeError:
        return None
    return found or None


def recording(address: str, size: str = "", media_type: str = "") -> RecordingEntry:
    """An enclosure. Sizes and types of feeds are often wrong: a size that is none, or zero, is left out."""
    media_type = media_type.partition(";")[0].strip().lower()
    size = size.strip()
    known = size.isascii() and size.isdigit() and len(size) < 20
    return RecordingEntry(
        url=address,
        media_type=media_type if _TYPE.fullmatch(media_type) else media_type_of(address),
        size=int(size) if known and 0 < int(size) < _LARGEST_SIZE else None,
    )


def is_sound(address: str, media_type: str = "") -> bool:
    """Whether an enclosure is audio or video, by its type or else its suffix."""
    return bool(_TYPE.fullmatch(media_type.partition(";")[0].strip().lower())) or suffix_of(address) in RECORDINGS


def same_sound(address: str, others: Iterable[RecordingEntry]) -> bool:
    """Whether it is one of the others: players and counters put things before and behind the address of a file."""
    name = _file_name(address)
    return any(address == other.url or (name and name == _file_name(other.url)) for other in others)


def _file_name(address: str) -> str:
    try:
        return PurePosixPath(urlsplit(address).path).name.lower()
    except ValueError:
        return ""
