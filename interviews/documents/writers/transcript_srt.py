"""The transcript as SRT (the SubRip program's captions), each speaker's name and a colon before the words.

It carries what is said, by whom and when; nothing of the interview.
"""

from __future__ import annotations

import re

from interviews.documents import clock
from interviews.documents.cue_times import is_timed, timed_cues
from interviews.documents.document import CueEntry, InterviewDocument
from interviews.documents.writers.place import Place

NAME = "Transcript (SRT)"
MEDIA_TYPE = "application/x-subrip"
SUFFIX = ".srt"
LOSSES = (
    "all but the words, voices and times of the transcript",
    "paragraphs within cues; cues without words; missing ends and times are filled in, the order is that of the times",
    "words that look like tags, or like the sign of another voice (>>)",
    "a voice that speaks once, unless in capitals, stays before its words",
)

_ARROW = re.compile("(?<!-)-{2,}>")


def fits(document: InterviewDocument) -> bool:
    return is_timed(document)


def write(document: InterviewDocument, place: Place) -> str:
    captions = []
    for number, (start, end, cue) in enumerate(timed_cues(document), start=1):
        captions.append(f"{number}\n{clock.written(start, ',')} --> {clock.written(end, ',')}\n{_text(cue)}\n")
    return "\n".join(captions)


def _text(cue: CueEntry) -> str:
    """The format has no way to escape: an arrow, which begins a caption, is shortened."""
    lines = (" ".join(line.split()) for line in cue.text.splitlines())
    text = "\n".join(line for line in lines if line)
    speaker = " ".join(cue.speaker.split())
    return _ARROW.sub("->", f"{speaker}: {text}" if speaker else text)
