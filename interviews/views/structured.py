"""The structured data of each kind of page (`interviews/structured_data.py`), with the addresses of this site."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from interviews import structured_data
from interviews.lasting import lasting_page
from interviews.models import Bio, Interview, Segment, Series, Speaker, Tag
from interviews.structured_data import Node
from interviews.views.origin import origin_of
from interviews.views.sharing import card_address


def of_home(request: HttpRequest) -> Node:
    home, search = reverse("interviews:home"), reverse("interviews:search")
    origin, language = origin_of(request), get_language() or settings.LANGUAGE_CODE
    series = structured_data.whole_site(settings.SITE_NAME, origin, lasting_page("interviews:home"))
    return structured_data.document(
        structured_data.website(settings.SITE_NAME, origin, home, search, language),
        structured_data.in_full(series, origin + reverse("documents:podcast")),
    )


def of_interview(request: HttpRequest, interview: Interview, segments: list[Segment]) -> Node:
    """`interview` has its tags gathered, the segments are measured."""
    origin = origin_of(request)
    if interview.series:
        series = structured_data.series(interview.series, origin)
    else:
        series = structured_data.whole_site(settings.SITE_NAME, origin, lasting_page("interviews:home"))
    told = structured_data.episode(
        interview,
        segments,
        origin,
        of=series,
        topics=[tag.name for tag in interview.all_topics],
        picture=card_address(interview, None, origin),
    )
    return structured_data.document(told, _below(request, "interviews:interviews", _("Interviews"), interview.headline))


def of_speaker(request: HttpRequest, speaker: Speaker, bio: Bio | None) -> Node:
    told = structured_data.person(speaker, origin_of(request), bio=bio)
    return structured_data.document(told, _below(request, "interviews:speakers", _("Speakers"), speaker.name))


def of_series(request: HttpRequest, series: Series) -> Node:
    origin = origin_of(request)
    feed = origin + reverse("documents:series-podcast", args=[series.slug])
    told = structured_data.in_full(structured_data.series(series, origin), feed, series.description)
    return structured_data.document(told)


def of_tag(request: HttpRequest, tag: Tag) -> Node:
    if tag.question:
        return structured_data.document(_below(request, "interviews:questions", _("Questions"), tag.question))
    return structured_data.document(_below(request, "interviews:tags", _("Topics"), tag.name))


def _below(request: HttpRequest, parent: str, name: str, here: str) -> Node:
    return structured_data.trail(origin_of(request), [(name, reverse(parent)), (here, request.path)])
