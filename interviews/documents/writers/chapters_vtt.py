"""Chapters as WebVTT, for ``<track kind="chapters">`` (W3C, “WebVTT”, section 1.3 and 4.1).

It carries titles and times of what `chapters_of` gives, the interview's title, language and rights.
"""

from __future__ import annotations

from interviews.documents import clock
from interviews.documents.chapters import chapters_of
from interviews.documents.cue_text import escaped
from interviews.documents.document import InterviewDocument
from interviews.documents.writers.place import Place

NAME = "Chapters (WebVTT)"
MEDIA_TYPE = "text/vtt"
SUFFIX = "/chapters.vtt"
LOSSES = ("all but chapters, and title, organisation, series, language, rights",)


def fits(document: InterviewDocument) -> bool:
    return bool(chapters_of(document))


def write(document: InterviewDocument, place: Place) -> str:
    """The last chapter ends with the recording, or where that is not known a second after its start."""
    blocks = ["WEBVTT", note(document, "chapters", document.language)]
    for number, chapter in enumerate(chapters_of(document), start=1):
        times = f"{clock.written(chapter.start)} --> {clock.written(chapter.end_or_least)}"
        blocks.append(f"{number}\n{times}\n{escaped(chapter.title)}")
    return "\n\n".join(blocks) + "\n"


def note(document: InterviewDocument, kind: str, language: str, transcript: str = "") -> str:
    """The NOTE that says of which interview this is; no line of it may hold an arrow, for that begins a cue."""
    fields = {
        "Title": document.title,
        "Kind": kind,
        "Transcript": transcript,
        "Language": language,
        "Series": document.series,
        "Publisher": document.organisation,
        "Rights": document.rights,
    }
    told = ((name, " ".join(value.split())) for name, value in fields.items())
    return "\n".join(["NOTE", *(f"{name}: {value.replace('-->', '--&gt;')}" for name, value in told if value)])
