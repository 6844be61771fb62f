"""Plain lists of times: each line becomes a segment.

Three dialects: lines as under videos (``0:00 Intro``), those of the program mp4chaps (``00:00:00.000 Intro``), and
the chapter fields of Ogg (``CHAPTER01=00:00:00.000``, ``CHAPTER01NAME=Intro``; xiph.org, “Chapter Extension”).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from interviews.documents.document import InterviewDocument
from interviews.documents.errors import DocumentError, Finding
from interviews.documents.readers.timed.chapter_entries import ChapterEntries
from interviews.documents.reading import Line, Reading, lines_of
from interviews.documents.source_file import HEAD, SourceFile

SUFFIXES = (".chapters",)

#: A page's time index has a colon before or behind its stamps, or an answer below; a list has neither.
_TIMED = re.compile(
    r"(?:[-*•–]\s|\d{1,3}[.)]\s)?[\[(]?(?P<stamp>(?:\d{1,3}:)?\d{1,3}:\d{2}(?:[.,]\d{1,9})?)(?![\d:])[\])]?"
    r"(?:\s?[-–—|]\s|\s)\s?(?P<title>\S.*)",
    re.ASCII,
)
_OGG = re.compile(r"CHAPTER(?P<number>\d{1,4})(?P<what>NAME|URL)?\s?=\s?(?P<value>.*)", re.ASCII | re.IGNORECASE)
_ANSWER = re.compile(r"[\"“]?(?:\.{3}|…)|[\"“].*[\"”]$")
_LONGEST_TITLE = 120  # characters: what is longer is a question, or a sentence that begins with a time
_FEWEST = 3
#: What stands above such a list and is no title of the interview.
_HEADINGS = re.compile(
    r"(?:chapters?|chapter (?:list|marks)|timestamps?|time ?(?:codes?|stamps?|index)|contents?)", re.I
)


def recognises(file: SourceFile) -> bool:
    """Nearly all lines give a time and a short title, three or more do, and nothing looks like a quoted answer."""
    lines = [line for line in lines_of(file.head) if line]
    if len(file.data) > HEAD:
        lines = lines[:-1]  # it is cut
    if sum(bool(_OGG.fullmatch(line.text)) for line in lines) * 10 >= len(lines) * 9 > 0:
        return True
    others = [line.text for line in lines if not _is_entry(line.text) and not _is_heading(line.text)]
    return (
        sum(_is_entry(line.text) for line in lines) >= _FEWEST
        and len(others) <= max(1, len(lines) // 10)
        and not any(len(text) > _LONGEST_TITLE or text.endswith(".") for text in others)  # sentences are of a page
    )


def _is_entry(text: str) -> bool:
    match = _TIMED.fullmatch(text)
    return match is not None and len(match["title"]) <= _LONGEST_TITLE and not _ANSWER.match(match["title"])


def _is_heading(text: str) -> bool:
    return bool(_HEADINGS.fullmatch(text.rstrip(":")))


def read(file: SourceFile) -> Iterator[Reading]:
    lines = [line for line in lines_of(file.text) if line]
    found = _ogg(lines) if any(_OGG.fullmatch(line.text) for line in lines) else _plain(lines)
    if not found.segments:
        raise DocumentError(
            "the file has no lines with a time and a title (“0:00 Intro”); write them so", code="no_chapters"
        )
    findings = found.all_findings()
    if not found.title:
        message = f"a list of times has no title; “{file.stem or 'Interview'}” is the file’s name"
        findings.append(Finding(None, "title_missing", message))
    elif found.title_line:
        message = f"the line above the times was taken for the title: “{found.title[:60]}”"
        findings.append(Finding(found.title_line, "title_guessed", message))
    document = InterviewDocument(title=found.title or file.stem or "Interview", segments=tuple(found.segments))
    yield Reading(document, tuple(findings))


@dataclass
class _List(ChapterEntries):
    title: str = ""
    title_line: int | None = None

    def pass_over(self, line: Line) -> None:
        message = f"a line without a time was left out: “{line.text[:60]}”"
        self.findings.append(Finding(line.number, "line_left_out", message))


def _plain(lines: Sequence[Line]) -> _List:
    found = _List()
    for line in lines:
        match = _TIMED.fullmatch(line.text)
        if match is not None:
            found.take(line.number, match["stamp"], match["title"].strip())
        elif not found.count and _is_heading(line.text):
            continue
        elif found.count or found.title or line.text.startswith("#"):
            found.pass_over(line)
        else:
            found.title, found.title_line = line.text, line.number
    return found


def _ogg(lines: Sequence[Line]) -> _List:
    """The fields may stand in any order: what belongs together has one number."""
    found = _List()
    fields: dict[int, dict[str, Line]] = {}
    for line in lines:
        match = _OGG.fullmatch(line.text)
        if match is not None:
            value = Line(line.number, match["value"].strip())
            fields.setdefault(int(match["number"]), {}).setdefault((match["what"] or "").upper(), value)
        elif line.text.upper().startswith("TITLE=") and not found.title:
            found.title = line.text.partition("=")[2].strip()
        else:
            found.pass_over(line)
    nothing = Line(0, "")
    for given in fields.values():
        time, title, link = (given.get(name, nothing) for name in ("", "NAME", "URL"))
        found.take(time.number or title.number or link.number, time.text, title.text, address=link.text)
    return found
