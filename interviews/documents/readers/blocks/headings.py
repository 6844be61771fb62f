"""Headings and paragraphs as a page marks them, put right in a reading that knew only their words; and its lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from interviews.documents.document import InterviewDocument, SegmentEntry
from interviews.documents.errors import Finding
from interviews.documents.readers.blocks.block import Block
from interviews.documents.readers.page.wrapping import ends_sentence
from interviews.documents.reading import Reading

_LINE_IN_MESSAGE = re.compile(r" \(first on line (\d+)\)")
_FEWEST_WORDS = 6  # of a paragraph


def located(reading: Reading, blocks: Sequence[Block]) -> Reading:
    """The reading, its findings with the lines of the blocks instead of their places (from 1)."""

    def line(place: int) -> int | None:
        return blocks[place - 1].line

    def mentioned(match: re.Match[str]) -> str:
        return f" (first on line {line(int(match[1]))})" if line(int(match[1])) else ""

    findings = []
    for finding in reading.findings:
        message = finding.message
        if finding.code == "duplicate_timecode":
            message = _LINE_IN_MESSAGE.sub(mentioned, message)
        if finding.line and finding.code == "text_after_answer" and blocks[finding.line - 1].heading:
            continue  # it becomes a section
        findings.append(Finding(line(finding.line) if finding.line else None, finding.code, message))
    return replace(reading, findings=tuple(findings))


def paragraphs_among_headings(reading: Reading, blocks: Sequence[Block]) -> list[int]:
    """The places (from 1) of paragraphs that were taken for headings, as short ones are where nobody is introduced."""
    document = reading.document
    if document.introduction:
        return []
    taken = {document.title, document.organisation, document.series}
    unused = {finding.line for finding in reading.findings if finding.code == "heading_left_out"}
    return [
        place
        for place, block in enumerate(blocks, start=1)
        if (block.text in taken or place in unused) and _is_paragraph(block)
    ]


def with_main_heading(reading: Reading, blocks: Sequence[Block]) -> Reading:
    """The only heading of the first level is the title, rather than a line that is no heading and names nobody."""
    document = reading.document
    main = [block for block in blocks if block.heading == 1]
    titled = [place for place, block in enumerate(blocks, start=1) if block.text == document.title]
    named = any(entry.name in document.title for entry in document.people("guest"))
    if len(main) != 1 or named or not titled or any(blocks[place - 1].heading for place in titled):
        return reading
    title = main[0].text
    organisation, series, *_none = [
        *(line for line in (document.organisation, document.series) if line != title),
        "",
        "",
    ]
    message = f"not used: “{document.title[:60]}”; add it to the title or the introduction"
    document = replace(document, title=title, organisation=organisation, series=series)
    return replace(
        reading, document=document, findings=(*reading.findings, Finding(titled[0], "heading_left_out", message))
    )


def _is_paragraph(block: Block) -> bool:
    words = block.text.split()
    return not block.heading and not block.bold and len(words) >= _FEWEST_WORDS and ends_sentence(block.text)


def with_sections(document: InterviewDocument, headings: set[str]) -> InterviewDocument:
    """The document; a heading that stands in an answer begins a section."""
    return replace(document, segments=tuple(_divided(document.segments, headings)))


def _divided(segments: Iterable[SegmentEntry], headings: set[str]) -> Iterator[SegmentEntry]:
    for segment in segments:
        parts: list[list[str]] = [[]]
        for paragraph in segment.answer.split("\n\n") if segment.answer else []:
            if paragraph in headings:
                parts.append([])
            parts[-1].append(paragraph)
        if len(parts) == 1:
            yield segment
            continue
        answer = "\n\n".join(parts[0])
        yield replace(segment, answer=answer, answered_by=segment.answered_by if answer else "")
        for heading, *below in parts[1:]:
            answer = "\n\n".join(below)
            answered_by = segment.answered_by if answer else ""
            yield SegmentEntry(kind="section", question=heading, answer=answer, answered_by=answered_by)
