"""A list of the desk that was asked for what no database holds leads back to the list, as Django's admin does itself.

Django tries whether it can make a query of what stands in an address, and leads to `?e=1` where it cannot. That the
database takes the query too it does not try: a year of twenty digits, or a NUL, are found out while rows are fetched.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.db import DataError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

log = logging.getLogger(__name__)

_ERROR = "e"  # django.contrib.admin.views.main.ERROR_FLAG, which would have the whole admin loaded
#: What is raised for a value that does not fit its column, by whoever comes upon it first.
_WRONG = (ValueError, TypeError, AttributeError, OverflowError, DataError)
#: No list offers these, and a pattern may keep the database busy for ever.
_PATTERNS = ("__regex", "__iregex")


class WrongLookups:
    """Middleware. A list that fails without any parameter is shown for what it is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        is_asked = _is_list(request) and any(name.endswith(_PATTERNS) for name in request.GET)
        return _plain(request) if is_asked else None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        asked = set(request.GET) - {_ERROR}
        if not (isinstance(exception, _WRONG) and asked and request.method in ("GET", "HEAD") and _is_list(request)):
            return None
        log.warning("a list of the desk was asked for what cannot be looked up", exc_info=exception)
        return _plain(request)


def _is_list(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and "admin" in match.app_names and (match.url_name or "").endswith("_changelist")


def _plain(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(f"{request.path}?{_ERROR}=1")
