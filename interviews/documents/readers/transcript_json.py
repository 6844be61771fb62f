"""Podcasting 2.0 transcripts as JSON: each segment becomes a cue; where each is a word, those of one voice become one.

Format: the podcast namespace's “JSON Transcript Format”, version 1.0.0. The speaker may be left out where it is
the same as before; as in other transcripts the cue then names none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from interviews.documents.cue_voices import KIND_GUESSED, guests_among
from interviews.documents.document import CueEntry, InterviewDocument, TranscriptEntry
from interviews.documents.errors import DocumentError, Finding
from interviews.documents.limits import require_few
from interviews.documents.readers.page.wrapping import ends_sentence
from interviews.documents.readers.portal_json import loaded
from interviews.documents.readers.timed.json_values import moment_in, text_in
from interviews.documents.reading import Reading
from interviews.documents.source_file import SourceFile

SUFFIXES = ()  # other JSON has the same

#: Words of a segment, on average, below which each is taken for a word and not for what somebody said.
FEWEST_WORDS = 2
#: Words of one cue.
MOST_WORDS = 60
_LIST = re.compile(r'"segments"\s*:\s*\[')


def recognises(file: SourceFile) -> bool:
    head = file.head
    return head.startswith("{") and bool(_LIST.search(head)) and '"body"' in head


def read(file: SourceFile) -> Iterator[Reading]:
    data = loaded(file)
    listed = data.get("segments") if isinstance(data, dict) else None
    if not isinstance(listed, list):
        problem = "this JSON holds no list of “segments”, as transcripts of Podcasting 2.0 have it; export it anew"
        raise DocumentError(problem, code="other_json")
    require_few("words", len(listed))
    cues = [cue for item in listed if isinstance(item, dict) and (cue := _cue(item)).text]
    if not cues:
        raise DocumentError("no segment of the transcript has words (“body”); export it anew", code="no_cues")
    findings = [*_oddities(listed, cues)]
    if sum(len(cue.text.split()) for cue in cues) < FEWEST_WORDS * len(cues):
        cues = _joined(cues)
    title = file.stem or "Interview"
    findings += [
        Finding(None, "title_missing", f"a transcript holds no title; “{title}” is the file’s name"),
        KIND_GUESSED,
    ]
    guests = guests_among(dict.fromkeys(cue.speaker for cue in cues if cue.speaker))
    if guests:
        named = ", ".join(guest.name for guest in guests[:6])
        message = (
            f"taken for guests, since the transcript has their full names: {named}; correct who is the interviewer"
        )
        findings.append(Finding(None, "guests_from_voices", message))
    yield Reading(
        InterviewDocument(title=title, appearances=guests, transcript=TranscriptEntry(cues=tuple(cues))),
        tuple(findings),
    )


def _cue(item: dict[str, Any]) -> CueEntry:
    start, end = moment_in(item.get("startTime")), moment_in(item.get("endTime"))
    if start is not None and end is not None and end < start:
        end = None
    return CueEntry(start=start, end=end, speaker=text_in(item.get("speaker")), text=text_in(item.get("body")))


def _joined(cues: Sequence[CueEntry]) -> list[CueEntry]:
    """Words of one voice as one cue, up to the end of a sentence."""
    joined: list[CueEntry] = []
    words: list[str] = []
    for cue in cues:
        goes_on = bool(joined) and cue.speaker in ("", joined[-1].speaker) and len(words) < MOST_WORDS
        if goes_on and not ends_sentence(words[-1]):
            words.append(cue.text)
            joined[-1] = replace(joined[-1], end=cue.end, text="")
        else:
            if joined:
                joined[-1] = replace(joined[-1], text=" ".join(words))
            words = [cue.text]
            joined.append(cue)
    joined[-1] = replace(joined[-1], text=" ".join(words))
    return joined


def _oddities(listed: Sequence[Any], cues: Sequence[CueEntry]) -> Iterator[Finding]:
    if lost := len(listed) - len(cues):
        message = f"{lost:,} segments of the transcript have no words, and were left out"
        yield Finding(None, "line_left_out", message)
    if without := sum(cue.start is None for cue in cues):
        message = f"{without:,} times of the transcript cannot be read (write seconds: 1.5); the words are kept without"
        yield Finding(None, "impossible_timecode", message)
    if any(isinstance(one, dict) and _ends_early(one) for one in listed):
        yield Finding(None, "end_before_start", "a segment ends before it starts; such ends were left out")


def _ends_early(item: dict[str, Any]) -> bool:
    start, end = moment_in(item.get("startTime")), moment_in(item.get("endTime"))
    return start is not None and end is not None and end < start
