"""The lists through which interviews are found: each a queryset poured into a template."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from interviews.browsing import choices as browsing
from interviews.browsing.choices import FACETS, SORTS
from interviews.browsing.facets import SORT_LABELS, facets_of, moved
from interviews.browsing.narrowing import in_order, narrowed
from interviews.browsing.topics import topics
from interviews.browsing.totals import totals_of, totals_of_series
from interviews.kept import kept
from interviews.models import Interview, Segment, Series, Tag
from interviews.views import structured
from interviews.views.sharing import shared_page

FEATURED_ON_HOME = 3
NEWEST_ON_HOME = 8
DISCUSSED_ON_HOME = 4
PAGE_LENGTH = 20  # two screens of a list that one can scan


def listed(interviews: QuerySet) -> QuerySet:
    """What a line in a list of interviews shows, in a constant number of queries."""
    return interviews.with_people().with_facts().with_topics()


def page_of(interviews: QuerySet, request: HttpRequest) -> Page:
    """The page of a list that was asked for; the interviews are in order."""
    return Paginator(listed(interviews), PAGE_LENGTH).get_page(request.GET.get("page"))


@kept()
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    published = Interview.objects.published()
    chosen = {
        "featured": published.featured_first()[:FEATURED_ON_HOME],
        "newest": published.newest_first()[:NEWEST_ON_HOME],
        "discussed": published.most_discussed()[:DISCUSSED_ON_HOME],
    }
    keys = {name: list(rows.values_list("pk", flat=True)) for name, rows in chosen.items()}
    rows = listed(published.filter(pk__in={key for some in keys.values() for key in some})).in_bulk()
    lists = {name: [rows[key] for key in some] for name, some in keys.items()}
    full = len(keys["newest"]) == NEWEST_ON_HOME
    about = _("Recorded interviews with a time index: read what was asked, hear it from any moment.")
    context = {
        "opening": Segment.objects.featured(keys["featured"]) or Segment.objects.featured(keys["newest"]),
        "featured": lists["featured"],
        "newest": [interview for interview in lists["newest"] if interview not in lists["featured"]],
        "discussed": lists["discussed"],
        "shown_count": len(rows),
        "interview_count": published.count() if full else len(keys["newest"]),
        "shared": shared_page(request, settings.SITE_NAME, about),
        "structured": structured.of_home(request),
    }
    return render(request, "interviews/home.html", context)


@kept(*FACETS, "sort", "page")
@require_safe
def interviews(request: HttpRequest) -> HttpResponse:
    choices = browsing.read(dict(request.GET.lists()))
    found = narrowed(choices)
    page = page_of(in_order(found.with_facts(), choices.sort), request)
    facets = facets_of(choices)
    if (now := moved(choices, facets)) != choices:
        return redirect(f"{request.path}{now.address()}", permanent=True)
    context: dict[str, Any] = {
        "page": page,
        "totals": totals_of(found, page.paginator.count),
        "choices": choices,
        "facets": facets,
        "chosen": [value for facet in facets for value in facet.chosen],
        "sorts": [(SORT_LABELS[sort], choices.sorted_by(sort).address(), sort == choices.sort) for sort in SORTS],
        "all_removed": "",
        "kept": f"{choices}&" if str(choices) else "",
        "lasting_query": choices.address(page.number),
    }
    return render(request, "interviews/interviews.html", context)


@kept("page")
@require_safe
def series_index(request: HttpRequest) -> HttpResponse:
    page = Paginator(Series.objects.published(), PAGE_LENGTH).get_page(request.GET.get("page"))
    totals = totals_of_series(page.object_list)
    for series in page:
        series.totals = totals[series.pk]
    return render(request, "interviews/series_index.html", {"page": page})


@kept("page")
@require_safe
def series(request: HttpRequest, slug: str) -> HttpResponse:
    shown = get_object_or_404(Series.objects.published(), slug=slug)
    interviews = Interview.objects.published().filter(series=shown).newest_first()
    page = page_of(interviews, request)
    context = {
        "series": shown,
        "page": page,
        "totals": totals_of(interviews, page.paginator.count),
        "shared": shared_page(request, shown.title, shown.description, language=settings.LANGUAGE_CODE),
        "structured": structured.of_series(request, shown),
    }
    return render(request, "interviews/series.html", context)


@kept()
@require_safe
def tags(request: HttpRequest) -> HttpResponse:
    return render(request, "interviews/tags.html", {"tags": topics()})


@kept("page")
@require_safe
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    shown = get_object_or_404(Tag.objects.published(), slug=slug)
    if shown.question:  # it was a topic once, and its address stays good
        return redirect(shown, permanent=True)
    tagged = Interview.objects.published().filter(tagged__tag=shown)
    interviews = Paginator(listed(tagged.newest_first()), PAGE_LENGTH)
    within = Segment.objects.published().filter(tagged__tag=shown)
    moments = Paginator(within.with_interviews().newest_first(), PAGE_LENGTH)
    # Both lists turn their pages together, as long as each has any.
    longer = max(interviews, moments, key=lambda pages: pages.num_pages)
    page = longer.get_page(request.GET.get("page"))
    context = {
        "tag": shown,
        "shared": shared_page(request, shown.name, shown.description, language=settings.LANGUAGE_CODE),
        "structured": structured.of_tag(request, shown),
        "page": page,
        "totals": totals_of(tagged, interviews.count),
        "interviews": interviews.page(page.number) if page.number <= interviews.num_pages else [],
        "moments": moments.page(page.number) if page.number <= moments.num_pages else [],
    }
    return render(request, "interviews/tag.html", context)
