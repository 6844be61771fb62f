"""A segment while its lines are still coming in, and what is odd about a row of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import groupby

from interviews import timecode
from interviews.documents.document import SegmentEntry
from interviews.documents.errors import Finding
from interviews.documents.readers.page.entry_lines import named_label
from interviews.documents.readers.page.quotations import is_reopened, opens_with_dots, without_marks
from interviews.documents.readers.page.wrapping import paragraphs_of

_QUESTION_MARK = re.compile("[?؟？]")


@dataclass
class Draft:
    """What is known of a segment. An answer is blocks of lines, which blank lines separate."""

    line: int
    start: timedelta | None = None
    end: timedelta | None = None
    stamp: str = ""
    question: str = ""
    kind: str = ""
    answered_by: str = ""
    blocks: list[list[str]] = field(default_factory=list)
    tags: dict[str, None] = field(default_factory=dict)  # a set that keeps the order
    answering: bool = False  # a label said that what follows is the answer
    closed: bool = False  # the marks around the answer were found, and are taken off
    asked_until: int = 0  # the place of the question's latest line
    answered_until: int = -2  # the place of the answer's latest line

    @property
    def awaits_question(self) -> bool:
        return not self.question and not self.blocks and not self.answering

    def take_quotation(self, lines: Sequence[str]) -> None:
        """A whole answer between marks: what blank lines separate is a paragraph."""
        groups = (list(group) for filled, group in groupby(lines, key=bool) if filled)
        self.blocks = [[paragraph] for paragraph in without_marks([" ".join(group) for group in groups])]
        self.closed = True

    def add(self, text: str, place: int) -> bool:
        """A line of the answer; says whether it begins a block."""
        begins = self.answered_until != place - 1
        if begins:
            self.blocks.append([])
        self.blocks[-1].append(text)
        self.answered_until = place
        return begins

    def entry(self, answered_by: str, whose: Mapping[str, str]) -> SegmentEntry:
        """The segment. `answered_by` is the only guest; `whose` says whom a label means, the host being “”."""
        paragraphs = [paragraph for block in self.blocks for paragraph in paragraphs_of(block)]
        if paragraphs and not self.closed:
            if is_reopened(paragraphs):
                paragraphs = without_marks([*(line.lstrip('"“„ ') for line in paragraphs[:-1]), paragraphs[-1]])
                paragraphs[-1] = paragraphs[-1].lstrip('"“„ ')
            elif opens_with_dots(paragraphs[0]) and paragraphs[-1].endswith(('"', "”", "“")):
                paragraphs = without_marks(paragraphs)
        said_by = self.answered_by or answered_by
        if not self.answering:
            paragraphs, said_by = _without_label(paragraphs, whose, said_by)
        answer = "\n\n".join(paragraphs)
        return SegmentEntry(
            start=self.start,
            end=self.end,
            raw_stamp=self.stamp,
            kind=self.kind or ("question" if _QUESTION_MARK.search(self.question) else "statement"),
            question=self.question,
            answer=answer,
            answered_by=said_by if answer else "",
            tags=tuple(self.tags),
        )


def _without_label(paragraphs: list[str], whose: Mapping[str, str], answered_by: str) -> tuple[list[str], str]:
    """An answer without the label of the guest who gives all of it (``Mia: They hold``), and who answers.

    Where several speak, the labels stay, and only of a single guest is the answer.
    """
    named = [whose.get(named_label(paragraph)) for paragraph in paragraphs]
    voices = {voice for voice in named if voice is not None}
    if len(voices) == 1 and named[0]:
        freed = [
            said
            for voice, paragraph in zip(named, paragraphs, strict=True)
            if (said := paragraph.partition(":")[2].lstrip() if voice else paragraph)
        ]
        if freed and opens_with_dots(freed[0]) and freed[-1].endswith(('"', "”", "“")):
            freed = without_marks(freed)
        return freed, named[0]
    return paragraphs, answered_by


def oddities(drafts: Sequence[Draft]) -> list[Finding]:
    """Entries without text, moments that stand twice, times that run backward."""
    findings = []
    latest: timedelta | None = None
    seen: dict[timedelta, int] = {}
    for draft in drafts:
        if not draft.question and not draft.blocks:
            message = f"the entry at {draft.stamp or 'this line'} has no text; write its question beside or below it"
            findings.append(Finding(draft.line, "entry_without_text", message))
        if draft.start is None:
            continue
        written = timecode.written(draft.start)
        if draft.start in seen:
            message = f"{written} stands twice (first on line {seen[draft.start]}); both entries are kept"
            findings.append(Finding(draft.line, "duplicate_timecode", message))
        elif latest is not None and draft.start < latest:
            message = (
                f"{written} comes after {timecode.written(latest)}: the times run backward; the order of the "
                "document is kept, correct whichever is wrong"
            )
            findings.append(Finding(draft.line, "times_run_backward", message))
        seen.setdefault(draft.start, draft.line)
        latest = draft.start if latest is None else max(latest, draft.start)
    return findings
