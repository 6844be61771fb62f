"""Interviews by when they were recorded, else first published, as far as that is known."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.db.models import Case, Count, F, Func, IntegerField, QuerySet, When
from django.db.models.functions import Coalesce

from interviews.models import Interview
from interviews.models.interview import Precision


@dataclass(slots=True)
class Year:
    """`months` has how many interviews are known to be of each; the others' month is not known."""

    number: int
    count: int = 0
    months: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Archive:
    """The newest year first; `undated` are those of which not even the year is known."""

    years: list[Year]
    undated: int


class Part(Func):
    """A year or a month of a date. SQLite keeps dates as text, and Django would call Python for each row."""

    output_field = IntegerField()
    template = "EXTRACT(%(part)s FROM %(expressions)s)::integer"
    _PLACES = {"year": "1, 4", "month": "6, 2"}

    def as_sqlite(self, compiler: object, connection: object) -> tuple[str, list]:
        place = self._PLACES[self.extra["part"]]
        return self.as_sql(compiler, connection, template=f"CAST(SUBSTR(%(expressions)s, {place}) AS integer)")


DATED = Coalesce("recorded_on", "first_published_on")


def archive() -> Archive:
    """Of all that is published, in one query."""
    month = Case(When(dated_precision=Precision.YEAR, then=None), default=Part(DATED, part="month"))
    rows = Interview.objects.published().with_date().annotate(year=Part(DATED, part="year"), month=month).order_by()
    years: dict[int, Year] = {}
    undated = 0
    for number, known, count in rows.values_list("year", "month").annotate(n=Count("pk")):
        if number is None:
            undated += count
            continue
        year = years.setdefault(number, Year(number))
        year.count += count
        if known is not None:
            year.months[known] = count
    for year in years.values():
        year.months = dict(sorted(year.months.items()))
    return Archive(sorted(years.values(), key=lambda year: -year.number), undated)


def dated(year: int | None, month: int | None = None) -> QuerySet:
    """The published interviews of a year, or of a month, in their order; those of no year where that is None.

    Of one whose year alone is known, the month is none.
    """
    interviews = Interview.objects.published().with_date()
    if year is None:
        return interviews.filter(dated=None).newest_first()
    first, last = dt.date(year, month or 1, 1), dt.date(year, month or 12, 28)
    last = (last + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)
    interviews = interviews.filter(dated__range=(first, last))
    if month:
        interviews = interviews.exclude(dated_precision=Precision.YEAR)
    return interviews.order_by(F("dated").asc(), "-published_at", "pk")
