"""Podcasting 2.0 chapters as JSON: each chapter becomes a segment.

Format: the podcast namespace's “JSON Chapters Format”, version 1.2. Seen in real files: numbers as strings, chapters
out of order or without a title, chapters that only change a picture.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from interviews.documents import chapters
from interviews.documents.coordinates import point_in
from interviews.documents.document import InterviewDocument, PlaceEntry, RecordingEntry
from interviews.documents.errors import DocumentError, Finding
from interviews.documents.readers.portal_json import loaded
from interviews.documents.readers.timed.chapter_entries import ChapterEntries
from interviews.documents.readers.timed.json_values import moment_in, text_in
from interviews.documents.reading import Reading
from interviews.documents.source_file import SourceFile

SUFFIXES = ()  # other JSON has the same

_ROOT = ("version", "chapters", "title", "author", "podcastName", "description", "fileName")
_CHAPTER = ("startTime", "endTime", "title", "url", "toc", "location")
_LOCATION = ("name", "geo")
_LIST = re.compile(r'"chapters"\s*:\s*\[')
_START = re.compile(r'"startTime"\s*:')


def recognises(file: SourceFile) -> bool:
    head = file.head
    return head.startswith("{") and bool(_LIST.search(head)) and ('"startTime"' in head or '"version"' in head)


def read(file: SourceFile) -> Iterator[Reading]:
    data = loaded(file)
    listed = data.get("chapters") if isinstance(data, dict) else None
    if not isinstance(listed, list):
        problem = "this JSON holds no list of “chapters”, as Podcasting 2.0 has it; export it anew"
        raise DocumentError(problem, code="other_json")
    found = _Chapters()
    for item, line in zip(listed, _lines(file.text, len(listed)), strict=True):
        if isinstance(item, dict):
            found.take_object(item, line)
        else:
            found.take(line, "", "")
    document, findings = _document(data, file.stem, found)
    yield Reading(document, (*findings, *found.all_findings()))


def _lines(text: str, count: int) -> list[int | None]:
    """Where each chapter's start stands; unknown where not each has one."""
    lines: list[int | None] = []
    place, line = 0, 1
    for match in _START.finditer(text):
        line += text.count("\n", place, match.start())
        place = match.start()
        lines.append(line)
    return lines if len(lines) == count else [None] * count


def _document(data: dict[str, Any], name: str, found: _Chapters) -> tuple[InterviewDocument, list[Finding]]:
    findings = []
    title = text_in(data.get("title"))
    if not title:
        title = name or "Interview"
        findings.append(Finding(None, "title_missing", f"the chapters have no title; “{title}” is the file’s name"))
    author = text_in(data.get("author"))
    if author:
        message = f"the author “{author[:60]}” was taken for the organisation; if it is a person, enter who it is"
        findings.append(Finding(None, "author_taken", message))
    file_name = text_in(data.get("fileName"))
    beside = bool(file_name) and "/" not in file_name and "\\" not in file_name
    known = _ROOT if beside else [name for name in _ROOT if name != "fileName"]
    found.leave_out(name for name, value in data.items() if name not in known and not _is_empty(value))
    document = InterviewDocument(
        title=title,
        organisation=author,
        series=text_in(data.get("podcastName")),
        introduction=_prose(data.get("description")),
        recordings=(RecordingEntry(file=file_name),) if beside else (),
        segments=tuple(found.segments),
    )
    return document, findings


class _Chapters(ChapterEntries):
    """The chapters of the list, as the format has them."""

    def take_object(self, item: dict[str, Any], line: int | None) -> None:
        places = self._places(item.get("location"), line)
        self.leave_out(name for name, value in item.items() if name not in _CHAPTER and not _is_empty(value))
        end = moment_in(item.get("endTime"))
        if end is None and not _is_empty(item.get("endTime")):
            message = f"chapter {self.count + 1}: endTime “{text_in(item['endTime'])[:40]}” is no number of seconds"
            self.findings.append(Finding(line, "impossible_timecode", f"{message}; its end was left out"))
        self.take(
            line,
            text_in(item.get("startTime")),
            text_in(item.get("title")),
            start=moment_in(item.get("startTime")),
            end=end,
            address=text_in(item.get("url")),
            places=places,
            is_hidden=item.get("toc") is False,
        )

    def _places(self, location: Any, line: int | None) -> tuple[PlaceEntry, ...]:
        if not isinstance(location, dict):
            return ()
        name, geo = text_in(location.get("name")), text_in(location.get("geo"))
        point = point_in(geo)
        if geo and point is None:
            message = f"“{geo[:40]}” are no coordinates (write geo:59.3,18.1); the place is kept without"
            self.findings.append(Finding(line, "bad_coordinates", message))
        rest = (key for key, value in location.items() if key not in _LOCATION and not _is_empty(value))
        self.leave_out(f"location.{key}" for key in rest)
        latitude, longitude = point or (None, None)
        name = name or (geo if point is None else "")
        return (PlaceEntry(name=name, latitude=latitude, longitude=longitude),) if name or point else ()


def _is_empty(value: Any) -> bool:
    return value in (None, "", [], {})


def _prose(value: Any) -> str:
    """Text of several lines, each on one."""
    if not isinstance(value, str):
        return ""
    lines = value.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(chapters.one_line(line) for line in lines).strip()
