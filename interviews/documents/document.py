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
TRANSCRIPT_KINDS = ("excerpt", "machine", "corrected", "verbatim")
COMMENT_STATUSES = ("pending", "approved", "rejected", "spam", "removed", "withdrawn")
#: What a remark is beside a remark: a question to the guest.
COMMENT_KINDS = ("", "question")
#: As what somebody spoke who had signed in; empty for readers.
COMMENT_VOICES = ("", "guest", "interviewer", "editor")


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
    """One person taking part, as credited then; `bio` is how the person was introduced (rich text source).

    `speaker` is the person's name in addresses, where a site says which of two namesakes this is, and `speaker_name`
    the name there, where the person is credited with another. `bio_language` is empty where it is the interview's.
    `portrait` is a file beside the document, or an address.
    """

    name: str
    speaker: str = ""
    speaker_name: str = ""
    role: str = "guest"
    title: str = ""
    organisation: str = ""
    post_nominals: str = ""
    website: str = ""
    bio: str = ""
    bio_as_of: dt.date | None = None
    bio_language: str = ""
    portrait: str = ""
    portrait_alt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingEntry:
    """Audio or video: at an address, or in a file beside the document; neither: announced, address unknown.

    `size` is in bytes.
    """

    url: str = ""
    file: str = ""
    media_type: str = ""
    size: int | None = None
    duration: dt.timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkEntry:
    """An address of the web that was spoken of, and the words that lead to it."""

    url: str
    text: str = ""

    @property
    def is_safe(self) -> bool:
        """Whether a page may link to it: ``javascript:`` and its like are no addresses."""
        return self.url[:8].lower().startswith(("http://", "https://"))


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceEntry:
    """A place that was spoken of; latitude and longitude in degrees (WGS 84), `zoom` of a web map."""

    name: str = ""
    latitude: float | None = None
    longitude: float | None = None
    zoom: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentEntry:
    """An addressable stretch of talk. `answer` is an excerpt whose elisions ("....") are kept as written;
    blank lines separate its paragraphs. `answered_by` names one of the appearances, where it is known; of several
    with that name the first is meant, or the one of `answered_by_speaker` in `answered_by_role`. `tags` are free words,
    `subjects` terms of a vocabulary."""

    uid: str = ""
    start: dt.timedelta | None = None
    end: dt.timedelta | None = None
    raw_stamp: str = ""
    kind: str = "question"
    label: str = ""
    question: str = ""
    answer: str = ""
    answered_by: str = ""
    answered_by_speaker: str = ""
    answered_by_role: str = ""
    synopsis: str = ""
    tags: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    links: tuple[LinkEntry, ...] = ()
    places: tuple[PlaceEntry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CueEntry:
    """A stretch of the transcript: what was said from `start` on. `speaker` is the name as the transcript has it."""

    start: dt.timedelta | None = None
    end: dt.timedelta | None = None
    speaker: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptEntry:
    """The words said, in order; `kind` says how far they can be trusted."""

    kind: str = "verbatim"
    language: str = ""
    cues: tuple[CueEntry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentEntry:
    """A reader's remark. `key` names it within its source and `parent` is the key of the one it answers.

    `segment` is the uid of the segment it speaks of and `about` the words of that, as they were when it was written;
    `answer` is the key of the guest's reply to a question. `email` is for the editors, and never shown.
    """

    key: str
    parent: str = ""
    name: str = ""
    email: str = ""
    url: str = ""
    body: str = ""
    status: str = "pending"
    written_at: dt.datetime | None = None
    edited_at: dt.datetime | None = None
    picked_at: dt.datetime | None = None
    locked_at: dt.datetime | None = None
    segment: str = ""
    moment: dt.timedelta | None = None
    about: str = ""
    kind: str = ""
    voice: str = ""
    answer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscussionEntry:
    """Where an interview was discussed elsewhere before it came here."""

    name: str
    url: str = ""
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewDocument:
    """The whole content of one interview.

    `recorded_basis` and `published_basis` say in a few words how a date is known; `provenance`, where the interview
    comes from (an address, a collection).
    """

    title: str
    organisation: str = ""
    series: str = ""
    part: int | None = None
    part_total: int | None = None
    introduction: str = ""
    language: str = "en"
    rights: str = ""
    provenance: str = ""
    recorded: PartialDate | None = None
    recorded_basis: str = ""
    published: PartialDate | None = None
    published_basis: str = ""
    discussion: DiscussionEntry | None = None
    tags: tuple[str, ...] = ()
    appearances: tuple[AppearanceEntry, ...] = ()
    recordings: tuple[RecordingEntry, ...] = ()
    segments: tuple[SegmentEntry, ...] = ()
    transcript: TranscriptEntry | None = None
    comments: tuple[CommentEntry, ...] = ()

    def people(self, role: str) -> Iterator[AppearanceEntry]:
        return (entry for entry in self.appearances if entry.role == role)


#: Fields that hold one word of a list, by the type they stand in.
CHOICES: dict[type, dict[str, tuple[str, ...]]] = {
    AppearanceEntry: {"role": ROLES},
    SegmentEntry: {"kind": KINDS},
    TranscriptEntry: {"kind": TRANSCRIPT_KINDS},
    CommentEntry: {"status": COMMENT_STATUSES, "kind": COMMENT_KINDS, "voice": COMMENT_VOICES},
}
