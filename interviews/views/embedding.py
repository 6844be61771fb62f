"""An interview, or a passage of it, as a small page for a frame on other people's sites."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import Truncator
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from interviews.kept import depend_on, kept
from interviews.models import Interview, Recording, Segment
from interviews.models.interview import InterviewQuerySet
from interviews.templatetags.moments import seconds
from interviews.time_index import measure
from interviews.timecode import Passage
from interviews.views.interview import HOUR, chosen_recording, entry_at, passage_in

#: Whoever may read the page may frame it; a file on somebody's own disk is no site, and `*` does not mean it.
ANYWHERE = {"frame-ancestors": ["*", "file:"]}

#: CSS pixels: the measure of a column of text, and what a time index or an answer needs to be seen as one.
WIDTH = 640
HEIGHT_OF_WHOLE = 440
HEIGHT_OF_PASSAGE = 400
NARROW = 480  # below it the player has two rows, and lines break
MORE_WHERE_NARROW = 80

#: Characters of a question in a frame's title, which screen readers say each time they come by.
LONGEST_TITLE = 120


@dataclass(frozen=True, slots=True)
class Part:
    """What of an interview is embedded: a recording, the passage of it that is played, the entries that are read.

    Without entries the time index is shown instead. `indexed` says whether the entries' times are moments of the
    recording. `query` is the one way to write the part into the embed page's address.
    """

    recording: Recording | None
    indexed: bool
    segments: list[Segment]
    passage: Passage | None = None
    entries: tuple[Segment, ...] = ()
    query: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """The `<iframe>` that shows an embed page. Its sizes are CSS pixels."""

    address: str
    title: str
    width: int
    height: int
    is_film: bool

    @property
    def html(self) -> str:
        # Sound plays in any frame; only a film has a use for the whole screen, which a frame must be lent.
        lent = format_html(' allow="{}"', "fullscreen") if self.is_film else ""
        return format_html(
            '<iframe src="{}" title="{}" width="{}" height="{}" loading="lazy"{} '
            'style="border: 0; max-width: 100%"></iframe>',
            *(self.address, self.title, self.width, self.height, lent),
        )


@kept("segment", "t", "recording")
@xframe_options_exempt
@csp_replace(ANYWHERE)
@require_safe
def embed(request: HttpRequest, slug: str) -> HttpResponse:
    """`?segment=` names an entry, `?t=` a passage or a moment, `?recording=` one of several; without them, the whole.

    What cannot be found in the interview is passed over: a page that shows the whole is better than a broken frame.
    """
    shown = embeddable().filter(slug=slug).first()
    if shown is None:  # not Http404: the site's own page of that kind may not stand in a frame
        return render(request, "interviews/embed_absent.html", status=404)
    part = part_of(shown, request.GET)
    timed = [segment.start for segment in part.segments if segment.start is not None]
    context = {
        "interview": shown,
        "part": part,
        # What the player asks for. Other recordings are on the interview's own page.
        "recordings": [part.recording] if part.recording else [],
        "recording": part.recording,
        "passage": part.passage,
        "indexed": part.indexed,
        "has_times": bool(timed) and not part.entries,
        "has_hours": any(start >= HOUR for start in timed),
        "embedded": True,
        "page": _page_of(shown, part),
    }
    return depend_on(render(request, "interviews/embed.html", context), shown)


def _page_of(interview: Interview, part: Part) -> str:
    """Where the same is on the site, with all around it."""
    if len(part.entries) == 1 and part.query.startswith("segment="):
        return part.entries[0].get_absolute_url()
    return f"{interview.get_absolute_url()}?{part.query}" if part.query else interview.get_absolute_url()


def embeddable() -> InterviewQuerySet:
    """The published interviews, with all that `part_of` and the page ask of one."""
    return (
        Interview.objects.published().select_related("series").with_people().prefetch_related("recordings", "segments")
    )


def part_of(interview: Interview, asked: Mapping[str, str]) -> Part:
    """The part that `segment`, `t` and `recording` mean; see `embed`.

    A passage with both its ends is what somebody chose with care, and wins. Else the entry's name does: it stays where
    a correction moves the moment. A moment means the entry in which it lies, from there to that entry's end.
    """
    segments = list(interview.segments.all())
    measure(segments, None)  # the last one goes on to the end of the recording, which the player knows best
    recordings = [recording for recording in interview.recordings.all() if recording.address]
    recording = chosen_recording(asked.get("recording", ""), recordings)
    passage = passage_in(asked.get("t", ""))
    named = next((segment for segment in segments if segment.uid == asked.get("segment")), None)
    if named and not (passage and passage.end):
        return _part_named(named, next(iter(recordings), None), segments)
    number = recordings.index(recording) + 1 if recording else 1
    moment = {"t": _in_seconds(passage)} if passage else {}
    query = urlencode({**moment, **({"recording": number} if number > 1 else {})}, safe=",")
    entries: tuple[Segment, ...] = ()
    if passage and number == 1:
        entries = _entries_in(passage, segments)
        if not passage.end and entries:
            passage = passage._replace(end=_end_of(entries[0], passage.start))
    return Part(recording, number == 1, segments, passage, entries, query)


def _part_named(entry: Segment, recording: Recording | None, segments: list[Segment]) -> Part:
    """`recording` is the first, of which the entries' times are."""
    passage = None if entry.start is None else Passage(entry.start, _end_of(entry, entry.start))
    return Part(recording, True, segments, passage, (entry,), urlencode({"segment": entry.uid}))


def _entries_in(passage: Passage, segments: list[Segment]) -> tuple[Segment, ...]:
    """The one in which it begins, and those that begin before its end; a moment has no more than the one."""
    first = entry_at(passage.start, segments)
    later = [
        segment
        for segment in segments
        if passage.end and segment.start is not None and passage.start < segment.start < passage.end
    ]
    return (*filter(None, [first]), *later)


def _end_of(entry: Segment, moment: dt.timedelta) -> dt.timedelta | None:
    """Where it ends, if that is after the moment. `measure` has been there before."""
    end = entry.start + entry.length if entry.length else None
    return end if end and end > moment else None


def _in_seconds(passage: Passage) -> str:
    """``90`` or ``90,120``: in seconds, as the player and addresses have it."""
    return ",".join(seconds(moment) for moment in passage if moment is not None)


def frame_of(
    interview: Interview,
    origin: str,
    *,
    heading: str = "",
    query: str = "",
    is_film: bool = False,
    most: tuple[int | None, int | None] = (None, None),
) -> Frame:
    """A frame of the part that `query` names (see `Part`), no larger than `most`, its width and height.

    `heading` is that of the entry that is embedded. The page is in the language that is active.
    """
    width = min(WIDTH, most[0] or WIDTH)
    height = HEIGHT_OF_PASSAGE if heading else HEIGHT_OF_WHOLE
    height += MORE_WHERE_NARROW if width < NARROW else 0
    height += width * 9 // 16 if is_film else 0
    address = origin + reverse("interviews:embed", args=[interview.slug])
    return Frame(
        address=f"{address}?{query}" if query else address,
        title=title_of(interview, heading),
        width=width,
        height=min(height, most[1] or height),
        is_film=is_film,
    )


def title_of(interview: Interview, heading: str = "") -> str:
    """``Ola Berg, Keeper``; of an entry ``Why lighthouses? · Ola Berg``."""
    words = Truncator(" ".join(heading.split())).chars(LONGEST_TITLE)
    return f"{words} · {interview.headline}" if words else interview.title
