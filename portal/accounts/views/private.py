from __future__ import annotations

from django.http import HttpResponse
from django.utils.cache import add_never_cache_headers


def private(response: HttpResponse) -> HttpResponse:
    """What one person alone sees: kept by no cache, found by no search."""
    add_never_cache_headers(response)
    response["X-Robots-Tag"] = "noindex"
    return response
