"""Plain lists of times: each line becomes a segment.

Three dialects: lines as under videos (``0:00 Intro``), alone or in the video's description (YouTube Help, “Video
chapters”: three or more, ascending, the first at 0:00), those of the program mp4chaps (``00:00:00.000 Intro``), and
the chapter fields of Ogg (``CHAPTER01=00:00:00.000``, ``CHAPTER01NAME=Intro``; xiph.org, “Chapter Extension”).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise

from interviews import timecode
from interviews.documents import clock
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
_LONGEST_DESCRIPTION = 5_000  # characters, YouTube's limit
#: What only a page of an interview has: colons around its moments, who asks and who answers, its first sentence.
_OF_A_PAGE = re.compile(
    r":(?:\d{1,3}:)?\d{1,3}:\d{2}:?(?!\S)|(?:Q|A|Question|Answer)\s?\d{0,3}\s?[:.]\s"
    r"|.{0,80}\bthis week\b.{0,200}\binterview",
    re.ASCII | re.IGNORECASE,
)
_MARKUP = re.compile(r"[<{|]|#{1,6} |-{3,}$")
_NO_PROSE = re.compile(r"#\w|.{0,200}https?://\S+$")
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
    others = [line.text for line in lines if not _is_entry(line.text) and not is_heading(line.text)]
    return (
        sum(_is_entry(line.text) for line in lines) >= _FEWEST
        and len(others) <= max(1, len(lines) // 10)
        and not any(len(text) > _LONGEST_TITLE or text.endswith(".") for text in others)  # sentences are of a page
    ) or _is_description(file)


def _is_description(file: SourceFile) -> bool:
    """A text with chapters in a row, the first at 0:00, and nothing that is of a page, a table or markup."""
    if len(file.data) > 4 * _LONGEST_DESCRIPTION or file.suffix not in ("", ".txt", *SUFFIXES):
        return False
    try:
        text = file.text
    except DocumentError:
        return False
    lines = [line.text for line in lines_of(text)]
    if len(text) > _LONGEST_DESCRIPTION or any(_is_of_a_page(line) or _MARKUP.match(line) for line in lines):
        return False
    if any(_is_entry(above) and line.endswith(".") and not _is_entry(line) for above, line in pairwise(lines)):
        return False  # a sentence right below a moment answers it
    row: list[timedelta] = []
    for line in filter(None, lines):
        start = _start(line)
        if start is None or (row and start <= row[-1]):
            row = []
        if start is not None and (row or not start):
            row.append(start)
        if len(row) == _FEWEST:
            return True
    return False


def _start(text: str) -> timedelta | None:
    match = _TIMED.fullmatch(text) if _is_entry(text) else None
    try:
        return clock.moment_of(match["stamp"]) if match is not None else None
    except timecode.TimecodeError:
        return None


def _is_of_a_page(text: str) -> bool:
    match = _TIMED.fullmatch(text)
    is_long = match is not None and len(match["title"]) > _LONGEST_TITLE
    return is_long or bool(_ANSWER.match(match["title"] if match else text) or _OF_A_PAGE.match(text))


def _is_entry(text: str) -> bool:
    match = _TIMED.fullmatch(text)
    return match is not None and len(match["title"]) <= _LONGEST_TITLE and not _ANSWER.match(match["title"])


def is_heading(text: str) -> bool:
    """Whether a line is the heading of such a list: ``Chapters:``, ``Timestamps:``."""
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
    if found.above:
        message = "the text above the times was taken for the introduction; correct it if it is another"
        findings.append(Finding(found.above[0].number, "introduction_guessed", message))
    document = InterviewDocument(
        title=found.title or file.stem or "Interview",
        introduction=_paragraphs(found.above),
        segments=tuple(found.segments),
    )
    yield Reading(document, tuple(findings))


@dataclass
class _List(ChapterEntries):
    title: str = ""
    title_line: int | None = None
    above: list[Line] = field(default_factory=list)

    def pass_over(self, line: Line) -> None:
        message = f"a line without a time was left out: “{line.text[:60]}”"
        self.findings.append(Finding(line.number, "line_left_out", message))


def _plain(lines: Sequence[Line]) -> _List:
    found = _List()
    for line in lines:
        match = _TIMED.fullmatch(line.text)
        if match is not None:
            found.take(line.number, match["stamp"], match["title"].strip())
        elif not found.count and is_heading(line.text):
            continue
        elif found.count or _NO_PROSE.match(line.text):
            found.pass_over(line)
        elif not found.title and not found.above and _may_be_title(line.text):
            found.title, found.title_line = line.text, line.number
        else:
            found.above.append(line)
    return found


def _may_be_title(text: str) -> bool:
    return len(text) <= _LONGEST_TITLE and not text.endswith((".", "!", "…"))


def _paragraphs(lines: Sequence[Line]) -> str:
    """The lines as they stand, with the blank ones between them."""
    said = ""
    for before, line in zip([Line(0, ""), *lines], lines, strict=False):
        said += ("" if not said else "\n" if line.number == before.number + 1 else "\n\n") + line.text
    return said


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
