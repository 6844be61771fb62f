"""Files that lie beside a document and belong to it: its sound, and the portrait of its guest.

``ola-berg.mp3`` and ``ola-berg.jpg`` beside ``ola-berg.txt`` are taken along; so is a file that the document names.
"""

from __future__ import annotations

import os
from dataclasses import replace
from functools import lru_cache
from pathlib import Path, PurePath

from interviews.documents.document import RecordingEntry
from interviews.documents.errors import Finding
from interviews.documents.reading import Reading
from interviews.mediafiles import PORTRAITS, RECORDINGS


def with_companions(reading: Reading, path: Path) -> Reading:
    """The reading of the file at `path`, with the files beside it named in its document."""
    return _with_portrait(_with_recording(reading, path), path)


def file_beside(path: Path, name: str) -> Path | None:
    """The file of that name in the document's own folder; None where there is none, or the name leads away."""
    if not name or name != PurePath(name).name:
        return None
    found = path.parent / name
    return found if found.is_file() and not found.is_symlink() else None


def files_named_alike(path: Path) -> list[str]:
    """The names of the files beside a document that come along because they are called as it is."""
    return [name for name in (_beside(path, tuple(RECORDINGS)), _beside(path, PORTRAITS)) if name]


def _beside(path: Path, suffixes: tuple[str, ...]) -> str:
    """The name of the file with this stem and one of these suffixes, in either case; empty where there is none."""
    there = _names_in(path.parent)
    names = (path.stem + variant for suffix in suffixes for variant in (f".{suffix}", f".{suffix.upper()}"))
    return next((name for name in names if name in there and file_beside(path, name)), "")


def _names_in(folder: Path) -> frozenset[str]:
    """The names in a folder, asked for once as long as it does not change: thousands of pages may lie in one.

    Names that are not UTF-8 are none: no row and no export could hold them.
    """
    try:
        return _listed(str(folder), folder.stat().st_mtime_ns)
    except OSError:
        return frozenset()


@lru_cache(maxsize=4)
def _listed(folder: str, _changed_at: int) -> frozenset[str]:
    return frozenset(
        name for name in os.listdir(folder) if name.isascii() or name.encode("utf-8", "ignore").decode() == name
    )


def _with_recording(reading: Reading, path: Path) -> Reading:
    document, findings = reading.document, list(reading.findings)
    known = document.recordings
    name = _beside(path, tuple(RECORDINGS))
    if known and known[0].file:
        if file_beside(path, known[0].file):
            return reading
        message = f"the recording “{known[0].file}” does not lie beside the document; put it there, or upload it"
        findings.append(Finding(None, "recording_file_missing", message))
        gap = replace(document, recordings=(RecordingEntry(), *known[1:]))
        return replace(reading, document=gap, findings=tuple(findings))
    if not name or (known and known[0].url):
        return reading
    kept = tuple(finding for finding in findings if finding.code != "recording_address_unknown")
    found = replace(document, recordings=(RecordingEntry(file=name), *known[1:]))
    return replace(reading, document=found, findings=kept)


def _with_portrait(reading: Reading, path: Path) -> Reading:
    document = reading.document
    guests = [entry for entry in document.appearances if entry.role == "guest"]
    name = _beside(path, PORTRAITS)
    if not name or len(guests) != 1 or guests[0].portrait:
        return reading
    pictured = replace(guests[0], portrait=name, portrait_alt=guests[0].portrait_alt or guests[0].name)
    entries = tuple(pictured if entry is guests[0] else entry for entry in document.appearances)
    return replace(reading, document=replace(document, appearances=entries))
