"""Moments, lengths and half-known dates, as a page writes them."""

from __future__ import annotations

import datetime as dt

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from interviews import timecode as written_moments
from interviews.documents.document import PartialDate
from interviews.models import Interview
from interviews.models.interview import Precision

register = template.Library()


@register.filter
def timecode(moment: dt.timedelta | None) -> str:
    """``1:01:06``"""
    return "" if moment is None else written_moments.written(moment)


@register.filter
def seconds(moment: dt.timedelta | None) -> str:
    """``3666`` or ``3666.5``: for addresses and data attributes, in no language."""
    return "" if moment is None else f"{moment.total_seconds():.3f}".rstrip("0").rstrip(".")


@register.filter
def iso_duration(moment: dt.timedelta | None) -> str:
    """``PT1H1M6S``, for ``<time datetime>``."""
    return "" if moment is None else written_moments.iso_duration(moment)


@register.filter
def in_words(moment: dt.timedelta | None) -> str:
    """``1 hour 1 minute 6 seconds``: what a screen reader should say for a timecode."""
    if moment is None:
        return ""
    minutes, rest = divmod(int(moment.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    parts = []
    if hours:
        parts.append(ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours})
    if minutes:
        parts.append(ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes})
    if rest or not parts:
        parts.append(ngettext("%(count)d second", "%(count)d seconds", rest) % {"count": rest})
    return " ".join(parts)


@register.filter
def how_long(moment: dt.timedelta | None) -> str:
    """``1 h 51 min``, ``51 min``, ``40 s``: how long something takes, for deciding to listen."""
    if moment is None:
        return ""
    total = moment.total_seconds()
    if total < 60:
        return _("%(seconds)d s") % {"seconds": round(total)}
    hours, minutes = divmod(round(total / 60), 60)
    if not hours:
        return _("%(minutes)d min") % {"minutes": minutes}
    return _("%(hours)d h %(minutes)02d min") % {"hours": hours, "minutes": minutes}


@register.filter
def cited_date(interview: Interview) -> str:
    """``2015/9/14``, or as much of it as is known: when a citation says that an interview came out."""
    for day, precision in (
        (interview.first_published_on, interview.first_published_precision),
        (interview.recorded_on, interview.recorded_precision),
    ):
        if day:
            return str(PartialDate(day, precision)).replace("-", "/")
    return date_format(interview.published_at, "Y/m/d")


@register.simple_tag
def when(interview: Interview) -> SafeString | str:
    """The ``<time>`` of an interview as far as it is known: recorded, else first published; else nothing.

    When it came to this site says nothing of the conversation.
    """
    if interview.recorded_on:
        day, precision = interview.recorded_on, interview.recorded_precision
    elif interview.first_published_on:
        day, precision = interview.first_published_on, interview.first_published_precision
    else:
        return ""
    written = {Precision.YEAR: "Y", Precision.MONTH: "YEAR_MONTH_FORMAT"}.get(precision, "DATE_FORMAT")
    known = PartialDate(day, precision)
    return format_html('<time datetime="{}">{}</time>', known, date_format(day, written))
