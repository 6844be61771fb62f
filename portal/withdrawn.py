"""Where an interview stood that was withdrawn: not “no such page”, but 410 and a notice (RFC 9110, 15.5.11)."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from interviews.models import Interview
from interviews.models.former_slug import FormerSlug

#: Pages that are a notice themselves where nothing stands; all others of an interview become one.
_OWN_NOTICE = {"embed"}


class Withdrawn:
    """Asks only where the answer is 404 anyway, and nothing stands elsewhere now."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        if response.status_code != 404 or match is None or "interviews/<slug:slug>" not in match.route:
            return response
        if match.namespace not in ("interviews", "documents"):
            return response
        slug = match.kwargs.get("slug")
        former = FormerSlug.objects.of(Interview).filter(slug=slug).values("interview")
        interview = Interview.objects.withdrawn().filter(Q(slug=slug) | Q(pk__in=former)).first()
        if interview is None:
            return response
        if match.namespace == "interviews" and match.url_name not in _OWN_NOTICE:
            return render(request, "410.html", {"notice": interview.withdrawal_notice}, status=410)
        response.status_code = 410
        return response
