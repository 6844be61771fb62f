"""Whose names an editor may see: of people, tags and series.

Who sees all interviews sees all names. Who sees only some would otherwise read in a list of names what others are
working on: they see what readers see, what stands in their own interviews, and what stands in none, as it does while
something new is being made.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest

from interviews.admin.seen import seen, sees_all
from interviews.models import Appearance, Bio, Interview, Series, Speaker, Tag, TaggedInterview, TaggedSegment


def names_seen(request: HttpRequest, rows: QuerySet) -> QuerySet:
    """Those of the rows (speakers, biographies, tags, series) that this editor may see."""
    if sees_all(request):
        return rows
    own = seen(request, Interview)
    public = Q(pk__in=Interview.objects.published().values("pk"))
    if own is not None:
        public |= Q(pk__in=own.order_by().values("pk"))
    interviews = Interview.objects.filter(public).values("pk")
    return rows.filter(_WHERE[rows.model](interviews))


def _of_people(column: str) -> Callable[[QuerySet], Q]:
    def where(interviews: QuerySet) -> Q:
        heard = Appearance.objects.filter(**{column: OuterRef("pk")})
        return Q(Exists(heard.filter(interview__in=interviews))) | ~Q(Exists(heard))

    return where


def _of_tags(interviews: QuerySet) -> Q:
    whole = TaggedInterview.objects.filter(tag=OuterRef("pk"))
    parts = TaggedSegment.objects.filter(tag=OuterRef("pk"))
    shown = Q(Exists(whole.filter(content_object__in=interviews)))
    shown |= Q(Exists(parts.filter(content_object__interview__in=interviews)))
    return shown | (~Q(Exists(whole)) & ~Q(Exists(parts)))


def _of_series(interviews: QuerySet) -> Q:
    within = Interview.objects.filter(series=OuterRef("pk"))
    return Q(Exists(within.filter(pk__in=interviews))) | ~Q(Exists(within))


_WHERE: dict[type, Callable[[QuerySet], Q]] = {
    Speaker: _of_people("speaker"),
    Bio: _of_people("bio"),
    Tag: _of_tags,
    Series: _of_series,
}
