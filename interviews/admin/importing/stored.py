"""What an interview would hold, in short: for an editor who decides whether it is to be taken in."""

from __future__ import annotations

from dataclasses import dataclass

from interviews import timecode
from interviews.documents.document import AppearanceEntry, InterviewDocument, SegmentEntry

#: Entries that are shown of an interview, and of all interviews of a preview together.
ENTRIES = 100
ENTRIES_IN_ALL = 5_000


@dataclass(frozen=True)
class StoredEntry:
    """An entry as it would be stored."""

    segment: SegmentEntry

    @property
    def time(self) -> str:
        """The moment, or what stands in its place; empty where there is none."""
        segment = self.segment
        return timecode.written(segment.start) if segment.start is not None else segment.raw_stamp

    @property
    def tags(self) -> str:
        return ", ".join((*self.segment.tags, *self.segment.subjects))


@dataclass(frozen=True)
class Stored:
    """The words of a document: its introduction, its biographies and as many of its entries."""

    document: InterviewDocument
    most: int = ENTRIES

    def __bool__(self) -> bool:
        return bool(self.document.introduction or self.biographies or self.document.segments)

    @property
    def biographies(self) -> list[AppearanceEntry]:
        return [person for person in self.document.appearances if person.bio]

    @property
    def entries(self) -> list[StoredEntry]:
        return [StoredEntry(segment) for segment in self.document.segments[: self.most]]

    @property
    def not_shown(self) -> int:
        return max(0, len(self.document.segments) - self.most)


def entries_of_each(interviews: int) -> int:
    """How many entries each of so many interviews may show."""
    return min(ENTRIES, ENTRIES_IN_ALL // max(1, interviews))
