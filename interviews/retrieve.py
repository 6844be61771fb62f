"""Rows to a document: the way out of the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet, prefetch_related_objects

from interviews.documents.document import (
    AppearanceEntry,
    CueEntry,
    DiscussionEntry,
    InterviewDocument,
    LinkEntry,
    PartialDate,
    PlaceEntry,
    RecordingEntry,
    SegmentEntry,
    TranscriptEntry,
)
from interviews.documents.identity import Who, who_is_meant
from interviews.models import Appearance, Interview, Recording, Segment, Transcript
from interviews.names import bare_name


def document_of(interview: Interview) -> InterviewDocument:
    """The content of an interview as it is stored, but what readers said. Asks anew; what was prefetched is not
    trusted."""
    appearances = list(Appearance.objects.filter(interview=interview).select_related("speaker", "bio"))
    segments = list(Segment.objects.filter(interview=interview))
    interview.gather_tags(segments)
    recordings = Recording.objects.filter(interview=interview)
    tags = tuple(tag.name for tag in interview.own_tags)
    return _document(interview, appearances, recordings, segments, _transcript(interview), tags)


def sketches_of(interviews: Sequence[Interview]) -> dict[int, InterviewDocument]:
    """The documents of many interviews by key, without tags and without the words of transcripts; in five queries,
    whatever their number."""
    prefetch_related_objects(interviews, "series")
    people = _by_interview(Appearance.objects.select_related("speaker", "bio").defer("bio__html"), interviews)
    recordings = _by_interview(Recording.objects.all(), interviews)
    segments = _by_interview(Segment.objects.defer("question_html", "answer_html"), interviews)
    transcripts = _by_interview(Transcript.objects.all(), interviews)
    sketches = {}
    for interview in interviews:
        mine = segments[interview.pk]
        for segment in mine:
            segment.own_tags = []
        kept = next(iter(transcripts[interview.pk]), None)
        transcript = TranscriptEntry(kind=kept.kind, language=kept.language) if kept else None
        sketches[interview.pk] = _document(interview, people[interview.pk], recordings[interview.pk], mine, transcript)
    return sketches


def _by_interview(rows: QuerySet, interviews: Iterable[Interview]) -> defaultdict[int, list[Any]]:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows.filter(interview__in=[interview.pk for interview in interviews]):
        found[row.interview_id].append(row)
    return found


def _document(
    interview: Interview,
    appearances: Sequence[Appearance],
    recordings: Iterable[Recording],
    segments: Sequence[Segment],
    transcript: TranscriptEntry | None,
    tags: tuple[str, ...] = (),
) -> InterviewDocument:
    people = tuple(_appearance(row, interview.language) for row in appearances)
    answering = dict(zip((row.pk for row in appearances), people, strict=True))
    meant = who_is_meant(people)
    return InterviewDocument(
        title=interview.title,
        organisation=interview.organisation,
        series=interview.series.title if interview.series else "",
        part=interview.part,
        part_total=interview.part_total,
        introduction=interview.introduction,
        language=interview.language,
        rights=interview.rights,
        provenance=interview.provenance,
        recorded=_date(interview.recorded_on, interview.recorded_precision),
        recorded_basis=interview.recorded_basis,
        published_basis=interview.first_published_basis,
        published=_date(interview.first_published_on, interview.first_published_precision),
        discussion=_discussion(interview),
        tags=tags,
        appearances=people,
        recordings=tuple(
            RecordingEntry(
                url=row.url,
                file=row.file.name or "",
                media_type=row.media_type,
                size=row.size,
                duration=row.duration,
            )
            for row in recordings
        ),
        segments=tuple(
            replace(_segment(row), **_answered_by(answering.get(row.answered_by_id), meant)) for row in segments
        ),
        transcript=transcript,
    )


def _date(day: object, precision: str) -> PartialDate | None:
    return PartialDate(day, precision) if day else None


def _discussion(interview: Interview) -> DiscussionEntry | None:
    told = DiscussionEntry(
        name=interview.discussion_name,
        url=interview.discussion_url,
        starts_on=interview.discussion_starts_on,
        ends_on=interview.discussion_ends_on,
    )
    return None if told == DiscussionEntry(name="") else told


def _appearance(row: Appearance, language: str) -> AppearanceEntry:
    return AppearanceEntry(
        name=row.credited_name,
        speaker=row.speaker.slug,
        speaker_name=row.speaker.name if bare_name(row.credited_name) != row.speaker.name else "",
        role=row.role,
        title=row.title,
        organisation=row.organisation,
        post_nominals=row.post_nominals,
        website=row.speaker.website,
        bio=row.bio.text if row.bio else "",
        bio_as_of=row.bio.as_of if row.bio else None,
        bio_language=row.bio.language if row.bio and row.bio.language != language else "",
        portrait=row.bio.portrait.name or "" if row.bio else "",
        portrait_alt=row.bio.portrait_alt if row.bio else "",
    )


def _answered_by(entry: AppearanceEntry | None, meant: Mapping[Who, AppearanceEntry]) -> dict[str, str]:
    """What says who answers: the name, and more only where the name alone would say another."""
    if entry is None:
        return {}
    if meant[entry.name, "", ""] is entry:
        return {"answered_by": entry.name}
    return {"answered_by": entry.name, "answered_by_speaker": entry.speaker, "answered_by_role": entry.role}


def _segment(row: Segment) -> SegmentEntry:
    return SegmentEntry(
        uid=row.uid,
        start=row.start,
        end=row.end,
        raw_stamp=row.raw_stamp,
        kind=row.kind,
        label=row.label,
        question=row.question,
        answer=row.answer,
        synopsis=row.synopsis,
        subjects=tuple(row.subjects),
        links=tuple(LinkEntry(**link) for link in row.links),
        places=tuple(PlaceEntry(**place) for place in row.places),
        tags=tuple(tag.name for tag in row.own_tags),
    )


def _transcript(interview: Interview) -> TranscriptEntry | None:
    stored = Transcript.objects.filter(interview=interview).first()
    if stored is None:
        return None
    cues = (CueEntry(start=cue.start, end=cue.end, speaker=cue.speaker, text=cue.text) for cue in stored.cues.all())
    return TranscriptEntry(kind=stored.kind, language=stored.language, cues=tuple(cues))
