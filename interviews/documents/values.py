"""The values of a document one by one, each with the name of its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from interviews.documents.document import InterviewDocument, PartialDate

_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


@dataclass(frozen=True, slots=True, order=True)
class Became:
    """`field` of the document, of its person, entry (segment) or cue of this `number` (from 1; 0: of the document)."""

    field: str
    of: str = ""
    number: int = 0


def values_of(document: InterviewDocument) -> Iterator[tuple[Became, str]]:
    """What a document says, with the name of its place, roughly in the order in which texts say it."""
    for field in ("organisation", "title", "series", "introduction", "rights", "provenance", "language"):
        yield Became(field), getattr(document, field)
    for number, person in enumerate(document.appearances, start=1):
        for field in ("name", "title", "organisation", "post_nominals", "website", "portrait", "portrait_alt"):
            yield Became(field, "person", number), getattr(person, field)
        yield Became("biography", "person", number), person.bio
    for field, date in (("recorded", document.recorded), ("published", document.published)):
        yield from ((Became(field), text) for text in _dates(date))
    for number, recording in enumerate(document.recordings, start=1):
        yield Became("address", "recording", number), recording.url or recording.file
    if document.discussion is not None:
        yield Became("discussion"), document.discussion.name
        yield Became("discussion"), document.discussion.url
    yield from _tags(Became("tags"), document.tags)
    for number, segment in enumerate(document.segments, start=1):
        yield Became("time", "entry", number), segment.raw_stamp
        for field in ("label", "question", "answer", "synopsis"):
            yield Became(field, "entry", number), getattr(segment, field)
        yield from _tags(Became("tags", "entry", number), (*segment.tags, *segment.subjects))
        for link in segment.links:
            yield Became("link", "entry", number), link.url
            yield Became("link", "entry", number), link.text
        for place in segment.places:
            yield Became("place", "entry", number), place.name
    if document.transcript is not None:
        for number, cue in enumerate(document.transcript.cues, start=1):
            yield Became("speaker", "cue", number), cue.speaker
            yield Became("text", "cue", number), cue.text
    for number, comment in enumerate(document.comments, start=1):
        yield Became("name", "comment", number), comment.name
        yield Became("text", "comment", number), comment.body


def _tags(became: Became, names: tuple[str, ...]) -> Iterator[tuple[Became, str]]:
    """Together, as a line of keywords has them, and one by one, as a list has."""
    yield became, " ".join(names)
    if len(names) > 1:
        yield from ((became, name) for name in names)


def _dates(date: PartialDate | None) -> Iterator[str]:
    """The spellings in which a text may have said it."""
    if date is None:
        return
    day, month = date.day.day, _MONTHS[date.day.month - 1]
    year = date.day.year
    yield str(date)
    if date.precision == "day":
        yield from (f"{day} {month} {year}", f"{month} {day} {year}", f"{day} {month[:3]} {year}")
        yield f"{month[:3]} {day} {year}"
    elif date.precision == "month":
        yield from (f"{month} {year}", f"{month[:3]} {year}")
