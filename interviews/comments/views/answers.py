"""What several views answer with."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirectBase
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from interviews.comments.origin import has_token, sent_from_here
from interviews.models import Interview

NOT_SHOWN = gettext_lazy("This comment is not shown. Perhaps it waits for approval, or was taken away.")


class SeeOther(HttpResponseRedirectBase):
    """After a POST: whatever the browser, the next request is a GET (RFC 9110, 15.4.4)."""

    status_code = 303


def is_sent_from_here(request: HttpRequest) -> bool:
    """Whether a form came from a page of this site, by the browser's word or by Django's token."""
    return sent_from_here(request) or has_token(request)


def private(response: HttpResponse) -> HttpResponse:
    """What one person alone sees: kept by no cache, found by no search."""
    add_never_cache_headers(response)
    response["X-Robots-Tag"] = "noindex"
    return response


def told(
    request: HttpRequest, heading: str, words: str, interview: Interview | None = None, *, status: int
) -> HttpResponse:
    """A page that says why there is nothing else, and leads to the conversation."""
    context = {"heading": heading, "words": words, "interview": interview}
    return private(render(request, "comments/told.html", context, status=status))


def not_here(request: HttpRequest, words: str, interview: Interview | None = None) -> HttpResponse:
    """What is not to be seen: the same whether it is hidden or never was."""
    return told(request, _("This is not here"), words, interview, status=404)


def takes_forms(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view that shows a form and takes it, and says so in words where what came is far too large.

    It has to check itself where a form came from (`is_sent_from_here`): a token would make every visitor's page a
    different one.
    """

    @csrf_exempt
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except RequestDataTooBig:
            words = _(
                "It was far larger than this page takes, and could not be kept. Go back, shorten it and send it again."
            )
            return told(request, _("Far too large"), words, status=413)

    return answered
