"""Gives each request its number: that of a trusted front end, or one of our own. The answer carries it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.signals import request_finished
from django.http import HttpRequest, HttpResponse

from interviews.comments.network import is_proxy
from portal.watching import numbers

#: Where it stands among what is known of a request, and the header in which it comes and goes.
KEY, HEADER = "portal.number", "X-Request-ID"


def number_of(environ: dict[str, Any]) -> str:
    """The same however often it is asked for one request."""
    known = environ.get(KEY)
    if known is None:
        said = environ.get("HTTP_X_REQUEST_ID", "")
        trusted = said and numbers.is_valid(said) and is_proxy(environ.get("REMOTE_ADDR", ""))
        known = environ[KEY] = said if trusted else numbers.new()
    return str(known)


class Numbered:
    """Middleware, the outermost: what is logged from here on has the number."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        number = number_of(request.META)
        numbers.current.set(number)
        response = self.get_response(request)
        response[HEADER] = number
        return response


def _forget(**_named: Any) -> None:
    """The thread answers somebody else next."""
    numbers.current.set("")


request_finished.connect(_forget, dispatch_uid="portal.watching.numbered")
