"""Aviary's index in the form of WebVTT: a cue is an entry of a time index.

The cue's identifier is the title, its first line the synopsis; each line below is a JSON object with one fact, such as
``{"type":"TextualBody","value":"lamps;fog","format":"text/plain","label":{"en":["Keywords"]}}``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import Any

from interviews.documents import chapters
from interviews.documents.coordinates import point_in
from interviews.documents.cue_text import unescaped
from interviews.documents.cues import RawCue
from interviews.documents.document import LinkEntry, PlaceEntry, SegmentEntry
from interviews.documents.errors import Finding

_TEXTUAL_BODY = '"TextualBody"'
_KNOWN = (
    "keywords",
    "subjects",
    "partial transcript",
    "gps coordinates",
    "gps description",
    "gps zoom level",
    "hyperlink",
    "hyperlink description",
)


def are_entries(cues: Iterable[RawCue]) -> bool:
    return any(line.text.startswith("{") and _TEXTUAL_BODY in line.text for cue in cues for line in cue.payload)


def segments_of(cues: Sequence[RawCue]) -> tuple[tuple[SegmentEntry, ...], list[Finding]]:
    """The entries, and what of them has no place or could not be read."""
    segments, findings = [], []
    for cue in cues:
        facts, words, odd = _facts(cue)
        findings.extend(odd)
        places, misplaced = _places(facts, cue.line)
        findings.extend(misplaced)
        entry = chapters.segment_of(
            unescaped(cue.identifier),
            cue.start,
            None if cue.ends_early else cue.end,
            raw_stamp=cue.stamps[0] if cue.start is None else "",
            links=_links(facts),
            places=places,
        )
        entry = replace(
            entry,
            synopsis=unescaped(" ".join(words)),
            answer="\n\n".join(facts.get("partial transcript", ())),
            tags=_terms(facts, "keywords"),
            subjects=_terms(facts, "subjects"),
        )
        segments.append(entry)
    lines = [cue.line for cue in cues]
    findings.extend(odd for odd in chapters.oddities(segments, lines) if odd.code == "duplicate_timecode")
    return tuple(segments), findings


def _facts(cue: RawCue) -> tuple[dict[str, list[str]], list[str], list[Finding]]:
    """What the JSON lines say, by their labels in small letters; the lines that are none; what has no place."""
    facts: dict[str, list[str]] = {}
    words, findings = [], []
    for line in cue.payload:
        fact = _fact(line.text)
        if fact is None and line.text.startswith("{"):
            message = f"a line that should be JSON is none and was left out: “{line.text[:60]}”; correct it there"
            findings.append(Finding(line.number, "field_left_out", message))
        elif fact is None:
            words.append(line.text)
        elif fact[0] in _KNOWN:
            facts.setdefault(fact[0], []).append(fact[1])
        else:
            message = f"“{fact[0]}” of this entry has no place in a time index and was left out: “{fact[1][:60]}”"
            findings.append(Finding(line.number, "field_left_out", message))
    return facts, words, findings


def _fact(text: str) -> tuple[str, str] | None:
    try:
        data: Any = json.loads(text) if text.startswith("{") else None
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict) or not isinstance(data.get("value"), str) or not isinstance(data.get("label"), dict):
        return None
    label: Any = next(iter(data["label"].values()), None)
    label = label[0] if isinstance(label, list) and label else label
    return (chapters.one_line(label).lower(), _lines(data["value"])) if isinstance(label, str) else None


def _lines(value: str) -> str:
    return "\n".join(filter(None, map(chapters.one_line, value.splitlines())))


def _terms(facts: dict[str, list[str]], label: str) -> tuple[str, ...]:
    terms = (" ".join(term.split()) for value in facts.get(label, ()) for term in value.split(";"))
    return tuple(dict.fromkeys(term for term in terms if term))


def _links(facts: dict[str, list[str]]) -> tuple[LinkEntry, ...]:
    words = facts.get("hyperlink description", [])
    pairs = zip_longest(facts.get("hyperlink", []), words[: len(facts.get("hyperlink", []))], fillvalue="")
    return tuple(replace(link, text=text) for url, text in pairs for link in chapters.link_of(url))


def _places(facts: dict[str, list[str]], line: int) -> tuple[tuple[PlaceEntry, ...], list[Finding]]:
    places, findings = [], []
    labels = ("gps coordinates", "gps description", "gps zoom level")
    for where, name, zoom in zip_longest(*(facts.get(label, []) for label in labels), fillvalue=""):
        point = point_in(where)
        if where and point is None:
            message = f"“{where[:40]}” are no coordinates (write 59.3, 18.1); the place is kept without"
            findings.append(Finding(line, "bad_coordinates", message))
        if name or where:
            latitude, longitude = point or (None, None)
            name = name or (where if point is None else "")
            near = int(zoom) if zoom.isdecimal() and len(zoom) < 3 else None
            places.append(PlaceEntry(name=name, latitude=latitude, longitude=longitude, zoom=near))
    return tuple(places), findings
