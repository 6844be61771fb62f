"""Search, and what its index costs, in an archive of so many segments.

    python benchmarks/search.py [SEGMENTS]     (with DATABASE_URL: on PostgreSQL, in a database of its own)

Words are as frequent as in a language (Zipf's law), of a vocabulary of 30,000; a question has 16, an answer 150 (see
`archive.py`). Of ten interviews one is a draft. Each query is answered with its first twenty hits, excerpts included.
Milliseconds, median and 95th percentile: by the clock, of this process, and of PostgreSQL's. On a machine with other
work the latter two are nearer to the truth.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).parent.parent), str(Path(__file__).parent)]

from archive import Shape, make_archive, refine
from words import Words

#: 15 ms on SQLite and 20 on PostgreSQL, 95 of 100 by the clock.
WITH_A_GOAL = (
    *("rare word", "common word", "very common word", "phrase", "two common words"),
    *("beginning, two letters", "beginning, three letters", "beginning, five letters", "as you type"),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("segments", nargs="?", type=int, default=100_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATA_DIR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
        import django

        django.setup()
        from own_database import own_database

        with own_database():
            words = Words()
            gc.freeze()  # its millions of words are no part of a site, and would be looked through for garbage
            measure(words, max(1, asked.segments // Shape.segments))


def measure(words: Words, interviews: int) -> None:
    import stopwatch
    from django.db import connection, transaction
    from stopwatch import told

    from interviews.models import Interview, Segment
    from interviews.search.akin import akin_to
    from interviews.search.index import rebuild

    with transaction.atomic():
        # What is tagged and said of interviews, and how they are introduced, would add entries that no goal speaks of.
        shape = Shape(interviews=interviews, answer_words=150, introduction_words=0, tags=0, series=0, comments=0)
        make_archive(shape, words)
    refine()
    count = Segment.objects.count()
    print(f"{count:,} segments, {connection.vendor}")
    before = stopwatch.now()
    rebuild()
    taken = stopwatch.now().since(before)
    print(
        f"  {'rebuild':<26} {count / taken.clock:,.0f} segments/s; {taken.clock:.0f} s by the clock,"
        f" {taken.process:.0f} s of the process, {taken.database:.0f} s of the database's",
        flush=True,
    )
    refine()
    taken = {}
    for what, texts in queries(words).items():
        taken[what] = told(what, [lambda text=text: answer(text) for text in texts])
    typed = [word[:length] for word in words.ranked[40:60] for length in (2, 3, 4, 6)]
    taken["as you type"] = told("as you type", [lambda text=text: propose(text) for text in typed])
    told("as you type, two words", [lambda text=text: propose(f"{words.ranked[30]} {text}") for text in typed])
    # As many of each kind: the goals are for all of them together.
    fewest = min(len(taken[what]) for what in WITH_A_GOAL)
    stopwatch.tell(
        "those with a goal", [one for what in WITH_A_GOAL for one in random.Random(1).sample(taken[what], fewest)]
    )
    told("what narrows it", [lambda text=text: narrow(text) for text in words.ranked[20:40]])
    told("another spelling", [lambda text=text: correct(text) for text in words.ranked[20:40]])
    told("akin to a segment", [lambda row=row: akin_to(row) for row in Segment.objects.order_by("-pk")[:400:10]])
    told("akin to an interview", [lambda row=row: akin_to(row) for row in Interview.objects.order_by("-pk")[:40]])
    measure_upkeep(words)


def queries(words: Words) -> dict[str, list[str]]:
    ranked = words.ranked
    common = list(zip(ranked[15:35], ranked[60:80], strict=True))
    return {
        "in nearly all": ranked[:10],
        "very common word": ranked[12:32],
        "common word": ranked[100:130],
        "rare word": ranked[9_000:9_030],
        "two common words": [f"{one} {other}" for one, other in common],
        "phrase": [f'"{one} {other}"' for one, other in common],
        "beginning, two letters": [f"{word[:2]}*" for word in ranked[100:120]],
        "beginning, three letters": [f"{word[:3]}*" for word in ranked[100:120]],
        "beginning, five letters": [f"{word[:5]}*" for word in ranked[3_000:3_020]],
        "beginning and a word": [f"{word} {other[:3]}*" for word, other in common],
        "in:question": [f"in:question {word}" for word in ranked[20:40]],
        "in:bio": [f"in:bio {word}" for word in ranked[20:40]],
        "year:": [f"year:2010 {word}" for word in ranked[20:40]],
    }


def answer(text: str) -> None:
    from interviews.search.hits import search
    from interviews.search.query import parse

    hits = search(parse(text))
    assert len([hit.heading_html + hit.excerpt_html for hit in hits[:20]]) == min(len(hits), 20)


def narrow(text: str) -> None:
    from interviews.search.facets import facets
    from interviews.search.hits import search
    from interviews.search.query import parse

    assert "year" in [facet.name for facet in facets(search(parse(text)))]


def propose(typed: str) -> None:
    from interviews.search.proposals import proposals

    proposals(typed)


def correct(text: str) -> None:
    from interviews.search.hits import search
    from interviews.search.meant import meant
    from interviews.search.query import parse

    assert meant(search(parse(f"{text[:3]}x{text[4:]}")))


def measure_upkeep(words: Words) -> None:
    """What saving an interview costs, without the index and with it; the goal is for what it costs more, 15 ms."""
    from stopwatch import told

    from interviews.models import Interview
    from interviews.search.index import refresh

    changes = {"one answer edited": edit_one, "all answers edited": edit_all, "new interview": make_new}
    for what, change in changes.items():
        rows = list(Interview.objects.order_by("pk")[1:160:2])
        bare = told(f"{what}, bare", [partial(save, row, change, words, bare=True) for row in rows[::2]])
        refresh(row.pk for row in rows)
        whole = told(what, [partial(save, row, change, words) for row in rows[1::2]])
        more = 1000 * (middle([one.clock for one in whole]) - middle([one.clock for one in bare]))
        print(f"  {'the index, more':<26} clock {more:7.1f}", flush=True)


def middle(seconds: list[float]) -> float:
    return sorted(seconds)[len(seconds) // 2]


def save(interview: Any, change: Any, words: Words, *, bare: bool = False) -> None:
    from django.db import transaction

    from interviews.search.index import refresh

    with transaction.atomic():
        changed = change(interview, words)
        if not bare:
            assert refresh([changed])


def edit_one(interview: Any, words: Words) -> Any:
    interview.segments.filter(position=1).update(answer=words.some(150))
    return interview


def edit_all(interview: Any, words: Words) -> Any:
    segments = list(interview.segments.all())
    for segment in segments:
        segment.answer = words.some(150)
    interview.segments.model.objects.bulk_update(segments, ["answer"])
    return interview


def make_new(interview: Any, words: Words) -> Any:
    from interviews.models.interview import new_feed_guid

    segments = list(interview.segments.all())
    interview.pk, interview._state.adding = None, True
    interview.slug, interview.feed_guid = f"new-{new_feed_guid()[-12:]}", new_feed_guid()
    interview.save(force_insert=True)
    for segment in segments:
        segment.pk, segment.interview = None, interview
    interview.segments.model.objects.bulk_create(segments)
    return interview


if __name__ == "__main__":
    main()
