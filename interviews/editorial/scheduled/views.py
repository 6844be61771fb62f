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
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from interviews.admin.finding.places import Place, offer
from interviews.admin.seen import AT_THE_DESK
from interviews.editorial.scheduled.events import PUBLISHED, Event, address_of, event_of, events
from interviews.editorial.scheduled.month import Month

#: Of one month what is to come, and what is past: an import may have published an archive at one moment.
MOST, MOST_PAST = 500, 100

offer(Place(_("Calendar"), "desk_calendar", AT_THE_DESK))


@dataclass(frozen=True, slots=True)
class Day:
    """`events` are the day's with the addresses that they lead to."""

    date: dt.date
    is_outside: bool
    is_today: bool
    events: list[tuple[Event, str]]

    @property
    def listed(self) -> str:
        """The list of the interviews that are published on it; empty where there is none."""
        if not any(event.what == PUBLISHED for event, _address in self.events):
            return ""
        asked = f"?published_at__year={self.date.year}&published_at__month={self.date.month}"
        return f"{reverse('admin:interviews_interview_changelist')}{asked}&published_at__day={self.date.day}"


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """`month` is a month as in ``2026-12``; without it, and where it is none, the one that is now."""
    today = timezone.localdate()
    asked = request.GET.get("month", "")
    shown = Month.written(asked)
    month = shown or Month.of(today)
    found, is_cut = _of_month(request, month)
    by_day = defaultdict(list)
    for event in found:
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
        "is_cut": is_cut,
        "zone": timezone.get_current_timezone_name(),
    }
    return _shown(request, context)


def _of_month(request: HttpRequest, month: Month) -> tuple[list[Event], bool]:
    """What happens in it in its order, and whether that is not all. One query, and two for the month that is now."""
    begins, ends, now = _begin_of(month.first), _begin_of(month.after), timezone.now()
    found: list[Event] = []
    is_cut = False
    for since, until, most in ((begins, min(ends, now), MOST_PAST), (max(begins, now), ends, MOST)):
        rows = events(request, since, until)
        if rows is None:
            raise PermissionDenied
        if since < until:
            rows = rows.reverse() if most == MOST_PAST else rows
            part = [event_of(row) for row in rows[: most + 1]]
            is_cut = is_cut or len(part) > most
            found += part[:most]
    return sorted(found, key=lambda event: (event.at, event.interview, event.what)), is_cut


def _begin_of(day: dt.date) -> dt.datetime:
    """Its first moment in the time zone of the desk."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def _shown(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    request.current_app = admin.site.name
    return TemplateResponse(request, "admin/house/calendar.html", {**admin.site.each_context(request), **context})
