"""The body of a page: stamped segments, or a conversation marked Q and A.

Layouts: the stamp with the question on its line (``:02:05: Why lighthouses?``) or alone on a line; the answer
below as an excerpt between ``"....`` and ``...."``; statements without answers; ``Q:``/``A:`` paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from interviews import timecode
from interviews.documents.document import SegmentEntry
from interviews.documents.errors import Finding
from interviews.documents.reading import Line

_STAMP = re.compile(
    r"[\[(]?(?P<stamp>:?(?:\d{1,3}:){1,2}\d{1,2}(?:[.,]\d{1,3})?)(?!\d)[\])]?"
    r"(?::?\s*(?:-->|-|–|—|to)\s*[\[(]?(?P<end>:?(?:\d{1,3}:){1,2}\d{2}(?:[.,]\d{1,3})?)(?!\d)[\])]?)?"
    r"(?::|(?=\s)|$)\s*[-–—]?\s*(?P<text>.*)",
    re.ASCII,
)
_LABEL = re.compile(r"(?P<who>[QA])\d{0,3}\s?[:.]\s+(?P<text>\S.*)")
_QUOTED = ('"', "“", "„")
_DOTS = re.compile(r"\.{3,}|…")
_OPENING = re.compile(r"^[\"“„]\s*(?:\.{3,}|…)?\s*")
_CLOSING = re.compile(r"(?<!\s)\s*(?:(?<!\.)\.{3,}|…)?\s*[\"”“]$")
_DOTTED_END = re.compile(r"(?:\.{3}|…)\s*[\"”“]$")
_KEYWORDS = re.compile(r"^keywords:\s*(?P<words>.+)$", re.IGNORECASE)
_EDITORS_NOTE = re.compile(r"^\[(?:Ed(?:itor)?s?\.?|Editor['’]s)\s*note:?\s*(?P<text>.*?)\]?$", re.IGNORECASE)


@dataclass
class _Draft:
    """A segment while its lines are still coming in."""

    line: int
    start: timedelta | None = None
    end: timedelta | None = None
    stamp: str = ""
    question: str = ""
    kind: str = ""
    answer: list[str] = field(default_factory=list)
    tags: tuple[str, ...] = ()
    closed: bool = False  # the marks around the answer were found, and are taken off

    def take_answer(self, text: str) -> None:
        """A paragraph of the answer. An excerpt that opens with dots closes with them: quotations inside do not."""
        self.answer.append(text)
        first, last = self.answer[0], self.answer[-1]
        marks = _OPENING.match(first)
        if not self.closed and marks and (_DOTTED_END if _DOTS.search(marks[0]) else _CLOSING).search(last):
            self._take_marks_off()

    def _take_marks_off(self) -> None:
        self.answer[0] = _OPENING.sub("", self.answer[0])
        self.answer[-1] = _CLOSING.sub("", self.answer[-1])
        self.closed = True

    def entry(self, answered_by: str) -> SegmentEntry:
        if self.answer and not self.closed and _OPENING.match(self.answer[0]) and _CLOSING.search(self.answer[-1]):
            self._take_marks_off()
        answer = "\n\n".join(self.answer)
        return SegmentEntry(
            start=self.start,
            end=self.end,
            raw_stamp=self.stamp,
            kind=self.kind or ("question" if "?" in self.question else "statement"),
            question=self.question,
            answer=answer,
            answered_by=answered_by if answer else "",
            tags=self.tags,
        )


def keywords_in(text: str) -> tuple[str, ...]:
    """The words between commas or semicolons, each once."""
    words = (" ".join(word.split()).strip(" .") for word in re.split(r"[,;]", text))
    return tuple(dict.fromkeys(word for word in words if word))


def begins_segment(line: Line) -> bool:
    """Whether a line, taken alone, looks like the first line of a segment."""
    return bool(_STAMP.fullmatch(line.text) or _LABEL.fullmatch(line.text))


def read_segments(lines: Sequence[Line], answered_by: str = "") -> tuple[tuple[SegmentEntry, ...], list[Finding]]:
    """The segments of a body, in the order of the document, and what was odd about them.

    Times that run backward or stand twice are kept as they are and reported: the order of a document is a
    fact, a stamp may be a slip.
    """
    drafts: list[_Draft] = []
    findings: list[Finding] = []
    for line in lines:
        if not line:
            continue
        if (stamped := _STAMP.fullmatch(line.text)) is not None:
            drafts.append(_stamped(line, stamped, findings))
        elif (labelled := _LABEL.fullmatch(line.text)) is not None:
            _take_labelled(drafts, line, labelled)
        elif drafts:
            _take_plain(drafts, line, findings)
        else:
            message = f"text before the first entry was left out: “{line.text[:60]}”"
            findings.append(Finding(line.number, "text_before_index", message))
    findings += _oddities(drafts)
    return tuple(draft.entry(answered_by) for draft in drafts), findings


def _stamped(line: Line, match: re.Match[str], findings: list[Finding]) -> _Draft:
    draft = _Draft(line.number, stamp=match["stamp"], question=match["text"])
    try:
        draft.start = timecode.parse(match["stamp"])
        if match["end"]:
            draft.end = timecode.parse(match["end"])
            if draft.end < draft.start:
                raise timecode.TimecodeError(f"“{match['end']}” ends before the entry begins")
    except timecode.TimecodeError as error:
        draft.end = None
        message = f"{error}; the entry is kept without it: correct the document or set it in the admin"
        findings.append(Finding(line.number, "impossible_timecode", message))
    return draft


def _take_labelled(drafts: list[_Draft], line: Line, match: re.Match[str]) -> None:
    if match["who"] == "Q" or not drafts:
        drafts.append(_Draft(line.number))
    if match["who"] == "Q":
        drafts[-1].question = match["text"]
    else:
        drafts[-1].take_answer(match["text"])


def _take_plain(drafts: list[_Draft], line: Line, findings: list[Finding]) -> None:
    """A line with neither stamp nor label: a question, an answer, or more of one."""
    draft = drafts[-1]
    if draft.kind == "note" and line.text.startswith(_QUOTED):
        # The note stood between a question and its answer.
        draft = next((asked for asked in reversed(drafts) if asked.kind != "note"), draft)
    if (keywords := _KEYWORDS.match(line.text)) is not None:
        draft.tags = keywords_in(keywords["words"])
    elif (note := _EDITORS_NOTE.match(line.text)) is not None:
        drafts.append(_Draft(line.number, question=note["text"], kind="note"))
    elif not draft.question and not draft.answer and not line.text.startswith(_QUOTED):
        draft.question = line.text
    elif _is_heading(line.text) and (draft.answer or draft.kind):
        drafts.append(_Draft(line.number, question=line.text, kind="section"))
    else:
        if draft.closed:
            message = f"text after the end of an answer was added to it: “{line.text[:60]}”"
            findings.append(Finding(line.number, "text_after_answer", message))
        draft.take_answer(line.text)


def _is_heading(text: str) -> bool:
    """``PART TWO: FOG``: short, and all in capitals."""
    return 4 <= len(text) <= 80 and text.isupper() and not text.startswith(_QUOTED)


def _oddities(drafts: list[_Draft]) -> list[Finding]:
    findings = []
    latest: timedelta | None = None
    seen: dict[timedelta, int] = {}
    for draft in drafts:
        if not draft.question and not draft.answer:
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
