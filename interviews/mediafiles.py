"""Names of files that come with an interview: what they hold, and how they are kept."""

from __future__ import annotations

import re
from pathlib import PurePath

#: Sound (and film, of which the sound is played), by suffix. Said here once: a machine's own table differs.
RECORDINGS = {
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "ogg": "audio/ogg",
    "oga": "audio/ogg",
    "opus": "audio/ogg",
    "wav": "audio/wav",
    "flac": "audio/flac",
    "webm": "video/webm",
    "mp4": "video/mp4",
}
PORTRAITS = ("jpg", "jpeg", "png", "webp")


def suffix_of(address: str) -> str:
    """``mp3`` of ``https://x.example/Talk.MP3?from=feed``; empty where there is none."""
    return PurePath(address.partition("?")[0].partition("#")[0]).suffix.removeprefix(".").lower()


def media_type_of(address: str) -> str:
    """The media type of a recording by its suffix; empty where that does not tell."""
    return RECORDINGS.get(suffix_of(address), "")


def stored_name(name: str) -> str:
    """The last part of a file's name in letters that every storage takes: ``ola berg.mp3`` as ``ola-berg.mp3``."""
    return re.sub(r"[^\w.-]+", "-", PurePath(name).name)[-80:]
