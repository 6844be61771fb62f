"""An archive of so many interviews as rows, written by the thousand: what benchmarks measure on.

Few things in an archive are evenly spread: a person, a tag, an organisation, a word is as frequent as the words of a
language are (Zipf's law). The same shape gives the same archive every time, but for the moment it ends at: now.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from words import Uneven, Words

AT_ONCE = 500
LANGUAGES = ("en", "en", "en", "en", "en", "en", "fr", "fr", "sv", "de")


@dataclass(frozen=True, kw_only=True)
class Shape:
    """`segments`, `comments` and `tags_each` are of each interview (comments on average); `drafts` is a share, and
    `tagged_segments` so many of each interview's have one tag. `tags`, `speakers` and `series` are of the whole."""

    interviews: int = 1_000
    segments: int = 22
    question_words: int = 16
    answer_words: int = 60
    introduction_words: int = 90
    biography_words: int = 90
    comments: int = 6
    drafts: float = 0.1
    tags: int = 2_000
    tags_each: int = 3
    tagged_segments: int = 8
    speakers: int | None = None  # one for three interviews
    series: int = 60
    organisations: int = 400


def make_archive(shape: Shape, words: Words, progress: Callable[[int], object] = lambda done: None) -> None:
    """Belongs into a transaction. What is found and what lists are narrowed by is made by the index's `rebuild`."""
    from interviews.models import Interview, Series, Tag

    series = [Series(title=f"{words.some(3)} {number}", slug=f"series-{number}") for number in range(shape.series)]
    tags = [Tag(name=f"{words.some(1)} {number}", slug=f"tag-{number}") for number in range(shape.tags)]
    for rows in (series, tags):
        _create(rows)
    people = _People(shape, words)
    organisations = Uneven(words.chance, [words.some(3) for _ in range(shape.organisations)])
    some_series, some_tags = Uneven(words.chance, series), Uneven(words.chance, tags)
    segments = _Segments(shape, words)
    now = _now()
    for start in range(0, shape.interviews, AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, shape.interviews))
        rows = [_interview(shape, words, number, now, organisations, some_series) for number in numbers]
        comments = [_how_many(shape, words) for _ in rows]
        for row, count in zip(rows, comments, strict=True):
            row.comment_count = count
        Interview.objects.bulk_create(rows)
        people.take_part(rows)
        keys = segments.write(rows)
        _tag(rows, keys, shape, some_tags)
        _discuss(list(zip(rows, comments, strict=True)), words)
        progress(numbers.stop)


def _now() -> dt.datetime:
    from django.utils import timezone

    return timezone.now()


def _interview(shape: Shape, words: Words, number: int, now: dt.datetime, organisations: Uneven, series: Uneven) -> Any:
    from interviews.models import Interview

    chance = words.chance
    draft = bool(shape.drafts) and number % round(1 / shape.drafts) == 0
    day = dt.date(1990, 1, 1) + dt.timedelta(days=chance.randrange(13_000))
    return Interview(
        title=words.some(6),
        slug=f"talk-{number}",
        introduction=words.some(shape.introduction_words),
        language=chance.choice(LANGUAGES),
        status="draft" if draft else "published",
        published_at=None if draft else now - dt.timedelta(minutes=number),
        recorded_on=day if number % 20 else None,
        organisation=organisations.one() or "",
        series=series.one() if chance.random() < 0.6 else None,
    )


def _how_many(shape: Shape, words: Words) -> int:
    """Comments: on some interviews none, on few many."""
    return min(round(words.chance.expovariate(1 / shape.comments)), 20 * shape.comments) if shape.comments else 0


class _People:
    """Guests are heard a few times each, and few people ask."""

    def __init__(self, shape: Shape, words: Words) -> None:
        from interviews.models import Bio, Speaker

        self._words = words
        count = shape.interviews // 3 + 1 if shape.speakers is None else shape.speakers
        self._speakers = [Speaker(name=words.some(2).title(), slug=f"speaker-{number}") for number in range(count)]
        for speaker in self._speakers:
            speaker.complete()
        _create(self._speakers)
        self._bios = [Bio(speaker=speaker, text=words.some(shape.biography_words)) for speaker in self._speakers]
        _create(self._bios)
        self._hosts = Uneven(words.chance, self._speakers)

    def take_part(self, interviews: Sequence[Any]) -> None:
        from interviews.models import Appearance, Recording

        chance, appearances, recordings = self._words.chance, [], []
        for row in interviews if self._speakers else ():
            bio, host = chance.choice(self._bios), self._hosts.one()
            appearances.append(Appearance(interview=row, speaker=bio.speaker, bio=bio, title="Keeper"))
            if host is not bio.speaker:
                appearances.append(Appearance(interview=row, speaker=host, role="interviewer", position=1))
        for row in interviews:
            length = dt.timedelta(seconds=chance.randrange(600, 9_000))
            url = "https://audio.example/talk.mp3" if chance.random() < 0.8 else ""
            recordings.append(Recording(interview=row, url=url, duration=length, media_type="audio/mpeg"))
        _create(appearances)
        _create(recordings)


class _Segments:
    def __init__(self, shape: Shape, words: Words) -> None:
        self._shape, self._words = shape, words

    def write(self, interviews: Sequence[Any]) -> list[int]:
        """Their segments; gives the keys of those that are to be tagged."""
        from interviews.models import Segment
        from interviews.richtext import excerpt, phrase
        from interviews.rows.insert import Insertion

        if not self._shape.segments:
            return []
        insertion, values = Insertion(Segment), []
        blank = self._blank(insertion, Segment(interview=interviews[0]))
        for row, one in itertools.product(interviews, blank):
            question = self._words.sentence(self._shape.question_words, "?")
            answer = self._words.sentence(self._shape.answer_words)
            html = {"question_html": phrase(question, row.language), "answer_html": excerpt(answer, row.language)}
            values.append(one.copy())
            insertion.put(values[-1], interview_id=row.pk, question=question, answer=answer, **html)
        insertion.write(values)
        within = Segment.objects.filter(interview__in=interviews, position__lt=self._shape.tagged_segments)
        return list(within.order_by("pk").values_list("pk", flat=True)) if self._shape.tags else []

    def _blank(self, insertion: Any, segment: Any) -> list[list[Any]]:
        """The segments of an interview, without their words."""
        rows = []
        for segment.position in range(self._shape.segments):
            segment.uid = f"uid-{segment.position}"
            segment.start = dt.timedelta(minutes=segment.position)
            rows.append(insertion.values(segment))
        return rows


def _tag(interviews: Sequence[Any], segments: Sequence[int], shape: Shape, tags: Uneven) -> None:
    from interviews.models import TaggedInterview, TaggedSegment

    _create([TaggedInterview(tag=tag, content_object=row) for row in interviews for tag in tags.some(shape.tags_each)])
    _create([TaggedSegment(tag=tags.one(), content_object_id=pk) for pk in segments])


def _discuss(interviews: Sequence[tuple[Any, int]], words: Words) -> None:
    """Comments by the level they hang on: those above have their keys by then. All are approved."""
    from interviews.comments.models import Comment

    chance, level = words.chance, []
    for row, count in interviews:
        roots = (count + 2) // 3
        level += [(row, None, share) for share in _shared_out(count - roots, roots)]
    while level:
        rows = [_comment(row, parent, words) for row, parent, _below in level]
        Comment.objects.bulk_create(rows, batch_size=AT_ONCE)
        following = []
        for comment, (row, _parent, below) in zip(rows, level, strict=True):
            # Most answer the same, some answer an answer.
            direct = min(below, 1 + below * chance.randrange(40, 100) // 100)
            following += [(row, comment, share) for share in _shared_out(below - direct, direct)]
        level = following


def _shared_out(count: int, among: int) -> list[int]:
    return [count // among + (place < count % among) for place in range(among)]


def _comment(interview: Any, parent: Any, words: Words) -> Any:
    from interviews.comments.models import Comment

    written = interview.published_at or interview.created_at
    comment = Comment(
        interview=interview,
        parent=parent,
        name=words.some(2).title(),
        body=words.prose(30, 20),
        status="approved",
        created_at=written + dt.timedelta(seconds=words.chance.randrange(30)),
    )
    comment.hang()
    return comment


def _create(rows: Sequence[Any]) -> None:
    if rows:
        type(rows[0]).objects.bulk_create(rows, batch_size=AT_ONCE)


def refine() -> None:
    """PostgreSQL looks by itself how its tables have grown, but later. Belongs outside of a transaction."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
