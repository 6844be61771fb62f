"""What an episode of a podcast tells beside what every entry does."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

import nh3
from django.db.models import Exists, OuterRef
from django.urls import reverse

from interviews.documents.chapters import chapters_of, shortened
from interviews.documents.document import InterviewDocument, RecordingEntry, SegmentEntry
from interviews.feeds.channel import LONGEST_DESCRIPTION
from interviews.feeds.entries import Entry, entry_of, told
from interviews.feeds.shortening import shortened_html
from interviews.lasting import lasting_address
from interviews.licences import Licence, licence_in
from interviews.models import Appearance, Cue, Interview, Recording, Segment
from interviews.models.interview import InterviewQuerySet
from interviews.models.segment import QUOTABLE
from interviews.structured_data import portrait_address

#: Seconds that the podcast namespace recommends.
SHORTEST_SOUNDBITE, LONGEST_SOUNDBITE = 15, 120
#: All that directories show of a description.
_TAGS = {"p", "br", "ol", "ul", "li", "a", "b", "i", "strong", "em"}
#: What says only which episode it is: directories have fields of their own for that, and refuse it in a title.
_NUMBER = re.compile(
    r"\s*(?:(?:episode|épisode|ep|part|partie|no|nr|n°)\.?\s*\d{1,4}|#\s*\d{1,4}|s\d{1,2}\s*e\d{1,3})\s*[:.|–—-]*\s+",
    re.IGNORECASE,
)


class Credit(NamedTuple):
    """A person of an episode (``podcast:person``); `role` is a word of its taxonomy."""

    name: str
    role: str
    url: str
    portrait: str


class Transcript(NamedTuple):
    url: str
    media_type: str
    language: str
    is_timed: bool


class EpisodeChapter(NamedTuple):
    """`start` as Podlove Simple Chapters write it is made from seconds; `url` is empty for the opening chapter."""

    seconds: float
    title: str
    url: str


class Soundbite(NamedTuple):
    """A stretch that may be played to make somebody curious; `length` in seconds."""

    seconds: float
    length: float
    title: str


@dataclass(frozen=True)
class Episode(Entry):
    """`guid` is what apps know it by: that which it had in the feed it was imported from, to the letter."""

    guid: str = ""
    description: str = ""
    is_shortened: bool = False
    part: int | None = None
    people: tuple[Credit, ...] = ()
    transcripts: tuple[Transcript, ...] = ()
    chapters: tuple[EpisodeChapter, ...] = ()
    chapters_url: str = ""
    soundbite: Soundbite | None = None
    licence: Licence | None = None


def heard(interviews: InterviewQuerySet) -> InterviewQuerySet:
    """Those that can be heard, with all that their episodes tell: five queries."""
    cues = Cue.objects.filter(transcript__interview=OuterRef("pk"))
    return (
        told(interviews)
        .filter(Exists(Recording.objects.playable().filter(interview=OuterRef("pk"))))
        .select_related("transcript")
        .annotate(has_words=Exists(cues), has_timed_words=Exists(cues.filter(start__isnull=False)))
    )


def episode_of(interview: Interview, origin: str) -> Episode | None:
    """An interview (from `heard`); None where none of its recordings is one that players take."""
    entry = entry_of(interview, origin)
    if entry.sound is None:
        return None
    chapters = _chapters(interview, entry)
    plain = nh3.clean(entry.html, tags=_TAGS, attributes={"a": {"href"}}, link_rel=None).strip()
    description = shortened_html(plain, LONGEST_DESCRIPTION)
    given = {**vars(entry), "title": episode_title(entry.title)}
    return Episode(
        **given,
        guid=interview.feed_guid,
        description=description,
        is_shortened=description != plain,
        part=interview.part,
        people=tuple(_credit(row, origin) for row in interview.appearances.all()),
        transcripts=tuple(_transcripts(interview, entry, origin)),
        chapters=chapters,
        chapters_url=_document(interview, "chapters.json", origin) if chapters else "",
        soundbite=_soundbite(interview, entry),
        licence=licence_in(interview.rights),
    )


def episode_title(title: str) -> str:
    """Without a number at its beginning; as it is where nothing else is said."""
    return _NUMBER.sub("", title, count=1) if _NUMBER.match(title) else title


def _credit(row: Appearance, origin: str) -> Credit:
    role = "host" if row.is_host else "guest"
    portrait = portrait_address(row.bio, origin)
    return Credit(shortened(row.credited_name), role, origin + lasting_address(row.speaker), portrait)


def _transcripts(interview: Interview, entry: Entry, origin: str) -> list[Transcript]:
    if not interview.has_words:
        return []
    language = interview.transcript.language or interview.language
    if not interview.has_timed_words:
        return [Transcript(f"{entry.url}#transcript", "text/html", language, False)]
    types = {"vtt": "text/vtt", "srt": "application/x-subrip"}
    return [
        Transcript(_document(interview, name, origin), media_type, language, True) for name, media_type in types.items()
    ]


def _chapters(interview: Interview, entry: Entry) -> tuple[EpisodeChapter, ...]:
    """The same that stand in the files of chapters."""
    segments = {segment.uid: segment for segment in interview.segments.all()}
    sketch = InterviewDocument(
        title=interview.title,
        recordings=(RecordingEntry(url=entry.sound.url, duration=entry.sound.duration),) if entry.sound else (),
        segments=tuple(
            SegmentEntry(
                uid=row.uid,
                start=row.start,
                end=row.end,
                kind=row.kind,
                label=row.label,
                question=row.question,
                synopsis=row.synopsis,
                answer=row.answer,
            )
            for row in segments.values()
        ),
    )
    return tuple(
        EpisodeChapter(
            chapter.start.total_seconds(),
            chapter.title,
            entry.url + segments[chapter.segment.uid].place if chapter.segment else "",
        )
        for chapter in chapters_of(sketch)
    )


def _soundbite(interview: Interview, entry: Entry) -> Soundbite | None:
    """The answer that reads best by itself, as on the home page, of those that are neither too short nor too long."""
    end_of_all = entry.sound.duration if entry.sound else None
    timed = sorted((row for row in interview.segments.all() if row.start is not None), key=lambda row: row.start)
    fitting = []
    ends = [*(row.start for row in timed[1:]), end_of_all]
    for row, following in zip(timed, ends, strict=False):  # without a timed one there is an end too many
        end = row.end or following
        length = (end - row.start).total_seconds() if end else 0
        if row.answer and row.kind == Segment.Kind.QUESTION and SHORTEST_SOUNDBITE <= length <= LONGEST_SOUNDBITE:
            fitting.append((abs(len(row.answer) - QUOTABLE), row.position, row, length))
    if not fitting:
        return None
    *_rank, best, length = min(fitting, key=lambda one: one[:2])
    return Soundbite(best.start.total_seconds(), length, shortened(best.heading))


def _document(interview: Interview, name: str, origin: str) -> str:
    return origin + reverse(f"documents:{name}", args=[interview.slug])
