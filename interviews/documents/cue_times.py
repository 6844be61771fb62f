"""When each cue of a transcript begins and ends, for formats in which every one must have a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from interviews.documents.document import CueEntry, InterviewDocument

#: How long the last cue is shown where nothing says when it ends: time to read two lines.
LAST = timedelta(seconds=5)


def is_timed(document: InterviewDocument) -> bool:
    """Whether the interview has a transcript of which at least one cue has a time and words."""
    return any(cue.start is not None and cue.text.strip() for cue in _cues(document))


def timed_cues(document: InterviewDocument) -> list[tuple[timedelta, timedelta, CueEntry]]:
    """The cues with words, ascending, each with a start and a later end.

    A cue without a time takes that of the cue before it, and stays behind it (the first ones: of the first that has
    one). A missing end is the next later start, or else the end of the recording, or else `LAST` later.
    """
    cues = [cue for cue in _cues(document) if cue.text.strip()]
    first = next((cue for cue in cues if cue.start is not None), None)
    if first is None:
        return []
    latest, whole = first, []
    for cue in cues:
        if cue.start is None:
            cue = replace(cue, start=latest.start, end=latest.end)
        else:
            latest = cue
        whole.append(cue)
    ordered = sorted(((cue.start or timedelta(0), cue) for cue in whole), key=lambda timed: timed[0])
    length = next((recording.duration for recording in document.recordings if recording.duration), timedelta(0))
    timed: list[tuple[timedelta, timedelta, CueEntry]] = []
    later = None  # the start that comes next and is later
    for place in range(len(ordered) - 1, -1, -1):
        start, cue = ordered[place]
        if place + 1 < len(ordered) and ordered[place + 1][0] > start:
            later = ordered[place + 1][0]
        end = cue.end if cue.end is not None and cue.end > start else later
        if end is None:
            end = length if length > start else start + LAST
        timed.append((start, end, cue))
    timed.reverse()
    return timed


def _cues(document: InterviewDocument) -> tuple[CueEntry, ...]:
    return document.transcript.cues if document.transcript else ()
