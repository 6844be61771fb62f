"""What a front matter says of an interview: which names are understood, and what their values mean."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from interviews import timecode
from interviews.documents.document import (
    TRANSCRIPT_KINDS,
    DiscussionEntry,
    InterviewDocument,
    PartialDate,
    RecordingEntry,
    TranscriptEntry,
)
from interviews.documents.errors import DocumentError, Finding
from interviews.documents.readers.marked.front_matter import Given
from interviews.documents.readers.marked.people import ROLES_BY_KEY, People
from interviews.documents.readers.page.pointers import date_in
from interviews.documents.readers.page.time_index import keywords_in

#: Other names under which a value is understood.
SYNONYMS = {
    "organization": "organisation",
    "publisher": "organisation",
    "date": "published",
    "lang": "language",
    "license": "rights",
    "licence": "rights",
    "source": "provenance",
    "keywords": "tags",
    "audio": "recordings",
    "video": "recordings",
    "recording": "recordings",
    "description": "introduction",
    "summary": "introduction",
    "uri": "url",
    "type": "media_type",
    "bytes": "size",
    "length": "duration",
}
_LINES = ("title", "organisation", "series", "recorded_basis", "published_basis", "language")
_TEXTS = ("introduction", "rights", "provenance")
_PART = re.compile(r"(?P<part>\d{1,4})(?:\s*(?:of|/)\s*(?P<total>\d{1,4}))?")


@dataclass
class Facts:
    """What was said. `people` is None where the front matter names nobody and does not say that there is nobody."""

    texts: dict[str, str] = field(default_factory=dict)
    part: int | None = None
    part_total: int | None = None
    recorded: PartialDate | None = None
    published: PartialDate | None = None
    tags: tuple[str, ...] | None = None
    people: People | None = None
    recordings: tuple[RecordingEntry, ...] | None = None
    discussion: DiscussionEntry | None = None
    transcript: TranscriptEntry | None = None
    findings: list[Finding] = field(default_factory=list)

    def __getitem__(self, name: str) -> str:
        return self.texts.get(name, "")


def facts_of(values: Mapping[str, Given]) -> Facts:
    """The facts, in a finding each what is not understood."""
    facts = Facts()
    reading = _Reading(facts)
    for name, given in values.items():
        key = _key(name)
        if key in _LINES or key in _TEXTS:
            facts.texts[key] = reading.text(name, given, one_line=key in _LINES)
        elif key in ROLES_BY_KEY:
            facts.people = facts.people or People(facts.findings)
            facts.people.add(key, given)
        elif (read := getattr(reading, f"read_{key}", None)) is not None:
            read(name, given)
        else:
            reading.left_out(name, given, "no such name is known here")
    return facts


def _key(name: str) -> str:
    key = name.strip().casefold().replace("-", "_").replace(" ", "_")
    return SYNONYMS.get(key, key)


def with_facts(document: InterviewDocument, facts: Facts) -> InterviewDocument:
    """The document, with what the front matter says in place of what the text says; both introductions stay."""
    lines: dict[str, Any] = {key: value for key, value in facts.texts.items() if value and key != "introduction"}
    introductions = dict.fromkeys(filter(None, (facts["introduction"], document.introduction)))
    return replace(
        document,
        introduction="\n\n".join(introductions),
        part=document.part if facts.part is None else facts.part,
        part_total=document.part_total if facts.part_total is None else facts.part_total,
        recorded=facts.recorded or document.recorded,
        published=facts.published or document.published,
        discussion=facts.discussion or document.discussion,
        recordings=document.recordings if facts.recordings is None else facts.recordings,
        tags=tuple(dict.fromkeys((*(facts.tags or ()), *document.tags))),
        **lines,
    )


@dataclass
class _Reading:
    facts: Facts

    def left_out(self, name: str, given: Given, why: str) -> None:
        message = f"“{name[:40]}” was left out: {why}; see docs/formats.md for what a front matter may say"
        self.facts.findings.append(Finding(given.line, "field_left_out", message))

    def text(self, name: str, given: Given, *, one_line: bool = True) -> str:
        if not isinstance(given.value, str):
            self.left_out(name, given, "its value is not one text")
            return ""
        return " ".join(given.value.split()) if one_line else given.value.strip()

    def read_part(self, name: str, given: Given) -> None:
        match = _PART.fullmatch(self.text(name, given))
        if match is None:
            return self.left_out(name, given, "write a number (2), or “2 of 3”")
        self.facts.part = int(match["part"])
        if match["total"]:
            self.facts.part_total = int(match["total"])
        return None

    def read_part_total(self, name: str, given: Given) -> None:
        text = self.text(name, given)
        if not re.fullmatch(r"\d{1,4}", text, re.ASCII):
            return self.left_out(name, given, "write a number")
        self.facts.part_total = int(text)
        return None

    def read_recorded(self, name: str, given: Given) -> None:
        self.facts.recorded = self._date(name, given)

    def read_published(self, name: str, given: Given) -> None:
        self.facts.published = self._date(name, given)

    def _date(self, name: str, given: Given) -> PartialDate | None:
        text = self.text(name, given)
        if re.match(r"\d{4}-\d\d-\d\d[T ]", text):
            text = text[:10]  # the hour is the file's, no interview's
        try:
            return date_in(text)
        except DocumentError as error:
            self.facts.findings.append(Finding(given.line, "bad_date", error.problem))
            return None

    def _day(self, name: str, given: Given) -> dt.date | None:
        date = self._date(name, given) if given.value else None
        return date.day if date else None

    def read_tags(self, name: str, given: Given) -> None:
        if isinstance(given.value, str):
            tags = keywords_in(given.value)
        else:
            items = given.value if isinstance(given.value, list) else [given]
            tags = tuple(tag for tag in (self.text(name, item) for item in items) if tag)
        self.facts.tags = tuple(dict.fromkeys((*(self.facts.tags or ()), *tags)))

    def read_recordings(self, name: str, given: Given) -> None:
        items = given.value if isinstance(given.value, list) else [given] if given.value != "" else []
        self.facts.recordings = (*(self.facts.recordings or ()), *(self._recording(name, item) for item in items))

    def _recording(self, name: str, given: Given) -> RecordingEntry:
        if isinstance(given.value, str):
            text = given.value.strip()
            return RecordingEntry(url=text) if re.match(r"https?://", text, re.I) else RecordingEntry(file=text)
        said = self._fields(name, given, ("url", "file", "media_type", "size", "duration"))
        if not said.get("url") and not said.get("file"):
            message = "a recording is named without address or file; add the file or address in the admin"
            self.facts.findings.append(Finding(given.line, "recording_address_unknown", message))
        size = said.get("size", "").replace(",", "").replace("_", "")
        if size and not re.fullmatch(r"\d{1,15}", size, re.ASCII):
            self.left_out("size", given, "write a number of bytes")
            size = ""
        duration = None
        if said.get("duration"):
            try:
                duration = timecode.parse_moment(said["duration"])
            except timecode.TimecodeError as error:
                self.facts.findings.append(Finding(given.line, "bad_duration", str(error)))
        return RecordingEntry(
            url=said.get("url", ""),
            file=said.get("file", ""),
            media_type=said.get("media_type", ""),
            size=int(size) if size else None,
            duration=duration,
        )

    def read_discussion(self, name: str, given: Given) -> None:
        if isinstance(given.value, str):
            text = self.text(name, given)
            url = text if text.startswith(("http://", "https://")) else ""
            self.facts.discussion = DiscussionEntry(name=text, url=url) if text else None
            return
        said = self._fields(name, given, ("name", "url", "starts_on", "ends_on"))
        named = said.get("name") or said.get("url", "")
        if named:
            days = (self._day(key, Given(said.get(key, ""), given.line)) for key in ("starts_on", "ends_on"))
            self.facts.discussion = DiscussionEntry(
                name=named, url=said.get("url", ""), starts_on=next(days), ends_on=next(days)
            )

    def read_transcript(self, name: str, given: Given) -> None:
        said = (
            {"kind": self.text(name, given)}
            if isinstance(given.value, str)
            else self._fields(name, given, ("kind", "language"))
        )
        kind = said.get("kind", "") or TRANSCRIPT_KINDS[-1]
        if kind not in TRANSCRIPT_KINDS:
            return self.left_out(name, given, f"its kind is none of {', '.join(TRANSCRIPT_KINDS)}")
        self.facts.transcript = TranscriptEntry(kind=kind, language=said.get("language", ""))
        return None

    def _fields(self, name: str, given: Given, known: tuple[str, ...]) -> dict[str, str]:
        return dict(fields_of(given, known, lambda key, item, why: self.left_out(f"{name}.{key}", item, why)))


def fields_of(
    given: Given, known: tuple[str, ...], left_out: Callable[[str, Given, str], None]
) -> Iterator[tuple[str, str]]:
    """The texts of a mapping, under the names that are known; `left_out` hears of every other."""
    if not isinstance(given.value, dict):
        return left_out("", given, "write names and values")
    for name, item in given.value.items():
        key = name if name in known else _key(name)
        if key not in known:
            left_out(name, item, "no such name is known here")
        elif not isinstance(item.value, str):
            left_out(name, item, "its value is not one text")
        else:
            yield key, item.value.strip()
    return None
