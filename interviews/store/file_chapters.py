"""Chapters that a sound file carries, made segments of its interview."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction

from interviews.documents.chapters import link_of, segment_of
from interviews.documents.document import SegmentEntry
from interviews.documents.id3_chapters import chapters_in
from interviews.documents.limits import MOST
from interviews.models import Interview, Recording, Revision, Segment
from interviews.models.attribution import attributed
from interviews.models.segment import new_uid
from interviews.rows.values import fill_segment
from interviews.search.index import refresh
from interviews.store.history import Revising
from interviews.store.version import version_of


class Overtaken(Exception):
    """Somebody changed the interview since its chapters were shown."""


@dataclass(frozen=True)
class Offered:
    """A chapter as the segment that it would become; `known` where the time index has one of its time and words."""

    number: int
    entry: SegmentEntry
    known: bool


def offered(recording: Recording) -> list[Offered]:
    """Those with a title, ascending; none where the recording has no file, or one that is not there."""
    if not recording.file:
        return []
    try:
        with recording.file.storage.open(recording.file.name) as file:
            found = chapters_in(file)
    except OSError:
        return []
    there = set(Segment.objects.filter(interview=recording.interview_id).values_list("start", "label", "question"))
    entries = [segment_of(one.title, one.start, one.end, links=link_of(one.url)) for one in found if one.title]
    return [
        Offered(number, entry, (entry.start, entry.label, entry.question) in there)
        for number, entry in enumerate(entries)
    ]


@attributed()
@transaction.atomic
def add_chapters(recording: Recording, numbers: set[int], version: str, by: Any) -> int:
    """Adds those of the chapters as segments, each behind what comes before it in time; returns how many.

    Raises Overtaken where `version` is not the interview's any more, and DocumentError where one does not fit.
    """
    interview = Interview.objects.select_for_update().get(pk=recording.interview_id)
    if version_of(interview) != version:
        raise Overtaken
    room = MOST["segments"] - interview.segments.count()
    chosen = [one.entry for one in offered(recording) if one.number in numbers and not one.known][: max(0, room)]
    if not chosen:
        return 0
    revising = Revising(interview, Revision.Reason.EDITED, by=by)
    revising.before()
    _write(interview, chosen)
    interview.save(update_fields=["updated_at"])
    refresh([interview])
    revising.after()
    return len(chosen)


def _write(interview: Interview, entries: Sequence[SegmentEntry]) -> None:
    rows = list(Segment.objects.filter(interview=interview).order_by("position", "pk"))
    before = {row.pk: row.position for row in rows}
    new = []
    for entry in entries:
        row = Segment(interview=interview)
        fill_segment(row, entry, 0)
        row.uid = new_uid()
        rows.insert(bisect_right(_times(rows), row.start), row)
        new.append(row)
    for position, row in enumerate(rows, start=1):
        row.position = position
    Segment.objects.bulk_update([row for row in rows if row.pk and before[row.pk] != row.position], ["position"])
    Segment.objects.bulk_create(new)


def _times(rows: Sequence[Segment]) -> list[timedelta]:
    """When each begins at the latest: one without a time, or with an earlier one, belongs to what it follows."""
    latest, times = timedelta(0), []
    for row in rows:
        latest = max(latest, row.start or latest)
        times.append(latest)
    return times
