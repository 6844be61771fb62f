"""What would narrow a search, with how much is left then: who speaks, topics, series, years, where the words stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from urllib.parse import quote

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from interviews.facets import Facet, Value
from interviews.models import Series, Speaker, Tag, TaggedInterview, TaggedSegment
from interviews.models.search_entry import SearchEntry
from interviews.search.entries import BARRIER
from interviews.search.hits import Hits
from interviews.search.query import LONGEST, MOST_TERMS, PLACES, Query, Term
from interviews.search.scopes import MARK, series_words
from interviews.search.words import words_of

#: Choices of one kind: more are no help.
MOST_CHOICES = 6

_YEAR = re.compile(rf"{MARK}(\d{{4}})\b")
_PLACE_LABELS = {"question": _("Questions"), "answer": _("Answers"), "bio": _("Biographies"), "comment": _("Comments")}


def facets(hits: Hits) -> list[Facet]:
    """Those of which there is a choice: values that leave something out and something in. In twelve queries.

    Where there are more hits than are counted, they are counted among the best of these.
    """
    columns = ("interview", "people", "tags", "facts")
    rows = list(SearchEntry.objects.filter(pk__in=hits.entries).values_list(*columns))
    interviews = {row[0] for row in rows}
    speakers = Speaker.objects.filter(appearances__interview__in=interviews)
    tags = Tag.objects.topics().filter(
        Q(pk__in=TaggedInterview.objects.filter(content_object__in=interviews).values("tag"))
        | Q(pk__in=TaggedSegment.objects.filter(content_object__interview__in=interviews).values("tag"))
    )
    series = Series.objects.filter(interviews__in=interviews)
    found = [
        Facet("speaker", _named(hits, "speaker", [row[1] for row in rows], _names(speakers, "name"))),
        Facet("tag", _named(hits, "tag", [row[2] for row in rows], _names(tags, "name"))),
        Facet("series", _named(hits, "series", [series_words(row[3]) for row in rows], _names(series, "title"))),
        Facet("year", _years(hits, [row[3] for row in rows])),
        Facet("in", list(_places(hits))),
    ]
    return [kept for facet in found if (kept := Facet(facet.name, _narrowing(hits, facet.values))).values]


def chosen(query: Query) -> list[Value]:
    """The terms that narrow the query; the address of each is that of the query without it."""
    return [
        Value(term.field, str(term), _label(term), 0, True, address(_without(query, term)))
        for term in query.terms
        if _narrows(term)
    ]


def all_removed(query: Query) -> Query:
    return Query(tuple(term for term in query.terms if not _narrows(term)))


def address(query: Query) -> str:
    """What follows the path of the search."""
    return f"?q={quote(str(query))}"


def _narrows(term: Term) -> bool:
    return bool(term.field) and not term.excluded


def _without(query: Query, gone: Term) -> Query:
    return Query(tuple(term for term in query.terms if term != gone))


def _with(query: Query, term: Term) -> Query | None:
    """None where the query asks for it already, or holds no more."""
    wider = Query((*query.terms, term))
    fits = len(wider.terms) <= MOST_TERMS and len(str(wider)) <= LONGEST
    return wider if fits and term not in query.terms else None


def _narrowing(hits: Hits, values: Sequence[Value]) -> list[Value]:
    return [value for value in values if 0 < value.count < len(hits) or (value.count and hits.are_more)]


def _value(hits: Hits, term: Term, label: str, count: int, query: Query) -> Value:
    return Value(term.field, " ".join(term.words), label, count, False, address(query), hits.are_more)


def _label(term: Term) -> str:
    if term.field == "in":
        return str(_PLACE_LABELS[term.words[0]])
    return ("–" if term.field == "year" else " ").join(term.words) + "*" * term.begins


def _names(rows: QuerySet, column: str) -> dict[str, str]:
    """As they are written, by their words."""
    return {" ".join(words_of(name)): name for name in rows.order_by("pk").values_list(column, flat=True).distinct()}


def _named(hits: Hits, field: str, columns: Sequence[str], names: dict[str, str]) -> list[Value]:
    counted: Counter[str] = Counter()
    lists = [[" ".join(part.split()) for part in column.split(BARRIER)] for column in columns]
    for parts in lists:
        counted.update(set(parts))
    frequent = sorted(counted, key=lambda words: (-counted[words], words))
    found = []
    for words in [words for words in frequent if words in names][:MOST_CHOICES]:
        term = Term(tuple(words.split()), field)
        if words and (query := _with(hits.query, term)):
            # As the term finds them: these words within longer names too.
            count = sum(any(f" {words} " in f" {part} " for part in parts) for parts in lists)
            found.append(_value(hits, term, names[words], count, query))
    return found


def _years(hits: Hits, facts: Sequence[str]) -> list[Value]:
    """The latest first. None where years are asked for already: years are united, not narrowed."""
    if hits.query.of("year"):
        return []
    counted = Counter(year for one in facts for year in _YEAR.findall(one))
    frequent = sorted(counted, key=lambda year: (-counted[year], year))[:MOST_CHOICES]
    terms = [Term((year,), "year") for year in sorted(frequent, reverse=True)]
    asked = [(term, _with(hits.query, term)) for term in terms]
    return [_value(hits, term, term.words[0], counted[term.words[0]], query) for term, query in asked if query]


def _places(hits: Hits) -> Iterator[Value]:
    """Asked of the index, which alone knows in which column of an entry the words stand."""
    if hits.query.of("in") or not hits.query.sought:
        return
    for place in PLACES:
        term = Term((place,), "in")
        if query := _with(hits.query, term):
            yield _value(hits, term, _label(term), replace(hits, query=query).number(), query)
