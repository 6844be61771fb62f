"""The interview's page."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from interviews import timecode
from interviews.exporting.documents import forms_of
from interviews.models import Interview, Segment

HOUR = dt.timedelta(hours=1)


@require_safe
def interview(request: HttpRequest, slug: str) -> HttpResponse:
    shown = get_object_or_404(Interview.objects.published().with_time_index(), slug=slug)
    segments = list(shown.segments.all())
    shown.gather_tags(segments)
    moment = _moment(request.GET.get("t", ""))
    recordings = [recording for recording in shown.recordings.all() if recording.address]
    forms = forms_of(shown, segments)
    context = {
        "interview": shown,
        "forms": forms,
        "segments": segments,
        "has_times": any(segment.start is not None for segment in segments),
        "has_hours": any(segment.start is not None and segment.start >= HOUR for segment in segments),
        "has_biography": any(guest.bio and guest.bio.text for guest in shown.guests),
        "recording": recordings[0] if recordings else None,
        "more_recordings": recordings[1:],
        "moment": moment,
        "opens_at": _entry_at(moment, segments),
    }
    response = render(request, "interviews/interview.html", context)
    # RFC 8288: the same interview for machines, without reading the page.
    response["Link"] = ", ".join(f'<{form.address}>; rel="alternate"; type="{form.media_type}"' for form in forms)
    return response


def _moment(text: str) -> dt.timedelta | None:
    """What the address asks for, so that player and page open there without script too; None if unreadable."""
    try:
        return timecode.parse_moment(text)
    except timecode.TimecodeError:
        return None


def _entry_at(moment: dt.timedelta | None, segments: list[Segment]) -> Segment | None:
    """The last entry that starts at or before the moment; of those that start together, the last on the page."""
    if moment is None:
        return None
    begun = [segment for segment in segments if segment.start is not None and segment.start <= moment]
    return max(reversed(begun), key=lambda segment: segment.start, default=None)
