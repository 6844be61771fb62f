"""The formats that can be read: a name and the module function that gives a Reading of (text, file name)."""

from __future__ import annotations

from collections.abc import Callable

from interviews.documents.decoding import decode
from interviews.documents.readers import page_text
from interviews.documents.reading import Reading

READERS: dict[str, Callable[[str, str], Reading]] = {
    "page-text": page_text.read,
}


def read(data: bytes, name: str) -> tuple[str, Reading]:
    """The text of a file and what it says. `name` is the file's, for a title where the page has none.

    Raises DocumentError.
    """
    text, noticed = decode(data)
    reading = READERS["page-text"](text, name)
    findings = sorted([*noticed, *reading.findings], key=lambda finding: (finding.line or 0, finding.code))
    return text, Reading(reading.document, tuple(findings))
