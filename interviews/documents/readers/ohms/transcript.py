"""The transcript of an OHMS record as timed cues.

Up to 5.4 it is plain text with lines of some 80 characters, and `sync` says where each minute begins:
``1:|13(3)|19(14)`` is an interval of one minute, the first one over at line 13, word 3 (both from 1), the second at
line 19, word 14. A name in capitals and a colon begin a turn. 6.0 has a WebVTT text.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field, replace

from interviews import timecode
from interviews.documents.document import CueEntry, TranscriptEntry
from interviews.documents.errors import DocumentError, Finding
from interviews.documents.readers.ohms.record import Record
from interviews.documents.readers.ohms.turns import People
from interviews.documents.readers.webvtt import parse_track, transcript_of

_FOOTNOTE = re.compile(r"\[\[footnote\]\][^\[\]]{0,40}\[\[/footnote\]\]", re.IGNORECASE)
_NOTES_BEGIN, _NOTES_END = "[[footnotes]]", "[[/footnotes]]"
_TAG = re.compile(r"\[\[/?\w{1,12}\]\]")
_STAMP = re.compile(r"\{[\d:.]{0,14}\}", re.ASCII)
_LABEL = re.compile(r"(?P<name>[^\W\d_][^:]{0,59}):(?=\s|$)")
_MARK = re.compile(r"(\d{1,7})\((\d{1,5})\)", re.ASCII)
_NONE = frozenset(("no transcript", "no transcript available"))

#: Where a moment is reached, by line: the word, from 1.
_Marks = dict[int, list[tuple[int, dt.timedelta]]]


def read_transcript(record: Record, people: People) -> TranscriptEntry | None:
    """The transcript, where there is one; what is odd is added to the record's findings."""
    if record.text("vtt_transcript"):
        return _from_webvtt(record)
    text, line = record.value("transcript")
    if text.strip().rstrip(".").lower() in _NONE or not text.strip():
        return None
    text = _without_footnotes(record, text, line)
    marks = _marks(record, text.count("\n") + 1)
    cues = _Cues(people, timed=bool(marks))
    for number, spoken in enumerate(text.split("\n"), start=1):
        cues.take(spoken, marks.get(number, []))
    cues.close()
    return TranscriptEntry(cues=tuple(cues.made)) if cues.made else None


def _from_webvtt(record: Record) -> TranscriptEntry | None:
    text, line = record.value("vtt_transcript")
    # The lines are counted as in the file, but where this could be done for thousands of records.
    above = (line or 1) - 1 if record.alone else 0
    try:
        track = parse_track("\n" * above + text)
    except DocumentError as error:
        message = f"the transcript was left out: {error.problem}"
        record.findings.append(Finding(line, "transcript_left_out", message))
        return None
    transcript, _guests, odd = transcript_of(track.cues, track.notes.transcript_kind or "verbatim")
    for found in (*track.findings, *track.notes.findings(), *odd):
        if found.code != "guests_from_voices":  # the record says who takes part
            record.findings.append(found if above and found.line else replace(found, line=line))
    return transcript


def _without_footnotes(record: Record, text: str, line: int | None) -> str:
    """The words alone; every line keeps its number, for `sync` counts them."""
    marked, marks = _FOOTNOTE.subn("", text)
    begin = marked.find(_NOTES_BEGIN)
    notes = ""
    if begin >= 0:
        end = marked.find(_NOTES_END, begin)
        end = len(marked) if end < 0 else end + len(_NOTES_END)
        notes = marked[begin:end]
        marked = marked[:begin] + "\n" * notes.count("\n") + marked[end:]
    if marks or notes:
        first = " ".join(_TAG.sub(" ", notes).split())
        message = (
            f"footnotes were left out, a transcript has no place for them{f': “{first[:80]}”' if first else ''}; "
            "they stay in the file"
        )
        record.findings.append(Finding(line, "footnotes_left_out", message))
    return marked


def _marks(record: Record, lines: int) -> _Marks:
    """Where each moment of `sync` is reached. What lies outside the text, or behind what came before, is left out."""
    text, line = record.value("sync")
    written, colon, rest = text.partition(":")
    try:
        interval = float(written) if colon and len(written) < 10 else 0.0
    except ValueError:
        interval = 0.0
    marks: _Marks = {}
    lost = [text] if text and not 0 < interval <= 600 else []
    latest = (1, 1)
    for number, entry in enumerate(rest.split("|") if not lost else ()):
        match = _MARK.fullmatch(entry.strip())
        moment = number * dt.timedelta(minutes=interval)
        place = (int(match[1]), int(match[2])) if match else (0, 0)
        if match and latest <= place and place[0] <= lines and moment <= timecode.LONGEST:
            marks.setdefault(place[0], []).append((place[1], moment))
            latest = place
        elif entry.strip():
            lost.append(entry)
    if lost:
        message = (
            f"{len(lost)} of the marks that time the transcript could not be used, first “{lost[0][:40]}”: it fits no "
            "line of the text, or runs backward; sync the transcript again"
        )
        record.findings.append(Finding(line, "sync_unreadable", message))
    if marks or (text and not lost):
        marks.setdefault(1, []).insert(0, (1, dt.timedelta(0)))
    return marks


@dataclass
class _Cues:
    """Cues on their way: one begins with each turn, each paragraph and each moment. `timed` says that marks count, and
    not the stamps that older texts have between their words (``{0:05}``)."""

    people: People
    timed: bool
    made: list[CueEntry] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    speaker: str = ""
    start: dt.timedelta | None = None

    def take(self, line: str, marks: list[tuple[int, dt.timedelta]]) -> None:
        line = _STAMP.sub("", line) if self.timed else _STAMP.sub(r" \g<0> ", line)
        words = line.split()
        if not words:
            self.close()
        label = self._label(line.strip())
        skipped = len(label.split()) if label else 0
        if label:
            self.close()
            self.speaker = label
        at = dict(marks)  # of two at one word the later counts
        for place, word in enumerate(words, start=1):
            stamp = None if self.timed else _stamped(word)
            if place in at or stamp is not None:
                self.close()
                self.start = at.get(place, stamp)
            if place > skipped and not _STAMP.fullmatch(word):
                self.words.append(word)
        beyond = [moment for place, moment in marks if place > len(words)]
        if beyond:
            self.close()
            self.start = beyond[-1]

    def close(self) -> None:
        if self.words:
            self.made.append(CueEntry(start=self.start, speaker=self.speaker, text=" ".join(self.words)))
            self.words, self.start = [], None

    def _label(self, line: str) -> str:
        """Who begins to speak: a name in capitals, or the whole name of one who takes part."""
        match = _LABEL.match(line)
        if match is None:
            return ""
        name = match["name"].strip()
        known = " " in name and self.people.named(name) is not None
        return name if known or name == name.upper() != name.lower() else ""


def _stamped(word: str) -> dt.timedelta | None:
    if not _STAMP.fullmatch(word):
        return None
    try:
        return timecode.parse(word[1:-1])
    except timecode.TimecodeError:
        return None
