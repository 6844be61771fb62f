"""Lists of hundreds of short entries. Here and not in the template, where each would cost as much as a query."""

from __future__ import annotations

import html
from collections.abc import Iterable
from functools import lru_cache

from django import template
from django.conf import settings
from django.template.defaultfilters import truncatechars
from django.urls import reverse
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext

from interviews.facets import Value
from interviews.models import Tag

register = template.Library()

#: Characters of what a topic is, in the list of all.
_MOST_OF_A_DESCRIPTION = 140


@register.simple_tag
def facet_values(values: Iterable[Value], list_url: str) -> SafeString:
    """A line for each value: its link, and how many it leaves."""
    removes = format_html('<span class="visually-hidden"> ({})</span>', gettext("chosen; remove"))
    return format_html_join(
        "\n",
        '<li><a href="{}{}" rel="nofollow"{}><span{}>{}</span>{}</a> <span class="facet__count">{}{}</span></li>',
        (
            (
                list_url,
                value.address,
                _CURRENT if value.is_chosen else "",
                _language(value.language),
                value.label,
                removes if value.is_chosen else "",
                value.count,
                "+" if value.are_more else "",
            )
            for value in values
        ),
    )


@register.simple_tag
def topic_lines(tags: Iterable[Tag]) -> SafeString:
    """A line for each topic, with how much there is of it and what it is. What is not typed is not escaped anew."""
    site, language = escape(settings.LANGUAGE_CODE), get_language()
    before, after = reverse("interviews:tag", args=["-"]).rsplit("-", 1)
    lead, linked = f'<li><a class="tag" href="{escape(before)}', f'{escape(after)}" lang="{site}">'
    lines = (
        f'{lead}{html.escape(tag.slug)}{linked}{html.escape(tag.name)}</a> <span class="topics__count">'
        f"{_counted(tag.interview_count, tag.segment_count, language)}</span>"
        f"{_described(tag.description, site)}</li>"
        for tag in tags
    )
    return mark_safe("\n".join(lines))  # noqa: S308 (each part is escaped, or a number in words)


_CURRENT = SafeString(' aria-current="true"')


def _language(code: str | None) -> SafeString | str:
    return "" if code is None else format_html(' lang="{}"', code)


def _described(text: str, site: str) -> SafeString | str:
    if not text:
        return ""
    short = truncatechars(text, _MOST_OF_A_DESCRIPTION)
    return format_html('<p class="topics__words" lang="{}">{}</p>', site, short)


@lru_cache(maxsize=4096)
def _counted(interviews: int, segments: int, language: str) -> str:
    """In the language that is the active one: many topics have as many."""
    counts = []
    if interviews:
        counts.append(ngettext("%(counter)s interview", "%(counter)s interviews", interviews) % {"counter": interviews})
    if segments:
        counts.append(ngettext("%(counter)s moment", "%(counter)s moments", segments) % {"counter": segments})
    return html.escape(", ".join(counts))
