"""What of a request decides which page it is answered with, and nothing else of it."""

from __future__ import annotations

from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from django.conf import settings

from portal.resolving import match_at
from portal.watching.addresses import APART

Environ = dict[str, Any]

#: All that is left of a request's headers when a page is made that others will be shown.
_KEPT_HEADERS = ("HTTP_HOST",)


class Place(NamedTuple):
    """Where a page is kept: what it was asked by."""

    host: str
    scheme: str
    path: str
    query: str


def decisive() -> tuple[str, ...]:
    """The names of all in a request by which the answer from a kept page is chosen: here, and by the kept page."""
    return (
        *("REQUEST_METHOD", "wsgi.url_scheme", "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING", "HTTP_HOST"),
        *("HTTP_AUTHORIZATION", "HTTP_COOKIE", "HTTP_ACCEPT_ENCODING", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE"),
        *filter(None, [_header_of_proxy()]),
    )


def place_of(environ: Environ) -> Place | None:
    """None where the answer is for this one reader alone, or not a page at all."""
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or "HTTP_AUTHORIZATION" in environ:
        return None
    host = environ.get("HTTP_HOST")
    if not host or settings.SESSION_COOKIE_NAME in environ.get("HTTP_COOKIE", ""):
        return None
    path = environ["PATH_INFO"]
    if path in APART or path.startswith((settings.STATIC_URL, settings.MEDIA_URL)) or environ.get("SCRIPT_NAME"):
        return None
    return Place(host, _scheme(environ), path, environ.get("QUERY_STRING", ""))


def is_kept(place: Place) -> bool:
    """Whether the view at that address says that its pages may be kept, with such a query."""
    match = match_at(place.path)
    if match is None:
        return False
    parameters = getattr(match.func, "kept_parameters", None)
    if parameters is None:
        return False
    if not place.query:
        return True
    names = [name for name, _value in parse_qsl(place.query, keep_blank_values=True)]
    return bool(names) and len(names) == len(set(names)) and parameters.issuperset(names)


def anonymous(environ: Environ) -> Environ:
    """The same question, of nobody in particular: what the page is made from cannot differ between two who ask."""
    kept = (*_KEPT_HEADERS, *filter(None, [_header_of_proxy()]))
    bare = {name: value for name, value in environ.items() if not name.startswith("HTTP_") or name in kept}
    for name in ("CONTENT_LENGTH", "CONTENT_TYPE", "REMOTE_USER", "wsgi.file_wrapper"):
        bare.pop(name, None)
    return bare | {"REQUEST_METHOD": "GET", "REMOTE_ADDR": ""}


def _header_of_proxy() -> str | None:
    return settings.SECURE_PROXY_SSL_HEADER[0] if settings.SECURE_PROXY_SSL_HEADER else None


def _scheme(environ: Environ) -> str:
    """As Django takes it: see `HttpRequest.scheme`."""
    if settings.SECURE_PROXY_SSL_HEADER:
        header, secure = settings.SECURE_PROXY_SSL_HEADER
        said = environ.get(header)
        if said is not None:
            return "https" if said.partition(",")[0].strip() == secure else "http"
    return str(environ["wsgi.url_scheme"])
