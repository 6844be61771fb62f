"""The WSGI application before all others, where requests are to be told or counted: those too that no Django saw.

It is not there where neither is asked for: what is kept in memory then goes out in microseconds as ever.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, Protocol

from django.conf import settings

from portal.resolving import match_at
from portal.watching.addresses import APART
from portal.watching.numbered import HEADER, number_of

log = logging.getLogger("portal.access")

Environ = dict[str, Any]
Headers = list[tuple[str, str]]
Start = Callable[..., Any]
Application = Callable[[Environ, Start], Iterable[bytes]]

#: All others are told as one: whoever makes up methods makes up no lines of figures.
METHODS = {"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"}


class Counted(Protocol):
    def count(self, route: str, method: str, status: int, seconds: float, cache: str) -> None: ...


class Watched:
    """`is_told`: whether each request gets a line of the log; `figures`: where it is counted, if it is.

    A line has the route, not the address: which of the site's pages, and nothing of what was asked of it or by whom.
    The time is that until the answer began; a recording is listened to for an hour.
    """

    def __init__(self, application: Application, is_told: bool = True, figures: Counted | None = None) -> None:
        self._application, self._is_told, self._figures = application, is_told, figures

    def __call__(self, environ: Environ, start_response: Start) -> Iterable[bytes]:
        began = time.perf_counter()
        number = number_of(environ)
        heard: dict[str, Any] = {"status": 500, "cache": None, "length": None}

        def start(status: str, headers: Headers, *rest: Any) -> Any:
            heard["status"] = int(status[:3])
            is_numbered = False
            for name, value in headers:
                if name == "X-Cache":
                    heard["cache"] = value
                elif name == "Content-Length":
                    heard["length"] = int(value)
                elif name == HEADER:
                    is_numbered = True
            if not is_numbered:
                headers = [*headers, (HEADER, number)]
            return start_response(status, headers, *rest)

        try:
            return self._application(environ, start)
        finally:
            self._tell(environ, number, time.perf_counter() - began, **heard)

    def _tell(
        self, environ: Environ, number: str, seconds: float, status: int, cache: str | None, length: int | None
    ) -> None:
        method = environ["REQUEST_METHOD"] if environ["REQUEST_METHOD"] in METHODS else "OTHER"
        route = route_of(environ["PATH_INFO"])
        if self._figures is not None:
            self._figures.count(route, method, status, seconds, cache or "")
        if self._is_told:
            sent = 0 if method == "HEAD" or status == 304 else length
            about = {"method": method, "route": route, "status": status, "ms": round(seconds * 1000, 2)}
            told = {**about, "bytes": sent, "cache": cache}
            log.info("request", extra={"number": number, "told": told})


@lru_cache(maxsize=2048)
def route_of(path_info: str) -> str:
    """The name of the view that answers there: ``interviews:interview``; ``none`` where none does."""
    if path_info in APART:
        return path_info[1:]
    for prefix in (settings.STATIC_URL, settings.MEDIA_URL):
        if path_info.startswith(prefix):
            return prefix.strip("/")
    match = match_at(path_info)
    if match is None:
        return "none"
    return match.view_name or match.route
