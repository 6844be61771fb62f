"""The rows of an interview made to say exactly what one of the portal's own documents says.

An import takes what a file leaves out for unknown (see `change`); here what is left out is not there. Files are called
as the storage calls them.
"""

from __future__ import annotations

from collections.abc import Sequence

from interviews.documents.document import AppearanceEntry, InterviewDocument, RecordingEntry
from interviews.documents.errors import Finding
from interviews.documents.identity import Who, own_name_key, who_is_meant
from interviews.models import Appearance, Bio, Interview, Recording, Speaker
from interviews.models.language import set_again
from interviews.rows.biographies import is_introduced
from interviews.rows.change import write_interview, write_segments, write_transcript
from interviews.rows.fitting import refuse_what_does_not_fit
from interviews.rows.new import formerly_at, person, speakers_of
from interviews.rows.traces import Traces
from interviews.rows.values import fill_appearance, fill_recording


def write_exactly(interview: Interview, document: InterviewDocument) -> tuple[Finding, ...]:
    """Makes the rows say what the document says, and nothing else; every segment has its uid.

    A segment that is here keeps its row, and with it what readers said about it. What other interviews share is not
    changed under them: the findings tell what is therefore said otherwise, and which files are gone. Raises
    DocumentError where a value does not fit its column. Belongs into a transaction.
    """
    before, traces = interview.language, Traces()
    write_interview(interview, document, traces)
    people, findings = _write_appearances(interview, document, traces)
    findings += _write_recordings(interview, document.recordings)
    write_segments(interview, document, people, traces)
    write_transcript(interview, document.transcript)
    if interview.language != before:
        set_again(interview)
    return tuple(findings)


def _write_appearances(
    interview: Interview, document: InterviewDocument, traces: Traces
) -> tuple[dict[Who, Appearance], list[Finding]]:
    speakers = _speakers(document.appearances, traces)
    stored = {(row.speaker_id, row.role): row for row in Appearance.objects.filter(interview=interview)}
    wanted = [(speakers[person(entry)], entry) for entry in document.appearances]
    places = {(speaker.pk, entry.role) for speaker, entry in wanted}
    Appearance.objects.filter(pk__in=[row.pk for place, row in stored.items() if place not in places]).delete()
    findings: list[Finding] = []
    rows: dict[int, Appearance] = {}
    for position, (speaker, entry) in enumerate(wanted):
        row = stored.get((speaker.pk, entry.role)) or Appearance(interview=interview, role=entry.role)
        row.speaker = speaker
        findings += _of_the_speaker(speaker, entry)
        fill_appearance(row, entry, position)
        row.bio = _bio(speaker, row.bio, entry, document.language) if is_introduced(entry) else None
        row.save()
        rows[id(entry)] = row
    return {who: rows[id(entry)] for who, entry in who_is_meant(document.appearances).items()}, findings


def _speakers(entries: Sequence[AppearanceEntry], traces: Traces) -> dict[tuple[str, str], Speaker]:
    """The speakers named, each by the address it has or had, whatever the name is now; made where there is none."""
    slugs = {entry.speaker for entry in entries if entry.speaker}
    by_slug = {former.slug: former.speaker for former in formerly_at(slugs)}
    by_slug |= {speaker.slug: speaker for speaker in Speaker.objects.filter(slug__in=slugs)}
    known = {person(entry): by_slug[entry.speaker] for entry in entries if entry.speaker in by_slug}
    found, _fresh = speakers_of([entry for entry in entries if person(entry) not in known], traces)
    return known | found


def _of_the_speaker(speaker: Speaker, entry: AppearanceEntry) -> list[Finding]:
    """Name and website are the person's, in all interviews: what they were is told."""
    name_was, name_is = own_name_key(entry)[:200], speaker.name_key
    told = [
        (name_was != name_is, "name", entry.speaker_name or entry.name, speaker.name),
        (entry.website != speaker.website, "website", entry.website or "–", speaker.website or "–"),
    ]
    return [
        Finding(None, "speaker_stays", f"the {what} of {speaker.name} was “{was}” then, and stays “{now}”")
        for differs, what, was, now in told
        if differs
    ]


def _bio(speaker: Speaker, known: Bio | None, entry: AppearanceEntry, language: str) -> Bio:
    """A biography that says exactly this: the one that is there, another of the person's, or a new one."""
    said = {
        "text": entry.bio,
        "as_of": entry.bio_as_of,
        "language": entry.bio_language or language,
        "portrait": entry.portrait,
        "portrait_alt": entry.portrait_alt,
    }
    alike = Bio.objects.filter(speaker=speaker, **said)
    here = alike.filter(pk=known.pk).first() if known is not None else None
    found = here or alike.order_by("pk").first()
    if found is None:
        found = Bio(speaker=speaker, **said)
        refuse_what_does_not_fit(found)
        found.save()
    return found


def _write_recordings(interview: Interview, entries: Sequence[RecordingEntry]) -> list[Finding]:
    """Nothing is measured: the document says what was."""
    findings: list[Finding] = []
    rows = list(Recording.objects.filter(interview=interview))
    written: list[Recording] = []
    for position, entry in enumerate(entries):
        row = next((row for row in rows if (row.file.name or "", row.url) == (entry.file, entry.url)), None)
        if row is not None:
            rows.remove(row)
        else:
            row = Recording(interview=interview)
            if entry.file and row.file.storage.exists(entry.file):
                row.file, row.bitrate = entry.file, _bitrate_of(entry.file)
            elif entry.file:
                findings.append(
                    Finding(None, "file_missing", f"“{entry.file}” is not stored any more; upload the recording again")
                )
        fill_recording(row, entry, position)
        row.media_type, row.size, row.duration = entry.media_type, entry.size, entry.duration
        written.append(row)
    Recording.objects.filter(pk__in=[row.pk for row in rows]).delete()
    columns = ["position", "media_type", "size", "duration"]
    Recording.objects.bulk_update([row for row in written if row.pk], columns)
    Recording.objects.bulk_create([row for row in written if not row.pk])
    return findings


def _bitrate_of(file: str) -> int | None:
    """In kbit/s, where another row has measured the same file: a draft's, when it is published."""
    known = Recording.objects.filter(file=file).exclude(bitrate=None)
    return known.values_list("bitrate", flat=True).first()
