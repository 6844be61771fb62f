"""The fields that plugins keep beside a WordPress post (``wp:postmeta``): where podcasts have their recording.

``enclosure`` is written by WordPress, PowerPress and Seriously Simple Podcasting: address, bytes, media type, and
perhaps serialised PHP, a line each. What is serialised is never made an object: only a length is looked for in it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import replace
from xml.etree.ElementTree import Element

from interviews.documents.document import PartialDate, RecordingEntry
from interviews.documents.errors import DocumentError
from interviews.documents.readers.feeds.fields import Fields, value_of
from interviews.documents.readers.feeds.values import MOST_RECORDINGS, length, recording, web_address

_DURATION = re.compile(r's:8:"duration";s:\d{1,2}:"(?P<length>[\d:]{1,12})"')
_EPISODE = "itunes_episode_number"
#: Fields that are understood, or say what another one says.
_USED = frozenset(("enclosure", "audio_file", "duration", "filesize", "filesize_raw", "date_recorded", _EPISODE))


class PostMeta:
    """The fields by name, the first of each."""

    def __init__(self, elements: Iterable[Element]) -> None:
        self._values: dict[str, str] = {}
        for element in elements:
            fields = Fields(element)
            name = fields.words("wp:meta_key")
            if name:
                self._values.setdefault(name, value_of(fields.first("wp:meta_value")))

    @staticmethod
    def is_kept(element: Element) -> bool:
        """Whether an element belongs into the file of the one post: what is not used may be anyone's secret."""
        return _is_used(Fields(element).words("wp:meta_key"))

    def recordings(self) -> tuple[RecordingEntry, ...]:
        found: dict[str, RecordingEntry] = {}
        for name, value in self._values.items():
            if name == "enclosure" or name.endswith(":enclosure"):
                address, size, media_type, *rest = [*(line.strip() for line in value.split("\n", 3)), "", "", ""]
                if address := web_address(address):
                    duration = _DURATION.search(rest[0][:10_000])
                    entry = recording(address, size, media_type)
                    found.setdefault(address, replace(entry, duration=length(duration["length"]) if duration else None))
        address = web_address(self._values.get("audio_file", ""))
        if address and address not in found:
            found[address] = recording(address, self._values.get("filesize_raw", ""))
        entries = list(found.values())[:MOST_RECORDINGS]
        if entries and entries[0].duration is None:
            entries[0] = replace(entries[0], duration=length(self._values.get("duration", "")))
        return tuple(entries)

    def recorded(self) -> PartialDate | None:
        """Seriously Simple Podcasting writes ``14-09-2015``."""
        said = self._values.get("date_recorded", "")
        try:
            return PartialDate(dt.datetime.strptime(said, "%d-%m-%Y").date())
        except ValueError:
            pass
        try:
            return PartialDate.parse(said) if said else None
        except DocumentError:
            return None

    def part(self) -> int | None:
        said = self._values.get(_EPISODE, "").strip()
        return int(said) or None if said.isascii() and said.isdigit() and len(said) < 6 else None

    def unused(self) -> list[str]:
        """The names of the fields that an author sees, and that have no place in an interview."""
        return [name[:60] for name, value in self._values.items() if value and not _is_used(name) and name[0] != "_"]


def _is_used(name: str) -> bool:
    return name in _USED or name.endswith(":enclosure")
