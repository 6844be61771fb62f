"""Moments of other interviews that speak of the same, by the distinctive words that they share."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable

from django.db.models import Exists, OuterRef

from interviews.models import Interview, Segment
from interviews.models.search_entry import SearchEntry
from interviews.questions import EVERYWHERE
from interviews.search.engine import entries_with
from interviews.search.scopes import MARK

#: Words that are looked for: each costs two looks into the index.
MOST_WORDS = 16
#: Entries above which a word is not distinctive. In a small archive it is one that stands in a tenth of all.
MOST_ENTRIES = 200
COMMON = 1 / 10
#: A shorter word says little by itself.
SHORTEST = 3
#: Words that must be shared: one may be chance.
FEWEST_SHARED = 2
#: The nearest entries of which it is asked whether the public may find them.
MOST_CANDIDATES = 200


def akin_to(thing: Segment | Interview, most: int = 20) -> dict[int, float]:
    """Segments of other published interviews, the nearest first; by primary key, with how near each is (from 0 to 1).

    Shared are the words of the question, the label and the tags, with whatever stands in the other segment; the rarer a
    word, the more it counts. No two are of one interview. Four queries (six on PostgreSQL), whose cost does not grow
    with the archive. Empty where the index does not know the thing.
    """
    interview = thing.pk if isinstance(thing, Interview) else thing.interview_id
    scores = _scores(*_distinctive(thing, interview))
    nearest = sorted(scores, key=lambda entry: (-scores[entry], -entry))[:MOST_CANDIDATES]
    moments = _moments(nearest, interview)
    found: dict[int, float] = {}
    taken: set[int] = set()
    for entry in nearest:
        segment, other = moments.get(entry, (0, 0))
        if segment and other not in taken and len(found) < most:
            taken.add(other)
            found[segment] = scores[entry]
    return found


def _scores(groups: list[list[str]], own: set[int]) -> dict[int, float]:
    """How much of what is distinctive each entry shares, but those of its own interview."""
    archive = SearchEntry.objects.values("pk")[: round(MOST_ENTRIES / COMMON)].count() if groups else 0
    weights: list[float] = []
    shared: dict[int, list[float]] = defaultdict(list)
    for entries in entries_with(groups, MOST_ENTRIES + 1):
        if (others := entries - own) and len(entries) <= min(MOST_ENTRIES, archive * COMMON):
            weights.append(math.log(archive / len(entries)))
            for entry in others:
                shared[entry].append(weights[-1])
    fewest = min(FEWEST_SHARED, len(weights))
    return {entry: sum(found) / sum(weights) for entry, found in shared.items() if len(found) >= fewest}


def _distinctive(thing: Segment | Interview, interview: int) -> tuple[list[list[str]], set[int]]:
    """The words that say most of it, each with its other number; and the entries of its interview.

    Names of its people are no subject.
    """
    whole = isinstance(thing, Interview)
    counted: Counter[str] = Counter()
    names: set[str] = set()
    own: set[int] = set()
    rows = SearchEntry.objects.filter(interview=interview)
    for entry, segment, heading, tags, people in rows.values_list("pk", "segment", "heading", "tags", "people"):
        own.add(entry)
        names.update(people.split())
        if whole or segment == thing.pk:
            counted.update(_words(f"{heading} {tags}"))
    kept = (word for word in counted if not names & set(_numbers(word)))
    best = sorted(kept, key=lambda word: (-counted[word], -len(word), word))
    return [_numbers(word) for word in best[:MOST_WORDS]], own


def _words(text: str) -> set[str]:
    """In the singular, as far as one letter tells."""
    words = (word for word in text.split() if word not in EVERYWHERE and not word.startswith(MARK))
    return {_numbers(word)[0] for word in words if len(word) >= SHORTEST or not word.isascii()}


def _numbers(word: str) -> list[str]:
    """``lamp`` and ``lamps``, of either."""
    plural = len(word) > SHORTEST and word.endswith("s") and not word.endswith("ss")
    single = word[:-1] if plural else word
    return [single, f"{single}s"] if single.isalpha() and single.isascii() else [single]


def _moments(entries: Iterable[int], interview: int) -> dict[int, tuple[int, int]]:
    """Of these entries, the segments of others that the public may find: each with its interview."""
    public = Exists(Interview.objects.published().filter(pk=OuterRef("interview")))
    rows = SearchEntry.objects.filter(public, pk__in=list(entries), segment__isnull=False).exclude(interview=interview)
    return {pk: (segment, other) for pk, segment, other in rows.values_list("pk", "segment", "interview")}
