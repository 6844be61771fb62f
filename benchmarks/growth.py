"""The interview's page, rendered each time, as the archive, the interview and its conversation grow.

    python benchmarks/growth.py [MOST]     (with DATABASE_URL: on PostgreSQL, in a database of its own)

The standard interview in archives of 100, 1,000, ... MOST interviews (100,000 take half an hour to make); then
interviews of 20 to 500 segments, and conversations of 10 to 5,000 comments, in the smallest archive. Each page is asked
for through Django's whole stack, without a page cache: how many queries it costs, and milliseconds (median and 95th
percentile) by the clock, of this process, and of PostgreSQL's.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent.parent), str(Path(__file__).parent)]

from archive import Shape, make_archive, refine
from words import Words

FEWEST = 100
SEGMENTS = (20, 100, 500)
COMMENTS = (10, 500, 5_000)
TIMES = 15


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("most", nargs="?", type=int, default=10_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATA_DIR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
        os.environ["ALLOWED_HOSTS"] = "testserver"
        os.environ["PAGE_CACHE_MB"] = "0"
        import django

        django.setup()
        from django.conf import settings
        from django.db import connection
        from own_database import own_database

        settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
        print(connection.vendor)
        words, size = Words(), FEWEST
        gc.freeze()  # its millions of words are no part of a site
        while size <= asked.most:
            with own_database():
                grow(words, size)
                if size == FEWEST:
                    lengthen()
            size *= 10


def grow(words: Words, interviews: int) -> None:
    from django.db import transaction
    from make_site import make_standard

    from interviews.search.index import rebuild

    with transaction.atomic():
        make_archive(Shape(interviews=interviews, comments=2), words)
    rebuild()
    row = make_standard()
    refine()
    tell(f"{interviews:,} interviews", row.get_absolute_url())


def lengthen() -> None:
    """The same archive, with longer interviews and longer conversations in it."""
    from make_site import make_standard

    for count in SEGMENTS:
        tell(f"{count:,} segments", make_standard(f"segments-{count}", segments=count).get_absolute_url())
    for count in COMMENTS:
        tell(f"{count:,} comments", make_standard(f"comments-{count}", comments=count).get_absolute_url())


def tell(what: str, address: str) -> None:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from stopwatch import told

    reader = Client()

    def read() -> bytes:
        answer = reader.get(address)
        assert answer.status_code == 200, address
        return answer.content

    read()
    with CaptureQueriesContext(connection) as queries:
        size = len(read()) / 1024
    work: list[Callable[[], object]] = [read] * TIMES
    told(f"{what}: {len(queries)} queries, {size:.0f} KB", work)


if __name__ == "__main__":
    main()
