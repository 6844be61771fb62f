"""An entry of a Markdown time index while its blocks come in, and the facts that a list below it says."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from interviews import timecode
from interviews.documents.document import KINDS, LinkEntry, PlaceEntry, SegmentEntry
from interviews.documents.errors import Finding
from interviews.documents.markdown_text import FACT_NAMES, Piece, plain
from interviews.documents.readers.page.drafts import Draft
from interviews.documents.readers.page.quotations import opens_with_dots, without_marks

#: What stands for nobody, where the only guest does not answer.
NOBODY = "–"

_FACT = re.compile(r"(?P<name>[A-Za-z][A-Za-z ]{2,19}):\s*(?P<rest>.*)")
_GEO = re.compile(
    r"geo:(?P<latitude>-?\d{1,3}(?:\.\d{1,400})?),(?P<longitude>-?\d{1,3}(?:\.\d{1,400})?)(?:[?;]z=(?P<zoom>\d{1,2}))?",
    re.ASCII,
)
_WEB = re.compile(r"https?://\S+", re.IGNORECASE)
_QUESTION_MARK = re.compile("[?؟？]")


@dataclass
class Entry:
    """What is known of a segment. `answered_by` is None where nothing says who answers."""

    line: int
    start: dt.timedelta | None = None
    end: dt.timedelta | None = None
    stamp: str = ""
    uid: str = ""
    kind: str = ""
    label: str = ""
    asked: list[str] = field(default_factory=list)  # paragraphs of the question
    answer: list[str] = field(default_factory=list)
    answered_by: str | None = None
    synopsis: list[str] = field(default_factory=list)
    tags: dict[str, None] = field(default_factory=dict)  # sets that keep the order
    subjects: dict[str, None] = field(default_factory=dict)
    links: dict[LinkEntry, None] = field(default_factory=dict)
    places: dict[PlaceEntry, None] = field(default_factory=dict)
    marked: bool = False  # whether the answer begins with a mark of quotation
    asking: bool = False  # a label said that what follows is the question

    @property
    def question(self) -> str:
        return "\n\n".join(self.asked)

    @property
    def awaits_question(self) -> bool:
        return not self.label and not self.asked and not self.answer

    def segment(self, only_guest: str) -> SegmentEntry:
        paragraphs = self.answer
        if self.marked and opens_with_dots(paragraphs[0]) and paragraphs[-1].endswith(('"', "”", "“")):
            paragraphs = without_marks(paragraphs)
        answer = "\n\n".join(paragraph for paragraph in paragraphs if paragraph)
        kind = self.kind or kind_of(self.label, self.question)
        return SegmentEntry(
            uid=self.uid,
            start=self.start,
            end=self.end,
            raw_stamp=self.stamp,
            kind=kind,
            label=self.label,
            question=self.question,
            answer=answer,
            answered_by=(only_guest if answer and may_be_answered(kind) else "")
            if self.answered_by is None
            else self.answered_by,
            synopsis="\n\n".join(self.synopsis),
            tags=tuple(self.tags),
            subjects=tuple(self.subjects),
            links=tuple(self.links),
            places=tuple(self.places),
        )

    def draft(self) -> Draft:
        """The entry as `drafts.oddities` looks at it."""
        words = next((words for words in (*self.asked, self.label, *self.synopsis) if words), "")
        return Draft(
            self.line, start=self.start, stamp=self.stamp, question=words, blocks=[self.answer] if self.answer else []
        )

    def take_fact(self, name: str, pieces: Sequence[Piece], line: int) -> Finding | None:
        """What a fact of that name says (a value of FACT_NAMES); a finding for what it cannot mean."""
        text = plain(list(pieces))
        if name == "tags":
            self.tags |= dict.fromkeys(listed(pieces))
        elif name == "subjects":
            self.subjects |= dict.fromkeys(listed(pieces))
        elif name == "synopsis":
            self.synopsis += [text] if text else []
        elif name == "kind" and text in KINDS:
            self.kind = text
        elif name == "answered_by":
            self.answered_by = "" if text == NOBODY else text
        elif name == "raw":
            self.stamp = text[:40]
        elif name == "end":
            return self._take_end(text, line)
        elif name == "links":
            found = [LinkEntry(url=url, text="" if auto else said) for url, said, auto in linked(pieces)]
            web = [link for link in found if _WEB.fullmatch(link.url)]
            self.links |= dict.fromkeys(web)
            if len(web) < max(len(found), 1):
                return Finding(line, "link_left_out", f"not an address of the web: “{text[:60]}”; correct or add it")
        elif name == "places":
            self.places |= dict.fromkeys(_places(pieces))
        else:
            return Finding(line, "field_left_out", f"“{text[:40]}” is none of {', '.join(KINDS)}")
        return None

    def _take_end(self, text: str, line: int) -> Finding | None:
        try:
            self.end = timecode.parse(text)
        except timecode.TimecodeError as error:
            return Finding(line, "impossible_timecode", f"{error}; the entry is kept without its end: correct it")
        return None

    def take_links(self, pieces: Sequence[Piece], line: int) -> Iterator[Finding]:
        """The links within a question or an answer, whose words stay where they are."""
        for url, text, auto in linked(pieces):
            if _WEB.fullmatch(url):
                self.links.setdefault(LinkEntry(url=url, text="" if auto else text))
            elif url:
                message = f"“{url[:60]}” is not an address of the web; its words stay, the link was left out"
                yield Finding(line, "link_left_out", message)


def may_be_answered(kind: str) -> bool:
    """Whether what stands below an entry of this kind is the only guest's, where nothing says whose it is."""
    return kind in ("question", "statement")


def kind_of(label: str, question: str) -> str:
    """The kind of an entry of which nothing says it."""
    return "question" if _QUESTION_MARK.search(question or label) else "statement"


def fact_in(pieces: Sequence[Piece]) -> tuple[str, list[Piece]] | None:
    """The fact (a value of FACT_NAMES) that a line states, and the pieces of its value: ``Keywords: fog``."""
    if not pieces or pieces[0].kind != "text" or pieces[0].url is not None:
        return None
    text = pieces[0].text
    match = _FACT.fullmatch(text)
    rest = list(pieces[1:])
    if match is None and pieces[0].strong and rest and rest[0].text.startswith(":"):
        match = _FACT.fullmatch(f"{text}:")
        rest[0] = Piece(rest[0].text[1:], rest[0].kind)
    name = FACT_NAMES.get(match["name"].casefold()) if match else None
    if match is None or name is None:
        return None
    return name, [Piece(match["rest"]), *rest] if match["rest"] else rest


def listed(pieces: Sequence[Piece]) -> tuple[str, ...]:
    """The words between commas or semicolons, each once; one behind a backslash parts nothing."""
    words = [""]
    for piece in pieces:
        if piece.kind == "text":
            first, *more = re.split("[,;]", piece.text)
            words[-1] += first
            words += more
        elif piece.kind != "html":
            words[-1] += piece.text
    clean = (" ".join(word.split()) for word in words)
    return tuple(dict.fromkeys(word for word in clean if word))


def linked(pieces: Sequence[Piece]) -> Iterator[tuple[str, str, bool]]:
    """Address and text of each link; and whether its text is the address."""
    for (url, auto), group in groupby(pieces, key=lambda piece: (piece.url, piece.auto)):
        parts = [piece for piece in group if piece.kind != "image"]
        if url is not None and parts:
            yield url, plain(parts), auto


def _places(pieces: Sequence[Piece]) -> Iterator[PlaceEntry]:
    for url, group in groupby(pieces, key=lambda piece: piece.url):
        parts = list(group)
        geo = _GEO.fullmatch(url) if url else None
        if geo is None:
            yield from (PlaceEntry(name=name) for name in listed(parts))
            continue
        latitude, longitude = float(geo["latitude"]), float(geo["longitude"])
        zoom = int(geo["zoom"]) if geo["zoom"] else None
        name = "" if parts[0].auto else plain(parts)
        yield PlaceEntry(name=name, latitude=latitude, longitude=longitude, zoom=zoom)
