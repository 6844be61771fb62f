"""What a source that is known changes, field by field and word by word, in words for the page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from interviews import timecode
from interviews.admin.importing.lines import FIELDS
from interviews.documents.changed_words import Piece, changed_words
from interviews.documents.diff import DocumentDiff, EntryChange, FieldChange, TranscriptChange
from interviews.documents.document import (
    AppearanceEntry,
    DiscussionEntry,
    LinkEntry,
    PlaceEntry,
    RecordingEntry,
    SegmentEntry,
)
from interviews.models import Appearance, Segment, Transcript

#: Characters that are shown of what stays around a change, on either side, and of a change itself.
AROUND = 80
MOST = 3_000

_NAMES = FIELDS | {
    "answered_by": _("who answers"),
    "bio": _("biography"),
    "bio_as_of": _("date of the biography"),
    "bio_language": _("language of the biography"),
    "duration": _("length"),
    "end": _("end"),
    "kind": _("kind"),
    "links": _("links"),
    "media_type": _("kind of file"),
    "part": _("part"),
    "part_total": _("number of parts"),
    "places": _("places"),
    "published_basis": _("how the date of publication is known"),
    "raw_stamp": _("time as written"),
    "recorded_basis": _("how the date of recording is known"),
    "size": _("size"),
    "start": _("time"),
    "subjects": _("subjects"),
}
#: What follows from other fields, or is the site's own.
_NOT_SHOWN = frozenset({"answered_by_role", "answered_by_speaker", "speaker", "speaker_name"})
_KINDS = {**dict(Segment.Kind.choices), **dict(Transcript.Kind.choices)}

_Entry = AppearanceEntry | RecordingEntry | SegmentEntry


@dataclass(frozen=True)
class ShownField:
    """`pieces` are the old text and the new one in one."""

    name: str
    pieces: tuple[Piece, ...]

    @property
    def old(self) -> list[Piece]:
        return [piece for piece in self.pieces if piece.kind != "added"]

    @property
    def new(self) -> list[Piece]:
        return [piece for piece in self.pieces if piece.kind != "removed"]


@dataclass(frozen=True)
class ShownEntry:
    """A person, a recording or a segment; `kind` as in the diff."""

    kind: str
    moved: bool
    time: str
    heading: str
    fields: list[ShownField]


@dataclass(frozen=True)
class ShownGroup:
    name: str
    entries: list[ShownEntry]
    not_shown: int


@dataclass(frozen=True)
class ShownChanges:
    """`count` is of the fields of the interview, of its entries, and of the transcript."""

    fields: list[ShownField]
    groups: list[ShownGroup]
    transcript: TranscriptChange | None
    count: int

    def __bool__(self) -> bool:
        return self.count > 0


def shown_changes(changes: DocumentDiff, most: int) -> ShownChanges:
    """With at most so many entries of a kind."""
    named = (
        (_("People"), changes.appearances),
        (_("Recordings"), changes.recordings),
        (_("Segments"), changes.segments),
    )
    groups = []
    count = 0
    for name, entries in named:
        told = [change for change in entries if change.kind != "edited" or change.moved or _shown_fields(change)]
        count += len(told)
        if told:
            groups.append(ShownGroup(str(name), [_entry(change) for change in told[:most]], max(0, len(told) - most)))
    fields = list(_fields(changes.fields))
    return ShownChanges(fields, groups, changes.transcript, count + len(fields) + bool(changes.transcript))


def _entry(change: EntryChange[Any]) -> ShownEntry:
    entry: _Entry = change.new if change.old is None else change.old
    time = heading = ""
    if isinstance(entry, SegmentEntry):
        time = timecode.written(entry.start) if entry.start is not None else entry.raw_stamp
        heading = entry.label or entry.question or entry.answer
    elif isinstance(entry, AppearanceEntry):
        heading = f"{entry.name} ({Appearance.Role(entry.role).label})"
    else:
        heading = entry.url or entry.file
    return ShownEntry(change.kind, change.moved, time, heading, list(_fields(_shown_fields(change))))


def _shown_fields(change: EntryChange[Any]) -> list[FieldChange]:
    """Those that were edited; of an entry that is new, the words that its heading does not say."""
    fields = change.fields
    if isinstance(change.new, SegmentEntry) and change.old is None:
        heading = change.new.label or change.new.question
        words = ((name, getattr(change.new, name)) for name in ("question", "answer", "synopsis"))
        fields = tuple(FieldChange(name, "", text) for name, text in words if text and text != heading)
    hidden = _NOT_SHOWN | ({"raw_stamp"} if any(field.name == "start" for field in fields) else set())
    return [field for field in fields if field.name not in hidden]


def _fields(changes: Iterable[FieldChange]) -> Iterator[ShownField]:
    for change in changes:
        yield ShownField(str(_NAMES.get(change.name, change.name)), tuple(_shortened(_pieces(change))))


def _pieces(change: FieldChange) -> list[Piece]:
    if isinstance(change.old, str) and isinstance(change.new, str) and change.name != "kind":
        return list(changed_words(change.old, change.new))
    if isinstance(change.old, tuple):
        items = [*(Piece("removed", _text(item)) for item in change.removed)]
        items += [Piece("added", _text(item)) for item in change.added]
        return [part for item in items for part in (Piece("same", ", "), item)][1:]
    return [
        Piece(kind, text) for kind, value in (("removed", change.old), ("added", change.new)) if (text := _text(value))
    ]


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case dt.timedelta():
            return timecode.written(value)
        case LinkEntry():
            return f"{value.text} {value.url}".strip()
        case PlaceEntry():
            return value.name or f"{value.latitude}, {value.longitude}"
        case DiscussionEntry():
            days = [day.isoformat() for day in (value.starts_on, value.ends_on) if day]
            return " ".join(filter(None, (value.name, value.url, " – ".join(days))))
    return str(_KINDS.get(value, value))


def _shortened(pieces: list[Piece]) -> Iterator[Piece]:
    """Of long stretches that stay, what stands next to a change."""
    for number, piece in enumerate(pieces):
        text = piece.text
        if piece.kind != "same":
            yield Piece(piece.kind, text if len(text) <= MOST else f"{text[:MOST]}…")
            continue
        if len(text) > 3 * AROUND:
            begin = "" if number == 0 else text[:AROUND].rpartition(" ")[0] or text[:AROUND]
            end = "" if number == len(pieces) - 1 else text[-AROUND:].partition(" ")[2] or text[-AROUND:]
            text = f"{begin} … {end}"
        yield Piece("same", text)
