"""The list of all interviews, narrowed in every way, in an archive of so many interviews.

    python benchmarks/browsing.py [INTERVIEWS]     (with DATABASE_URL: on PostgreSQL, in a database of its own)

Each has 22 segments, two people, a recording, some nine tags; of ten one is a draft, as few things as in an archive are
evenly spread: a person, a tag, an organisation is as frequent as the words of a language are (Zipf's law). Each page is
asked for through Django's whole stack. Milliseconds, median and 95th percentile: by the clock, of this process, and of
PostgreSQL's.
"""

from __future__ import annotations

import argparse
import datetime as dt
import itertools
import os
import random
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).parent.parent), str(Path(__file__).parent)]

SEGMENTS_EACH = 22
TAGGED_SEGMENTS = 8
AT_ONCE = 1000
LANGUAGES = ("en", "en", "en", "en", "en", "en", "fr", "fr", "sv", "de")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("interviews", nargs="?", type=int, default=20_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATA_DIR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
        os.environ["ALLOWED_HOSTS"] = "testserver"
        import django

        django.setup()
        from own_database import own_database

        with own_database():
            measure(asked.interviews)


class Uneven:
    """One of many, the first most often."""

    def __init__(self, chance: random.Random, rows: list[Any]) -> None:
        self._chance, self._rows = chance, rows
        self._weights = list(itertools.accumulate(1 / rank for rank in range(1, len(rows) + 1)))

    def some(self, count: int = 1) -> set[Any]:
        return set(self._chance.choices(self._rows, cum_weights=self._weights, k=count))

    def one(self) -> Any:
        return self.some().pop()


def make_archive(count: int) -> None:
    from django.utils import timezone
    from search import Words

    from interviews.models import (
        Appearance,
        Interview,
        Recording,
        Segment,
        Series,
        Speaker,
        Tag,
        TaggedInterview,
        TaggedSegment,
    )
    from interviews.rows.insert import Insertion

    words, chance, now = Words(), random.Random(7), timezone.now()
    series = [Series(title=f"{words.some(3)} {number}", slug=f"series-{number}") for number in range(60)]
    tags = [Tag(name=f"{words.some(1)} {number}", slug=f"tag-{number}") for number in range(2_000)]
    speakers = [Speaker(name=words.some(2), slug=f"speaker-{number}") for number in range(count // 3)]
    for speaker in speakers:
        speaker.complete()
    for rows in (series, tags, speakers):
        type(rows[0]).objects.bulk_create(rows)
    organisations = Uneven(chance, [words.some(3) for _ in range(400)])
    some_series, some_tags, some_people = (Uneven(chance, rows) for rows in (series, tags, speakers))
    interviews = [
        Interview(
            title=words.some(6), slug=f"talk-{number}", introduction=words.some(90), language=chance.choice(LANGUAGES),
            status="draft" if number % 10 == 0 else "published", published_at=now - dt.timedelta(minutes=number),
            recorded_on=dt.date(1990, 1, 1) + dt.timedelta(days=chance.randrange(13_000)) if number % 20 else None,
            organisation=organisations.one(), series=some_series.one() if chance.random() < 0.6 else None,
            comment_count=max(0, int(chance.gauss(0, 6))),
        )
        for number in range(count)
    ]  # fmt: skip
    Interview.objects.bulk_create(interviews, batch_size=500)
    insertion = Insertion(Segment)
    blank = blank_segments(insertion, Segment(interview=interviews[0]))
    for start in range(0, count, AT_ONCE):
        some = interviews[start : start + AT_ONCE]
        appearances, recordings = [], []
        for row in some:
            guest, host = chance.choice(speakers), some_people.one()
            appearances.append(Appearance(interview=row, speaker=guest, title="Keeper"))
            if host is not guest:
                appearances.append(Appearance(interview=row, speaker=host, role="interviewer", position=1))
            length = dt.timedelta(seconds=chance.randrange(600, 9_000))
            url = "https://audio.example/talk.mp3" if chance.random() < 0.8 else ""
            recordings.append(Recording(interview=row, url=url, duration=length, media_type="audio/mpeg"))
        Appearance.objects.bulk_create(appearances)
        Recording.objects.bulk_create(recordings)
        # Their HTML stays empty: to make it would take longer than all else, and no list shows it.
        values = []
        for row, one in itertools.product(some, blank):
            values.append(one.copy())
            question, answer = words.some(12), words.some(40)
            insertion.put(values[-1], interview_id=row.pk, question=question, answer=answer)
        insertion.write(values)
        tagged = [TaggedInterview(tag=tag, content_object=row) for row in some for tag in some_tags.some(3)]
        TaggedInterview.objects.bulk_create(tagged)
        within = Segment.objects.filter(interview__in=some, position__lt=TAGGED_SEGMENTS).order_by("pk")
        TaggedSegment.objects.bulk_create(
            TaggedSegment(tag=some_tags.one(), content_object_id=pk) for pk in within.values_list("pk", flat=True)
        )


def blank_segments(insertion: Any, segment: Any) -> list[list[Any]]:
    """The segments of an interview, without their words."""
    rows = []
    for segment.position in range(SEGMENTS_EACH):
        segment.uid = f"uid-{segment.position}"
        segment.start = dt.timedelta(minutes=segment.position)
        rows.append(insertion.values(segment))
    return rows


PAGES = {
    "all": "/interviews/",
    "a language (6 of 10)": "/interviews/?language=en",
    "a frequent topic": "/interviews/?tag=tag-3",
    "a rare topic": "/interviews/?tag=tag-300",
    "a topic in two years": "/interviews/?tag=tag-5&year=2010&year=2011",
    "a host": "/interviews/?speaker=speaker-0&role=interviewer",
    "the longest, page 30": "/interviews/?sort=longest&page=30",
    "home": "/",
    "archive": "/archive/",
    "a month": "/archive/2010/05/",
    "speakers": "/speakers/",
    "topics": "/tags/",
    "series": "/series/",
    "API: interviews": "/api/1/interviews",
    "API: segments with a tag": "/api/1/segments?tag=tag-9&limit=100",
    "API: an interview": "/api/1/interviews/talk-1",
}
TIMES = 7


def measure(count: int) -> None:
    from django.conf import settings
    from django.db import connection, transaction
    from django.test import Client
    from stopwatch import told

    from interviews.models import Interview
    from interviews.models.tag_of_interview import gather
    from interviews.search.entries import Taggings

    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with transaction.atomic():
        make_archive(count)
        keys = list(Interview.objects.values_list("pk", flat=True))
        for start in range(0, len(keys), AT_ONCE):
            some = keys[start : start + AT_ONCE]
            gather(some, Taggings(some).pairs)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    print(f"{count:,} interviews, {connection.vendor}")
    reader = Client()

    def read(address: str) -> None:
        assert reader.get(address).status_code == 200, address

    for what, address in PAGES.items():
        told(what, [lambda address=address: read(address)] * TIMES)


if __name__ == "__main__":
    main()
