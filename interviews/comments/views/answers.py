"""What several views answer with."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirectBase
from django.shortcuts import get_object_or_404
from django.utils.cache import add_never_cache_headers

from interviews.comments.origin import has_token, sent_from_here
from interviews.models import Interview


class SeeOther(HttpResponseRedirectBase):
    """After a POST: whatever the browser, the next request is a GET (RFC 9110, 15.4.4)."""

    status_code = 303


def published(slug: str) -> Interview:
    return get_object_or_404(Interview.objects.published().with_people().prefetch_related("recordings"), slug=slug)


def is_sent_from_here(request: HttpRequest) -> bool:
    """Whether a form came from a page of this site, by the browser's word or by Django's token."""
    return sent_from_here(request) or has_token(request)


def private(response: HttpResponse) -> HttpResponse:
    """What one person alone sees: kept by no cache, found by no search."""
    add_never_cache_headers(response)
    response["X-Robots-Tag"] = "noindex"
    return response
