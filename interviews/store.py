"""Documents to rows: the one place that writes several models at once. `document_of` is the way back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import models, transaction

from interviews.attachments import Attachments
from interviews.documents.data import as_data, from_data
from interviews.documents.document import AppearanceEntry, InterviewDocument, RecordingEntry, SegmentEntry
from interviews.documents.errors import DocumentError, Finding
from interviews.documents.merge import merge, with_known_uids
from interviews.models import Appearance, Bio, Interview, Recording, Segment, Series, Source, Speaker
from interviews.models.segment import new_uid
from interviews.models.tag import tag_rows
from interviews.names import bare_name, name_key
from interviews.retrieve import document_of


@dataclass(frozen=True, slots=True)
class Original:
    """The file a document was read from. Files that the document names are looked for beside `path`."""

    key: str
    digest: str
    text: str
    path: Path | None = None


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of a document: `outcome` is created, updated or unchanged."""

    outcome: str
    interview: Interview
    findings: tuple[Finding, ...] = ()


def store(document: InterviewDocument, original: Original, *, publish: bool = False, dry_run: bool = False) -> Stored:
    """Puts a document into rows, in one transaction; the second time the same file changes nothing.

    A file that changed is merged with what editors changed (see `documents.merge`); segments keep their uids, and
    with them their comments and links. `publish` makes a draft public. `dry_run` does all of it and takes it back.
    Raises DocumentError where a value does not fit its column; then nothing was written.
    """
    files = Attachments(original.path)
    try:
        with transaction.atomic():
            stored = _store(document, original, files)
            if publish and stored.interview.status == Interview.Status.DRAFT:
                stored.interview.publish()
                if stored.outcome == "unchanged":
                    stored = replace(stored, outcome="updated")
            if dry_run:
                transaction.set_rollback(True)
    except BaseException:
        files.take_back()
        raise
    if dry_run:
        files.take_back()
    return stored


def _store(document: InterviewDocument, original: Original, files: Attachments) -> Stored:
    source = _source_of(original)
    if source is None:
        interview = Interview()
        _write(interview, document, files)
        findings: tuple[Finding, ...] = ()
        outcome, said = "created", document_of(interview)
        source = Source(key=original.key, interview=interview)
    elif source.digest == original.digest:
        return Stored("unchanged", source.interview)
    else:
        interview = source.interview
        base, current = from_data(source.document), document_of(interview)
        merged = merge(base, current, document)
        if merged.document != current:
            _write(interview, merged.document, files)
        outcome = "unchanged" if merged.document == current else "updated"
        findings = merged.findings
        said = replace(document, segments=_known_by(document.segments, base, document_of(interview)))
    source.digest, source.text, source.document = original.digest, original.text, as_data(said)
    source.save()
    return Stored(outcome, interview, findings)


def _known_by(
    segments: tuple[SegmentEntry, ...], base: InterviewDocument, current: InterviewDocument
) -> tuple[SegmentEntry, ...]:
    """The source's own segments with the uids they have in the rows, removed ones included."""
    known = {segment.uid: segment for segment in (*base.segments, *current.segments)}
    return with_known_uids(segments, tuple(known.values()))


def _source_of(original: Original) -> Source | None:
    """The source with this address; else one with these very bytes, which has only moved."""
    sources = Source.objects.select_related("interview").select_for_update(of=("self",))
    return sources.filter(key=original.key).first() or sources.filter(digest=original.digest).first()


def _write(interview: Interview, document: InterviewDocument, files: Attachments) -> None:
    """Makes the rows say what the document says."""
    _write_interview(interview, document)
    people = _write_appearances(interview, document, files)
    _write_recordings(interview, document.recordings, files)
    _write_segments(interview, document.segments, people)
    interview._prefetched_objects_cache = {}  # what was fetched before is not true any more


def _write_interview(interview: Interview, document: InterviewDocument) -> None:
    for name in ("title", "organisation", "part", "introduction", "language", "rights"):
        setattr(interview, name, getattr(document, name))
    interview.series = (
        Series.objects.filter(title=document.series).first() or Series.objects.create(title=document.series)
        if document.series
        else None
    )
    for column, date in (("recorded", document.recorded), ("first_published", document.published)):
        setattr(interview, f"{column}_on", date.day if date else None)
        setattr(interview, f"{column}_precision", date.precision if date else "day")
    discussion = document.discussion
    interview.discussion_name = discussion.name if discussion else ""
    interview.discussion_url = discussion.url if discussion else ""
    interview.discussion_starts_on = discussion.starts_on if discussion else None
    interview.discussion_ends_on = discussion.ends_on if discussion else None
    if not interview.slug:
        interview.name_address([bare_name(entry.name) for entry in document.people("guest")])
    _fitting(interview)
    interview.save()
    tag_rows({interview.pk: document.tags}, Interview)


def _write_appearances(interview: Interview, document: InterviewDocument, files: Attachments) -> dict[str, Appearance]:
    """By the name credited."""
    kept = {(row.speaker.name_key, row.role): row for row in interview.appearances.select_related("speaker", "bio")}
    people: dict[str, Appearance] = {}
    as_of = document.recorded or document.published
    for position, entry in enumerate(document.appearances):
        row = kept.pop((name_key(entry.name), entry.role), None)
        if row is None:
            row = Appearance(interview=interview, speaker=_speaker(entry.name), role=entry.role)
        row.name = entry.name if entry.name != row.speaker.name else ""
        row.title, row.organisation, row.post_nominals = entry.title, entry.organisation, entry.post_nominals
        row.position = position
        row.bio = _bio(row, entry, document.language, as_of.day if as_of else None, files)
        _fitting(row)
        row.save()
        people[entry.name] = row
    interview.appearances.filter(pk__in=[row.pk for row in kept.values()]).delete()
    return people


def _speaker(name: str) -> Speaker:
    speaker = Speaker.objects.filter(name_key=name_key(name)).order_by("pk").first()
    if speaker is None:
        speaker = Speaker(name=bare_name(name))
        _fitting(speaker)
        speaker.save()
    return speaker


def _bio(row: Appearance, entry: AppearanceEntry, language: str, as_of: object, files: Attachments) -> Bio | None:
    """The biography that introduced the person: the same row while the words are the same."""
    if not (entry.bio or entry.portrait or entry.portrait_alt):
        return None
    bio = row.bio
    if bio is None or bio.text != entry.bio:
        shared = bio is not None and bio.appearances.exclude(pk=row.pk).exists()
        same = row.speaker.bios.filter(text=entry.bio).first() if entry.bio else None
        bio = same or (bio if bio is not None and not shared else Bio(speaker=row.speaker))
    bio.text, bio.language, bio.portrait_alt = entry.bio, language, entry.portrait_alt
    bio.as_of = bio.as_of or as_of
    if entry.portrait and not bio.portrait:
        files.attach(bio.portrait, entry.portrait)
    _fitting(bio)
    bio.save()
    return bio


def _write_recordings(interview: Interview, entries: Iterable[RecordingEntry], files: Attachments) -> None:
    rows = list(interview.recordings.all())
    stored = {row.file.name: row for row in rows if row.file}
    kept = []
    for position, entry in enumerate(entries):
        row = stored.get(entry.file) or next(
            (row for row in rows if not row.file and row.url == entry.url and row.pk not in kept), None
        )
        row = row or Recording(interview=interview)
        row.position, row.url, row.media_type = position, entry.url, entry.media_type or row.media_type
        row.duration = entry.duration or row.duration
        if entry.file and not row.file:
            files.attach(row.file, entry.file)
        _fitting(row)
        row.save()
        kept.append(row.pk)
    interview.recordings.exclude(pk__in=kept).delete()


def _write_segments(interview: Interview, entries: Iterable[SegmentEntry], people: Mapping[str, Appearance]) -> None:
    rows, tags = [], {}
    for position, entry in enumerate(entries, start=1):
        row = Segment(
            interview=interview,
            uid=entry.uid or new_uid(),
            position=position,
            start=entry.start,
            end=entry.end,
            raw_stamp=entry.raw_stamp,
            kind=entry.kind,
            label=entry.label,
            question=entry.question,
            answer=entry.answer,
            answered_by=people.get(entry.answered_by),
        )
        _fitting(row, f"entry {position}")
        rows.append(row)
        tags[row.uid] = entry.tags
    interview.segments.exclude(uid__in=tags).delete()
    written = [column.name for column in Segment._meta.concrete_fields if column.name not in ("id", "interview", "uid")]
    Segment.objects.bulk_create(rows, update_conflicts=True, unique_fields=["interview", "uid"], update_fields=written)
    if any(tags.values()) or Segment.tags.through.objects.filter(content_object__interview=interview).exists():
        keys = dict(interview.segments.values_list("uid", "pk"))
        tag_rows({keys[uid]: names for uid, names in tags.items()}, Segment)


def _fitting(row: models.Model, where: str = "") -> None:
    """Refuses a value that its column cannot hold, in words, before the database does."""
    relations = {column.name for column in row._meta.concrete_fields if column.is_relation}
    try:
        row.clean_fields(exclude=relations | {"slug", "portrait", "name_key", "sort_name"})
    except ValidationError as error:
        problems = "; ".join(f"{name}: {' '.join(texts)}" for name, texts in error.message_dict.items())
        place = where or str(row._meta.verbose_name)
        raise DocumentError(f"{place}: {problems}", code="value_does_not_fit") from error
