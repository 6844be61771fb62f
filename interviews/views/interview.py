"""The interview's page."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from interviews import timecode
from interviews.models import Interview

HOUR = dt.timedelta(hours=1)


@require_safe
def interview(request: HttpRequest, slug: str) -> HttpResponse:
    shown = get_object_or_404(Interview.objects.published().with_time_index(), slug=slug)
    segments = list(shown.segments.all())
    shown.gather_tags(segments)
    recordings = [recording for recording in shown.recordings.all() if recording.address]
    context = {
        "interview": shown,
        "segments": segments,
        "has_times": any(segment.start is not None for segment in segments),
        "has_hours": any(segment.start is not None and segment.start >= HOUR for segment in segments),
        "has_biography": any(guest.bio and guest.bio.text for guest in shown.guests),
        "length": shown.duration
        or max((segment.start for segment in segments if segment.start is not None), default=None),
        "recording": recordings[0] if recordings else None,
        "more_recordings": recordings[1:],
        "moment": _moment(request.GET.get("t", "")),
    }
    return render(request, "interviews/interview.html", context)


def _moment(text: str) -> int | None:
    """Whole seconds for a media fragment, so that the player starts there without script too; None if unreadable."""
    try:
        return int(timecode.parse_moment(text).total_seconds())
    except timecode.TimecodeError:
        return None
