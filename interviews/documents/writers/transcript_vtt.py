"""The transcript as WebVTT (W3C, section 4), with a voice where a cue names its speaker.

It carries what is said, by whom and when; the interview's title, series, organisation, language and rights; and the
transcript's kind.
"""

from __future__ import annotations

from interviews.documents import clock
from interviews.documents.cue_text import escaped
from interviews.documents.cue_times import is_timed, timed_cues
from interviews.documents.document import CueEntry, InterviewDocument
from interviews.documents.writers.chapters_vtt import note
from interviews.documents.writers.place import Place

NAME = "Transcript (WebVTT)"
MEDIA_TYPE = "text/vtt"
SUFFIX = ".vtt"
LOSSES = (
    "all but words, voices, times and kind of the transcript, and title, organisation, series, language, rights",
    "paragraphs within cues; cues without words; missing ends and times are filled in, the order is that of the times",
)


def fits(document: InterviewDocument) -> bool:
    return is_timed(document)


def write(document: InterviewDocument, place: Place) -> str:
    transcript = document.transcript
    kind, language = (transcript.kind, transcript.language) if transcript else ("", "")
    blocks = ["WEBVTT", note(document, "captions", language or document.language, kind)]
    for number, (start, end, cue) in enumerate(timed_cues(document), start=1):
        blocks.append(f"{number}\n{clock.written(start)} --> {clock.written(end)}\n{_text(cue)}")
    return "\n\n".join(blocks) + "\n"


def _text(cue: CueEntry) -> str:
    """Blank lines end a cue: paragraphs follow each other line by line."""
    lines = (" ".join(line.split()) for line in cue.text.splitlines())
    text = "\n".join(escaped(line) for line in lines if line)
    speaker = " ".join(cue.speaker.split())
    # With the bracket behind it a name that ends in dashes would be the arrow of a cue’s times; white space is trimmed.
    end = " >" if speaker.endswith("-") else ">"
    return f"<v {escaped(speaker)}{end}{text}" if speaker else text
