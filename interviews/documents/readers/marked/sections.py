"""The parts of a Markdown text, by their headings; and prose taken out of it, with what is none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from interviews.documents.document import DiscussionEntry, PartialDate, RecordingEntry
from interviews.documents.errors import DocumentError, Finding
from interviews.documents.markdown_text import Piece, lines_in, plain
from interviews.documents.readers.blocks.block import Picture
from interviews.documents.readers.marked.blocks import MarkdownBlock, MarkdownPage
from interviews.documents.readers.marked.entries import html_left_out
from interviews.documents.readers.marked.entry import linked, listed
from interviews.documents.readers.marked.stamps import stamped
from interviews.documents.readers.page.pointers import (
    announces_discussion,
    announces_recording,
    date_in,
    discussion_in,
    recordings_of,
)
from interviews.documents.reading import Line
from interviews.mediafiles import media_type_of

_NAMED = {
    "introduction": "introduction",
    "biography": "biography",
    "bio": "biography",
    "about the guest": "biography",
    "about the speaker": "biography",
    "time index": "entries",
    "interview": "entries",
    "the interview": "entries",
    "discussion": "entries",
    "questions and answers": "entries",
    "transcript": "transcript",
}
_TIME_INDEX = re.compile(r"(?:interview )?time index\b.{0,80}", re.IGNORECASE)
_RECORDING = re.compile(r"(?:audio|video|recording|podcast|listen|mp3)(?: file)?:\s*(?P<place>\S+)", re.IGNORECASE)
_FACT = re.compile(r"(?P<name>keywords|tags|recorded|published)(?: on)?:\s*", re.IGNORECASE)


@dataclass
class Section:
    """`kind` is head, introduction, biography (of `name`, or of the only guest), entries, transcript or other."""

    kind: str
    name: str = ""
    heading: MarkdownBlock | None = None
    blocks: list[MarkdownBlock] = field(default_factory=list)


def kind_of_heading(text: str) -> tuple[str, str]:
    """The kind of the part that a heading begins, and the name in it; kind “” where it is none of the known ones."""
    bare = " ".join(text.casefold().split()).rstrip(":")
    if bare in _NAMED:
        return _NAMED[bare], ""
    if _TIME_INDEX.fullmatch(bare):
        return "entries", ""
    if bare.startswith("about "):
        return "biography", " ".join(text.split())[6:].strip()
    return "", ""


def sections_of(page: MarkdownPage) -> tuple[MarkdownBlock | None, list[Section]]:
    """The heading that is the title, and the parts below it. All that has a moment before it is of the index."""
    title: MarkdownBlock | None = None
    sections = [Section("head")]
    for block in page.blocks:
        section = sections[-1]
        begins = block.kind == "heading" and not block.quoted
        pieces = page.pieces(block.cells[0] if block.cells else block.source) if block.kind != "html" else []
        is_entry = block.kind in ("heading", "item", "row", "paragraph") and not block.quoted
        if block.kind == "paragraph":  # a page of text has brackets and colons; ours are bold, or lead somewhere
            is_entry = is_entry and bool(pieces) and (pieces[0].strong or pieces[0].url is not None)
        timed = is_entry and stamped(pieces, block.line, bare=True) is not None
        kind, name = kind_of_heading(plain(pieces)) if begins else ("", "")
        if begins and block.level == 1 and title is None and section.kind == "head" and not timed:
            title = block
        elif begins and kind:
            sections.append(Section(kind, name, block))
        elif section.kind in ("entries", "transcript") and (not begins or block.level > 2 or section.kind == "entries"):
            section.blocks.append(block)
        elif timed and (begins or section.kind in ("head", "introduction", "other")):
            sections.append(Section("entries", blocks=[block]))
        elif begins and block.level <= 2:
            sections.append(Section("other", plain(pieces), block))
        else:
            section.blocks.append(block)
    return title, sections


@dataclass
class Prose:
    """What the head and the biographies say beside their prose."""

    page: MarkdownPage
    tags: dict[str, None] = field(default_factory=dict)  # a set that keeps the order
    recorded: PartialDate | None = None
    published: PartialDate | None = None
    audio: list[Line] = field(default_factory=list)
    discussion: DiscussionEntry | None = None
    pictures: list[Picture] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def of(self, blocks: Sequence[MarkdownBlock]) -> str:
        """The prose of these blocks, as it is written; what is none is taken out of it."""
        kept: list[str] = []
        last = 0
        for block in blocks:
            text = self._text(block)
            if text is None:
                continue
            kept += ["", *text] if kept and block.line > last + 1 else text
            last = block.last
        return "\n".join(kept).strip("\n")

    def recordings(self) -> tuple[RecordingEntry, ...]:
        entries, found = recordings_of(self.audio)
        self.findings += found
        return entries

    def _text(self, block: MarkdownBlock) -> list[str] | None:
        """The lines of a block of prose; None for what is none."""
        if block.kind == "html":
            self.findings.append(html_left_out(block))
            return None
        lines = self.page.lines[block.line - 1 : block.last]
        pieces = self.page.pieces(block.source)
        if block.kind == "heading":
            return [f"**{block.source}**"] if block.source else None
        if block.kind == "paragraph" and not block.quoted and not block.inside and self._take(block, pieces):
            return None
        if any(piece.kind == "html" for piece in pieces):
            self.findings.append(html_left_out(block))
        if any(piece.kind in ("html", "br") for piece in pieces):
            lines = list(_without_html(lines, pieces))
        if block.kind == "paragraph" and not block.quoted and not block.inside:
            return list(unwrapped(lines))
        return lines

    def _take(self, block: MarkdownBlock, pieces: list[Piece]) -> bool:
        """Whether a paragraph is a picture, facts, or a pointer to a recording or a discussion; then it is taken."""
        images = [piece for piece in pieces if piece.kind == "image"]
        text = plain(pieces)
        if images and not text:
            self.pictures += [Picture(image.url or "", image.text, block.line) for image in images]
            return True
        addresses = [url for url, _text, _auto in linked(pieces)]
        audio = [url for url in addresses if media_type_of(url)]
        named = _RECORDING.fullmatch(text)
        is_named = named is not None and bool(media_type_of(named["place"]))
        if is_named or announces_recording(text) or (audio and len(text) < 200):
            self.audio.append(Line(block.line, " ".join([text.replace("\n", " "), *audio])))
            return True
        if announces_discussion(text):
            if self.discussion is None:
                self.discussion = discussion_in(" ".join([text, *addresses]))
            else:
                message = f"only the first discussion is kept; not used: “{text[:60]}”; add it to the biography"
                self.findings.append(Finding(block.line, "second_discussion_left_out", message))
            return True
        return self._take_facts(block, pieces)

    def _take_facts(self, block: MarkdownBlock, pieces: list[Piece]) -> bool:
        lines = [line for _parted, line in lines_in(pieces)]
        matches = [_FACT.match(line[0].text) if line and line[0].kind == "text" else None for line in lines]
        if not all(matches):
            return False
        for number, (match, line) in enumerate(zip(matches, lines, strict=True)):
            assert match is not None  # noqa: S101 (for the type checker: all were asked above)
            rest = [Piece(line[0].text[match.end() :]), *line[1:]]
            name = match["name"].casefold()
            if name in ("keywords", "tags"):
                self.tags |= dict.fromkeys(listed(rest))
                continue
            try:
                setattr(self, name, date_in(plain(rest).strip(" .")))
            except DocumentError as error:
                self.findings.append(Finding(block.line + number, "bad_date", error.problem))
        return True


def unwrapped(lines: Sequence[str]) -> Iterator[str]:
    """The lines of a paragraph; one that ends in no break (a backslash, two spaces) goes on in the next."""
    waiting: list[str] = []
    for line in lines:
        parted = line.endswith(("\\", "  ")) and not line.endswith("\\\\")
        waiting.append(line.removesuffix("\\").strip(" \t"))
        if parted:
            yield " ".join(waiting)
            waiting = []
    if waiting:
        yield " ".join(waiting)


def _without_html(lines: Sequence[str], pieces: Sequence[Piece]) -> Iterator[str]:
    text = "\n".join(lines)
    kept, after = [], 0
    for piece in pieces:
        begin = text.find(piece.text, after) if piece.kind in ("html", "br", "escaped") else -1
        if begin < 0:
            continue
        end = begin + len(piece.text)
        kept += [text[after : end if piece.kind == "escaped" else begin], "\\\n" if piece.kind == "br" else ""]
        after = end
    yield from "".join([*kept, text[after:]]).split("\n")
