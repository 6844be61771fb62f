"""What would narrow a search, with how much is left then: who speaks, topics, years, where the words stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from django.db.models import Q

from interviews.models import Speaker, Tag, TaggedInterview, TaggedSegment
from interviews.models.search_entry import SearchEntry
from interviews.search.entries import BARRIER
from interviews.search.hits import Hits
from interviews.search.query import LONGEST, MOST_TERMS, PLACES, Query, Term
from interviews.search.scopes import MARK
from interviews.search.words import words_of

#: Choices of one kind: more are no help.
MOST_CHOICES = 6

_YEAR = re.compile(rf"{MARK}(\d{{4}})\b")


@dataclass(frozen=True, slots=True)
class Choice:
    """A term that can be added: the query with it, and how many hits that has; of a place its name is the value."""

    value: str
    count: int
    query: Query


@dataclass(frozen=True, slots=True)
class _Row:
    interview: int
    people: str
    tags: str
    facts: str


def facets(hits: Hits) -> dict[str, list[Choice]]:
    """By the field of the term, those that leave something out and something in. In eleven queries.

    Where there are more hits than are counted, they are counted among the best of these.
    """
    columns = ("interview", "people", "tags", "facts")
    rows = [_Row(*row) for row in SearchEntry.objects.filter(pk__in=hits.entries).values_list(*columns)]
    interviews = {row.interview for row in rows}
    speakers = Speaker.objects.filter(appearances__interview__in=interviews)
    tags = Tag.objects.topics().filter(
        Q(pk__in=TaggedInterview.objects.filter(content_object__in=interviews).values("tag"))
        | Q(pk__in=TaggedSegment.objects.filter(content_object__interview__in=interviews).values("tag"))
    )
    found = {
        "speaker": _named(hits, "speaker", [row.people for row in rows], _names(speakers)),
        "tag": _named(hits, "tag", [row.tags for row in rows], _names(tags)),
        "year": _years(hits, rows),
        "in": list(_places(hits)),
    }
    return {
        field: [choice for choice in choices if 0 < choice.count < len(hits) or (choice.count and hits.are_more)]
        for field, choices in found.items()
    }


def without(query: Query) -> list[tuple[Term, Query]]:
    """The terms that narrow the query, each with the query that does without."""
    return [
        (term, Query(tuple(other for other in query.terms if other != term)))
        for term in query.terms
        if term.field and not term.excluded
    ]


def _with(query: Query, term: Term) -> Query | None:
    """None where the query asks for it already, or holds no more."""
    wider = Query((*query.terms, term))
    fits = len(wider.terms) <= MOST_TERMS and len(str(wider)) <= LONGEST
    return wider if fits and term not in query.terms else None


def _names(rows: Iterable) -> dict[str, str]:
    """As they are written, by their words."""
    return {" ".join(words_of(name)): name for name in rows.order_by("pk").values_list("name", flat=True).distinct()}


def _named(hits: Hits, field: str, columns: Sequence[str], names: dict[str, str]) -> list[Choice]:
    counted: Counter[str] = Counter()
    lists = [[" ".join(part.split()) for part in column.split(BARRIER)] for column in columns]
    for parts in lists:
        counted.update(set(parts))
    frequent = sorted(counted, key=lambda words: (-counted[words], words))
    found = []
    for words in [words for words in frequent if words in names][:MOST_CHOICES]:
        if query := _with(hits.query, Term(tuple(words.split()), field)):
            # As the term finds them: these words within longer names too.
            count = sum(any(f" {words} " in f" {part} " for part in parts) for parts in lists)
            found.append(Choice(names[words], count, query))
    return found


def _years(hits: Hits, rows: Sequence[_Row]) -> list[Choice]:
    """The latest first. None where years are asked for already: years are united, not narrowed."""
    if hits.query.of("year"):
        return []
    counted = Counter(year for row in rows for year in _YEAR.findall(row.facts))
    frequent = sorted(counted, key=lambda year: (-counted[year], year))[:MOST_CHOICES]
    asked = ((year, _with(hits.query, Term((year,), "year"))) for year in sorted(frequent, reverse=True))
    return [Choice(year, counted[year], query) for year, query in asked if query]


def _places(hits: Hits) -> Iterator[Choice]:
    """Asked of the index, which alone knows in which column of an entry the words stand."""
    if hits.query.of("in") or not hits.query.sought:
        return
    for place in PLACES:
        if query := _with(hits.query, Term((place,), "in")):
            yield Choice(place, len(replace(hits, query=query)), query)
