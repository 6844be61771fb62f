"""The transcript of a Markdown text: paragraphs that begin with a moment, and with who speaks in bold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from interviews.documents.document import CueEntry
from interviews.documents.errors import Finding
from interviews.documents.markdown_text import Piece, lines_in, plain
from interviews.documents.readers.marked.blocks import MarkdownBlock, MarkdownPage
from interviews.documents.readers.marked.entries import html_left_out
from interviews.documents.readers.marked.stamps import label_in_bold, stamped


def cues_of(page: MarkdownPage, blocks: Iterable[MarkdownBlock], findings: list[Finding]) -> Iterator[CueEntry]:
    """A cue for each paragraph, item or row; for each line of a paragraph where it has a moment of its own."""
    for block in blocks:
        if block.kind == "html":
            findings.append(html_left_out(block))
        elif block.kind == "heading":
            message = f"not used: “{block.source[:60]}”; a transcript has no headings"
            findings.append(Finding(block.line, "heading_left_out", message))
        elif block.kind == "row":
            cells = [page.pieces(cell) for cell in block.cells]
            if not block.head or any(stamped(cell, block.line, bare=True) for cell in cells):
                yield _row(cells, block.line, findings)
        elif block.kind != "rule":
            yield from _cues(page.pieces(block.source), block, findings)


def _cues(pieces: list[Piece], block: MarkdownBlock, findings: list[Finding]) -> Iterator[CueEntry]:
    if any(piece.kind == "html" for piece in pieces):
        findings.append(html_left_out(block))
    if any(piece.kind == "image" for piece in pieces):
        message = f"a picture was left out: “{block.source[:60]}”; a transcript has none"
        findings.append(Finding(block.line, "pictures_left_out", message))
    bare = block.kind == "item"
    waiting: list[Piece] = []
    begun = block.line
    for number, (parted, line) in enumerate(lines_in(pieces)):
        if waiting and stamped(line, block.line, bare=bare) is not None:
            yield _cue(waiting, begun, findings, bare=bare)
            waiting, begun = [], block.line + number
        waiting += [parted, *line] if waiting and parted else line
    if waiting:
        yield _cue(waiting, begun, findings, bare=bare)


def _cue(pieces: list[Piece], line: int, findings: list[Finding], *, bare: bool) -> CueEntry:
    start, end, speaker = None, None, ""
    found = stamped(pieces, line, bare=bare)
    if found is not None:
        stamp, pieces = found
        start, end = stamp.start, stamp.end
        findings += [stamp.problem] if stamp.problem else []
    labelled = label_in_bold(pieces)
    if labelled is not None:
        speaker, pieces = labelled
    return CueEntry(start=start, end=end, speaker=speaker, text=plain(pieces))


def _row(cells: list[list[Piece]], line: int, findings: list[Finding]) -> CueEntry:
    """A moment, who speaks, and what is said, in a cell each; with fewer cells as in a paragraph."""
    cue = _cue([piece for cell in cells for piece in [*cell, Piece(" ")]], line, findings, bare=True)
    if len(cells) != 3 or cue.start is None:
        return cue
    return replace(cue, speaker=plain(cells[1]).rstrip(":"), text=plain(cells[2]))
