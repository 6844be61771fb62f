"""A document in which no rule finds anything, and how it is bent."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from interviews.documents.document import AppearanceEntry, InterviewDocument, RecordingEntry, SegmentEntry

GUEST = AppearanceEntry(
    name="Ola Berg", bio="Keeps a light.", portrait="ola.jpg", portrait_alt="A man in oilskins beside a lamp"
)
HOST = AppearanceEntry(name="Jo Doe", role="interviewer")
RECORDING = RecordingEntry(url="https://audio.example/talk.mp3", duration=timedelta(hours=1))


def at(minutes: float) -> timedelta:
    return timedelta(minutes=minutes)


def segment(minutes: float | None, **given: Any) -> SegmentEntry:
    start = None if minutes is None else at(minutes)
    words = {"question": "Why lighthouses?", "answer": "They were bright....and dry."}
    return SegmentEntry(start=start, uid=f"at{minutes}", **{**words, **given})


#: An hour with a question every five minutes.
SOUND = InterviewDocument(
    title="Ola Berg, Keeper",
    rights="CC BY 4.0",
    appearances=(GUEST, HOST),
    recordings=(RECORDING,),
    segments=tuple(segment(minutes) for minutes in (0.3, *range(5, 60, 5))),
)


def sound(**changed: Any) -> InterviewDocument:
    return replace(SOUND, **changed)


def with_segment(number: int, **changed: Any) -> InterviewDocument:
    segments = list(SOUND.segments)
    segments[number] = replace(segments[number], **changed)
    return sound(segments=tuple(segments))


def timed(*minutes: float | None, **given: Any) -> InterviewDocument:
    return sound(segments=tuple(segment(one) for one in minutes), **given)


def spoken(words: str) -> InterviewDocument:
    """In which nothing else is said than these words."""
    return sound(
        segments=(segment(1, question="", label="–", answer=words), segment(2, question="", label="–", answer="–"))
    )
