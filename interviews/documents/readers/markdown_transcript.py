"""The transcript of a Markdown text: paragraphs that begin with a moment, and with who speaks in bold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from interviews.documents.document import CueEntry
from interviews.documents.errors import Finding
from interviews.documents.markdown_text import Piece, lines_in, plain
from interviews.documents.readers.markdown_blocks import MarkdownBlock, MarkdownPage
from interviews.documents.readers.markdown_entries import html_left_out
from interviews.documents.readers.markdown_stamps import label_in_bold, stamped


def cues_of(page: MarkdownPage, blocks: Iterable[MarkdownBlock], findings: list[Finding]) -> Iterator[CueEntry]:
    """A cue for each paragraph, item or row; for each line of a paragraph where it has a moment of its own."""
    for block in blocks:
        if block.kind == "html":
            findings.append(html_left_out(block))
        elif block.kind == "heading":
            message = f"not used: “{block.source[:60]}”; a transcript has no headings"
            findings.append(Finding(block.line, "heading_left_out", message))
        elif block.kind == "row":
            pieces = [piece for cell in block.cells for piece in [*page.pieces(cell), Piece(" ")]]
            if not block.head:
                yield _cue(pieces, block.line, findings, bare=True)
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
