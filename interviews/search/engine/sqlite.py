"""SQLite's FTS5. Words are letters and digits; in quotation marks, none is an operator."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from interviews.search.scopes import Clause, Scope

#: Matches by descending key are what FTS5 gives by itself: reading ends with the last that is wanted. Its `bm25` would
#: read all, to count them.
FOUND = """
    SELECT entry.id, entry.kind, entry.bio_id, entry.heading, entry.tags, entry.people, entry.body
    FROM interviews_searchwords CROSS JOIN interviews_searchentry AS entry ON entry.id = interviews_searchwords.rowid
    WHERE interviews_searchwords MATCH %s AND {gate} {among}
    ORDER BY interviews_searchwords.rowid DESC LIMIT %s
"""
_SOME = "SELECT * FROM (SELECT %s, rowid FROM interviews_searchwords WHERE interviews_searchwords MATCH %s LIMIT %s)"


#: Of fewer entries, all are looked at.
MANY = 100_000
#: Matches among the newest entries that are enough: two pages.
ENOUGH = 40


def newest(scopes: Sequence[Scope], first: int, last: int) -> Iterator[tuple[str, int]]:
    """Conditions under which to look before all entries are looked at, and how many matches are enough there.

    Matches come newest first, but for words that follow each other: to find where they do, all places of the more
    common one are read.
    """
    clauses = (clause for scope in scopes for one_of in scope.wanted for clause in one_of)
    if last - first > MANY and any(len(clause.words) > 1 for clause in clauses):
        yield f"AND interviews_searchwords.rowid > {last - (last - first) // 4}", ENOUGH


def expression(scopes: Sequence[Scope]) -> str:
    return " OR ".join(f"({_scope(scope)})" for scope in scopes)


def some_of_each(looks: Sequence[tuple[int, str]], most: int) -> tuple[str, list[object]]:
    """What gives, for each number and word, the number with each entry that holds the word."""
    given = [value for number, word in looks for value in (number, f'"{word}"', most)]
    return " UNION ALL ".join([_SOME] * len(looks)), given


@contextmanager
def bounded(_cursor: object, _most: int) -> Iterator[None]:
    """Nothing needs to be done: a query that is limited reads no more than it gives."""
    yield


def _scope(scope: Scope) -> str:
    wanted = " AND ".join(f"({_one_of(clauses)})" for clauses in scope.wanted)
    return f"({wanted}) NOT ({_one_of(scope.unwanted)})" if scope.unwanted else wanted


def _one_of(clauses: Iterable[Clause]) -> str:
    return " OR ".join(map(_clause, clauses))


def _clause(clause: Clause) -> str:
    columns = f"{{{' '.join(sorted(clause.columns))}}} : " if clause.columns else ""
    return f'{columns}"{" ".join(clause.words)}"{" *" if clause.begins else ""}'
