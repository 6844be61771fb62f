"""The rows of an interview that is here already, made to say what a document says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from interviews.attachments import Attachments
from interviews.documents.document import AppearanceEntry, InterviewDocument, RecordingEntry, TranscriptEntry
from interviews.documents.identity import Who, people_by_key, same_people, who_is_meant
from interviews.models import Appearance, Bio, Interview, Recording, Segment, Speaker, Transcript
from interviews.models.language import set_again
from interviews.models.speaker_alias import called
from interviews.names import bare_name
from interviews.rows.additions import series_titled
from interviews.rows.biographies import Biographies, is_introduced
from interviews.rows.cues import write_cues
from interviews.rows.fitting import refuse_what_does_not_fit, write_tags
from interviews.rows.new import person, speakers_of
from interviews.rows.traces import Traces
from interviews.rows.values import answering, fill_appearance, fill_interview, fill_recording, fill_segment

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


def write_rows(interview: Interview, document: InterviewDocument, files: Attachments, traces: Traces) -> None:
    """Makes the rows of an interview say what the document says; every segment has its uid.

    The traces are of what other interviews may share. Raises DocumentError where a value does not fit its column.
    Belongs into a transaction.
    """
    before = interview.language
    write_interview(interview, document, traces)
    people = _write_appearances(interview, document, files, traces)
    _write_recordings(interview, document.recordings, files)
    write_segments(interview, document, people, traces)
    write_transcript(interview, document.transcript)
    if interview.language != before:
        set_again(interview)


def write_interview(interview: Interview, document: InterviewDocument, traces: Traces) -> None:
    interview.series = series_titled(document.series, traces) if document.series else None
    fill_interview(interview, document)
    interview.save(update_fields=CONTENT)
    traces.made(write_tags({interview.pk: document.tags}, Interview))


def _write_appearances(
    interview: Interview, document: InterviewDocument, files: Attachments, traces: Traces
) -> dict[Who, Appearance]:
    rows = list(Appearance.objects.filter(interview=interview).select_related("speaker", "bio"))
    known = [AppearanceEntry(name=row.credited_name, speaker=row.speaker.slug, role=row.role) for row in rows]
    row_of = dict(zip(map(id, known), rows, strict=True))
    same = same_people(document.appearances, known)
    kept = {
        id(entry): row_of[id(same[key])] for key, entry in people_by_key(document.appearances).items() if key in same
    }
    Appearance.objects.filter(interview=interview).exclude(pk__in=[row.pk for row in kept.values()]).delete()
    new = [entry for entry in document.appearances if id(entry) not in kept]
    speakers, _fresh = speakers_of(new, traces)
    for position, entry in enumerate(document.appearances):
        if id(entry) in kept:
            row = kept[id(entry)]
            _is_now(row, entry, traces)
        else:
            row = Appearance(interview=interview, speaker=speakers[person(entry)], role=entry.role)
            kept[id(entry)] = row
        fill_appearance(row, entry, position)
        if entry.website and not row.speaker.website:
            traces.will_change(row.speaker)
            row.speaker.website = entry.website
            refuse_what_does_not_fit(row.speaker)
            row.speaker.save(update_fields=["website"])
        row.bio = _bio(row, entry, document.language, files, traces)
        row.save()
    return {who: kept[id(entry)] for who, entry in who_is_meant(document.appearances).items()}


def _is_now(row: Appearance, entry: AppearanceEntry, traces: Traces) -> None:
    """Makes the row be of whom the entry names, where the source corrected the name, or which of two namesakes it is.

    A speaker who is heard nowhere else is renamed, where nobody of the new name is here.
    """
    _slug, name = person(entry)
    if row.speaker.name_key == name and entry.speaker in ("", row.speaker.slug):
        return
    namesakes = Speaker.objects.filter(name_key=name).order_by("pk")
    meant = namesakes.filter(slug=entry.speaker).first()
    if meant is None and (row.speaker.name_key == name or row.speaker.aliases.filter(key=name).exists()):
        return
    if other := meant or namesakes.first() or called(name):
        row.speaker = other
    elif not row.speaker.appearances.exclude(pk=row.pk).exists():
        traces.will_change(row.speaker)
        row.speaker.name, row.speaker.sort_name = entry.speaker_name or bare_name(entry.name), ""
        row.speaker.save()
    else:
        nameless = replace(entry, speaker="")  # the address is the other's
        row.speaker = speakers_of([nameless], traces)[0][person(nameless)]


def _bio(row: Appearance, entry: AppearanceEntry, language: str, files: Attachments, traces: Traces) -> Bio | None:
    """The biography that introduced the person: the same row while the words are the same.

    One that introduces the person elsewhere too is not changed under the other interview: this one gets its own.
    """
    if not is_introduced(entry):
        return None
    known = row.bio
    mine = known is not None and known.speaker_id == row.speaker_id
    if not mine:
        alike = Biographies({row.speaker.pk}, {entry.bio}).find(row.speaker, entry, language, files, exactly=False)
        if alike is not None:
            return alike
    if known is None:
        bio = Bio(speaker=row.speaker, language=language)
    elif mine and _says(known, entry):
        return known
    elif mine and not known.appearances.exclude(pk=row.pk).exists():
        bio = known
        traces.will_change(bio)
    else:  # the same picture introduces the person in the new words
        bio = Bio(speaker=row.speaker, language=known.language, as_of=known.as_of, portrait=known.portrait.name)
        bio.portrait_renditions = known.portrait_renditions
    bio.text, bio.portrait_alt = entry.bio, entry.portrait_alt
    bio.as_of, bio.language = entry.bio_as_of or bio.as_of, entry.bio_language or bio.language
    if entry.portrait and not bio.portrait:
        files.attach_portrait(bio.portrait, entry.portrait)
    refuse_what_does_not_fit(bio)
    is_new = bio.pk is None
    bio.save()
    if is_new:
        traces.made([bio])
    return bio


def _says(bio: Bio, entry: AppearanceEntry) -> bool:
    return (
        (bio.text, bio.portrait_alt) == (entry.bio, entry.portrait_alt)
        and entry.bio_as_of in (None, bio.as_of)
        and entry.bio_language in ("", bio.language)
        and (bool(bio.portrait) or not entry.portrait)
    )


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


def write_segments(
    interview: Interview, document: InterviewDocument, people: dict[Who, Appearance], traces: Traces
) -> None:
    rows = []
    for position, entry in enumerate(document.segments, start=1):
        rows.append(Segment(interview=interview, answered_by=answering(entry, people)))
        fill_segment(rows[-1], entry, position)
    tags = {entry.uid: entry.tags for entry in document.segments}
    stored = Segment.objects.filter(interview=interview)
    stored.exclude(uid__in=tags).delete()
    written = [column.name for column in Segment._meta.concrete_fields if column.name not in ("id", "interview", "uid")]
    Segment.objects.bulk_create(rows, update_conflicts=True, unique_fields=["interview", "uid"], update_fields=written)
    if any(tags.values()) or Segment.tags.through.objects.filter(content_object__interview=interview).exists():
        keys = dict(stored.values_list("uid", "pk"))
        traces.made(write_tags({keys[uid]: names for uid, names in tags.items()}, Segment))


def write_transcript(interview: Interview, entry: TranscriptEntry | None) -> None:
    if entry is None:
        Transcript.objects.filter(interview=interview).delete()
        return
    given = {"kind": entry.kind, "language": entry.language}
    transcript, _created = Transcript.objects.update_or_create(interview=interview, defaults=given)
    refuse_what_does_not_fit(transcript)
    stored = transcript.cues.values_list("start", "end", "speaker", "text")
    if list(stored) != [(cue.start, cue.end, cue.speaker, cue.text) for cue in entry.cues]:
        transcript.cues.all().delete()
        write_cues(transcript, entry)
