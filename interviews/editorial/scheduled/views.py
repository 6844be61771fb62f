"""The calendar: a month of what happens by itself."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import formats, timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from interviews.admin.finding.places import Place, offer
from interviews.editorial.scheduled.events import Event, address_of, event_of, events
from interviews.editorial.scheduled.month import Month

#: Of one month: more would be a page that no one reads, after an import that published an archive.
MOST = 1000

offer(Place(_("Calendar"), "desk_calendar", ["interviews.view_interview", "interviews.change_interview"]))


@dataclass(frozen=True, slots=True)
class Day:
    """`events` are the day's with the addresses that they lead to."""

    date: dt.date
    is_outside: bool
    is_today: bool
    events: list[tuple[Event, str]]


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """`month` is a month as in ``2026-12``; without it, and where it is none, the one that is now."""
    today = timezone.localdate()
    asked = request.GET.get("month", "")
    shown = Month.written(asked)
    month = shown or Month.of(today)
    rows = events(request, _begin_of(month.first), _begin_of(month.after))
    if rows is None:
        raise PermissionDenied
    found = [event_of(row) for row in rows[: MOST + 1]]
    by_day = defaultdict(list)
    for event in found[:MOST]:
        by_day[timezone.localtime(event.at).date()].append((event, address_of(request, event)))
    first_weekday = formats.get_format("FIRST_DAY_OF_WEEK")
    weeks = [
        [Day(date, date.month != month.number, date == today, by_day.get(date, [])) for date in week]
        for week in month.weeks(first_weekday)
    ]
    context = {
        "title": gettext("Calendar"),
        "month": month,
        "asked": asked if asked and shown is None else "",
        "this_month": Month.of(today),
        "weekdays": [WEEKDAYS[(first_weekday + 6 + number) % 7] for number in range(7)],
        "weeks": weeks,
        "is_empty": not found,
        "most": MOST if len(found) > MOST else 0,
        "zone": timezone.get_current_timezone_name(),
    }
    return _shown(request, context)


def _begin_of(day: dt.date) -> dt.datetime:
    """Its first moment in the time zone of the desk."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def _shown(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    request.current_app = admin.site.name
    return TemplateResponse(request, "admin/house/calendar.html", {**admin.site.each_context(request), **context})
