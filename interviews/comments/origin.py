"""Whether a form was sent from a page of this site, told without a token: its pages are cached for strangers.

Browsers say where a request comes from and no page can make them lie: `Sec-Fetch-Site` (W3C Fetch Metadata)
on https and localhost, `Origin` (RFC 6454, Fetch) on every POST. Whoever says neither, or another place, is
asked to send the form again with Django's own token.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.http import is_same_domain


class _Token(CsrfViewMiddleware):
    """Django's check of its token, with the refusal as an answer instead of a page."""

    def _reject(self, request: HttpRequest, reason: str) -> str:
        return reason


def sent_from_here(request: HttpRequest) -> bool:
    """True where the browser's headers prove that a page of this site (or a trusted one) sent the form."""
    own = f"{request.scheme}://{request.get_host()}"
    headers = request.headers.get("Sec-Fetch-Site", ""), request.headers.get("Origin", "")
    return comes_from(own, *headers, settings.CSRF_TRUSTED_ORIGINS)


def has_token(request: HttpRequest) -> bool:
    """True where the form passes Django's own check, whatever the view is exempt from."""
    check = _Token(lambda request: None)
    check.process_request(request)
    return check.process_view(request, None, (), {}) is None


def comes_from(own: str, fetch_site: str, origin: str, trusted: Iterable[str] = ()) -> bool:
    """Whether the headers prove that `own` (or a trusted origin) sent it. Absent headers are empty strings.

    `none` proves nothing here: it is what a browser says of an address typed by hand, which is never a form.
    """
    if fetch_site == "same-origin":
        return True
    return origin == own or any(_matches(origin, pattern) for pattern in trusted)


def _matches(origin: str, pattern: str) -> bool:
    """As Django reads `CSRF_TRUSTED_ORIGINS`: an origin, or one with `*.` for its subdomains."""
    if "://*." not in pattern:
        return origin == pattern
    try:
        theirs, ours = urlsplit(origin), urlsplit(pattern)
    except ValueError:  # an unclosed bracket, say
        return False
    return theirs.scheme == ours.scheme and is_same_domain(theirs.netloc, ours.netloc.removeprefix("*"))
