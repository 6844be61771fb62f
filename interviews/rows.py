"""A document's content as rows: the one place that writes several models at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.db import models

from interviews.attachments import Attachments
from interviews.documents.data import as_data
from interviews.documents.document import (
    AppearanceEntry,
    InterviewDocument,
    RecordingEntry,
    SegmentEntry,
    TranscriptEntry,
)
from interviews.documents.errors import DocumentError
from interviews.models import Appearance, Bio, Cue, Interview, Recording, Segment, Series, Speaker, Transcript
from interviews.models.language import set_again
from interviews.models.tag import tag_rows
from interviews.names import bare_name, name_key

#: The columns of an interview that a document fills; a comment that is approved meanwhile keeps its count.
CONTENT = [
    "title",
    "slug",
    "organisation",
    "series",
    "part",
    "part_total",
    "introduction",
    "introduction_html",
    "language",
    "rights",
    "provenance",
    "recorded_on",
    "recorded_precision",
    "recorded_basis",
    "first_published_on",
    "first_published_precision",
    "first_published_basis",
    "discussion_name",
    "discussion_url",
    "discussion_starts_on",
    "discussion_ends_on",
    "updated_at",
]


#: Fields that are called the same in a document and in an interview's row.
_SAME_NAMED = (
    "title",
    "organisation",
    "part",
    "part_total",
    "introduction",
    "language",
    "rights",
    "provenance",
    "recorded_basis",
)


def write_rows(interview: Interview, document: InterviewDocument, files: Attachments) -> None:
    """Makes the rows of an interview say what the document says; every segment has its uid.

    Raises DocumentError where a value does not fit its column. Belongs into a transaction.
    """
    before = interview.language
    _write_interview(interview, document)
    people = _write_appearances(interview, document, files)
    _write_recordings(interview, document.recordings, files)
    _write_segments(interview, document.segments, people)
    _write_transcript(interview, document.transcript)
    if interview.language != before:
        set_again(interview)


def refuse_what_does_not_fit(row: models.Model, where: str = "") -> None:
    """Refuses a value that its column cannot hold, in words, before the database does. Raises DocumentError."""
    relations = {column.name for column in row._meta.concrete_fields if column.is_relation}
    try:
        row.clean_fields(exclude=relations | {"slug", "portrait", "name_key", "sort_name", "document"})
    except ValidationError as error:
        raise _refusal(error, where or str(row._meta.verbose_name)) from error


def _refusal(error: ValidationError, where: str) -> DocumentError:
    told = error.message_dict if hasattr(error, "error_dict") else {"value": error.messages}
    problems = "; ".join(f"{name}: {' '.join(texts)}" for name, texts in told.items())
    return DocumentError(f"{where}: {problems}", code="value_does_not_fit")


def _write_tags(wanted: Mapping[int, Iterable[str]], model: type[models.Model]) -> None:
    try:
        tag_rows(wanted, model)
    except ValidationError as error:
        raise _refusal(error, "keywords") from error


def _write_interview(interview: Interview, document: InterviewDocument) -> None:
    for name in _SAME_NAMED:
        setattr(interview, name, getattr(document, name))
    interview.series = Series.objects.get_or_create(title=document.series)[0] if document.series else None
    for column, date in (("recorded", document.recorded), ("first_published", document.published)):
        setattr(interview, f"{column}_on", date.day if date else None)
        setattr(interview, f"{column}_precision", date.precision if date else "day")
    interview.first_published_basis = document.published_basis
    discussion = document.discussion
    interview.discussion_name = discussion.name if discussion else ""
    interview.discussion_url = discussion.url if discussion else ""
    interview.discussion_starts_on = discussion.starts_on if discussion else None
    interview.discussion_ends_on = discussion.ends_on if discussion else None
    if not interview.slug:
        interview.name_address([bare_name(entry.name) for entry in document.people("guest")])
    refuse_what_does_not_fit(interview)
    interview.save(update_fields=None if interview._state.adding else CONTENT)
    _write_tags({interview.pk: document.tags}, Interview)


def _write_appearances(interview: Interview, document: InterviewDocument, files: Attachments) -> dict[str, Appearance]:
    """The appearances, by the name credited."""
    rows = Appearance.objects.filter(interview=interview).select_related("speaker", "bio")
    kept = {(name_key(row.credited_name), row.role): row for row in rows}
    entries = [(entry, kept.pop((name_key(entry.name), entry.role), None)) for entry in document.appearances]
    people: dict[str, Appearance] = {}
    as_of = document.recorded or document.published
    for position, (entry, known) in enumerate(entries):
        row = known or _renamed(entry, entries, kept)
        if row is None:
            row = Appearance(interview=interview, speaker=_speaker(entry.name), role=entry.role)
        row.name = entry.name if entry.name != row.speaker.name else ""
        row.title, row.organisation, row.post_nominals = entry.title, entry.organisation, entry.post_nominals
        row.position = position
        if entry.website and not row.speaker.website:
            row.speaker.website = entry.website
            refuse_what_does_not_fit(row.speaker)
            row.speaker.save(update_fields=["website"])
        row.bio = _bio(row, entry, document.language, as_of.day if as_of else None, files)
        refuse_what_does_not_fit(row)
        row.save()
        people[entry.name] = row
    Appearance.objects.filter(pk__in=[row.pk for row in kept.values()]).delete()
    return people


def _renamed(
    entry: AppearanceEntry,
    entries: list[tuple[AppearanceEntry, Appearance | None]],
    kept: dict[tuple[str, str], Appearance],
) -> Appearance | None:
    """The row of a person whose name the source corrected: the only one left in that role on both sides."""
    left = [key for key in kept if key[1] == entry.role]
    unknown = [other for other, row in entries if row is None and other.role == entry.role]
    if len(left) != 1 or len(unknown) != 1:
        return None
    row = kept.pop(left[0])
    other = Speaker.objects.filter(name_key=name_key(entry.name)).order_by("pk").first()
    if other is not None:
        row.speaker, row.bio = other, None
    elif not row.speaker.appearances.exclude(pk=row.pk).exists():
        row.speaker.name, row.speaker.sort_name = bare_name(entry.name), ""
        row.speaker.save()
    else:
        row.speaker, row.bio = _speaker(entry.name), None
    return row


def _speaker(name: str) -> Speaker:
    speaker = Speaker.objects.filter(name_key=name_key(name)).order_by("pk").first()
    if speaker is None:
        speaker = Speaker(name=bare_name(name))
        refuse_what_does_not_fit(speaker)
        speaker.save()
    return speaker


def _bio(
    row: Appearance, entry: AppearanceEntry, language: str, as_of: dt.date | None, files: Attachments
) -> Bio | None:
    """The biography that introduced the person: the same row while the words are the same.

    One that introduces the person elsewhere too is not changed under the other interview: this one gets its own.
    """
    if not (entry.bio or entry.portrait or entry.portrait_alt):
        return None
    known = row.bio
    bio, same = known, None
    if known is None or (known.text, known.portrait_alt) != (entry.bio, entry.portrait_alt):
        shared = known is not None and known.appearances.exclude(pk=row.pk).exists()
        same = row.speaker.bios.filter(text=entry.bio).first() if entry.bio and known is None else None
        bio = same or (known if known is not None and not shared else Bio(speaker=row.speaker, language=language))
        if bio is same and same is not None:
            bio.portrait_alt = bio.portrait_alt or entry.portrait_alt
        else:
            bio.text, bio.portrait_alt = entry.bio, entry.portrait_alt
    stated = None if bio is same else entry.bio_as_of  # one that introduces the person elsewhere keeps its date
    bio.as_of = stated or bio.as_of or entry.bio_as_of or as_of
    if entry.bio_language and bio is not same:
        bio.language = entry.bio_language
    if known is not None and bio is not known and not bio.portrait:
        bio.portrait = known.portrait.name  # the same picture introduces the person in the new words
    if entry.portrait and not bio.portrait:
        files.attach_portrait(bio.portrait, entry.portrait)
    refuse_what_does_not_fit(bio)
    bio.save()
    return bio


def _write_recordings(interview: Interview, entries: Iterable[RecordingEntry], files: Attachments) -> None:
    rows = list(Recording.objects.filter(interview=interview))
    kept: list[int] = []
    for position, entry in enumerate(entries):
        free = [row for row in rows if row.pk not in kept]
        fitting = [row for row in free if (row.file.name or "", row.url) == (entry.file, entry.url)]
        gaps = [row for row in free if not row.address]
        row = next(iter([*fitting, *gaps]), None) or Recording(interview=interview)
        row.position, row.url, row.media_type = position, entry.url, entry.media_type or row.media_type
        row.size = entry.size if entry.size is not None else row.size
        row.duration = entry.duration or row.duration
        if entry.file and not row.file:
            files.attach(row.file, entry.file)
        refuse_what_does_not_fit(row)
        row.save()
        kept.append(row.pk)
    Recording.objects.filter(interview=interview).exclude(pk__in=kept).delete()


def _write_segments(interview: Interview, entries: Iterable[SegmentEntry], people: Mapping[str, Appearance]) -> None:
    rows, tags = [], {}
    for position, entry in enumerate(entries, start=1):
        row = Segment(
            interview=interview,
            uid=entry.uid,
            position=position,
            start=entry.start,
            end=entry.end,
            raw_stamp=entry.raw_stamp,
            kind=entry.kind,
            label=entry.label,
            question=entry.question,
            answer=entry.answer,
            answered_by=people.get(entry.answered_by),
            synopsis=entry.synopsis,
            subjects=list(entry.subjects),
            links=[as_data(link) for link in entry.links],
            places=[as_data(place) for place in entry.places],
        )
        refuse_what_does_not_fit(row, f"entry {position}")
        rows.append(row)
        tags[row.uid] = entry.tags
    stored = Segment.objects.filter(interview=interview)
    stored.exclude(uid__in=tags).delete()
    written = [column.name for column in Segment._meta.concrete_fields if column.name not in ("id", "interview", "uid")]
    Segment.objects.bulk_create(rows, update_conflicts=True, unique_fields=["interview", "uid"], update_fields=written)
    if any(tags.values()) or Segment.tags.through.objects.filter(content_object__interview=interview).exists():
        keys = dict(stored.values_list("uid", "pk"))
        _write_tags({keys[uid]: names for uid, names in tags.items()}, Segment)


def _write_transcript(interview: Interview, entry: TranscriptEntry | None) -> None:
    Cue.objects.filter(transcript__interview=interview).delete()
    if entry is None:
        Transcript.objects.filter(interview=interview).delete()
        return
    given = {"kind": entry.kind, "language": entry.language}
    transcript, _created = Transcript.objects.update_or_create(interview=interview, defaults=given)
    refuse_what_does_not_fit(transcript)
    cues = [
        Cue(transcript=transcript, position=position, start=cue.start, end=cue.end, speaker=cue.speaker, text=cue.text)
        for position, cue in enumerate(entry.cues, start=1)
    ]
    for cue in cues:
        refuse_what_does_not_fit(cue, f"cue {cue.position}")
    Cue.objects.bulk_create(cues, batch_size=500)
