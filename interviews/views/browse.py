"""The lists through which interviews are found: each a queryset poured into a template."""

from __future__ import annotations

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Count, Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from interviews.models import Appearance, Bio, Interview, Segment, Series, Speaker, Tag
from interviews.names import name_key
from interviews.structured_data import beginning_of
from interviews.views import structured
from interviews.views.sharing import Shared, shared_page

NEWEST_ON_HOME = 8
PAGE_LENGTH = 20  # two screens of a list that one can scan


def _listed(interviews: object) -> object:
    """What a line in a list of interviews shows, in a constant number of queries."""
    return interviews.newest_first().with_people().with_facts().with_topics()


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    published = Interview.objects.published()
    newest = list(_listed(published)[:NEWEST_ON_HOME])
    about = _("Recorded interviews with a time index: read what was asked, hear it from any moment.")
    context = {
        "newest": newest,
        "featured": Segment.objects.featured(newest),
        "interview_count": published.count() if len(newest) == NEWEST_ON_HOME else len(newest),
        "shared": shared_page(request, settings.SITE_NAME, about),
        "structured": structured.of_home(request),
    }
    return render(request, "interviews/home.html", context)


@require_safe
def interviews(request: HttpRequest) -> HttpResponse:
    page = Paginator(_listed(Interview.objects.published()), PAGE_LENGTH).get_page(request.GET.get("page"))
    return render(request, "interviews/interviews.html", {"page": page})


@require_safe
def series(request: HttpRequest, slug: str) -> HttpResponse:
    shown = get_object_or_404(Series.objects.published(), slug=slug)
    page = Paginator(_listed(Interview.objects.published().filter(series=shown)), PAGE_LENGTH).get_page(
        request.GET.get("page")
    )
    context = {
        "series": shown,
        "page": page,
        "shared": shared_page(request, shown.title, shown.description, language=settings.LANGUAGE_CODE),
        "structured": structured.of_series(request, shown),
    }
    return render(request, "interviews/series.html", context)


@require_safe
def speakers(request: HttpRequest) -> HttpResponse:
    shown = Appearance.objects.published()
    found = Speaker.objects.published().annotate(
        times_heard=Count("appearances", filter=Q(appearances__in=shown)),
        times_hosting=Count("appearances", filter=Q(appearances__in=shown, appearances__role__in=Appearance.HOSTING)),
    )
    found = found.prefetch_related(Prefetch("appearances", shown.newest_of_each_speaker(), to_attr="newest"))
    in_order = sorted(found, key=lambda one: name_key(one.sort_name))  # É beside E, on every database
    return render(request, "interviews/speakers.html", {"speakers": in_order})


@require_safe
def speaker(request: HttpRequest, slug: str) -> HttpResponse:
    shown = get_object_or_404(Speaker.objects.published(), slug=slug)
    heard = shown.appearances.published()
    introduced = heard.exclude(bio=None).select_related("bio").newest_first().first()
    listed = heard.guests_first().prefetch_related(Prefetch("interview", _listed(Interview.objects.published())))
    page = Paginator(listed, PAGE_LENGTH).get_page(request.GET.get("page"))
    bio = introduced.bio if introduced else None
    context = {
        "speaker": shown,
        "page": page,
        "bio": bio,
        "shared": _person_shared(request, shown, bio),
        "structured": structured.of_speaker(request, shown, bio),
        "as_guest": [row for row in page if not row.is_host],
        "as_host": [row for row in page if row.is_host],
        "credited": next((row for row in page if row.credited_title), None),
    }
    return render(request, "interviews/speaker.html", context)


def _person_shared(request: HttpRequest, speaker: Speaker, bio: Bio | None) -> Shared:
    if bio is None:
        return shared_page(request, speaker.name)
    return shared_page(request, speaker.name, beginning_of(bio.html), language=bio.language, bio=bio)


@require_safe
def tags(request: HttpRequest) -> HttpResponse:
    return render(request, "interviews/tags.html", {"tags": Tag.objects.topics().published().with_counts()})


@require_safe
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    shown = get_object_or_404(Tag.objects.published(), slug=slug)
    if shown.question:  # it was a topic once, and its address stays good
        return redirect(shown, permanent=True)
    interviews = Paginator(_listed(Interview.objects.published().filter(tagged__tag=shown)), PAGE_LENGTH)
    tagged = Segment.objects.published().filter(tagged__tag=shown)
    moments = Paginator(tagged.with_interviews().newest_first(), PAGE_LENGTH)
    # Both lists turn their pages together, as long as each has any.
    longer = max(interviews, moments, key=lambda pages: pages.num_pages)
    page = longer.get_page(request.GET.get("page"))
    context = {
        "tag": shown,
        "shared": shared_page(request, shown.name, shown.description, language=settings.LANGUAGE_CODE),
        "structured": structured.of_tag(request, shown),
        "page": page,
        "interviews": interviews.page(page.number) if page.number <= interviews.num_pages else [],
        "moments": moments.page(page.number) if page.number <= moments.num_pages else [],
    }
    return render(request, "interviews/tag.html", context)
