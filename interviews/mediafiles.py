"""Names of files that come with an interview: what they hold, and how they are kept."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
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
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
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


def unguessable() -> str:
    """A part of a stored name that nobody finds by trying: 129 bits, the same on file systems that know no cases."""
    return "".join(secrets.choice(_LETTERS) for _ in range(25))


_key_for: ContextVar[Callable[[str], str] | None] = ContextVar("key_for", default=None)


@contextmanager
def keyed(key_for: Callable[[str], str]) -> Iterator[None]:
    """While this lasts, the address of a stored file has the key with which it may be fetched before readers may.

    `key_for` gives the key of a stored name, in characters that need no quoting in an address.
    """
    before = _key_for.set(key_for)
    try:
        yield
    finally:
        _key_for.reset(before)


def address_with_key(address: str, name: str) -> str:
    """What a storage gives as the address of the file of that name: as it is, or with a key (see `keyed`)."""
    key_for = _key_for.get()
    return address if key_for is None else f"{address}?key={key_for(name)}"
