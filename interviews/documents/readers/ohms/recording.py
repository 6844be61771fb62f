"""Where the sound or film of an OHMS record is: at an address, in a file, or in the player of a host."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlsplit

from interviews import timecode
from interviews.documents.document import RecordingEntry
from interviews.documents.errors import Finding
from interviews.documents.readers.ohms.dates import length_of
from interviews.documents.readers.ohms.record import Record
from interviews.mediafiles import media_type_of, suffix_of

#: What `mediafile` says of a player elsewhere.
HOSTED = {
    "host": "host",
    "host_clip_id": "clip",
    "host_account_id": "account",
    "host_player_id": "player",
    "avalon_target_domain": "domain",
    "clip_format": "",
}
#: Hosts whose addresses lead to a page with their own player, and not to a file.
_PLAYERS = ("avalon", "brightcove", "kaltura", "soundcloud", "vimeo", "youtube")
_PLAYERS_DOMAINS = ("soundcloud.com", "vimeo.com", "youtube.com", "youtu.be", "youtube-nocookie.com")


def read_recording(record: Record) -> tuple[RecordingEntry, ...]:
    """The recording, where the record names one; a finding where it cannot be played from here."""
    url, line = record.value("media_url")
    url, file, duration = " ".join(url.split()), _file_name(record), _duration(record)
    hosted = bool(record.text("host_clip_id") or record.text("kembed"))
    page = url if url and not _leads_to_file(url, record.text("host")) else ""
    _say_host(record, page)
    if url and not page:
        return (RecordingEntry(url=url, media_type=_media_type(record, url), duration=duration),)
    if file:
        return (RecordingEntry(file=file, media_type=_media_type(record, file), duration=duration),)
    if not (page or hosted or duration):
        return ()
    message = "the recording has no address of its own here, at most another site’s player: upload it, or enter one"
    record.findings.append(Finding(line, "recording_address_unknown", message))
    return (RecordingEntry(duration=duration),)


def _file_name(record: Record) -> str:
    """``talk.mp3``; a doubled ending, ``talk.mp3.mp3``, is an old slip of the software."""
    name = " ".join(record.text("file_name").split())
    suffix = suffix_of(name)
    return name[: -len(suffix) - 1] if suffix and name.lower().endswith(f".{suffix}.{suffix}") else name


def _media_type(record: Record, address: str) -> str:
    """By the ending; sound in a container that also holds film is what the record says it is."""
    told = media_type_of(address)
    said = (record.text("clip_format") or record.text("fmt").partition(":")[0]).lower()
    if said == "video" and not told:
        message = "the recording is a film, but its address does not tell of which type; enter the media type"
        record.findings.append(Finding(record.value("media_url").line, "media_type_unknown", message))
    return told.replace("video/", "audio/") if said == "audio" else told


def _duration(record: Record) -> dt.timedelta | None:
    text, line = record.value("duration")
    try:
        return length_of(text)
    except timecode.TimecodeError as error:
        message = f"{error}; the recording is kept without a length: enter it"
        record.findings.append(Finding(line, "bad_duration", message))
        return None


def _leads_to_file(url: str, host: str) -> bool:
    """Whether a browser can play what is there: not where it does not go, and not a page with a player of its own."""
    if not url.startswith(("http://", "https://")):
        return False
    if media_type_of(url):
        return True
    try:
        domain = (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return False
    return host.lower() not in _PLAYERS and not domain.endswith(_PLAYERS_DOMAINS)


def _say_host(record: Record, page: str) -> None:
    if page:
        record.moved.append(f"Recording at: {page}")
    if record.text("host_clip_id"):
        parts = (f"{label} {text}" for name, label in HOSTED.items() if label and (text := record.text(name)))
        record.moved.append(f"Recording with {' '.join(', '.join(parts).split())}")
