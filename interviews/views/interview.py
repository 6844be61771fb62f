"""The interview's page."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from interviews import timecode
from interviews.exporting.documents import forms_of
from interviews.kept import Kept, dependence, kept
from interviews.models import Interview, Recording, Segment, Transcript
from interviews.numbers import whole_number
from interviews.onward import onward
from interviews.rendered import Rendering
from interviews.time_index import FEWEST_TO_FILTER, LONGEST_WORDS, measure, with_words
from interviews.views import structured
from interviews.views.origin import origin_of
from interviews.views.sharing import shared_interview

HOUR = dt.timedelta(hours=1)


@kept("t", "play", "recording")
@require_safe
def interview(request: HttpRequest, slug: str) -> HttpResponse:
    rendering = None if request.GET or not settings.RENDERED_PAGES else Rendering(slug, origin_of(request))
    if rendering and (found := rendering.find()):
        stored, kept_for = found
        return _answer(request, {"stored": stored}, stored["link"], kept_for)
    shown = get_object_or_404(Interview.objects.published().with_time_index(), slug=slug)
    segments = list(shown.segments.all())
    shown.gather_tags(segments)
    forms = forms_of(shown, segments)
    context = page_of(request, shown, segments) | {
        "forms": forms,
        "onward": onward(shown),
        "structured": structured.of_interview(request, shown, segments),
    }
    # RFC 8288: the same interview for machines, without reading the page.
    link = ", ".join(f'<{form.address}>; rel="alternate"; type="{form.media_type}"' for form in forms)
    kept_for = dependence(shown, context["onward"].all)
    if rendering is None:
        return _answer(request, context, link, kept_for)
    response = _answer(request, context | {"made": rendering.made}, link, kept_for)
    rendering.made["link"] = link
    rendering.keep(shown, kept_for)
    return response


def _answer(request: HttpRequest, context: dict[str, Any], link: str, kept_for: Kept) -> HttpResponse:
    response = render(request, "interviews/interview.html", context)
    response["Link"] = link
    response.kept = kept_for
    return response


def page_of(request: HttpRequest, shown: Interview, segments: list[Segment]) -> dict[str, Any]:
    """What the page shows of an interview and of what the address asks for, without what leads away from it.

    Its tags were gathered. For a draft too: nothing here asks whether the public may see it.
    """
    recordings = [recording for recording in shown.recordings.all() if recording.address]
    recording = chosen_recording(request.GET.get("recording", ""), recordings)
    passage = passage_in(request.GET.get("t", ""))
    indexed = recording in recordings[:1] or not recordings  # the entries' times are moments of the first
    opens_at = entry_at(passage.start, segments) if passage and indexed else None
    measure(segments, recordings[0].duration if recordings else None)
    looked_for = request.GET.get("find", "").strip()[:LONGEST_WORDS]
    return {
        "interview": shown,
        "segments": segments,
        "found": with_words(segments, looked_for) if looked_for else segments,
        "looked_for": looked_for,
        "can_filter": len(segments) >= FEWEST_TO_FILTER,
        "has_times": any(segment.start is not None for segment in segments),
        "has_hours": any(segment.start is not None and segment.start >= HOUR for segment in segments),
        "has_biography": any(guest.bio and guest.bio.text for guest in shown.guests),
        "recordings": recordings,
        "recording": recording,
        "indexed": indexed,
        "transcript": _transcript(shown, segments),
        "passage": passage,
        "opens_at": opens_at,
        "shared": shared_interview(request, shown, opens_at, recording),
    }


def chosen_recording(number: str, recordings: list[Recording]) -> Recording | None:
    """The recording of that number, counted from 1; the first where there is no such, None where there is none."""
    place = whole_number(number) or 1
    return next(iter(recordings[place - 1 :] or recordings), None)


def _transcript(shown: Interview, segments: list[Segment]) -> Transcript | None:
    """What was said, laid out for reading; None where there are no words."""
    transcript = getattr(shown, "transcript", None)
    if transcript:
        transcript.lay_out(segments)
    return transcript if transcript and transcript.paragraphs else None


def passage_in(text: str) -> timecode.Passage | None:
    """What the address asks for, so that player and page open there without script too; None if unreadable."""
    try:
        return timecode.parse_passage(text)
    except timecode.TimecodeError:
        return None


def entry_at(moment: dt.timedelta, segments: list[Segment]) -> Segment | None:
    """The last entry that starts at or before the moment; of those that start together, the last on the page."""
    begun = [segment for segment in segments if segment.start is not None and segment.start <= moment]
    return max(reversed(begun), key=lambda segment: segment.start, default=None)
