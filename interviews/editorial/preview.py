"""The page of an interview as it would be, for those who may see it before readers do."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control

from interviews.editorial.early import keys_of
from interviews.mediafiles import keyed
from interviews.models import Interview
from interviews.views.interview import page_of


def preview_of(request: HttpRequest, interview: Interview, **context: Any) -> HttpResponse:
    """The public page of a draft, or of what the public sees, without what leads to it or on from it.

    Kept by nobody on the way, found by no search engine, and its address is told to no page that it links to.
    """
    rows = Interview.objects.select_related("edits").with_time_index()
    shown = rows.get(pk=interview.pk)
    shown.slug = shown.live.slug  # what is relative to the page stays on it
    segments = list(shown.segments.all())
    shown.gather_tags(segments)
    link = context.get("link")
    # Who reads by a link has no account: the addresses of sound and pictures say by which link they are asked for.
    with keyed(keys_of(link)) if link else nullcontext():
        told = page_of(request, shown, segments) | {"is_preview": True, "shared": None} | context
        return kept_private(render(request, "editorial/preview.html", told))


def kept_private(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, private=True, no_store=True)
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Referrer-Policy"] = "same-origin"
    return response
