"""The neutral document: the whole content of an interview as plain, frozen data.

Everything that crosses the border of the database is one of these. Absent text is the empty string, absent
values are None, absent lists are empty tuples; so two documents are equal exactly when they say the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from interviews.documents.errors import DocumentError

ROLES = ("interviewer", "guest", "panellist", "moderator")
KINDS = ("question", "statement", "section", "note")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date known to the day, the month or the year; `day` is the first day of what is known."""

    day: dt.date
    precision: str = "day"

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """From ISO 8601 with reduced precision: ``2015``, ``2015-09``, ``2015-09-14``. Raises DocumentError."""
        parts = text.strip().split("-")
        if len(parts) > 3 or [len(part) for part in parts] != [4, 2, 2][: len(parts)]:
            raise DocumentError(f"“{text}” is not a date (write 2015, 2015-09 or 2015-09-14)", code="bad_date")
        try:
            day = dt.date(*(int(part) for part in [*parts, "01", "01"][:3]))
        except ValueError as error:
            raise DocumentError(f"“{text}” is not a date ({error})", code="bad_date") from error
        return cls(day, ("year", "month", "day")[len(parts) - 1])

    def __str__(self) -> str:
        return self.day.isoformat()[: {"year": 4, "month": 7, "day": 10}[self.precision]]


@dataclass(frozen=True, slots=True, kw_only=True)
class AppearanceEntry:
    """One person taking part, as credited then; `bio` is how the person was introduced (rich text source)."""

    name: str
    role: str = "guest"
    title: str = ""
    organisation: str = ""
    post_nominals: str = ""
    bio: str = ""
    portrait: str = ""
    portrait_alt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingEntry:
    """Audio or video: at an address, or in a file beside the document; neither: announced, address unknown."""

    url: str = ""
    file: str = ""
    media_type: str = ""
    duration: dt.timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentEntry:
    """An addressable stretch of talk. `answer` is an excerpt whose elisions ("....") are kept as written;
    blank lines separate its paragraphs. `answered_by` names one of the appearances, where it is known."""

    uid: str = ""
    start: dt.timedelta | None = None
    end: dt.timedelta | None = None
    raw_stamp: str = ""
    kind: str = "question"
    label: str = ""
    question: str = ""
    answer: str = ""
    answered_by: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscussionEntry:
    """Where an interview was discussed elsewhere before it came here."""

    name: str
    url: str = ""
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewDocument:
    """The whole content of one interview."""

    title: str
    organisation: str = ""
    series: str = ""
    part: int | None = None
    introduction: str = ""
    language: str = "en"
    rights: str = ""
    recorded: PartialDate | None = None
    published: PartialDate | None = None
    discussion: DiscussionEntry | None = None
    tags: tuple[str, ...] = ()
    appearances: tuple[AppearanceEntry, ...] = ()
    recordings: tuple[RecordingEntry, ...] = ()
    segments: tuple[SegmentEntry, ...] = ()

    def people(self, role: str) -> Iterator[AppearanceEntry]:
        return (entry for entry in self.appearances if entry.role == role)
