"""The rows of an interview that is here already, made to say what a document says."""

from __future__ import annotations

from collections.abc import Iterable

from interviews.attachments import Attachments
from interviews.documents.document import AppearanceEntry, InterviewDocument, RecordingEntry, TranscriptEntry
from interviews.models import Appearance, Bio, Cue, Interview, Recording, Segment, Series, Speaker, Transcript
from interviews.models.language import set_again
from interviews.names import bare_name, name_key
from interviews.rows.cues import write_cues
from interviews.rows.fitting import refuse_what_does_not_fit, write_tags
from interviews.rows.values import fill_appearance, fill_interview, fill_recording, fill_segment

#: The columns of an interview that a document fills; a comment that is approved meanwhile keeps its count.
CONTENT = [
    "title",
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


def write_rows(interview: Interview, document: InterviewDocument, files: Attachments) -> None:
    """Makes the rows of an interview say what the document says; every segment has its uid.

    Raises DocumentError where a value does not fit its column. Belongs into a transaction.
    """
    before = interview.language
    _write_interview(interview, document)
    people = _write_appearances(interview, document, files)
    _write_recordings(interview, document.recordings, files)
    _write_segments(interview, document, people)
    _write_transcript(interview, document.transcript)
    if interview.language != before:
        set_again(interview)


def _write_interview(interview: Interview, document: InterviewDocument) -> None:
    interview.series = Series.objects.get_or_create(title=document.series)[0] if document.series else None
    fill_interview(interview, document)
    interview.save(update_fields=CONTENT)
    write_tags({interview.pk: document.tags}, Interview)


def _write_appearances(interview: Interview, document: InterviewDocument, files: Attachments) -> dict[str, Appearance]:
    """The appearances, by the name credited."""
    rows = Appearance.objects.filter(interview=interview).select_related("speaker", "bio")
    kept = {(name_key(row.credited_name), row.role): row for row in rows}
    entries = [(entry, kept.pop((name_key(entry.name), entry.role), None)) for entry in document.appearances]
    people: dict[str, Appearance] = {}
    for position, (entry, known) in enumerate(entries):
        row = known or _renamed(entry, entries, kept)
        if row is None:
            row = Appearance(interview=interview, speaker=_speaker(entry.name), role=entry.role)
        fill_appearance(row, entry, position)
        if entry.website and not row.speaker.website:
            row.speaker.website = entry.website
            refuse_what_does_not_fit(row.speaker)
            row.speaker.save(update_fields=["website"])
        row.bio = _bio(row, entry, document.language, files)
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


def _bio(row: Appearance, entry: AppearanceEntry, language: str, files: Attachments) -> Bio | None:
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
    bio.as_of = stated or bio.as_of or entry.bio_as_of
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
        fill_recording(row, entry, position)
        if entry.file and not row.file:
            files.attach(row.file, entry.file)
        row.save()
        kept.append(row.pk)
    Recording.objects.filter(interview=interview).exclude(pk__in=kept).delete()


def _write_segments(interview: Interview, document: InterviewDocument, people: dict[str, Appearance]) -> None:
    rows = []
    for position, entry in enumerate(document.segments, start=1):
        rows.append(Segment(interview=interview, answered_by=people.get(entry.answered_by)))
        fill_segment(rows[-1], entry, position)
    tags = {entry.uid: entry.tags for entry in document.segments}
    stored = Segment.objects.filter(interview=interview)
    stored.exclude(uid__in=tags).delete()
    written = [column.name for column in Segment._meta.concrete_fields if column.name not in ("id", "interview", "uid")]
    Segment.objects.bulk_create(rows, update_conflicts=True, unique_fields=["interview", "uid"], update_fields=written)
    if any(tags.values()) or Segment.tags.through.objects.filter(content_object__interview=interview).exists():
        keys = dict(stored.values_list("uid", "pk"))
        write_tags({keys[uid]: names for uid, names in tags.items()}, Segment)


def _write_transcript(interview: Interview, entry: TranscriptEntry | None) -> None:
    Cue.objects.filter(transcript__interview=interview).delete()
    if entry is None:
        Transcript.objects.filter(interview=interview).delete()
        return
    given = {"kind": entry.kind, "language": entry.language}
    transcript, _created = Transcript.objects.update_or_create(interview=interview, defaults=given)
    refuse_what_does_not_fit(transcript)
    write_cues(transcript, entry)
