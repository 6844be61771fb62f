"""Recordings that a page links to, and those that its text names: one list, each once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from interviews.documents.document import RecordingEntry
from interviews.documents.reading import Reading


def with_recordings(reading: Reading, linked: Sequence[RecordingEntry], stated: Sequence[RecordingEntry]) -> Reading:
    """The reading with the recordings that are linked; `stated` are the metadata's, where there is no other.

    A linked one is what an announcement without an address (“click on this link”) announced.
    """
    document = reading.document
    named = [entry for entry in document.recordings if entry.url or entry.file]
    unknown = len(document.recordings) - len(named)
    known = {_name(entry) for entry in linked}
    named = [entry for entry in named if entry.url or entry.file not in known]
    urls = {entry.url for entry in named if entry.url}
    added = [entry for entry in linked if not entry.url or entry.url not in urls]
    if not named and not added:
        added = [*stated]
    described = [_described(entry, stated) for entry in (*named, *added)]
    unknown = max(0, unknown - len(added))
    findings = [finding for finding in reading.findings if finding.code != "recording_address_unknown"]
    lost = [finding for finding in reading.findings if finding.code == "recording_address_unknown"]
    return replace(
        reading,
        document=replace(document, recordings=(*described, *[RecordingEntry()] * unknown)),
        findings=(*findings, *lost[len(lost) - unknown :]) if unknown else tuple(findings),
    )


def _name(entry: RecordingEntry) -> str:
    return entry.file or entry.url.partition("?")[0].rpartition("/")[2]


def _described(entry: RecordingEntry, stated: Sequence[RecordingEntry]) -> RecordingEntry:
    """The recording with what the metadata say of the one at its address."""
    same = next((other for other in stated if other.url == entry.url and entry.url), None)
    if same is None:
        return entry
    return replace(entry, media_type=entry.media_type or same.media_type, duration=entry.duration or same.duration)
