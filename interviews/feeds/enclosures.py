"""The recording of an entry, for players."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.feedgenerator import Enclosure

from interviews.lasting import absolute
from interviews.mediafiles import media_type_of
from interviews.models import Recording


@dataclass(frozen=True)
class Sound:
    """`size` is in bytes, and 0 where nobody knows: the rule of the RSS Advisory Board for what must be there."""

    url: str
    media_type: str
    size: int
    duration: dt.timedelta | None = None

    @property
    def enclosure(self) -> Enclosure:
        return Enclosure(self.url, str(self.size), self.media_type)


def sound_of(recording: Recording, origin: str) -> Sound | None:
    """None for what no player of podcasts can take: no address, or not known to be sound or film (a page about it)."""
    address = recording.address
    media_type = (recording.media_type or media_type_of(address)).partition(";")[0].strip().lower()
    if not address or not media_type.startswith(("audio/", "video/")):
        return None
    return Sound(
        url=absolute(address, origin),
        media_type=media_type,
        size=_size_of(recording),
        duration=recording.duration,
    )


def _size_of(recording: Recording) -> int:
    """As it was stored; of a file from before sizes were kept, as it lies there."""
    if recording.size is None and recording.file:
        try:
            return int(recording.file.size)
        except OSError:
            return 0
    return recording.size or 0
