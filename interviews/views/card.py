"""The picture of an interview that other sites show beside a link to it (`interviews/cards.py`)."""

from __future__ import annotations

import hashlib
from functools import lru_cache

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_safe

from interviews import cards, timecode
from interviews.cards import Card
from interviews.kept import depend_on, kept
from interviews.models import Interview, Segment
from interviews.views.interview import entry_at, passage_in

#: Seconds for which a copy is taken for the picture; then it is asked whether it still is.
MAX_AGE = 3600
#: Cards that a process keeps, some 30 KB each: a link that goes round is asked for by many machines at once.
KEPT = 64
#: The square of the card takes a copy that is at least so wide, where there is one.
FACE_FROM = cards.FACE


@kept("t")
@require_safe
def card(request: HttpRequest, slug: str) -> HttpResponse:
    """`t` is a moment: the card is that of the entry in which it lies, so that there are no more cards than entries."""
    public = Interview.objects.published().with_people().prefetch_related("recordings", "segments")
    shown = get_object_or_404(public, slug=slug)
    segments = list(shown.segments.all())
    passage = passage_in(request.GET.get("t", ""))
    entry = entry_at(passage.start, segments) if passage else None
    return depend_on(_answer(request, card_of(shown, segments, entry), _portrait(shown)), shown)


@kept()
@require_safe
def site_card(request: HttpRequest) -> HttpResponse:
    """Of pages that show no single interview."""
    return _answer(request, Card(settings.SITE_NAME), "")


def card_of(interview: Interview, segments: list[Segment], entry: Segment | None) -> Card:
    guests = interview.guests
    starts = sorted({segment.start for segment in segments if segment.start is not None})
    length = interview.duration
    whole = max(filter(None, [length, *starts]), default=None)
    moment = entry.start if entry else length
    return Card(
        site=settings.SITE_NAME,
        name=interview.headline,
        title=guests[0].credited_title if len(guests) == 1 and interview.headline != interview.title else "",
        question=(entry.question or entry.heading) if entry else "",
        moment=timecode.written(moment).partition(".")[0] if moment is not None else "",
        parts=tuple(round(start / whole, 4) for start in starts) if whole else (),
        part=starts.index(entry.start) if entry else None,
    )


def _portrait(interview: Interview) -> str:
    """The stored name of a copy of the only guest's portrait; a card has no room for several."""
    bios = [guest.bio for guest in interview.guests if guest.bio]
    if len(interview.guests) != 1 or not bios or not bios[0].portrait:
        return ""
    copies = bios[0].portrait_as_shown.get("renditions", [])
    fitting = [copy for copy in copies if min(copy["width"], copy["height"]) >= FACE_FROM] or copies[-1:]
    return fitting[0]["name"] if fitting else ""


def _answer(request: HttpRequest, drawn: Card, portrait: str) -> HttpResponse:
    """Drawn only where the asker has no copy, and nobody else asked just now."""
    told = repr((cards.DRAWING, drawn, portrait, settings.CARD_FONTS))
    etag = f'"{hashlib.sha256(told.encode()).hexdigest()[:32]}"'
    response = get_conditional_response(request, etag=etag) or HttpResponse(
        _drawn(drawn, portrait, tuple(settings.CARD_FONTS)), content_type="image/png"
    )
    response["ETag"] = etag
    patch_cache_control(response, public=True, max_age=MAX_AGE)
    return response


@lru_cache(maxsize=KEPT)
def _drawn(card: Card, portrait: str, fonts: tuple[str, ...]) -> bytes:
    return cards.draw(card, portrait=_bytes_of(portrait) if portrait else b"", fonts=fonts)


def _bytes_of(stored: str) -> bytes:
    """Nothing where the file is gone: a card without a face is better than none."""
    try:
        with default_storage.open(stored) as file:
            return file.read()
    except OSError:
        return b""
