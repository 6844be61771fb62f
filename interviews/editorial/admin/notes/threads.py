"""The notes of an interview as its page shows them: grouped by where they hang, open ones first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from interviews import timecode
from interviews.editorial.models import EditorNote
from interviews.models import Interview, Segment

#: Letters of a segment by which it is told which is meant.
ENOUGH = 120


@dataclass(frozen=True)
class Place:
    """Where notes can hang: a segment, or the interview where `uid` is empty. `url` opens it in the form."""

    uid: str
    time: str
    heading: str
    url: str
    gone: bool = False


@dataclass
class Group:
    place: Place
    threads: list[EditorNote] = field(default_factory=list)


def places_of(interview: Interview) -> dict[str, Place]:
    """The interview and its segments as they are edited now, by uid, in order."""
    form = reverse("admin:interviews_interview_change", args=[interview.pk])
    segments = Segment.objects.filter(interview=interview).only("uid", "start", "label", "question", "answer")
    return {
        "": Place("", "", "", form),
        **{
            segment.uid: Place(segment.uid, _time(segment), segment.heading[:ENOUGH], f"{form}#segments-{number}")
            for number, segment in enumerate(segments)
        },
    }


def _time(segment: Segment) -> str:
    return "" if segment.start is None else timecode.written(segment.start)


def threads_of(interview: Interview, user: Any) -> list[EditorNote]:
    """All threads with their answers, in two queries; each note knows whether the user may delete it."""
    rows = EditorNote.objects.of(interview).threads().select_related("author", "resolved_by")
    threads = list(rows.prefetch_related("answers__author"))
    for thread in threads:
        thread.told = list(thread.answers.all())
        thread.deletable = thread.may_be_deleted_by(user, answered=bool(thread.told))
        for answer in thread.told:
            answer.deletable = answer.may_be_deleted_by(user, answered=False)
    return threads


def grouped(threads: Iterable[EditorNote], places: dict[str, Place]) -> list[Group]:
    """In the order of the interview; what hung on segments that are gone stands last, and says so."""
    groups: dict[str, Group] = {}
    for thread in threads:
        uid = thread.segment_uid
        place = places.get(uid) or Place(uid, "", thread.heading, "", gone=True)
        groups.setdefault(uid, Group(place)).threads.append(thread)
    order = {uid: number for number, uid in enumerate(places)}
    return sorted(groups.values(), key=lambda group: order.get(group.place.uid, len(order)))
