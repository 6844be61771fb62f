"""SRT: captions become a transcript.

Format: that of the SubRip program; it has no specification. Seen in real files: a comma or a full stop before the
thousandths, missing and wrong numbers, tags of HTML and of other programs, blank lines within a caption, entities.
"""

from __future__ import annotations

from collections.abc import Iterator

from interviews.documents.cues import blocks_of, oddities, stamps_in, track_of
from interviews.documents.document import InterviewDocument
from interviews.documents.errors import DocumentError, Finding
from interviews.documents.readers.webvtt import text_outside, transcript_of
from interviews.documents.reading import Reading, lines_of
from interviews.documents.source_file import SourceFile

SUFFIXES = (".srt",)


def recognises(file: SourceFile) -> bool:
    """By the first lines: a number and two times, or the times at once. WebVTT that lost its signature is none."""
    lines = [line.text for line in lines_of(file.head)[:3]]
    if file.suffix == ".vtt":
        return False
    return any(stamps_in(text) for text in lines[:1]) or (
        len(lines) > 1 and lines[0].isdecimal() and any(stamps_in(text) for text in lines[1:])
    )


def read(file: SourceFile) -> Iterator[Reading]:
    track = track_of(blocks_of(lines_of(file.text)))
    if not any(cue.payload for cue in track.cues):
        raise DocumentError(
            "the file has no captions (“00:00:18,000 --> 00:00:24,000” and, below it, what is said); export it anew",
            code="no_cues",
        )
    findings = list(oddities(track.cues))
    if track.outside:
        findings.append(text_outside(track.outside))
    transcript, appearances, odd = transcript_of(track.cues, "")
    title = file.stem or "Interview"
    findings.append(Finding(None, "title_missing", f"SRT holds no title; “{title}” is the file’s name"))
    document = InterviewDocument(title=title, appearances=appearances, transcript=transcript)
    yield Reading(document, (*findings, *odd))
