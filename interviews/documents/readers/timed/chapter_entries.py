"""Chapters of any format on their way to segments, and what is said of those that are not as they should be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta

from interviews import timecode
from interviews.documents import chapters, clock
from interviews.documents.document import PlaceEntry, SegmentEntry
from interviews.documents.errors import Finding
from interviews.documents.limits import require_few


@dataclass
class ChapterEntries:
    """Takes one chapter after the other. `line` is where it stands, if that is known."""

    segments: list[SegmentEntry] = field(default_factory=list)
    lines: list[int | None] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=dict)
    count: int = 0

    def take(
        self,
        line: int | None,
        stamp: str,
        title: str,
        *,
        start: timedelta | None = None,
        end: timedelta | None = None,
        address: str = "",
        places: tuple[PlaceEntry, ...] = (),
        is_hidden: bool = False,
    ) -> None:
        """A chapter, with its start, or the stamp that says it. One without words is kept for its link or place."""
        self.count += 1
        require_few("segments", self.count, line=line)
        links = chapters.link_of(address)
        if address and not links:
            message = f"“{address[:60]}” is no address of the web; the link was left out"
            self.findings.append(Finding(line, "link_left_out", message))
        if not (title or links or places):
            message = f"chapter {self.count} has no title and was left out; write one"
            self.findings.append(Finding(line, "entry_without_text", message))
            return
        if not title:
            message = f"chapter {self.count} has no title; it is kept for its link or place: write one"
            self.findings.append(Finding(line, "chapter_without_title", message))
        start = self._moment(line, stamp) if start is None else start
        if start is not None and end is not None and end < start:
            message = f"chapter {self.count} ends before it starts; its end was left out: correct it there"
            self.findings.append(Finding(line, "end_before_start", message))
            end = None
        raw = stamp[:40] if start is None else ""
        segment = chapters.segment_of(title, start, end, raw_stamp=raw, links=links, places=places)
        if is_hidden:
            message = f"chapter {self.count} is not for the table of contents; it became a note, and no chapter"
            self.findings.append(Finding(line, "hidden_chapter", message))
            segment = replace(segment, kind="note")
        self.segments.append(segment)
        self.lines.append(line)

    def _moment(self, line: int | None, stamp: str) -> timedelta | None:
        try:
            return clock.moment_of(stamp)
        except timecode.TimecodeError as error:
            told = str(error) if stamp else "it has no time"
            message = f"chapter {self.count}: {told}; it is kept without: correct it there"
            self.findings.append(Finding(line, "impossible_timecode", message))
            return None

    def leave_out(self, names: Iterable[str]) -> None:
        for name in names:
            self.left_out[name] = self.left_out.get(name, 0) + 1

    def all_findings(self) -> list[Finding]:
        findings = [*self.findings, *chapters.oddities(self.segments, self.lines)]
        if self.left_out:
            named = ", ".join(f"{name[:30]} ({count})" for name, count in list(self.left_out.items())[:8])
            message = f"a time index has no place for these, and they were left out: {named}"
            findings.append(Finding(None, "field_left_out", message))
        return findings
