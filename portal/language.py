"""The language of a page is that of its address: `/interviews/` in the site's own, `/fr/interviews/` in another.

Nothing else has a say in it, neither a cookie nor what the browser prefers: an address shows the same to everyone.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.locale import LocaleMiddleware
from django.urls import translate_url
from django.utils.translation import deactivate, get_language

from interviews.numbers import whole_number


class LanguageOfTheAddress(LocaleMiddleware):
    """Django's, which would tell caches that every page depends on `Accept-Language`: none here does.

    Nor does a language stay behind in the thread.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if response.headers.get("Content-Type", "").startswith("text/html"):
            response.headers.setdefault("Content-Language", get_language())
        deactivate()
        return response


@dataclass(frozen=True, slots=True)
class Version:
    """A page in one of the site's languages.

    `address` leads a reader to the very same (with the whole query); `lasting` is the one to be indexed, which keeps
    of the query no more than the number of a list's page, or what the page itself says belongs to it.
    """

    code: str
    name: str
    address: str
    lasting: str
    is_current: bool
    is_default: bool

    @property
    def locale(self) -> str:
        """As Open Graph names it, which wants a country: ``fr_FR``."""
        return _LOCALES.get(self.code, self.code.replace("-", "_"))


#: What Open Graph calls the languages that its readers know without their country.
_LOCALES = {"en": "en_GB", "fr": "fr_FR"}


def versions_of(request: HttpRequest, lasting_query: str | None = None) -> list[Version]:
    """The page in each language, as `LANGUAGES` has them; none where the page is the answer to a form, or no page.

    `lasting_query` (``?letter=B``) is what the lasting address keeps, where the page says so.
    """
    if request.method not in ("GET", "HEAD") or request.resolver_match is None:
        return []
    part = _page_in(request.GET.get("page", "")) if lasting_query is None else lasting_query
    shown, current = request.get_full_path(), get_language()
    versions = []
    for code, name in settings.LANGUAGES:
        address = shown if code == current else translate_url(shown, code)
        lasting = address.partition("?")[0] + part
        versions.append(Version(code, name, address, lasting, code == current, code == settings.LANGUAGE_CODE))
    return versions


def _page_in(typed: str) -> str:
    number = whole_number(typed) or 1
    return f"?page={number}" if number > 1 else ""
