"""A source that changed meets an interview that was edited: what each says anew stays, nothing is lost.

Three documents: `base`, as the source said it last time; `current`, as the rows say it now; `incoming`, as the
source says it today. A field that only one side changed takes that side's value; one that both changed keeps the
editor's, and a finding shows the source's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from difflib import SequenceMatcher
from pathlib import PurePosixPath
from typing import Any, TypeVar

from interviews import timecode
from interviews.documents.document import AppearanceEntry, InterviewDocument, RecordingEntry, SegmentEntry
from interviews.documents.errors import Finding
from interviews.names import name_key

#: Share of equal text above which a reworded question is the same one: a word or two of ten may differ.
ALIKE = 0.7

Entry = TypeVar("Entry", AppearanceEntry, SegmentEntry)


@dataclass(frozen=True, slots=True)
class Merged:
    """The document to store, and the decisions an editor should know of."""

    document: InterviewDocument
    findings: tuple[Finding, ...]


def merge(base: InterviewDocument, current: InterviewDocument, incoming: InterviewDocument) -> Merged:
    """`current` with what `incoming` changed since `base`. Segments of `incoming` take over known uids."""
    findings: list[Finding] = []
    incoming = replace(incoming, segments=with_known_uids(incoming.segments, base.segments))
    lists: dict[str, Any] = {
        "tags": _merged_tags(base.tags, current.tags, incoming.tags),
        "recordings": _merged_recordings(base.recordings, current.recordings, incoming.recordings, findings),
        "appearances": _merged_entries(
            base.appearances, current.appearances, incoming.appearances, _appearance_key, findings
        ),
        "segments": _merged_entries(
            base.segments, current.segments, incoming.segments, lambda segment: segment.uid, findings
        ),
    }
    scalars = {
        name: _chosen(name, getattr(base, name), getattr(current, name), getattr(incoming, name), findings)
        for name in (field.name for field in fields(InterviewDocument))
        if name not in lists
    }
    return Merged(InterviewDocument(**scalars, **lists), tuple(findings))


def with_known_uids(incoming: Sequence[SegmentEntry], known: Sequence[SegmentEntry]) -> tuple[SegmentEntry, ...]:
    """The incoming segments, each with the uid of the known one it is: by uid, then by moment and words, then
    by words, then by moment, then by words that are much alike. The others keep what they have."""
    sameness: tuple[Callable[[SegmentEntry], Any], ...] = (
        lambda segment: segment.uid or None,
        lambda segment: (segment.start, segment.question, segment.answer),
        lambda segment: (segment.start, segment.question),
        lambda segment: (segment.question, segment.answer) if segment.question else None,
        lambda segment: segment.question or None,
        lambda segment: segment.start,
    )
    free = {segment.uid: segment for segment in known}
    found: dict[int, str] = {}
    for key in sameness:
        places: dict[Any, list[str]] = {}
        for uid, segment in free.items():
            if key(segment) is not None:
                places.setdefault(key(segment), []).append(uid)
        for number, segment in enumerate(incoming):
            if number not in found and places.get(key(segment)):
                found[number] = places[key(segment)].pop(0)
                del free[found[number]]
    for number in (number for number in range(len(incoming)) if number not in found):
        if (alike := _most_alike(incoming[number], free.values())) is not None:
            found[number] = alike.uid
            del free[alike.uid]
    return tuple(replace(segment, uid=found.get(number, segment.uid)) for number, segment in enumerate(incoming))


def _most_alike(segment: SegmentEntry, known: Iterable[SegmentEntry]) -> SegmentEntry | None:
    """The known segment whose question reads most like this one's, if any reads enough like it."""
    best, closest = None, ALIKE
    matcher = SequenceMatcher(b=segment.question, autojunk=False)
    for other in known:
        matcher.set_seq1(other.question)
        # The cheap upper bounds first: comparing in full is quadratic in the length of the questions.
        if matcher.real_quick_ratio() >= closest and matcher.quick_ratio() >= closest:
            ratio = matcher.ratio()
            if ratio >= closest:
                best, closest = other, ratio
    return best


def _chosen(what: str, base: Any, current: Any, incoming: Any, findings: list[Finding]) -> Any:
    if incoming in (base, current):
        return current
    if current == base:
        return incoming
    shown = f"“{str(incoming)[:120]}”" if incoming else "nothing"
    message = f"{what} was changed here and in the source; the editor’s stays, the source now says {shown}"
    findings.append(Finding(None, "both_changed", message))
    return current


def _merged_tags(base: Sequence[str], current: Sequence[str], incoming: Sequence[str]) -> tuple[str, ...]:
    removed = set(base) - set(incoming)
    added = [tag for tag in incoming if tag not in base and tag not in current]
    return (*(tag for tag in current if tag not in removed), *added)


def _merged_recordings(
    base: Sequence[RecordingEntry],
    current: Sequence[RecordingEntry],
    incoming: Sequence[RecordingEntry],
    findings: list[Finding],
) -> tuple[RecordingEntry, ...]:
    """Whole lists: which of several recordings is which cannot be told. A stored file has another folder."""

    def addresses(entries: Iterable[RecordingEntry]) -> list[tuple[str, str]]:
        return [(entry.url, PurePosixPath(entry.file).name) for entry in entries]

    was, is_now, says = addresses(base), addresses(current), addresses(incoming)
    if _chosen("the recording", was, is_now, says, findings) is is_now:
        return tuple(current)
    return tuple(incoming)


def _merged_entries(
    base: Sequence[Entry],
    current: Sequence[Entry],
    incoming: Sequence[Entry],
    key: Callable[[Entry], str],
    findings: list[Finding],
) -> tuple[Entry, ...]:
    was, here, says = ({key(entry): entry for entry in side} for side in (base, current, incoming))
    order = _merged_order(list(was), list(here), [key(entry) or f"new {n}" for n, entry in enumerate(incoming)])
    fresh = {f"new {n}": entry for n, entry in enumerate(incoming) if not key(entry)}
    merged: list[Entry] = []
    for name in order:
        entry = says.get(name) or fresh.get(name)
        if name in here and entry is not None:
            merged.append(_merged_entry(was.get(name), here[name], entry, findings))
        elif name in here:
            if name not in was:
                merged.append(here[name])  # the editor's own
            elif here[name] != was[name]:
                message = f"{_named(here[name])} is gone from the source; it stays, because it was edited here"
                findings.append(Finding(None, "removed_in_source", message))
                merged.append(here[name])
        elif entry is not None:
            if name not in was:
                merged.append(entry)
            elif entry != was[name]:
                message = f"{_named(entry)} changed in the source, but was removed here; it stays removed"
                findings.append(Finding(None, "removed_here", message))
    return tuple(merged)


def _merged_order(was: list[str], here: list[str], says: list[str]) -> list[str]:
    """The source's order where the source changed it, else the editor's; the rest behind its neighbour."""
    order, others = (list(here), says) if says == was else (list(says), here)
    for place, name in enumerate(others):
        if name not in order:
            before = next((other for other in reversed(others[:place]) if other in order), None)
            order.insert(order.index(before) + 1 if before is not None else 0, name)
    return order


def _merged_entry(base: Entry | None, current: Entry, incoming: Entry, findings: list[Finding]) -> Entry:
    values: dict[str, Any] = {}
    for field in fields(current):
        before, now, says = (getattr(side, field.name, None) for side in (base, current, incoming))
        if field.name == "tags":
            values["tags"] = _merged_tags(before or (), now or (), says or ())
        elif field.name == "portrait":
            values["portrait"] = now or says  # a stored picture has another name; an import only fills a gap
        elif field.name != "uid":
            values[field.name] = _chosen(f"{field.name} of {_named(current)}", before, now, says, findings)
    return replace(current, **values)


def _appearance_key(entry: AppearanceEntry) -> str:
    return f"{entry.role} {name_key(entry.name)}"


def _named(entry: AppearanceEntry | SegmentEntry) -> str:
    if isinstance(entry, AppearanceEntry):
        return entry.name
    moment = f" at {timecode.written(entry.start)}" if entry.start is not None else ""
    return f"the entry{moment} (“{(entry.question or entry.answer)[:40]}”)"
