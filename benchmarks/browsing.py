"""The list of all interviews, narrowed in every way, in an archive of so many interviews.

    python benchmarks/browsing.py [INTERVIEWS]     (with DATABASE_URL: on PostgreSQL, in a database of its own)

Each has 22 segments, two people, a recording, some nine tags, two comments; of ten one is a draft (see `archive.py`).
Each page is asked for through Django's whole stack. Milliseconds, median and 95th percentile: by the clock, of this
process, and of PostgreSQL's. A month's page needs some 5,000 interviews, or it may be empty.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent.parent), str(Path(__file__).parent)]

from archive import AT_ONCE, Shape, make_archive, refine
from words import Words


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
        make_archive(Shape(interviews=count, question_words=12, answer_words=40, comments=2), Words())
        keys = list(Interview.objects.values_list("pk", flat=True))
        for start in range(0, len(keys), AT_ONCE):
            some = keys[start : start + AT_ONCE]
            gather(some, Taggings(some).pairs)
    refine()
    print(f"{count:,} interviews, {connection.vendor}")
    reader = Client()

    def read(address: str) -> None:
        assert reader.get(address).status_code == 200, address

    for what, address in PAGES.items():
        told(what, [lambda address=address: read(address)] * TIMES)


if __name__ == "__main__":
    main()
