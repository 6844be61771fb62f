"""Where one must wait: a page that says how long, in the language of the address."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext, ngettext


def in_words(seconds: int) -> str:
    """How long to wait, rounded up: in seconds where it is less than two minutes."""
    if seconds < 120:
        words = ngettext(
            "There were too many wrong tries. You can try again in %(count)s second.",
            "There were too many wrong tries. You can try again in %(count)s seconds.",
            seconds,
        )
        return words % {"count": seconds}
    minutes = -(-seconds // 60)
    words = ngettext(
        "There were too many wrong tries. You can try again in %(count)s minute.",
        "There were too many wrong tries. You can try again in %(count)s minutes.",
        minutes,
    )
    return words % {"count": minutes}


def asked_to_wait(request: HttpRequest, response: HttpResponse | None, credentials: Any = None) -> HttpResponse:
    """429 with Retry-After. A page that holds what somebody typed stays what it is: its form says how long."""
    seconds = getattr(request, "sign_in_wait", 0) or 1
    if response is None or not getattr(request, "holds_what_was_typed", False):
        response = page(request, seconds)
    response.status_code = 429
    response["Retry-After"] = str(seconds)
    return response


def page(request: HttpRequest, seconds: int) -> HttpResponse:
    at_the_desk = "/admin/" in request.path
    template = "admin/accounts/wait.html" if at_the_desk else "accounts/wait.html"
    context = {"words": in_words(seconds), "seconds": seconds, "again": request.get_full_path()}
    # Where codes were wrong, another password is no way on.
    context["sends_letters"] = settings.SENDS_LETTERS and not request.path.endswith("/code/")
    if at_the_desk:
        from django.contrib import admin

        context = {**admin.site.each_context(request), **context, "title": gettext("Please wait")}
    response = render(request, template, context, status=429)
    response["Retry-After"] = str(seconds)
    add_never_cache_headers(response)
    return response
