"""``{% load feeds %}``: the ways to follow what a page shows, for programs in its head and for people at its end."""

from __future__ import annotations

from typing import Any, NamedTuple
from urllib.parse import urlencode

from django import template
from django.urls import reverse

from interviews.feeds.atom import AtomForm
from interviews.feeds.json_feed import JsonForm
from interviews.feeds.rss import RssForm

register = template.Library()

#: What can be heard as a podcast, and the name of its address.
_PODCASTS = {"interviews": "podcast", "series": "series-podcast"}


class Way(NamedTuple):
    name: str
    media_type: str
    address: str


@register.inclusion_tag("partials/feed_links.html")
def feed_links(noun: str, title: str, slug: str = "", **asked: str) -> dict[str, Any]:
    """For the head: each form of the feed of `noun` (see `interviews/document_urls.py`), `asked` for with a query."""
    return {"ways": ways(noun, slug, asked), "title": title}


@register.inclusion_tag("partials/follow.html")
def follow(noun: str, slug: str = "", **asked: str) -> dict[str, Any]:
    """The same as a line of links."""
    return {"ways": ways(noun, slug, asked)}


def ways(noun: str, slug: str, asked: dict[str, str]) -> list[Way]:
    named, query = [slug] if slug else [], f"?{urlencode(asked)}" if asked else ""
    found = [
        Way(form.NAME, form.MEDIA_TYPE, reverse(f"documents:{noun}.{form.SUFFIX}", args=named) + query)
        for form in (AtomForm, RssForm, JsonForm)
    ]
    if noun in _PODCASTS:
        address = reverse(f"documents:{_PODCASTS[noun]}", args=named)
        found.append(Way("Podcast", RssForm.MEDIA_TYPE, address))
    return found
