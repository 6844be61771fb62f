"""What changed between two documents, as data: for previews, histories and merges.

People are matched by name and role, segments by uid, recordings by where they lie. Tags are sets of names without
regard to case, as the site has them. What readers said is no part of it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any, Generic, TypeVar

from interviews.documents.document import (
    AppearanceEntry,
    InterviewDocument,
    RecordingEntry,
    SegmentEntry,
    TranscriptEntry,
)
from interviews.documents.identity import people_by_key, person_key, same_people
from interviews.documents.merge import interleaved

Entry = TypeVar("Entry", AppearanceEntry, RecordingEntry, SegmentEntry)

_NO_FIELDS = frozenset({"appearances", "recordings", "segments", "transcript", "comments", "cues", "uid"})


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that says something else; its values are those of the document."""

    name: str
    old: Any
    new: Any

    @property
    def added(self) -> tuple[Any, ...]:
        """What a list has that it had not."""
        return self._without(self.new, self.old)

    @property
    def removed(self) -> tuple[Any, ...]:
        return self._without(self.old, self.new)

    def _without(self, these: tuple[Any, ...], those: tuple[Any, ...]) -> tuple[Any, ...]:
        known = {_key(self.name, item) for item in those}
        return tuple(item for item in these if _key(self.name, item) not in known)


@dataclass(frozen=True, slots=True)
class EntryChange(Generic[Entry]):
    """`old` is None of an entry that was added, `new` of one that was removed. One that `moved` stands elsewhere
    among those that both documents have."""

    old: Entry | None
    new: Entry | None
    fields: tuple[FieldChange, ...] = ()
    moved: bool = False

    @property
    def kind(self) -> str:
        """added, removed, edited or moved; of what was edited and moved, edited."""
        if self.old is None:
            return "added"
        if self.new is None:
            return "removed"
        return "edited" if self.fields else "moved"


@dataclass(frozen=True, slots=True)
class TranscriptChange:
    """How many cues there were and are, and how many of them are the same."""

    old: int
    new: int
    same: int
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentDiff:
    """False where nothing changed. Entries stand in the order of the new document, each that was removed behind the
    one that it stood behind."""

    fields: tuple[FieldChange, ...] = ()
    appearances: tuple[EntryChange[AppearanceEntry], ...] = ()
    recordings: tuple[EntryChange[RecordingEntry], ...] = ()
    segments: tuple[EntryChange[SegmentEntry], ...] = ()
    transcript: TranscriptChange | None = None

    def __bool__(self) -> bool:
        return self != NOTHING


NOTHING = DocumentDiff()


def diff(old: InterviewDocument, new: InterviewDocument) -> DocumentDiff:
    """Takes time in proportion to the documents, but for the logarithm of their entries."""
    was_called = {id(entry): key for key, entry in people_by_key(old.appearances).items()}
    is_called = {id(entry): key for key, entry in same_people(old.appearances, new.appearances).items()}
    return DocumentDiff(
        fields=_fields(old, new),
        appearances=_entries(
            _named((was_called.get(id(entry), person_key(entry)), entry) for entry in old.appearances),
            _named((is_called.get(id(entry), person_key(entry)), entry) for entry in new.appearances),
        ),
        recordings=_entries(_by_place(old.recordings), _by_place(new.recordings)),
        segments=_entries(_by_uid(old.segments), _by_uid(new.segments)),
        transcript=_transcript(old.transcript, new.transcript),
    )


def in_words(changes: DocumentDiff) -> str:
    """In one line, such as “title, tags; segments: 2 edited, 1 added; transcript”; empty where nothing changed."""
    said = [", ".join(change.name for change in changes.fields)]
    for name in ("appearances", "recordings", "segments"):
        counts = Counter(change.kind for change in getattr(changes, name))
        told = [f"{counts[kind]} {kind}" for kind in ("edited", "added", "removed", "moved") if counts[kind]]
        said.append(f"{name}: {', '.join(told)}" if told else "")
    said.append("transcript" if changes.transcript else "")
    return "; ".join(filter(None, said))


def _fields(old: Any, new: Any) -> tuple[FieldChange, ...]:
    names = [column.name for column in fields(old) if column.name not in _NO_FIELDS]
    changes = (FieldChange(name, getattr(old, name), getattr(new, name)) for name in names)
    return tuple(change for change in changes if _differs(change))


def _differs(change: FieldChange) -> bool:
    if change.name == "tags":
        return bool(change.added or change.removed)
    return bool(change.old != change.new)


def _key(name: str, item: Any) -> Any:
    return item.casefold() if name == "tags" else item


def _entries(old: dict[str, Entry], new: dict[str, Entry]) -> tuple[EntryChange[Entry], ...]:
    moved = _moved([name for name in old if name in new], [name for name in new if name in old])
    changes: list[EntryChange[Entry]] = []
    for name in interleaved(list(new), list(old)):
        was, now = old.get(name), new.get(name)
        if was is None or now is None:
            changes.append(EntryChange(was, now))
        elif (edited := _fields(was, now)) or name in moved:
            changes.append(EntryChange(was, now, edited, name in moved))
    return tuple(changes)


def _named(entries: Iterable[tuple[str, Entry]]) -> dict[str, Entry]:
    """By their names; what has the same name (or none) is told apart by its number."""
    counts: Counter[str] = Counter()
    named: dict[str, Entry] = {}
    for name, entry in entries:
        counts[name] += 1
        named[f"{counts[name]} {name}"] = entry
    return named


def _by_place(recordings: Iterable[RecordingEntry]) -> dict[str, RecordingEntry]:
    return _named((entry.file or entry.url, entry) for entry in recordings)


def _by_uid(segments: Iterable[SegmentEntry]) -> dict[str, SegmentEntry]:
    return _named((entry.uid, entry) for entry in segments)


def _moved(old: Sequence[str], new: Sequence[str]) -> frozenset[str]:
    """The fewest of the same names that must be moved to make one order of the other: all but the longest run that
    both orders share (patience sorting)."""
    place = {name: number for number, name in enumerate(old)}
    tops: list[int] = []  # of piles, by their places in `old`
    before: dict[int, int] = {}  # the top of the pile to the left, when the card was laid
    for name in new:
        card = place[name]
        pile = bisect_left(tops, card)
        if pile:
            before[card] = tops[pile - 1]
        tops[pile : pile + 1] = [card]
    staying = set(_chain(tops, before))
    return frozenset(name for name in new if place[name] not in staying)


def _chain(tops: list[int], before: dict[int, int]) -> Iterator[int]:
    card = tops[-1] if tops else None
    while card is not None:
        yield card
        card = before.get(card)


def _transcript(old: TranscriptEntry | None, new: TranscriptEntry | None) -> TranscriptChange | None:
    if old == new:
        return None
    was, now = Counter(old.cues if old else ()), Counter(new.cues if new else ())
    changed = _fields(old, new) if old and new else ()
    return TranscriptChange(was.total(), now.total(), (was & now).total(), changed)
