"""The transcript of an OHMS record: WebVTT where every cue has a time; else text, with `sync` where minutes are timed.

Format: see `readers.ohms_transcript`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import pairwise

from interviews.documents.document import CueEntry, InterviewDocument
from interviews.documents.readers.ohms.turns import People
from interviews.documents.writers import transcript_vtt
from interviews.documents.writers.place import Place

_MINUTE = dt.timedelta(minutes=1)


def written_transcript(document: InterviewDocument) -> Iterator[tuple[str, list[str]]]:
    """The elements of the record that hold it: `vtt_transcript`, or `transcript` and `sync`."""
    cues = [cue for cue in document.transcript.cues if cue.text.strip()] if document.transcript else []
    starts = [cue.start for cue in cues if cue.start is not None]
    if starts and not (len(starts) < len(cues) and cues[0].start == starts[0] and _are_minutes(starts)):
        yield "vtt_transcript", [transcript_vtt.write(document, Place())]
    elif cues:
        people = People(document.appearances)
        yield "transcript", ["\n\n".join(_paragraph(cue, people) for cue in cues)]
        if starts:
            yield "sync", [_sync(cues)]


def _are_minutes(starts: Sequence[dt.timedelta]) -> bool:
    """Whether `sync` can say them: it begins with the text, and tells one minute at least that is not the beginning."""
    if starts[0] or len(starts) < 2:
        return False
    return not any(start % _MINUTE for start in starts) and all(one < other for one, other in pairwise(starts))


def _paragraph(cue: CueEntry, people: People) -> str:
    """A name begins a turn where it is in capitals, or the whole name of one who takes part."""
    text, name = " ".join(cue.text.split()), " ".join(cue.speaker.replace(":", " ").split())
    if not name:
        return text
    whole = " " in name and people.named(name) is not None
    return f"{name if whole else name.upper()}: {text}"


def _sync(cues: Sequence[CueEntry]) -> str:
    """The line and word at which each minute begins; paragraphs stand on every second line."""
    reached = {cue.start // _MINUTE: 1 + 2 * place for place, cue in enumerate(cues) if cue.start is not None}
    last = max(reached)
    return "1:" + "".join(f"|{reached[minute]}(1)" if minute in reached else "|" for minute in range(1, last + 1))
