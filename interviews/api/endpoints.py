"""Where what is found. Every address of the API is written down here."""

from __future__ import annotations

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from interviews.api import parameters as given
from interviews.api import resources
from interviews.api.declared import Asked, Endpoint, Rows
from interviews.browsing.choices import FACETS, Choices
from interviews.browsing.narrowing import in_order, narrowed
from interviews.browsing.topics import counted_tags
from interviews.browsing.totals import totals_of_series
from interviews.exporting.documents import forms_of
from interviews.models import Appearance, Interview, Recording, Segment, Series, Speaker, TaggedInterview, TaggedSegment
from interviews.search.hits import search
from interviews.search.query import parse


def _interviews(asked: Asked) -> Rows:
    chosen = {facet: tuple(sorted({str(value) for value in asked[facet]})) for facet in FACETS if asked[facet]}
    found = narrowed(Choices(chosen))
    return Rows(found.count(), in_order(_told(found), asked["sort"]).__getitem__)


def _told(interviews: QuerySet) -> QuerySet:
    heard = Exists(Recording.objects.playable().filter(interview=OuterRef("pk")))
    people = Prefetch("appearances", Appearance.objects.select_related("speaker"))
    return interviews.with_facts().annotate(has_recording=heard).select_related("series").prefetch_related(people)


def _interview(asked: Asked) -> Interview | None:
    tags = Prefetch("tagged", TaggedInterview.objects.select_related("tag").order_by("tag__name"))
    segments = Prefetch("segments", _with_tags(Segment.objects.select_related("answered_by__speaker")))
    shown = (
        _told(Interview.objects.published().with_timed_transcript())
        .filter(slug=asked.path["slug"])
        .prefetch_related(tags, segments, "recordings")
        .first()
    )
    if shown:
        for segment in shown.segments.all():
            segment.interview = shown
        shown.documents = forms_of(shown, shown.segments.all())
    return shown


def _with_tags(segments: QuerySet) -> QuerySet:
    return segments.prefetch_related(
        Prefetch("tagged", TaggedSegment.objects.select_related("tag").order_by("tag__name"))
    )


def _segments(asked: Asked) -> Rows:
    found = Segment.objects.published()
    if asked["interview"]:
        found = found.filter(interview__slug=asked["interview"])
    if asked["tag"]:
        found = found.filter(tagged__tag__slug=asked["tag"])
    if slug := asked["speaker"]:
        heard = Appearance.objects.filter(speaker__in=Speaker.objects.filter(slug=slug))
        as_guest = Q(answered_by=None, interview__in=heard.exclude(role__in=Appearance.HOSTING).values("interview"))
        named = Q(answered_by__in=heard.values("pk"))
        found = found.filter(named | as_guest, interview__in=heard.values("interview"))
    listed = _with_tags(found.select_related("interview", "answered_by__speaker"))
    return Rows(found.count(), listed.order_by("interview", "position", "pk").__getitem__)


def _segment(asked: Asked) -> Segment | None:
    found = Segment.objects.published().filter(interview__slug=asked.path["slug"], uid=asked.path["uid"])
    return _with_tags(found.select_related("interview", "answered_by__speaker")).first()


def _speakers(asked: Asked) -> Rows:
    return Rows.of(_heard(Speaker.objects.published()).order_by("sort_name", "pk"))


def _heard(speakers: QuerySet) -> QuerySet:
    shown = Q(appearances__in=Appearance.objects.published())
    return speakers.annotate(appearance_count=Count("appearances", filter=shown))


def _speaker(asked: Asked) -> Speaker | None:
    shown = _heard(Speaker.objects.published()).filter(slug=asked.path["slug"]).first()
    if shown:
        heard = shown.appearances.published().select_related("interview", "bio").newest_first()
        shown.heard = list(heard[: given.MOST_ROWS])
        for appearance in shown.heard:
            appearance.speaker = shown
        shown.biography = next((appearance.bio for appearance in shown.heard if appearance.bio), None)
    return shown


def _tags(asked: Asked) -> Rows:
    found = counted_tags()
    return Rows(len(found), found.__getitem__)


def _tag(asked: Asked) -> object | None:
    return next(iter(counted_tags(asked.path["slug"])), None)


def _series(asked: Asked) -> Rows:
    found = Series.objects.published()
    return Rows(found.count(), lambda part: _with_totals(list(found.order_by("title", "pk")[part])))


def _one_series(asked: Asked) -> Series | None:
    return next(iter(_with_totals(list(Series.objects.published().filter(slug=asked.path["slug"])))), None)


def _with_totals(series: list[Series]) -> list[Series]:
    totals = totals_of_series(series)
    for one in series:
        one.totals = totals[one.pk]
    return series


def _search(asked: Asked) -> Rows:
    hits = search(parse(asked["q"]))
    return Rows(len(hits), hits.__getitem__, hits.are_more)


ENDPOINTS = (
    Endpoint(
        "interviews", "interviews", "All interviews, narrowed and sorted", resources.INTERVIEW, _interviews, True,
        (*given.NARROWING, given.SORT, *given.PAGING),
    ),
    Endpoint(
        "interview", "interviews/{slug}", "An interview, with its segments, recordings and documents",
        resources.INTERVIEW_WHOLE, _interview, path_parameters=(given.SLUG,),
    ),
    Endpoint(
        "segments", "segments", "Segments of all interviews, in their order", resources.SEGMENT, _segments, True,
        (given.INTERVIEW, given.TAG, given.SPEAKER, *given.PAGING),
    ),
    Endpoint(
        "segment", "interviews/{slug}/segments/{uid}", "A segment", resources.SEGMENT, _segment,
        path_parameters=(given.SLUG, given.UID),
    ),
    Endpoint("speakers", "speakers", "Speakers, by name", resources.SPEAKER, _speakers, True, given.PAGING),
    Endpoint(
        "speaker", "speakers/{slug}", "A speaker, with each interview they take part in", resources.SPEAKER_WHOLE,
        _speaker, path_parameters=(given.SLUG,),
    ),
    Endpoint("tags", "tags", "Tags, by name, with counts", resources.TAG, _tags, True, given.PAGING),
    Endpoint("tag", "tags/{slug}", "A tag", resources.TAG, _tag, path_parameters=(given.SLUG,)),
    Endpoint("all-series", "series", "Series, by title", resources.SERIES, _series, True, given.PAGING),
    Endpoint("series", "series/{slug}", "A series", resources.SERIES, _one_series, path_parameters=(given.SLUG,)),
    Endpoint(
        "search", "search", "Moments, interviews and biographies that have the words, the best first", resources.HIT,
        _search, True, (given.QUERY, *given.PAGING),
    ),
)  # fmt: skip
