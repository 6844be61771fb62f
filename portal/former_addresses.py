"""Old addresses: where nothing stands, and something stood, the reader is led to where it stands now.

Every address below it is led along, that of a document as well as that of a page: `/interviews/OLD/chapters.vtt`. So
neither views nor patterns know of it; a pattern that has the slug behind the name of its kind is enough.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirectBase
from django.urls import ResolverMatch, reverse

from interviews.models import Interview, Series, Speaker, Tag
from interviews.models.former_slug import now_at

#: What the part of an address before its slug says.
KINDS: dict[str, type[models.Model]] = {
    "interviews": Interview,
    "speakers": Speaker,
    "series": Series,
    "tags": Tag,
    "questions": Tag,
}


class MovedForEver(HttpResponseRedirectBase):
    status_code = 301


class SendAgainThere(HttpResponseRedirectBase):
    """What was sent is sent again, and no comment is lost (RFC 9110, 15.4.9)."""

    status_code = 308


class FormerAddresses:
    """Asks only where the answer is 404 anyway. Stands within the middleware that chooses the language."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 404 or request.resolver_match is None:
            return response
        address = _address_now(request.resolver_match)
        if address is None:
            return response
        asked = request.META.get("QUERY_STRING", "")
        kind = MovedForEver if request.method in ("GET", "HEAD") else SendAgainThere
        moved = kind(f"{address}?{quote(asked, safe='/%&=+,:;?@!~*()$')}" if asked else address)
        moved["Access-Control-Allow-Origin"] = "*"  # or no script of another site would follow
        return moved


def _address_now(match: ResolverMatch) -> str | None:
    before, slug = match.route.partition("<slug:slug>")[0], match.kwargs.get("slug")
    model = KINDS.get(before.rstrip("/").rpartition("/")[2])
    if model is None or not isinstance(slug, str):
        return None
    now = now_at(model, slug)
    if now is None or now.slug == slug:
        return None
    return reverse(match.view_name, args=match.args, kwargs={**match.kwargs, "slug": now.slug})
