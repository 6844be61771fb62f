"""All interviews, narrowed by what was chosen and put in order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from operator import methodcaller
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.lookups import In

from interviews.browsing.choices import NO, YES, Choices
from interviews.models import Appearance, Interview, Recording, Series, Speaker, Tag, TagOfInterview
from interviews.models.interview import NEWEST


def narrowed(choices: Choices) -> QuerySet:
    """Those of the published interviews that fit all that was chosen, in no order."""
    interviews = Interview.objects.published()
    if (people := people_of(choices)) is not None:
        interviews = _among(interviews, people)
    for facet, narrow in _NARROWING.items():
        if chosen := choices.of(facet):
            interviews = narrow(interviews, chosen)
    return interviews


def in_order(interviews: QuerySet, sort: str) -> QuerySet:
    """One of `SORTS`; `interviews` are with their facts."""
    return _ORDERS[sort](interviews)


def people_of(choices: Choices) -> QuerySet | None:
    """The appearances that fit the speakers and roles chosen: both are said of one, her, as a guest. None: all do."""
    asked: dict[str, Any] = {}
    if slugs := choices.of("speaker"):
        asked["speaker__in"] = Speaker.objects.filter(slug__in=slugs)
    if roles := choices.of("role"):
        asked["role__in"] = roles
    return Appearance.objects.filter(**asked) if asked else None


def _among(interviews: QuerySet, rows: QuerySet) -> QuerySet:
    """Those to which these rows belong.

    A sum is no key: so SQLite goes through the index of all interviews, and does not fetch each by its key, which reads
    the whole of it.
    """
    return interviews.filter(In(F("pk") + 0, rows.values("interview").query))


def _of_years(interviews: QuerySet, years: Iterable[str]) -> QuerySet:
    wanted = Q()
    for year in map(int, years):
        wanted |= Q(dated__range=(dt.date(year, 1, 1), dt.date(year, 12, 31)))
    return interviews.with_date().filter(wanted)


def _with_sound(interviews: QuerySet, answers: Iterable[str]) -> QuerySet:
    if set(answers) == {YES, NO}:
        return interviews
    heard = Exists(Recording.objects.playable().filter(interview=OuterRef("pk")))
    return interviews.filter(heard if YES in answers else ~heard)


def _tagged(interviews: QuerySet, slugs: Iterable[str]) -> QuerySet:
    return _among(interviews, TagOfInterview.objects.filter(tag__in=Tag.objects.filter(slug__in=slugs)))


_NARROWING: dict[str, Callable[[QuerySet, tuple[str, ...]], QuerySet]] = {
    "tag": _tagged,
    "series": lambda interviews, slugs: interviews.filter(series__in=Series.objects.filter(slug__in=slugs)),
    "organisation": lambda interviews, names: interviews.filter(organisation__in=names),
    "year": _of_years,
    "language": lambda interviews, codes: interviews.filter(language__in=codes),
    "audio": _with_sound,
}
_ORDERS: dict[str, Callable[[QuerySet], QuerySet]] = {
    "newest": methodcaller("order_by", *NEWEST),
    "oldest": lambda interviews: interviews.order_by(*NEWEST).reverse(),
    "discussed": methodcaller("order_by", "-comment_count", *NEWEST),
    "longest": methodcaller("order_by", F("length").desc(nulls_last=True), *NEWEST),
}
