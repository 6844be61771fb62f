"""How long a list of interviews is to be heard, and in how many segments."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, QuerySet, Sum

from interviews.models import Interview, Series

#: Above it nobody hears them all, and to add them up would cost as much as the page.
MOST_ADDED = 1_000


@dataclass(frozen=True, slots=True)
class Totals:
    """`length` is None where that of none is known."""

    interviews: int
    segments: int
    length: dt.timedelta | None


def totals_of(interviews: QuerySet, count: int) -> Totals | None:
    """Of a list that has about so many, in one query; None where that is too many to be told."""
    if not 0 < count <= MOST_ADDED:
        return None
    told = (
        interviews.with_facts()
        .order_by()
        .aggregate(how_many=Count("pk"), segments=Sum("segment_count"), total_length=Sum("length"))
    )
    return Totals(told["how_many"], told["segments"] or 0, told["total_length"])


def totals_of_series(series: Iterable[Series]) -> dict[int, Totals]:
    """Of what the public hears of each, by primary key, in one query."""
    rows = Interview.objects.published().filter(series__in=[one.pk for one in series]).with_facts().order_by()
    told = rows.values("series").annotate(
        how_many=Count("pk"), segments=Sum("segment_count"), total_length=Sum("length")
    )
    return {row["series"]: Totals(row["how_many"], row["segments"] or 0, row["total_length"]) for row in told}
