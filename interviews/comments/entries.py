"""Comments as entries of a document, and back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils import timezone

from interviews.comments.models import DEEPEST, Comment, recounted
from interviews.documents.document import CommentEntry
from interviews.documents.errors import Finding
from interviews.models import Interview, Segment

KEY_LENGTH = Comment._meta.get_field("uid").max_length
ABOUT_LENGTH = Comment._meta.get_field("about").max_length
NAME_LENGTH = Comment._meta.get_field("name").max_length


def entries_of(interview: Interview) -> Iterator[CommentEntry]:
    rows = Comment.objects.filter(interview=interview).select_related("parent", "segment", "answer")
    for row in rows.oldest_first():
        yield CommentEntry(
            key=row.uid,
            parent=row.parent.uid if row.parent else "",
            name=row.name,
            email=row.email,
            url=row.url,
            body=row.body,
            status=row.status,
            written_at=row.created_at,
            edited_at=row.edited_at,
            picked_at=row.picked_at,
            locked_at=row.locked_at,
            segment=row.segment.uid if row.segment else "",
            moment=row.moment_now,
            about=row.about,
            kind=row.kind if row.is_question else "",
            voice=row.voice,
            answer=row.answer.uid if row.answer else "",
        )


def add(interview: Interview, entries: Sequence[CommentEntry]) -> tuple[int, list[Finding]]:
    """Stores the comments that are new, with the status they had: nothing here makes one public.

    One whose parent is not known stands by itself; one that answers in a circle too.
    """
    known = {row.uid: row for row in Comment.objects.filter(interview=interview)}
    findings: list[Finding] = []
    waiting: dict[str, CommentEntry] = {}
    for entry in map(_with_short_keys, entries):
        if entry.key not in known and (fitting := _fitting(entry, findings)) is not None:
            waiting.setdefault(entry.key, fitting)
    with recounted([interview.pk] if waiting else []):
        rows, places = _hung(interview, waiting, known, findings)
        # Stored in the order given, and only then told what they answer: by then all have their keys.
        Comment.objects.bulk_create([rows[key] for key in waiting])
        for key, place in places.items():
            rows[key].parent, rows[key].root, rows[key].depth = place
        _answer(waiting, {**known, **rows})
        Comment.objects.bulk_update([rows[key] for key in waiting], ["parent", "root", "depth", "answer"])
    return len(waiting), findings


class Place(NamedTuple):
    """Where a reply hangs."""

    parent: Comment
    root: Comment
    depth: int


def _answer(entries: Mapping[str, CommentEntry], rows: Mapping[str, Comment]) -> None:
    for key, entry in entries.items():
        rows[key].answer = rows.get(entry.answer)


def _hung(
    interview: Interview, entries: Mapping[str, CommentEntry], known: Mapping[str, Comment], findings: list[Finding]
) -> tuple[dict[str, Comment], dict[str, Place]]:
    """The rows of the entries, as if each stood by itself, and the places of those that answer, by their keys."""
    segments = {segment.uid: segment for segment in interview.segments.only("uid", "start")}
    rows: dict[str, Comment] = {}
    places: dict[str, Place] = {}
    left = dict(entries)
    while left:
        ready = [entry for entry in left.values() if entry.parent not in left]
        if not ready:  # they answer each other in a circle
            ready = [replace(next(iter(left.values())), parent="")]
        for entry in ready:
            parent = known.get(entry.parent) or rows.get(entry.parent)
            if entry.parent and parent is None:
                message = (
                    f"the comment that {entry.name or 'somebody'} answers is not there: the answer stands by itself"
                )
                findings.append(Finding(None, "comment_parent_missing", message))
            rows[entry.key] = _row(interview, entry, segments)
            if parent is not None:
                places[entry.key] = _below(parent, places)
            del left[entry.key]
    return rows, places


def _below(parent: Comment, places: Mapping[str, Place]) -> Place:
    """The place of what answers `parent`, or of what that answers where it is as deep as any may be."""

    def place(row: Comment) -> Place | None:
        if row.uid in places:
            return places[row.uid]
        return Place(row.parent, row.root, row.depth) if row.parent else None

    above = place(parent)
    while above and above.depth >= DEEPEST:
        parent, above = above.parent, place(above.parent)
    return Place(parent, above.root if above else parent, above.depth + 1 if above else 1)


def _with_short_keys(entry: CommentEntry) -> CommentEntry:
    """A key too long for its column is told by its digest, in the answer as in the comment."""
    return replace(entry, key=_short(entry.key), parent=_short(entry.parent), answer=_short(entry.answer))


def _short(key: str) -> str:
    return key if len(key) <= KEY_LENGTH else hashlib.sha256(key.encode()).hexdigest()[:KEY_LENGTH]


def _fitting(entry: CommentEntry, findings: list[Finding]) -> CommentEntry | None:
    """The entry with what its columns can hold; None where it says nothing, and was not erased elsewhere."""
    if not entry.body and entry.status != Comment.Status.REMOVED:
        findings.append(Finding(None, "comment_empty", f"a comment of {entry.name or 'nobody'} says nothing: left out"))
        return None
    changed = {}
    if len(entry.name) > NAME_LENGTH:
        changed["name"] = entry.name[: NAME_LENGTH - 1] + "…"
    for name in ("email", "url"):
        try:
            Comment._meta.get_field(name).clean(getattr(entry, name), None)
        except ValidationError:
            changed[name] = ""
    if changed:
        message = f"of a comment by {entry.name[:40]} this was left out, since it does not fit: {', '.join(changed)}"
        findings.append(Finding(None, "comment_shortened", message))
    return replace(entry, **changed)


def _row(interview: Interview, entry: CommentEntry, segments: Mapping[str, Segment]) -> Comment:
    if not entry.body:
        return _erased(interview, entry)
    segment = segments.get(entry.segment)
    return Comment(
        uid=entry.key,
        interview=interview,
        segment=segment,
        begun=segment.start if segment else None,
        moment=entry.moment,
        name=entry.name,
        email=entry.email,
        url=entry.url,
        body=entry.body,
        status=entry.status,
        created_at=entry.written_at or timezone.now(),
        edited_at=entry.edited_at,
        picked_at=entry.picked_at,
        locked_at=entry.locked_at,
        about=entry.about[:ABOUT_LENGTH],
        kind=entry.kind or Comment.Kind.COMMENT,
        voice=entry.voice,
    )


def _erased(interview: Interview, entry: CommentEntry) -> Comment:
    """What holds the place of a comment whose author was forgotten; nothing that came beside the words is kept."""
    written = entry.written_at or timezone.now()
    return Comment(
        uid=entry.key, interview=interview, status=Comment.Status.REMOVED, created_at=written, erased_at=timezone.now()
    )
