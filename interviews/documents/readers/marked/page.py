"""A Markdown text without our headings, read as a page of text by what it shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from interviews.documents.document import AppearanceEntry, RecordingEntry
from interviews.documents.errors import DocumentError, Finding
from interviews.documents.markdown_text import Piece, lines_in, plain
from interviews.documents.readers.blocks.block import Block, Link, Picture
from interviews.documents.readers.blocks.page import read_blocks
from interviews.documents.readers.blocks.page_facts import PageFacts
from interviews.documents.readers.blocks.pictures import with_portraits
from interviews.documents.readers.blocks.recordings import with_recordings
from interviews.documents.readers.marked.blocks import MarkdownBlock, MarkdownPage
from interviews.documents.readers.marked.entries import html_left_out
from interviews.documents.readers.marked.entry import linked
from interviews.documents.readers.marked.facts import Facts, with_facts
from interviews.documents.readers.marked.people import only_answering
from interviews.documents.readers.marked.stamps import label_in_bold
from interviews.documents.readers.page.entry_lines import STAMP, label_of
from interviews.documents.reading import Reading
from interviews.mediafiles import media_type_of


def read_as_page(page: MarkdownPage, name: str, facts: Facts, *, has_front_matter: bool) -> Reading | None:
    """What the page shows, with the facts in place of what it says; None where there are facts, but no entries.

    Raises DocumentError for what is no interview and has no facts.
    """
    pictures: list[Picture] = []
    findings: list[Finding] = []
    given = PageFacts(basis="the front matter", title=facts["title"])
    blocks = list(_blocks(page, pictures, findings))
    try:
        reading = read_blocks([_without_audio(block) for block in blocks], name, given)
    except DocumentError:
        if has_front_matter:
            return None
        raise
    linked = (
        RecordingEntry(url=link.address, media_type=media_type_of(link.address))
        for block in blocks
        for link in block.links
        if media_type_of(link.address)
    )
    reading = with_recordings(reading, list(dict.fromkeys(linked)), ())
    document = reading.document
    if has_front_matter and not document.segments:
        return None
    if facts.people is not None:
        document = replace(document, appearances=tuple(_with_biographies(facts, document.appearances)))
        answering = {entry.name for entry in document.appearances}
        only = only_answering(document.appearances)
        segments = (
            segment if segment.answered_by in answering or not segment.answer else replace(segment, answered_by=only)
            for segment in document.segments
        )
        document = replace(document, segments=tuple(segments))
    document = with_facts(document, facts)
    kept = [finding for finding in reading.findings if not _is_settled(finding, facts)]
    reading = replace(reading, document=document, findings=(*facts.findings, *findings, *kept))
    return with_pictures(reading, pictures)


def with_pictures(reading: Reading, pictures: list[Picture]) -> Reading:
    """The reading with the portraits that it has not yet, and a finding for each picture that is none."""
    if not any(entry.portrait for entry in reading.document.appearances):
        reading = with_portraits(reading, pictures, first_shows=True)
    shown = {entry.portrait for entry in reading.document.appearances}
    left = [
        Finding(picture.line, "pictures_left_out", f"a picture of nobody was left out: {picture.address[:200]}")
        for picture in pictures
        if picture.address not in shown
    ]
    return replace(reading, findings=(*reading.findings, *left))


def _is_settled(finding: Finding, facts: Facts) -> bool:
    """Whether the front matter says what the page was asked for."""
    if finding.code == "title_missing":
        return bool(facts["title"])
    return facts.people is not None and finding.code.startswith("guest_")


def _without_audio(block: Block) -> Block:
    """The line without its links to recordings, which are no links of the text."""
    return replace(block, links=tuple(link for link in block.links if not media_type_of(link.address)))


def _with_biographies(facts: Facts, people: Iterable[AppearanceEntry]) -> Iterator[AppearanceEntry]:
    """The people of the front matter, with what the page says of them."""
    shown = {(entry.name, entry.role): entry for entry in people}
    for entry in facts.people.entries if facts.people else ():
        said = shown.get((entry.name, entry.role))
        yield (
            replace(entry, bio=entry.bio or said.bio, portrait_alt=entry.portrait_alt or said.portrait_alt)
            if said
            else entry
        )


def _blocks(page: MarkdownPage, pictures: list[Picture], findings: list[Finding]) -> Iterator[Block]:
    """The lines that the text shows, a blank one between paragraphs."""
    last = 0
    for block in page.blocks:
        if block.line > last + 1:
            yield Block(line=block.line)
        last = block.last
        if block.kind == "html":
            findings.append(html_left_out(block))
        elif block.kind == "rule":
            yield Block("****", block.line)
        elif block.kind == "row":
            cells = [plain(page.pieces(cell)) for cell in block.cells]
            if not block.head:
                yield Block(" ".join(filter(None, cells)), block.line)
        else:
            yield from _lines(page, block, pictures, findings)


def _lines(
    page: MarkdownPage, block: MarkdownBlock, pictures: list[Picture], findings: list[Finding]
) -> Iterator[Block]:
    pieces = page.pieces(block.source)
    pictures += [Picture(piece.url or "", piece.text, block.line) for piece in pieces if piece.kind == "image"]
    if any(piece.kind == "html" for piece in pieces):
        findings.append(html_left_out(block))
    for number, (_parted, line) in enumerate(lines_in(pieces)):
        text = plain(line)
        labelled = label_in_bold(line)
        if block.mark and not number and text and not STAMP.fullmatch(text) and not label_of(text) and not labelled:
            text = f"{block.mark} {text}"  # the item of a list that is no list of entries
        yield Block(
            text=text,
            line=block.line + number,
            heading=block.level,
            bold=bool(text) and all(piece.strong for piece in line if piece.text.strip()),
            label=labelled[0] if labelled else "",
            mark=block.mark,
            links=tuple(_links(line)),
        )


def _links(pieces: list[Piece]) -> Iterator[Link]:
    for address, text, _auto in linked(pieces):
        if address.startswith(("http://", "https://")):
            yield Link(text, address)
