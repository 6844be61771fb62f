"""Rows of interviews that are here for the first time, many at once: a query serves a hundred as well as one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet

from interviews.attachments import Attachments
from interviews.documents.document import AppearanceEntry, InterviewDocument
from interviews.documents.identity import Who, own_name_key, who_is_meant
from interviews.models import Appearance, Bio, Interview, Recording, Segment, Speaker, SpeakerAlias, Transcript
from interviews.models.former_slug import FormerSlug, take_former
from interviews.models.slugs import free_slugs
from interviews.names import bare_name
from interviews.rows.additions import series_titled
from interviews.rows.biographies import Biographies, is_introduced
from interviews.rows.cues import cue_values, write_cues
from interviews.rows.fitting import refuse_what_does_not_fit, write_tags
from interviews.rows.insert import Insertion, Values
from interviews.rows.traces import Traces
from interviews.rows.values import answering, fill_appearance, fill_interview, fill_recording, fill_segment


@dataclass
class NewInterview:
    """A document that becomes an interview. Every segment has its uid; `slug` and `feed_guid` are taken where they are
    free."""

    document: InterviewDocument
    files: Attachments
    slug: str = ""
    feed_guid: str = ""
    status: str = Interview.Status.DRAFT
    published_at: dt.datetime | None = None
    former_slugs: tuple[str, ...] = ()
    featured_at: dt.datetime | None = None
    row: Interview = field(default_factory=Interview)
    segments: list[Values] = field(default_factory=list)
    people: dict[Who, Appearance] = field(default_factory=dict)
    is_exact: bool = False  # what the document leaves out is not there, rather than not known


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


def write_new(batch: Sequence[NewInterview], traces: Traces) -> None:
    """Writes all of them, made ready by `check_fit`; each `row` is then stored. Belongs into a transaction.

    The traces are of what other interviews may share.
    """
    _write_interviews(batch, traces)
    _write_appearances(batch, traces)
    _write_recordings(batch)
    _write_segments(batch, traces)
    _write_transcripts(batch)


def _write_interviews(batch: Sequence[NewInterview], traces: Traces) -> None:
    titles = {new.document.series for new in batch if new.document.series}
    series = {title: series_titled(title, traces) for title in sorted(titles)}
    for new in batch:
        new.row.series = series.get(new.document.series)
        new.row.status, new.row.published_at = new.status, new.published_at
        new.row.featured_at = new.featured_at
    texts, wanted = [_words_of_address(new) for new in batch], [new.slug for new in batch]
    slugs = free_slugs(Interview.objects.all(), texts, "interview", wanted)
    for new, slug in zip(batch, slugs, strict=True):
        new.row.slug = slug
    _give_known_guids(batch)
    Interview.objects.bulk_create([new.row for new in batch])
    for new in batch:
        take_former(new.row, new.former_slugs)
    traces.made(write_tags({new.row.pk: new.document.tags for new in batch if new.document.tags}, Interview))


def _give_known_guids(batch: Sequence[NewInterview]) -> None:
    """What feeds called the interviews before they came here; each row has one of its own already."""
    wanted = {new.feed_guid for new in batch if new.feed_guid}
    free = wanted.difference(
        Interview.objects.filter(feed_guid__in=wanted).values_list("feed_guid", flat=True) if wanted else ()
    )
    for new in batch:
        if new.feed_guid in free:
            free.remove(new.feed_guid)
            new.row.feed_guid = new.feed_guid


def _words_of_address(new: NewInterview) -> str:
    """The guests' names where there are one or two, else the title."""
    guests = [bare_name(entry.name) for entry in new.document.people("guest")]
    return " ".join(guests) if 0 < len(guests) < 3 else new.document.title


def _write_appearances(batch: Sequence[NewInterview], traces: Traces) -> None:
    entries = [entry for new in batch for entry in new.document.appearances]
    known, fresh = speakers_of(entries, traces)
    met_before = {speaker.pk for speaker in known.values()} - fresh
    bios = Biographies(met_before, {entry.bio for entry in entries if entry.bio})
    rows: list[Appearance] = []
    new_bios: list[Bio] = []
    by_entry: dict[int, Appearance] = {}
    for new in batch:
        for position, entry in enumerate(new.document.appearances):
            speaker = known[person(entry)]
            row = Appearance(interview=new.row, speaker=speaker, role=entry.role)
            fill_appearance(row, entry, position)
            if is_introduced(entry):
                row.bio = bios.find(speaker, entry, new.document.language, new.files, exactly=new.is_exact)
                if row.bio is None:
                    row.bio = _bio_row(speaker, entry, new.document)
                    if entry.portrait:
                        new.files.attach_portrait(row.bio.portrait, entry.portrait)
                    new_bios.append(row.bio)
                    bios.add(row.bio)
            rows.append(row)
            by_entry[id(entry)] = row
        new.people = {who: by_entry[id(entry)] for who, entry in who_is_meant(new.document.appearances).items()}
    Bio.objects.bulk_create(new_bios)
    traces.made(new_bios)
    for row in rows:
        row.bio = row.bio  # takes the key that the biography has got
    Appearance.objects.bulk_create(rows)


def person(entry: AppearanceEntry) -> tuple[str, str]:
    return entry.speaker, own_name_key(entry)[:200]


def _speaker_row(entry: AppearanceEntry) -> Speaker:
    row = Speaker(name=entry.speaker_name or bare_name(entry.name), website=entry.website)
    row.complete()
    refuse_what_does_not_fit(row)
    return row


def formerly_at(slugs: Iterable[str]) -> QuerySet:
    """What tells of speakers who had one of these addresses, each with its speaker."""
    return FormerSlug.objects.of(Speaker).filter(slug__in=slugs).select_related("speaker")


def speakers_of(entries: Iterable[AppearanceEntry], traces: Traces) -> tuple[dict[tuple[str, str], Speaker], set[int]]:
    """The speakers whom entries name, made where there is none; and the primary keys of those made.

    One whom the entry names by the address (or a former one) is that one, if the name (or another of the person's) is
    the same; else the first of that name is.
    """
    wanted = {person(entry): entry for entry in reversed(list(entries))}
    by_name: dict[str, Speaker] = {}
    by_address: dict[tuple[str, str], Speaker] = {}
    for speaker in Speaker.objects.filter(name_key__in={name for _slug, name in wanted}).order_by("-pk"):
        by_name[speaker.name_key] = speaker
        by_address[speaker.slug, speaker.name_key] = speaker
    aliases = SpeakerAlias.objects.filter(key__in={name for _slug, name in wanted}).select_related("speaker")
    other_names: dict[int, list[str]] = {}
    for alias in aliases.order_by("pk"):
        by_name.setdefault(alias.key, alias.speaker)
        by_address.setdefault((alias.speaker.slug, alias.key), alias.speaker)
        other_names.setdefault(alias.speaker_id, []).append(alias.key)
    if addresses := {slug for slug, _name in wanted if slug}:
        for former in formerly_at(addresses):
            for name in (former.speaker.name_key, *other_names.get(former.speaker_id, ())):
                by_address.setdefault((former.slug, name), former.speaker)
    known = {}
    fresh: dict[tuple[str, str], Speaker] = {}
    for (slug, name), entry in wanted.items():
        found = by_address.get((slug, name)) if slug else by_name.get(name)
        if found is not None:
            known[slug, name] = found
        else:
            fresh[slug, name] = _speaker_row(entry)
    names, places = [row.name for row in fresh.values()], [slug for slug, _name in fresh]
    slugs = free_slugs(Speaker.objects.all(), names, "speaker", places)
    for row, slug in zip(fresh.values(), slugs, strict=True):
        row.slug = slug
    Speaker.objects.bulk_create(fresh.values())
    traces.made(fresh.values())
    for who, speaker in known.items():
        if wanted[who].website and not speaker.website:
            traces.will_change(speaker)
            speaker.website = wanted[who].website
            speaker.save(update_fields=["website"])
    return known | fresh, {row.pk for row in fresh.values()}


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


def _write_segments(batch: Sequence[NewInterview], traces: Traces) -> None:
    insertion = Insertion(Segment)
    rows: list[Values] = []
    names: dict[tuple[int, str], tuple[str, ...]] = {}
    for new in batch:
        for values, entry in zip(new.segments, new.document.segments, strict=True):
            who = answering(entry, new.people)
            insertion.put(values, interview_id=new.row.pk, answered_by_id=who.pk if who else None)
            rows.append(values)
            if entry.tags:
                names[new.row.pk, entry.uid] = entry.tags
    insertion.write(rows)
    if names:
        tagged = Segment.objects.filter(interview__in={interview for interview, _uid in names})
        keys = {row[:2]: row[2] for row in tagged.values_list("interview", "uid", "pk")}
        traces.made(write_tags({keys[place]: tags for place, tags in names.items()}, Segment))


def _write_transcripts(batch: Sequence[NewInterview]) -> None:
    for new in batch:
        if entry := new.document.transcript:
            row = Transcript(interview=new.row, kind=entry.kind, language=entry.language)
            refuse_what_does_not_fit(row)
            row.save()
            write_cues(row, entry)
