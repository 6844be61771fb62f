"""Where a reader may go from an interview: along its series, and to others that share its tags, words or guests."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, F, QuerySet
from django.db.models.functions import Coalesce

from interviews.models import Appearance, Interview, Segment, Tag, TaggedInterview, TaggedSegment
from interviews.search.akin import akin_to

#: A tag on more segments than this tells nothing of two of them, and would be slow to follow.
MOST_USES = 500
#: The rarest tags of an interview that are followed.
MOST_TAGS = 25
#: What it counts that the same person is heard, in shared tags that nothing else has.
SAME_PERSON = 2.0

#: What it counts that a moment has all distinctive words of the interview; most share a few.
SAME_WORDS = 1.5

#: By primary key.
Scores = dict[int, float]


@dataclass(frozen=True)
class Onward:
    """`previous` and `next` in the series; interviews and moments that are akin, the nearest first."""

    previous: Interview | None = None
    next: Interview | None = None
    interviews: list[Interview] = field(default_factory=list)
    moments: list[Segment] = field(default_factory=list)

    @property
    def all(self) -> list[Interview]:
        """The interviews to which anything here leads."""
        return [*filter(None, (self.previous, self.next)), *self.interviews, *(one.interview for one in self.moments)]

    def __bool__(self) -> bool:
        return bool(self.previous or self.next or self.interviews or self.moments)


def onward(interview: Interview, *, interviews: int = 4, moments: int = 4) -> Onward:
    """From a published interview whose tags were gathered (`gather_tags`); so many of each at most.

    A constant number of queries.
    """
    before, after = _beside(interview)
    akin, spoken = _akin(interview)
    near = _nearest(akin, interviews, without=(before, after))
    kept = _nearest(spoken, moments)
    rows = Interview.objects.filter(pk__in=[*near, *filter(None, (before, after))]).with_people().with_facts()
    found = {row.pk: row for row in rows}
    segments = Segment.objects.with_interviews().in_bulk(kept)
    return Onward(
        previous=found.get(before),
        next=found.get(after),
        interviews=[found[pk] for pk in near if pk in found],
        moments=[segments[pk] for pk in kept if pk in segments],
    )


def in_order(interviews: QuerySet) -> QuerySet:
    """The interviews of a series as they follow each other: by part, then by when they were recorded."""
    dated = Coalesce("recorded_on", "first_published_on")
    return interviews.order_by(F("part").asc(nulls_last=True), dated.asc(nulls_last=True), "published_at", "pk")


def _beside(interview: Interview) -> tuple[int | None, int | None]:
    if interview.series_id is None:
        return None, None
    others = Interview.objects.published().filter(series=interview.series_id)
    order = list(in_order(others).values_list("pk", flat=True))
    place = order.index(interview.pk)
    return (order[place - 1] if place else None), (order[place + 1] if place + 1 < len(order) else None)


def _akin(interview: Interview) -> tuple[Scores, Scores]:
    """How much other interviews, and moments of others, share with this one: rare tags, rare words, a guest."""
    weights = _weights(interview.all_tags)
    published = Interview.objects.published().exclude(pk=interview.pk)
    akin: Scores = defaultdict(float)
    spoken: Scores = defaultdict(float)
    shared: dict[int, set[int]] = {}
    of_segments = TaggedSegment.objects.filter(tag__in=weights, content_object__interview__in=published)
    for tag, segment, other in of_segments.values_list("tag", "content_object", "content_object__interview"):
        spoken[segment] += weights[tag]
        shared.setdefault(other, set()).add(tag)
    of_interviews = TaggedInterview.objects.filter(tag__in=weights, content_object__in=published)
    for tag, other in of_interviews.values_list("tag", "content_object"):
        shared.setdefault(other, set()).add(tag)
    for other, tags in shared.items():
        akin[other] = sum(weights[tag] for tag in tags)
    near = akin_to(interview)
    for segment, other in Segment.objects.filter(pk__in=near).values_list("pk", "interview"):
        spoken[segment] += SAME_WORDS * near[segment]
        akin[other] += SAME_WORDS * near[segment]
    guests = [appearance.speaker_id for appearance in interview.guests]
    again = Appearance.objects.filter(speaker__in=guests, interview__in=published).exclude(role__in=Appearance.HOSTING)
    for other in again.values_list("interview", flat=True):
        akin[other] += SAME_PERSON
    return akin, spoken


def _weights(tags: Iterable[Tag]) -> dict[int, float]:
    tagged = TaggedSegment.objects.filter(tag__in=[tag.pk for tag in tags]).order_by().values("tag")
    uses = dict(tagged.annotate(uses=Count("pk")).values_list("tag", "uses"))
    rare = sorted((uses.get(tag.pk, 0), tag.pk) for tag in tags)
    return {pk: 1 / math.sqrt(1 + count) for count, pk in rare[:MOST_TAGS] if count <= MOST_USES}


def _nearest(scores: Scores, most: int, without: Iterable[int | None] = ()) -> list[int]:
    """Of two that are as near, the newer row."""
    found = sorted(scores.keys() - set(without), key=lambda pk: (-scores[pk], -pk))
    return found[:most]
