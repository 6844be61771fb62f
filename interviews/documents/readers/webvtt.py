"""WebVTT: chapters become the time index, captions a transcript.

Format: W3C, “WebVTT: The Web Video Text Tracks Format”, and its tolerance: what is no cue is passed over, an hour may
be missing. Seen in real files besides: one-digit hours, commas, an end of zero (OHMS), a lost blank line, SRT's
numbers, names before a colon, Aviary's index in the form of cues (see `aviary_cues`). Settings of cues, styles and
regions say how a cue looks and are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from interviews.documents import chapters
from interviews.documents.cue_text import Said, said_in
from interviews.documents.cue_voices import KIND_GUESSED, findings_of, guests_among, voices_of
from interviews.documents.cues import RawCue, blocks_of, oddities, places, stamps_in, track_of
from interviews.documents.document import (
    AppearanceEntry,
    CueEntry,
    InterviewDocument,
    SegmentEntry,
    TranscriptEntry,
)
from interviews.documents.errors import DocumentError, Finding
from interviews.documents.readers.timed import aviary_cues
from interviews.documents.readers.timed.webvtt_notes import Notes
from interviews.documents.reading import Line, Reading, lines_of
from interviews.documents.source_file import SourceFile

SUFFIXES = (".vtt", ".webvtt")

_SIGNATURE = re.compile(r"WEBVTT(?:[ \t\r\n]|$)")
#: A caption lasts some seconds, a chapter minutes.
_CHAPTERS_LAST = timedelta(seconds=20)
_LONGEST_CHAPTER_TITLE = 200  # characters


def recognises(file: SourceFile) -> bool:
    return bool(_SIGNATURE.match(file.head))


def read(file: SourceFile) -> Iterator[Reading]:
    yield read_webvtt(file.text, file.stem)


def read_webvtt(text: str, name: str) -> Reading:
    """What the text of a WebVTT file says; `name` stands in for a missing title. Raises DocumentError without cues."""
    track = parse_track(text)
    notes, findings = track.notes, [*track.findings, *track.notes.findings()]
    appearances: tuple[AppearanceEntry, ...] = ()
    segments: tuple[SegmentEntry, ...] = ()
    transcript = None
    if aviary_cues.are_entries(track.cues):
        segments, odd = aviary_cues.segments_of(track.cues)
    elif track.are_chapters(name):
        segments, odd = _segments(track)
    else:
        transcript, appearances, odd = transcript_of(track.cues, track.notes.transcript_kind)
    title = notes.fields.get("title", "")
    if not title:
        title = notes.fields.get("heading", "") or name or "Interview"
        message = f"the file has no title (a NOTE with “Title: …”); “{title}” stands in for it"
        findings.append(Finding(None, "title_missing", message))
    document = InterviewDocument(
        title=title,
        organisation=notes.fields.get("organisation", ""),
        series=notes.fields.get("series", ""),
        language=notes.language or "en",
        rights=notes.fields.get("rights", ""),
        appearances=appearances,
        segments=segments,
        transcript=transcript,
    )
    return Reading(document, (*findings, *odd))


@dataclass
class WebVtt:
    """The cues of a file, what it says of itself, and what was odd."""

    notes: Notes
    cues: list[RawCue]
    findings: list[Finding]
    guessed: bool = False

    def are_chapters(self, name: str) -> bool:
        """Whether the cues are chapters: if the file, or else its name, says so; or by their lengths.

        Chapters have one short line and no voices, each lasts a while, and ends where the next begins.
        """
        said = self.notes.is_of_chapters
        if said is not None and "kind" in self.notes.fields:
            return said
        if not all(len(cue.payload) == 1 and _is_title(cue.payload[0].text) for cue in self.cues):
            return False
        if said or re.search(r"\bchapters?\b", name, re.IGNORECASE):
            return True
        self.guessed = len(self.cues) > 1 and _abut(self.cues)
        return self.guessed


def parse_track(text: str) -> WebVtt:
    """The blocks of a WebVTT text: header, notes, styles, cues. Raises DocumentError where no cue says anything."""
    notes = Notes()
    rest: list[list[Line]] = []
    timed = False
    for number, block in enumerate(blocks_of(lines_of(text))):
        first = block[0].text
        if number == 0 and _SIGNATURE.match(first):
            stop = _end_of_head(block)
            notes.take_header(block[:stop])
            block = block[stop:]
        elif first == "NOTE" or first.startswith("NOTE "):
            stop = _end_of_head(block)
            notes.take_note(block[:stop])
            block = block[stop:]
        elif first in ("STYLE", "REGION") and not timed:
            continue
        timed = timed or any(stamps_in(line.text) for line in block)
        rest.append(block)
    found = track_of(rest)
    if not any(cue.payload for cue in found.cues):
        raise DocumentError(
            "the file has no cues (“00:00:18.000 --> 00:00:24.000” and, below it, what is said); export it anew",
            code="no_cues",
        )
    findings = [*oddities(found.cues)]
    if found.outside:
        findings.append(text_outside(found.outside))
    if found.going_on:
        where = places([line.number for line in found.going_on])
        message = f"text below a blank line was taken for more of what is said above it ({where}); players pass over it"
        findings.append(Finding(found.going_on[0].number, "text_outside_cues", message))
    return WebVtt(notes, found.cues, findings)


def text_outside(lines: Sequence[Line]) -> Finding:
    where = places([line.number for line in lines])
    message = f"text that belongs to no time was left out ({where}): “{lines[0].text[:60]}”"
    return Finding(lines[0].number, "text_outside_cues", message)


def _end_of_head(block: Sequence[Line]) -> int:
    """The place after the lines of a header or note: the whole block, unless the blank line below it was lost."""
    stop = next((place for place, line in enumerate(block) if stamps_in(line.text)), len(block))
    return stop - 1 if stop < len(block) and stop > 1 and block[stop - 1].text.isdecimal() else stop


def _is_title(text: str) -> bool:
    return len(text) <= _LONGEST_CHAPTER_TITLE and "<v" not in text and not text.startswith((">>", "- "))


def _abut(cues: Sequence[RawCue]) -> bool:
    starts = [cue.start for cue in cues if cue.start is not None]
    joined = all(cue.end is not None and cue.end == following.start for cue, following in pairwise(cues))
    return joined and len(starts) == len(cues) and (starts[-1] - starts[0]) / (len(starts) - 1) >= _CHAPTERS_LAST


def _segments(track: WebVtt) -> tuple[tuple[SegmentEntry, ...], list[Finding]]:
    segments, lines, empty = [], [], []
    for cue in track.cues:
        title = " ".join(part.text for part in said_in(line.text for line in cue.payload).parts)
        if not title:
            empty.append(cue)
            continue
        end = None if cue.ends_early else cue.end
        stamp = cue.stamps[0] if cue.start is None else ""
        segments.append(chapters.segment_of(title, cue.start, end, raw_stamp=stamp))
        lines.append(cue.line)
    findings = [
        *_empty(empty),
        *(odd for odd in chapters.oddities(segments, lines) if odd.code == "duplicate_timecode"),
    ]
    if track.guessed:
        message = (
            "taken for chapters, because each cue has a short line and ends where the next begins; if it is a "
            "transcript, write “NOTE Kind: captions” below WEBVTT"
        )
        findings.append(Finding(track.cues[0].line, "chapters_guessed", message))
    return tuple(segments), findings


def transcript_of(
    cues: Sequence[RawCue], kind: str
) -> tuple[TranscriptEntry, tuple[AppearanceEntry, ...], list[Finding]]:
    """The transcript that cues make, with the guests among the voices; `kind` is empty where the file does not say.

    Two voices in a cue are two cues of the same time.
    """
    said = [said_in(line.text for line in cue.payload) for cue in cues]
    voices = voices_of([one.parts for one in said])
    entries = [
        CueEntry(start=cue.start, end=None if cue.ends_early else cue.end, speaker=part.speaker, text=part.text)
        for cue, parts in zip(cues, voices.cues, strict=True)
        for part in parts
    ]
    guests = guests_among(dict.fromkeys(entry.speaker for entry in entries if entry.speaker))
    empty = [cue for cue, parts in zip(cues, voices.cues, strict=True) if not parts]
    findings = [*findings_of(voices, guests, [cue.line for cue in cues]), *_empty(empty), *_footnotes(cues, said)]
    if not kind:
        findings.append(KIND_GUESSED)
    return TranscriptEntry(kind=kind or "verbatim", cues=tuple(entries)), guests, findings


def _footnotes(cues: Sequence[RawCue], said: Sequence[Said]) -> Iterator[Finding]:
    marked = [cue for cue, one in zip(cues, said, strict=True) if one.footnotes]
    if marked:
        where = places([cue.line for cue in marked])
        message = (
            f"marks of footnotes were taken out of the transcript ({where}); a transcript has no place for "
            "footnotes, they stay in the file"
        )
        yield Finding(marked[0].line, "footnotes_left_out", message)


def _empty(cues: Sequence[RawCue]) -> Iterator[Finding]:
    if cues:
        message = (
            f"a time without text was left out ({places([cue.line for cue in cues])}); write what is said below it"
        )
        yield Finding(cues[0].line, "entry_without_text", message)
