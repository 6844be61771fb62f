"""Pictures of a page that show a guest: the portrait, and its alternative text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePath

from interviews.documents.document import AppearanceEntry
from interviews.documents.errors import Finding
from interviews.documents.readers.blocks.block import Picture
from interviews.documents.reading import Reading
from interviews.names import name_key


def with_portraits(reading: Reading, pictures: Sequence[Picture], *, first_shows: bool = False) -> Reading:
    """The reading with the guests' portraits: the first picture whose alternative text or file name says a guest's
    name. `first_shows` says that the first picture shows the only guest, whatever it is called.

    A picture without an address lies inside the file, from where it is not taken: a finding says so.
    """
    document, findings = reading.document, [*reading.findings]
    guests = [entry for entry in document.appearances if entry.role == "guest"]
    portraits: dict[str, AppearanceEntry] = {}
    for guest in guests:
        picture = next((one for one in pictures if _shows(one, guest.name)), None)
        if picture is None and first_shows and len(guests) == 1 and pictures:
            picture = pictures[0]
        if picture is None:
            continue
        alt = picture.alt or guest.portrait_alt or (guest.name if picture.address else "")
        portraits[guest.name] = replace(guest, portrait=picture.address, portrait_alt=alt)
        if not picture.address:
            message = (
                f"the picture of {guest.name} is not taken from the file; save it as JPEG, PNG or WebP beside the "
                "document under the same name, or upload it in the admin"
            )
            findings.append(Finding(picture.line, "portrait_left_out", message))
    appearances = tuple(
        portraits.get(entry.name, entry) if entry.role == "guest" else entry for entry in document.appearances
    )
    return replace(reading, document=replace(document, appearances=appearances), findings=tuple(findings))


def _shows(picture: Picture, name: str) -> bool:
    """Whether the whole name stands in the picture's text, or the surname as a word of it."""
    key = name_key(name)
    surname = key.rpartition(" ")[2]
    stem = PurePath(picture.address.partition("?")[0]).stem.replace("-", " ").replace("_", " ")
    return any(key in said or surname in said.split() for said in (name_key(picture.alt), name_key(stem)) if key)
