"""The recordings of a feed's item: its enclosure, other forms of it, and those of Media RSS."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from interviews.documents.document import RecordingEntry
from interviews.documents.readers.feeds.fields import Fields
from interviews.documents.readers.feeds.values import MOST_RECORDINGS, is_sound, recording, same_sound, web_address
from interviews.documents.xml_tree import children


def recordings_of(fields: Fields, base: str) -> tuple[list[RecordingEntry], dict[str, str]]:
    """The recordings, the enclosures first, and by the name of the element what is none, or one too many."""
    found: list[RecordingEntry] = []
    left_out: dict[str, str] = {}
    for name, address, size, media_type in _named(fields):
        whole = web_address(address, base)
        untyped = name == "enclosure" and not media_type
        if not whole or not (untyped or is_sound(whole, media_type)) or len(found) == MOST_RECORDINGS:
            left_out.setdefault(name, address)
        elif name == "enclosure" or not same_sound(whole, found):
            found.append(recording(whole, size, media_type))
    return found, left_out


def _named(fields: Fields) -> Iterator[tuple[str, str, str, str]]:
    """Name of the element, address, size, media type."""
    for element in fields.all("enclosure"):
        yield "enclosure", _said(element, "url"), _said(element, "length"), _said(element, "type")
    for element in fields.all("podcast:alternateenclosure"):
        for source in list(children(element, "source"))[:1]:
            size, media_type = _said(element, "length"), _said(element, "type")
            yield "podcast:alternateenclosure", _said(source, "uri"), size, media_type
    groups = (child for group in fields.all("media:group") for child in children(group, "content"))
    for element in (*fields.all("media:content"), *groups):
        yield "media:content", _said(element, "url"), _said(element, "fileSize"), _said(element, "type")


def _said(element: Element, name: str) -> str:
    return (element.get(name) or "").strip()
