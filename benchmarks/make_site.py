"""Makes a site of so many interviews in DATA_DIR or DATABASE_URL, to look at, to measure on, to be attacked.

    DATA_DIR=/a/new/folder python benchmarks/make_site.py [INTERVIEWS] [--segments 22] [--comments 6] [--drafts 0.1] ...

Words, people, tags and series are as frequent as the words of a language (Zipf's law). Beside them stands one standard
interview of 23 segments and 30 comments, at /interviews/standard/. It refuses a database that has interviews.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from dataclasses import fields
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).parent.parent), str(Path(__file__).parent)]

from archive import Shape, make_archive, refine
from standard_interview import COMMENTS, SEGMENTS, SLUG, standard_interview
from words import Words

#: What a site of its own is asked for by its size; the others are rarely changed.
OPTIONS = {
    "segments": "of each interview",
    "comments": "on each interview, on average",
    "drafts": "share of the interviews that nobody sees",
    "tags": "in all",
    "speakers": "in all (one for three interviews)",
    "series": "in all",
    "answer_words": "of each segment",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("interviews", nargs="?", type=int, default=1_000)
    for field in fields(Shape):
        if field.name in OPTIONS:
            kind = float if field.name == "drafts" else int
            option = f"--{field.name.replace('_', '-')}"
            parser.add_argument(option, type=kind, default=field.default, help=OPTIONS[field.name])
    shape = Shape(**vars(parser.parse_args()))
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    make_site(shape)


def make_site(shape: Shape) -> None:
    """A whole archive, found and listed, and the standard interview in it."""
    from django.db import transaction

    from interviews.models import Interview, Segment
    from interviews.search.index import rebuild

    if Interview.objects.exists():
        sys.exit("This database has interviews already: name another DATA_DIR or DATABASE_URL.")
    with Progress("interviews", shape.interviews) as made, transaction.atomic():
        make_archive(shape, Words(), made)
    with Progress("interviews in the index", shape.interviews) as indexed:
        rebuild(indexed)
    make_standard()
    refine()
    rows, entries = Interview.objects.count(), Segment.objects.count()
    print(f"{rows:,} interviews, {entries:,} segments; the standard one is /interviews/{SLUG}/", file=sys.stderr)


def make_standard(slug: str = SLUG, *, segments: int = SEGMENTS, comments: int = COMMENTS) -> Any:
    """The standard interview, published, through the door that imports take; gives its row."""
    from django.utils import timezone

    from interviews.documents.reading import Publication
    from interviews.intake import Original, Terms
    from interviews.store import store

    original = Original(key=slug, digest=slug, publication=Publication(slug=slug))
    document = standard_interview(segments=segments, comments=comments)
    return store(document, original, Terms(publish_at=timezone.now())).interview


class Progress:
    """Tells a terminal how far it is, once a second: `12,000 of 50,000 interviews, 900/s, 42 s left`."""

    def __init__(self, what: str, total: int) -> None:
        self._what, self._total = what, total

    def __enter__(self) -> Progress:
        self._began = self._told = time.monotonic()
        return self

    def __call__(self, done: int) -> None:
        now = time.monotonic()
        if now - self._told >= 1 and done and sys.stderr.isatty():
            self._told, rate = now, done / (now - self._began)
            left = (self._total - done) / rate
            how_far = f"{done:,} of {self._total:,} {self._what}, {rate:,.0f}/s, {left:.0f} s left"
            print(f"\r{how_far:<70}", end="\r", file=sys.stderr, flush=True)

    def __exit__(self, *failed: object) -> None:
        taken = time.monotonic() - self._began
        print(f"{f'{self._total:,} {self._what} in {taken:.1f} s':<70}", file=sys.stderr)


if __name__ == "__main__":
    main()
