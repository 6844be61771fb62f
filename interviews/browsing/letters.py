"""The speakers from A to Z: on one page while they are few, else a page for each letter."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q

from interviews.models import Appearance, Speaker
from interviews.names import NO_LETTER, initial, name_key

#: Speakers of one page.
MOST_TOGETHER = 500
Place = tuple[bool, str, str, int]


@dataclass(frozen=True, slots=True)
class Letters:
    """`counts` has every letter with how many speakers it has, in order; `shown` is the one of this page, if it is one
    alone; `keys` are the speakers of the page."""

    counts: dict[str, int]
    shown: str
    keys: list[int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def are_apart(self) -> bool:
        return self.total > MOST_TOGETHER


def letters(asked: str = "") -> Letters:
    """In one query. Where they are apart and no such letter was asked for, the first is shown."""
    names = Speaker.objects.published().order_by().values_list("pk", "sort_name")
    places = sorted(_place(pk, name_key(name)) for pk, name in names)
    counts = Counter(letter for _last, letter, _key, _pk in places)
    shown = ""
    if len(places) > MOST_TOGETHER:
        shown = asked.upper() if asked.upper() in counts else next(iter(counts))
    return Letters(dict(counts), shown, [pk for _last, letter, _key, pk in places if not shown or letter == shown])


def _place(pk: int, key: str) -> Place:
    letter = initial(key)
    return letter == NO_LETTER, letter, key, pk


def speakers(keys: list[int]) -> list[Speaker]:
    """In the order of the keys, each with `times_heard`, `times_hosting` and its `newest` appearance; two queries."""
    shown = Appearance.objects.published()
    found = Speaker.objects.filter(pk__in=keys).annotate(
        times_heard=Count("appearances", filter=Q(appearances__in=shown)),
        times_hosting=Count("appearances", filter=Q(appearances__in=shown, appearances__role__in=Appearance.HOSTING)),
    )
    newest = shown.filter(speaker__in=keys).newest_of_each_speaker()
    rows = found.prefetch_related(Prefetch("appearances", newest, to_attr="newest")).in_bulk()
    return [rows[key] for key in keys if key in rows]
