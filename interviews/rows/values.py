"""What an entry of a document becomes in a row: said once, for rows that are new and rows that change."""

from __future__ import annotations

from collections.abc import Mapping

from interviews.documents.data import as_data
from interviews.documents.document import (
    AppearanceEntry,
    CueEntry,
    InterviewDocument,
    RecordingEntry,
    SegmentEntry,
)
from interviews.documents.errors import DocumentError
from interviews.documents.identity import Who, answerer
from interviews.mediafiles import media_type_of
from interviews.models import Appearance, Cue, Interview, Recording, Segment, Series
from interviews.rows.fitting import refuse_what_does_not_fit

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


def fill_interview(row: Interview, document: InterviewDocument) -> None:
    """Everything but the series and the address."""
    for name in _SAME_NAMED:
        setattr(row, name, getattr(document, name))
    for column, date in (("recorded", document.recorded), ("first_published", document.published)):
        setattr(row, f"{column}_on", date.day if date else None)
        setattr(row, f"{column}_precision", date.precision if date else "day")
    row.first_published_basis = document.published_basis
    discussion = document.discussion
    row.discussion_name = discussion.name if discussion else ""
    row.discussion_url = discussion.url if discussion else ""
    row.discussion_starts_on = discussion.starts_on if discussion else None
    row.discussion_ends_on = discussion.ends_on if discussion else None
    if discussion and discussion.starts_on and discussion.ends_on and discussion.ends_on < discussion.starts_on:
        raise DocumentError("the discussion ends before it starts; correct its days", code="value_does_not_fit")
    if document.series:
        refuse_what_does_not_fit(Series(title=document.series))
    refuse_what_does_not_fit(row)


def fill_appearance(row: Appearance, entry: AppearanceEntry, position: int) -> None:
    row.name = entry.name if entry.name != row.speaker.name else ""
    row.title, row.organisation, row.post_nominals = entry.title, entry.organisation, entry.post_nominals
    row.position = position
    refuse_what_does_not_fit(row)


def fill_recording(row: Recording, entry: RecordingEntry, position: int) -> None:
    """What the entry does not say of type, size and length stays as it was measured."""
    row.position, row.url = position, entry.url
    row.media_type = entry.media_type or row.media_type or media_type_of(entry.file or entry.url)
    row.size = row.size if entry.size is None else entry.size
    row.duration = row.duration if entry.duration is None else entry.duration
    refuse_what_does_not_fit(row)


def fill_segment(row: Segment, entry: SegmentEntry, position: int) -> None:
    """Everything but who answers."""
    row.uid = entry.uid
    row.position = position
    row.start, row.end, row.raw_stamp = entry.start, entry.end, entry.raw_stamp
    row.kind, row.label, row.question, row.answer = entry.kind, entry.label, entry.question, entry.answer
    if entry.end is not None and entry.start is not None and entry.end < entry.start:
        raise DocumentError(f"entry {position} ends before it starts; correct its times", code="value_does_not_fit")
    row.synopsis = entry.synopsis
    row.subjects = list(entry.subjects)
    row.links = [as_data(link) for link in entry.links]
    row.places = [as_data(place) for place in entry.places]
    refuse_what_does_not_fit(row, f"entry {position}")


def answering(entry: SegmentEntry, people: Mapping[Who, Appearance]) -> Appearance | None:
    return people.get(answerer(entry)) or people.get((entry.answered_by, "", ""))


def fill_cue(row: Cue, entry: CueEntry, position: int) -> None:
    row.position = position
    row.start, row.end, row.speaker, row.text = entry.start, entry.end, entry.speaker, entry.text
    refuse_what_does_not_fit(row, f"cue {position}")
