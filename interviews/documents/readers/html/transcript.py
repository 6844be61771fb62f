"""A transcript in HTML, as podcast hosts publish it: who speaks, when, and what.

Format: Podcasting 2.0, ``podcast:transcript`` of type text/html: ``<cite>Jo:</cite> <time>0:00</time> <p>...</p>``; the
speaker is left out where it is the same as before.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from interviews import timecode
from interviews.documents.cue_voices import KIND_GUESSED, guests_among
from interviews.documents.document import CueEntry, InterviewDocument, TranscriptEntry
from interviews.documents.errors import Finding
from interviews.documents.readers.blocks.page_facts import PageFacts, completed
from interviews.documents.readers.html.pieces import folded
from interviews.documents.readers.html.source import line_of
from interviews.documents.reading import Reading

FEWEST = 2  # paragraphs with a time before them


@dataclass
class _Cues:
    said: list[CueEntry] = field(default_factory=list)
    timed: int = 0
    lines: list[int] = field(default_factory=list)  # of the times that cannot be read


def transcript_in(root: LexborNode, name: str, facts: PageFacts) -> Reading | None:
    """The transcript that a page is; None where it is none. `name` stands in for a missing title."""
    if len(root.css("cite")) == 0 or len(root.css("time")) < FEWEST:
        return None
    cues = _cues_in(root)
    if cues.timed < FEWEST or cues.timed * 2 < len(cues.said):
        return None
    findings = [KIND_GUESSED]
    if cues.lines:
        message = f"{len(cues.lines)} of the times cannot be read (write 57:15 or 1:01:06); the words are kept without"
        findings.append(Finding(cues.lines[0], "impossible_timecode", message))
    title = facts.title or name or "Interview"
    if not facts.title:
        findings.append(Finding(None, "title_missing", f"the page has no title; “{title}” is the file’s name"))
    guests = guests_among(dict.fromkeys(cue.speaker for cue in cues.said if cue.speaker))
    document = InterviewDocument(
        title=title, appearances=guests, transcript=TranscriptEntry(language=facts.language, cues=tuple(cues.said))
    )
    return completed(Reading(document, tuple(findings)), facts)


def _cues_in(root: LexborNode) -> _Cues:
    cues = _Cues()
    speaker, stamp = "", ""
    for node in root.css("cite, time, p"):
        text = folded(node.text())
        if node.tag == "cite":
            speaker = text.rstrip(": ")
        elif node.tag == "time":
            stamp = text
        elif text:
            try:
                start = timecode.parse(stamp) if stamp else None
            except timecode.TimecodeError:
                start = None
                cues.lines.append(line_of(node))
            cues.timed += bool(stamp)
            cues.said.append(CueEntry(start=start, speaker=speaker, text=text))
            stamp = ""
    return cues
