"""The feed of a search: what the public finds, that of the interviews published last first."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from interviews.feeds.entries import Entry, entries_of_hits
from interviews.feeds.followed import PAGE_LENGTH, Asked, FollowedFeed
from interviews.search.hits import search
from interviews.search.query import LONGEST, parse


class SearchFeed(FollowedFeed):
    """`q` is what was typed; what asks for nothing finds nothing, and its feed is empty."""

    PARAMETERS = ("q",)
    kept_parameters = None

    def about(self, request: HttpRequest, **named: str) -> str:
        return request.GET.get("q", "").strip()[:LONGEST]

    def title(self, asked: Asked) -> str:
        return _("Search: %(words)s · %(site)s") % {"words": asked.of, "site": settings.SITE_NAME}

    def link(self, asked: Asked) -> str:
        return f"{asked.origin}{reverse('interviews:search')}?{urlencode({'q': asked.of})}"

    def entries(self, asked: Asked) -> Sequence[Entry]:
        hits = search(parse(asked.of))
        return entries_of_hits(hits.newest(PAGE_LENGTH), asked.origin)
