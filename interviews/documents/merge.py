"""A source that changed meets an interview that was edited: what each says anew stays, nothing is lost.

Three documents: `base`, as the source said it last time; `current`, as the rows say it now; `incoming`, as the
source says it today. A field that only one side changed takes that side's value; one that both changed keeps the
editor's, and a finding shows the source's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any, TypeVar

from interviews import timecode
from interviews.documents.document import AppearanceEntry, InterviewDocument, RecordingEntry, SegmentEntry
from interviews.documents.errors import Finding
from interviews.documents.identity import people_by_key, same_people
from interviews.mediafiles import stored_name

Entry = TypeVar("Entry", AppearanceEntry, SegmentEntry)


@dataclass(frozen=True, slots=True)
class Merged:
    """The document to store, and the decisions an editor should know of.

    `said` is what the source is compared with next time: what it says now, but where the editor's word stayed against
    it, what it said before. So a conflict stays one until somebody resolves it.
    """

    document: InterviewDocument
    said: InterviewDocument
    findings: tuple[Finding, ...]


def merge(
    base: InterviewDocument,
    current: InterviewDocument,
    incoming: InterviewDocument,
    precious: Collection[str] = (),
    overwrite: bool = False,
) -> Merged:
    """`current` with what `incoming` changed since `base`.

    Where both changed the same, the editor's stays; with `overwrite` the source's comes, and the finding shows the
    editor's. Every segment has its uid already (see `identity.with_uids`). Segments named in `precious` (by uid)
    stay even where the source dropped them: readers' remarks hang on them.
    """
    return _Merge(base, current, incoming, frozenset(precious), overwrite).merged()


@dataclass
class _Merge:
    base: InterviewDocument
    current: InterviewDocument
    incoming: InterviewDocument
    precious: frozenset[str]
    overwrite: bool = False
    findings: list[Finding] = field(default_factory=list)
    recordings_undecided: bool = False
    undecided: dict[int, tuple[Any, list[str]]] = field(default_factory=dict)  # by the incoming entry's id

    def merged(self) -> Merged:
        base, current, incoming = self.base, self.current, self.incoming
        now_called = self._names_now()
        segments = tuple(
            replace(segment, answered_by=now_called.get(segment.answered_by, segment.answered_by))
            for segment in incoming.segments
        )
        was_called = tuple(
            replace(segment, answered_by=now_called.get(segment.answered_by, segment.answered_by))
            for segment in base.segments
        )
        came = dict(zip(map(id, segments), incoming.segments, strict=True))
        lists: dict[str, Any] = {
            "tags": _merged_tags(base.tags, current.tags, incoming.tags),
            "recordings": self._recordings(),
            "appearances": self._people(),
            "segments": self._entries(_by_uid(was_called), _by_uid(current.segments), _by_uid(segments)),
        }
        names = [column.name for column in fields(InterviewDocument) if column.name not in lists]
        sides = {name: (getattr(base, name), getattr(current, name), getattr(incoming, name)) for name in names}
        scalars = {name: self._chosen(name, *side) for name, side in sides.items()}
        said = replace(
            incoming,
            **{name: side[0] for name, side in sides.items() if self._is_undecided(*side)},
            recordings=base.recordings if self.recordings_undecided else incoming.recordings,
            appearances=tuple(self._said(entry, entry) for entry in incoming.appearances),
            segments=tuple(self._said(came[id(entry)], entry) for entry in segments),
        )
        return Merged(InterviewDocument(**scalars, **lists), said, tuple(self.findings))

    def _is_undecided(self, base: Any, current: Any, incoming: Any) -> bool:
        """Whether both sides changed, and the editor's word stays for now."""
        return incoming not in (base, current) and current != base and not self.overwrite

    def _said(self, came: Entry, compared: Entry) -> Entry:
        """An entry of the source as it is to be kept: `came`, of which `compared` is the form that was merged."""
        before, names = self.undecided.get(id(compared), (None, []))
        return replace(came, **{name: getattr(before, name) for name in names})

    def _names_now(self) -> dict[str, str]:
        """What the people whom the source names are called in the rows, where an editor renamed them."""
        same = same_people(self.base.appearances, self.current.appearances)
        return {
            entry.name: same[key].name for key, entry in people_by_key(self.base.appearances).items() if key in same
        }

    def _chosen(self, what: str, base: Any, current: Any, incoming: Any) -> Any:
        if incoming in (base, current):
            return current
        if current == base:
            return incoming
        if self.overwrite:
            kept = f"the source’s came, {_shown(incoming)}, in the place of {_shown(current)}"
        else:
            kept = f"the editor’s stays, {_shown(current)}; the source now says {_shown(incoming)}"
        self.findings.append(Finding(None, "both_changed", f"{what} was changed here and in the source; {kept}"))
        return incoming if self.overwrite else current

    def _recordings(self) -> tuple[RecordingEntry, ...]:
        """Whole lists: which of several recordings is which cannot be told. A stored file has another folder."""

        def addresses(entries: Iterable[RecordingEntry]) -> list[tuple[str, str]]:
            return [(entry.url, stored_name(entry.file)) for entry in entries]

        was, now, says = map(addresses, (self.base.recordings, self.current.recordings, self.incoming.recordings))
        self.recordings_undecided = self._is_undecided(was, now, says)
        if self._chosen("the recording", was, now, says) is now:
            return self.current.recordings
        return self.incoming.recordings

    def _people(self) -> tuple[AppearanceEntry, ...]:
        """The people, under the key they have in `base`, whatever a side calls them now."""

        def under_known_keys(entries: Sequence[AppearanceEntry]) -> dict[str, AppearanceEntry]:
            same, by_key = same_people(self.base.appearances, entries), people_by_key(entries)
            keys = {id(entry): key for key, entry in same.items()}
            others = {key: f"{key} {entry.speaker}" if key in same else key for key, entry in by_key.items()}
            return {keys.get(id(entry), others[key]): entry for key, entry in by_key.items()}

        was = people_by_key(self.base.appearances)
        return self._entries(
            was, under_known_keys(self.current.appearances), under_known_keys(self.incoming.appearances)
        )

    def _entries(
        self, was: Mapping[str, Entry], here: Mapping[str, Entry], says: Mapping[str, Entry]
    ) -> tuple[Entry, ...]:
        merged: list[Entry] = []
        for name in _merged_order(list(was), list(here), list(says)):
            if name in here and name in says:
                merged.append(self._entry(was.get(name), here[name], says[name]))
            elif name in here:
                if name not in was or self._stays(was[name], here[name], name):
                    merged.append(here[name])
            elif name not in was:
                merged.append(says[name])
            elif name in says and not _same(says[name], was[name]):
                if self.overwrite:
                    merged.append(says[name])
                    continue
                message = f"{_named(says[name])} changed in the source, but was removed here; it stays removed"
                self.findings.append(Finding(None, "removed_here", message))
        return tuple(merged)

    def _stays(self, was: Entry, here: Entry, name: str) -> bool:
        """Whether something that the source dropped stays, because people here worked on it."""
        edited = not self.overwrite and not _same(was, here)
        if edited or name in self.precious:
            reason = "it was edited here" if edited else "readers answered it"
            message = f"{_named(here)} is gone from the source; it stays, because {reason}"
            self.findings.append(Finding(None, "removed_in_source", message))
            return True
        return False

    def _entry(self, base: Entry | None, current: Entry, incoming: Entry) -> Entry:
        values: dict[str, Any] = {}
        for name in (column.name for column in fields(current)):
            before, now, says = (getattr(side, name, None) for side in (base, current, incoming))
            if name == "tags":
                values["tags"] = _merged_tags(before or (), now or (), says or ())
            elif name == "portrait":
                # A stored picture has another name than the file it came from: an import only fills a gap, and
                # not the gap that an editor made.
                values["portrait"] = now or ("" if before else says)
            elif name != "uid":
                values[name] = self._chosen(f"{name} of {_named(current)}", before, now, says)
                if base is not None and self._is_undecided(before, now, says):
                    self.undecided.setdefault(id(incoming), (base, []))[1].append(name)
        return replace(current, **values)


def same_but_for_files(one: InterviewDocument, other: InterviewDocument) -> bool:
    """Whether two documents say the same, but for what storing one adds (see `_same`)."""
    return _told(one) == _told(other)


def _told(document: InterviewDocument) -> InterviewDocument:
    return replace(
        document,
        tags=tuple(sorted({tag.casefold() for tag in document.tags})),
        appearances=tuple(replace(_comparable(entry), bio_language="") for entry in document.appearances),
        recordings=tuple(RecordingEntry(url=row.url, file=stored_name(row.file)) for row in document.recordings),
        segments=tuple(_comparable(entry) for entry in document.segments),
    )


def _shown(value: Any) -> str:
    if not value:
        return "nothing"
    if isinstance(value, str):
        return f"“{value[:80]}{'…' if len(value) > 80 else ''}”"
    return "another one" if is_dataclass(value) else str(value)[:120]


def _by_uid(segments: Iterable[SegmentEntry]) -> dict[str, SegmentEntry]:
    return {segment.uid: segment for segment in segments}


def _merged_tags(base: Sequence[str], current: Sequence[str], incoming: Sequence[str]) -> tuple[str, ...]:
    """Tags are told apart without regard to case, as the site does."""
    was, here, says = ({tag.casefold() for tag in side} for side in (base, current, incoming))
    kept = [tag for tag in current if tag.casefold() not in was - says]
    return (*kept, *(tag for tag in incoming if tag.casefold() not in was | here))


def _merged_order(was: list[str], here: list[str], says: list[str]) -> list[str]:
    """The source's order where the source moved something, else the editor's; the rest behind its neighbour."""
    known, said = set(was), set(says)
    moved = [name for name in says if name in known] != [name for name in was if name in said]
    return interleaved(says, here) if moved else interleaved(here, says)


def interleaved(order: list[str], others: list[str]) -> list[str]:
    """The names in their order, and each of the others that is not among them behind the one it stands behind."""
    placed = set(order)
    followers: dict[str, list[str]] = {}
    neighbour = ""  # of those that stand before all
    for name in others:
        if name in placed:
            neighbour = name
        else:
            followers.setdefault(neighbour, []).append(name)
    merged = list(followers.get("", []))
    for name in order:
        merged += [name, *followers.get(name, [])]
    return merged


def _same(one: Entry, other: Entry) -> bool:
    """Whether two entries say the same, but for the order of tags, and for what storing them adds: the name of a
    picture, the date of a biography, the website of a person known already."""
    return _comparable(one) == _comparable(other)


def _comparable(entry: Entry) -> Entry:
    if isinstance(entry, AppearanceEntry):
        return replace(entry, speaker="", speaker_name="", portrait="", website="", bio_as_of=None)
    return replace(entry, tags=tuple(sorted({tag.casefold() for tag in entry.tags})))


def _named(entry: AppearanceEntry | SegmentEntry) -> str:
    if isinstance(entry, AppearanceEntry):
        return entry.name
    moment = f" at {timecode.written(entry.start)}" if entry.start is not None else ""
    return f"the entry{moment} (“{(entry.question or entry.answer)[:40]}”)"
