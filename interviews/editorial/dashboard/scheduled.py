from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from interviews.admin.dashboard.panels import SHOWN, Panel, Row
from interviews.editorial.admin.publishing import moment_in_words
from interviews.editorial.scheduled.events import address_of, event_of, events


def scheduled(request: HttpRequest) -> Panel | None:
    """What happens next. Two queries."""
    rows = events(request, timezone.now())
    if rows is None:
        return None
    next_ones = [event_of(row) for row in rows[:SHOWN]]
    return Panel(
        "scheduled",
        gettext("Scheduled"),
        rows.count(),
        [
            Row(one.title, address_of(request, one), one.language, f"{one.words}: {moment_in_words(one.at)}")
            for one in next_ones
        ],
        reverse("desk_calendar"),
        gettext("Calendar"),
    )
