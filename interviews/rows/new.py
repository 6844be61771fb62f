"""Rows of interviews that are here for the first time, many at once: a query serves a hundred as well as one."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from interviews.attachments import Attachments
from interviews.documents.document import AppearanceEntry, InterviewDocument
from interviews.models import Appearance, Bio, Interview, Recording, Segment, Series, Speaker, Transcript
from interviews.models.slugs import LONGEST, free_slugs
from interviews.names import bare_name, name_key
from interviews.rows.cues import cue_values, write_cues
from interviews.rows.fitting import refuse_what_does_not_fit, write_tags
from interviews.rows.insert import Insertion, Values
from interviews.rows.values import fill_appearance, fill_interview, fill_recording, fill_segment

_SLUG = re.compile(r"[a-z0-9][\w-]*", re.ASCII)


@dataclass
class NewInterview:
    """A document that becomes an interview. Every segment has its uid; `slug` is taken where it is free."""

    document: InterviewDocument
    files: Attachments
    slug: str = ""
    status: str = Interview.Status.DRAFT
    published_at: dt.datetime | None = None
    row: Interview = field(default_factory=Interview)
    segments: list[Values] = field(default_factory=list)
    people: dict[str, Appearance] = field(default_factory=dict)


def check_fit(new: NewInterview) -> None:
    """Makes the rows ready. Raises DocumentError where a value does not fit its column; nothing is written."""
    fill_interview(new.row, new.document)
    row = Segment(interview=new.row)
    insertion = Insertion(Segment)
    for position, entry in enumerate(new.document.segments, start=1):
        fill_segment(row, entry, position)
        new.segments.append(insertion.values(row))
    for position, entry in enumerate(new.document.recordings):
        fill_recording(Recording(), entry, position)
    for position, entry in enumerate(new.document.appearances):
        speaker = _speaker_row(entry)
        fill_appearance(Appearance(speaker=speaker, role=entry.role), entry, position)
        refuse_what_does_not_fit(_bio_row(speaker, entry, new.document))
    if new.document.transcript:
        cue_values(new.document.transcript)


def render_before(document: InterviewDocument) -> None:
    """Makes the HTML that storing the document will need, for `richtext.remembered` to keep."""
    interview = Interview(language=document.language, introduction=document.introduction)
    interview.rendered_introduction()
    for person in document.appearances:
        _bio_row(Speaker(), person, document).rendered_text()
    row = Segment(interview=interview)
    for entry in document.segments:
        row.question, row.answer = entry.question, entry.answer
        row.rendered_question()
        row.rendered_answer()


def write_new(batch: Sequence[NewInterview]) -> None:
    """Writes all of them, made ready by `check_fit`; each `row` is then stored. Belongs into a transaction."""
    _write_interviews(batch)
    _write_appearances(batch)
    _write_recordings(batch)
    _write_segments(batch)
    _write_transcripts(batch)


def _write_interviews(batch: Sequence[NewInterview]) -> None:
    titles = {new.document.series for new in batch if new.document.series}
    series = {title: Series.objects.get_or_create(title=title)[0] for title in sorted(titles)}
    for new in batch:
        new.row.series = series.get(new.document.series)
        new.row.status, new.row.published_at = new.status, new.published_at
    slugs = free_slugs(Interview.objects.all(), [_words_of_address(new) for new in batch], otherwise="interview")
    for new, slug in zip(batch, slugs, strict=True):
        new.row.slug = slug
    Interview.objects.bulk_create([new.row for new in batch])
    write_tags({new.row.pk: new.document.tags for new in batch if new.document.tags}, Interview)


def _words_of_address(new: NewInterview) -> str:
    """The address it had, the guests' names where there are one or two, else the title."""
    if len(new.slug) <= LONGEST and _SLUG.fullmatch(new.slug):
        return new.slug
    guests = [bare_name(entry.name) for entry in new.document.people("guest")]
    return " ".join(guests) if 0 < len(guests) < 3 else new.document.title


def _write_appearances(batch: Sequence[NewInterview]) -> None:
    entries = [entry for new in batch for entry in new.document.appearances]
    known, fresh = speakers_of(entries)
    met_before = {speaker.pk for speaker in known.values()} - fresh
    bios = _known_bios(met_before, {entry.bio for entry in entries if entry.bio})
    rows: list[Appearance] = []
    new_bios: list[Bio] = []
    for new in batch:
        for position, entry in enumerate(new.document.appearances):
            speaker = known[_person(entry)]
            row = Appearance(interview=new.row, speaker=speaker, role=entry.role)
            fill_appearance(row, entry, position)
            if entry.bio or entry.portrait or entry.portrait_alt:
                bio = bios.get((speaker.pk, entry.bio)) if entry.bio else None
                if bio is None or not _introduces_alike(bio, entry):
                    bio = _bio_row(speaker, entry, new.document)
                    if entry.portrait:
                        new.files.attach_portrait(bio.portrait, entry.portrait)
                    new_bios.append(bio)
                    bios[speaker.pk, entry.bio] = bio
                row.bio = bio
            rows.append(row)
            new.people[entry.name] = row
    Bio.objects.bulk_create(new_bios)
    for row in rows:
        row.bio = row.bio  # takes the key that the biography has got
    Appearance.objects.bulk_create(rows)


def _person(entry: AppearanceEntry) -> tuple[str, str]:
    return entry.speaker, name_key(entry.name)[:200]


def _speaker_row(entry: AppearanceEntry) -> Speaker:
    row = Speaker(name=bare_name(entry.name), website=entry.website)
    row.complete()
    refuse_what_does_not_fit(row)
    return row


def speakers_of(entries: Iterable[AppearanceEntry]) -> tuple[dict[tuple[str, str], Speaker], set[int]]:
    """The speakers whom entries name, made where there is none; and the primary keys of those made.

    One whom the entry names by the address is that one, if the name is the same; else the first of that name is.
    """
    wanted = {_person(entry): entry for entry in reversed(list(entries))}
    by_name: dict[str, Speaker] = {}
    by_address: dict[tuple[str, str], Speaker] = {}
    for speaker in Speaker.objects.filter(name_key__in={name for _slug, name in wanted}).order_by("-pk"):
        by_name[speaker.name_key] = speaker
        by_address[speaker.slug, speaker.name_key] = speaker
    known = {}
    fresh: dict[tuple[str, str], Speaker] = {}
    for (slug, name), entry in wanted.items():
        found = by_address.get((slug, name)) if slug else by_name.get(name)
        if found is not None:
            known[slug, name] = found
        else:
            fresh[slug, name] = _speaker_row(entry)
    words = [slug or row.name for (slug, _name), row in fresh.items()]
    for row, slug in zip(fresh.values(), free_slugs(Speaker.objects.all(), words, otherwise="speaker"), strict=True):
        row.slug = slug
    Speaker.objects.bulk_create(fresh.values())
    for person, speaker in known.items():
        if wanted[person].website and not speaker.website:
            speaker.website = wanted[person].website
            speaker.save(update_fields=["website"])
    return known | fresh, {row.pk for row in fresh.values()}


def _introduces_alike(bio: Bio, entry: AppearanceEntry) -> bool:
    """Whether a biography of the same words is the same: one of another date, or picture, is another."""
    return entry.bio_as_of in (None, bio.as_of) and entry.portrait_alt in ("", bio.portrait_alt)


def _known_bios(speakers: set[int], texts: set[str]) -> dict[tuple[int, str], Bio]:
    """Biographies that introduce a known person in the very words: the person is not introduced twice in them."""
    if not speakers or not texts:
        return {}
    found = Bio.objects.filter(speaker__in=speakers, text__in=texts).order_by("-pk")
    return {(bio.speaker_id, bio.text): bio for bio in found}


def _bio_row(speaker: Speaker, entry: AppearanceEntry, document: InterviewDocument) -> Bio:
    return Bio(
        speaker=speaker,
        text=entry.bio,
        as_of=entry.bio_as_of,
        language=entry.bio_language or document.language,
        portrait_alt=entry.portrait_alt,
    )


def _write_recordings(batch: Sequence[NewInterview]) -> None:
    elsewhere = []
    for new in batch:
        for position, entry in enumerate(new.document.recordings):
            row = Recording(interview=new.row)
            fill_recording(row, entry, position)
            if entry.file:
                new.files.attach(row.file, entry.file)
                row.save()  # measures the file
            else:
                elsewhere.append(row)
    Recording.objects.bulk_create(elsewhere)


def _write_segments(batch: Sequence[NewInterview]) -> None:
    insertion = Insertion(Segment)
    rows: list[Values] = []
    names: dict[tuple[int, str], tuple[str, ...]] = {}
    for new in batch:
        for values, entry in zip(new.segments, new.document.segments, strict=True):
            who = new.people.get(entry.answered_by)
            insertion.put(values, interview_id=new.row.pk, answered_by_id=who.pk if who else None)
            rows.append(values)
            if entry.tags:
                names[new.row.pk, entry.uid] = entry.tags
    insertion.write(rows)
    if names:
        tagged = Segment.objects.filter(interview__in={interview for interview, _uid in names})
        keys = {row[:2]: row[2] for row in tagged.values_list("interview", "uid", "pk")}
        write_tags({keys[place]: tags for place, tags in names.items()}, Segment)


def _write_transcripts(batch: Sequence[NewInterview]) -> None:
    for new in batch:
        if entry := new.document.transcript:
            row = Transcript(interview=new.row, kind=entry.kind, language=entry.language)
            refuse_what_does_not_fit(row)
            row.save()
            write_cues(row, entry)
