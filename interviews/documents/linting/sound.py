"""Rules on recordings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from interviews.documents.document import InterviewDocument
from interviews.documents.linting.rule import Found, Outside, Place, gettext_noop, rule


def length_of(document: InterviewDocument) -> timedelta | None:
    """Of the longest recording whose length is known."""
    return max((entry.duration for entry in document.recordings if entry.duration), default=None)


def end_of(document: InterviewDocument) -> timedelta | None:
    """Behind which nothing can be heard: of several recordings, which may be parts, the sum; None: not known."""
    lengths = [entry.duration for entry in document.recordings if entry.url or entry.file or entry.duration]
    known = [length for length in lengths if length]
    return sum(known, timedelta(0)) if known and len(known) == len(lengths) else None


@rule(
    "recording_missing",
    about=gettext_noop("nothing to hear"),
    message=gettext_noop("Its segments have times, and there is no recording to hear them in."),
    advice=gettext_noop("Upload the recording, or give its address."),
)
def recording_missing(document: InterviewDocument, _outside: Outside) -> Iterator[Found]:
    playable = any(entry.url or entry.file for entry in document.recordings)
    if not playable and any(segment.start is not None for segment in document.segments):
        yield Place(of="recordings"), {}


@rule(
    "recording_length_missing",
    about=gettext_noop("a recording without length"),
    message=gettext_noop("How long %(name)s is, is not known."),
    advice=gettext_noop("Write its length: lists, feeds and the player’s bar need it before it is loaded."),
    cure="length",
)
def recording_length_missing(document: InterviewDocument, _outside: Outside) -> Iterator[Found]:
    for number, entry in enumerate(document.recordings):
        if (entry.url or entry.file) and not entry.duration:
            yield (
                Place("recording", "duration", number),
                {"name": _name(entry.url or entry.file), "cure": bool(entry.file)},
            )


@rule(
    "recording_dead",
    blocking=True,
    about=gettext_noop("a recording that is gone"),
    message=gettext_noop("%(name)s cannot be fetched, and could not on another day either."),
    advice=gettext_noop("Correct its address, or upload the file here."),
)
def recording_dead(document: InterviewDocument, outside: Outside) -> Iterator[Found]:
    for number, entry in enumerate(document.recordings):
        known = outside.links.get(entry.url)
        if known is not None and known.dead:
            yield Place("recording", "url", number), {"name": _name(entry.url)}


@rule(
    "recording_without_ranges",
    about=gettext_noop("a recording that plays from the beginning only"),
    message=gettext_noop("Where %(name)s lies, no part of it is given by itself."),
    advice=gettext_noop(
        "Players cannot go to a moment before all of it is loaded: let that server answer HTTP range requests, or "
        "upload the file here."
    ),
)
def recording_without_ranges(document: InterviewDocument, outside: Outside) -> Iterator[Found]:
    for number, entry in enumerate(document.recordings):
        known = outside.links.get(entry.url)
        if known is not None and not known.dead and known.ranges is False:
            yield Place("recording", "url", number), {"name": _name(entry.url)}


def _name(address: str) -> str:
    """The last part of a path, by which people know a file."""
    return address.partition("?")[0].rstrip("/").rpartition("/")[2] or address
