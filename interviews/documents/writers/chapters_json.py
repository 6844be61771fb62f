"""Chapters as JSON, for podcast players (the podcast namespace's “JSON Chapters Format”, version 1.2).

It carries what `chapters_of` gives, with each segment's first link and place; and the interview's title,
organisation, series and introduction.
"""

from __future__ import annotations

import json
from datetime import timedelta
from itertools import zip_longest
from typing import Any

from interviews.documents.chapters import Chapter, chapters_of
from interviews.documents.coordinates import geo_uri
from interviews.documents.document import InterviewDocument, PlaceEntry
from interviews.documents.writers.place import Place
from interviews.richtext import plain_words

NAME = "Chapters (JSON)"
MEDIA_TYPE = "application/json+chapters"
SUFFIX = "/chapters.json"
LOSSES = (
    "all but chapters with the first link and place of each, and title, organisation, series, introduction",
    "of links the words; of places the zoom, less than a centimetre, and those that have but a name or no name",
)

VERSION = "1.2.0"


def fits(document: InterviewDocument) -> bool:
    return bool(chapters_of(document))


def write(document: InterviewDocument, place: Place) -> str:
    """An end is written where the next chapter's start does not already say it."""
    chapters = chapters_of(document)
    data: dict[str, Any] = {"version": VERSION, "title": document.title}
    told = {"author": document.organisation, "podcastName": document.series}
    data.update((name, value) for name, value in told.items() if value)
    data["chapters"] = [_plain(chapter, following) for chapter, following in zip_longest(chapters, chapters[1:])]
    if document.introduction:
        data["description"] = plain_words(
            document.introduction
        )  # last: it may be long, and what the file is shows at its top
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _plain(chapter: Chapter, following: Chapter | None) -> dict[str, Any]:
    data: dict[str, Any] = {"startTime": _seconds(chapter.start), "title": chapter.title}
    if chapter.end is not None and (following is None or chapter.end != following.start):
        data["endTime"] = _seconds(chapter.end)
    if chapter.link is not None:
        data["url"] = chapter.link.url
    if chapter.place is not None and (location := _location(chapter.place)):
        data["location"] = location
    return data


def _seconds(moment: timedelta) -> int | float:
    seconds = moment.total_seconds()
    return int(seconds) if seconds.is_integer() else round(seconds, 3)


def _location(place: PlaceEntry) -> dict[str, str]:
    """The format requires both; a place without coordinates, or a point without a name, is not written."""
    if not place.name or place.latitude is None or place.longitude is None:
        return {}
    return {"name": place.name, "geo": geo_uri(place.latitude, place.longitude)}
