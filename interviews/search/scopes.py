"""A query in the terms of the index: which columns of which entries hold which words. Either database speaks it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from interviews.search.query import Query

#: The columns in which words are sought; a set of all of them is told by an empty one.
COLUMNS = ("heading", "tags", "people", "body")
EVERYWHERE: frozenset[str] = frozenset()

INTERVIEW, SEGMENT, BIO, COMMENT = "interview", "segment", "bio", "comment"

#: Folded words hold no letter with a mark, so no query does: what begins with this one is found by nobody by chance.
MARK = "é"
_OF_SERIES, _OF_TITLE = f"{MARK}of", f"{MARK}title"


def kind_fact(kind: str) -> str:
    return f"{MARK}{kind}"


def year_fact(year: int) -> str:
    return f"{MARK}{year}"


def series_fact(word: str) -> str:
    """A word of the title of its series; the letters tell it from a kind that is called so."""
    return f"{_OF_SERIES}{word}"


def title_fact(word: str) -> str:
    """A word of the title of an interview, where it is that of the entry: of titles alone an index has few entries."""
    return f"{_OF_TITLE}{word}"


def series_words(facts: str) -> str:
    """The words of the title of its series, of all the facts of an entry."""
    found = (fact for fact in facts.split() if fact.startswith(_OF_SERIES))
    return " ".join(fact.removeprefix(_OF_SERIES) for fact in found)


def typed(word: str) -> str:
    """What of it somebody typed."""
    return word.removeprefix(_OF_SERIES).removeprefix(_OF_TITLE)


def is_year(word: str) -> bool:
    return word.startswith(MARK) and word[len(MARK) :].isdigit()


@dataclass(frozen=True, slots=True)
class Clause:
    """Words that follow each other in one of the columns; where `begins`, the last is the beginning of a word.

    Where the beginning is `rare`, an index has few entries of all its words, and gathers them as fast as those of one.
    """

    words: tuple[str, ...]
    columns: frozenset[str] = EVERYWHERE
    begins: bool = False
    rare: bool = False


@dataclass(frozen=True, slots=True)
class Scope:
    """Entries that fulfil one clause of each of `wanted`, and none of `unwanted`."""

    wanted: tuple[tuple[Clause, ...], ...]
    unwanted: tuple[Clause, ...] = ()


def without_beginnings(scope: Scope) -> Scope:
    """What finds all that the scope finds, and more: of a beginning, an index gathers the entries of all its words."""
    wanted = tuple(one_of for one_of in scope.wanted if not any(map(_is_broad, one_of)))
    return Scope(wanted, tuple(clause for clause in scope.unwanted if not _is_broad(clause)))


def beginnings(scope: Scope) -> Scope:
    """What `without_beginnings` leaves out."""
    wanted = tuple(one_of for one_of in scope.wanted if any(map(_is_broad, one_of)))
    return Scope(wanted, tuple(clause for clause in scope.unwanted if _is_broad(clause)))


def _is_broad(clause: Clause) -> bool:
    return clause.begins and not clause.rare


def clauses(scopes: Iterable[Scope]) -> Iterator[Clause]:
    """All that are wanted."""
    return (clause for scope in scopes for one_of in scope.wanted for clause in one_of)


def have_phrases(scopes: Iterable[Scope]) -> bool:
    return any(len(clause.words) > 1 for clause in clauses(scopes))


def scopes(query: Query) -> list[Scope]:
    """An entry of any of them answers the query. None where the query asks for nothing."""
    if not query:
        return []
    unwanted = [*_clauses(query, excluded=True), *_years(query, excluded=True)]
    found = []
    for columns, kinds in groupby(_kinds(query), key=lambda kind: kind[1]):
        wanted: list[tuple[Clause, ...]] = [(clause,) for clause in _clauses(query, columns)]
        if not query.is_everywhere:
            wanted.append(tuple(_fact(kind_fact(kind)) for kind, _columns in kinds))
        if years := _years(query):
            wanted.append(tuple(years))
        found.append(Scope(tuple(wanted), tuple(unwanted)))
    return found


def _kinds(query: Query) -> list[tuple[str, frozenset[str]]]:
    """The kinds of entries that are asked for, each with the columns in which words may stand."""
    if query.is_everywhere:
        return [("", EVERYWHERE)]
    places, named = query.places, bool(query.of("in"))
    kinds = [] if named else [(INTERVIEW, EVERYWHERE)]
    kinds += [(kind, EVERYWHERE) for kind in (BIO, COMMENT) if kind in places]
    columns = {"heading": "question" in places, "body": "answer" in places}
    if any(columns.values()):
        kept = {name for name in COLUMNS if columns.get(name, not named)}
        kinds.append((SEGMENT, EVERYWHERE if kept == set(COLUMNS) else frozenset(kept)))
    return kinds


def _clauses(query: Query, columns: frozenset[str] = EVERYWHERE, *, excluded: bool = False) -> list[Clause]:
    where = {"": columns, "speaker": frozenset({"people"}), "tag": frozenset({"tags"})}
    found = [Clause(term.words, where[term.field], term.begins) for term in query.of(*where, excluded=excluded)]
    for term in query.of("series", excluded=excluded):
        found.append(Clause(tuple(map(series_fact, term.words)), EVERYWHERE, term.begins))
    return found


def _years(query: Query, *, excluded: bool = False) -> list[Clause]:
    return [_fact(year_fact(year)) for year in sorted(query.years(excluded=excluded))]


def _fact(word: str) -> Clause:
    return Clause((word,))
