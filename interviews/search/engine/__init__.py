"""Full text search in the language of the database at hand: `sqlite` and `postgresql` promise the same.

A common word has a hundred thousand matches. Only `MOST` are looked at, of the newest entries where there are enough.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, starmap
from types import ModuleType

from django.db import connections, router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from interviews.models.search_entry import SearchEntry
from interviews.search.engine import postgresql, sqlite
from interviews.search.engine.look import ENOUGH, LONG, MOST, MOST_READ, Effort, Look
from interviews.search.ranking import Candidate
from interviews.search.scopes import Clause, Scope, typed

#: What is asked of an entry: what it takes to rank it, or to count it.
_TO_RANK = ", ".join(f"entry.{name}" for name in ("id", "kind", "bio_id", "heading", "tags", "people", "body"))
_TO_COUNT = "entry.id, entry.bio_id"


def candidates(
    scopes: Sequence[Scope], interviews: QuerySet, *, thorough: bool = False
) -> tuple[list[Candidate], bool]:
    """Entries of these interviews that answer one of the scopes, in no order; and whether there may be more.

    Where it is `thorough`, fewer than `MOST` are all there are, however long that takes.
    """
    rows, are_more = _all(scopes, interviews, _TO_RANK, MOST if thorough else ENOUGH)
    return list(starmap(Candidate, rows)), are_more


def counted(scopes: Sequence[Scope], interviews: QuerySet) -> list[tuple[int, int | None]]:
    """Of the same entries the key alone, and that of the biography that one is: for who wants to know how many."""
    return _all(scopes, interviews, _TO_COUNT, ENOUGH)[0]


def _all(scopes: Sequence[Scope], interviews: QuerySet, columns: str, enough: int) -> tuple[list[tuple], bool]:
    found: list[tuple] = []
    if not scopes:
        return found, False
    with _connection().cursor() as cursor:
        scopes = [_expanded(cursor, scope) for scope in scopes]
        for look, found in _found(cursor, scopes, interviews, columns, MOST, Effort(MOST_READ, enough)):
            if len(found) >= look.enough:
                return found, True
    return found, len(found) >= MOST


def some(scope: Scope, interviews: QuerySet, most: int, effort: Effort) -> list[Candidate]:
    """Up to so many of them, the newest; in an archive of many with no more than this effort."""
    found: list[tuple] = []
    with _connection().cursor() as cursor:
        for look, found in _found(cursor, [scope], interviews, _TO_RANK, most, effort):
            if len(found) >= min(look.enough, most):
                break
    return list(starmap(Candidate, found))


def expanded(clause: Clause) -> tuple[Clause, ...]:
    """The beginning of a word as the words that begin so, where the database at hand can tell, and they are few."""
    with _connection().cursor() as cursor:
        return _words(cursor, clause)


def _words(cursor: CursorWrapper, clause: Clause) -> tuple[Clause, ...]:
    """Of a short beginning it is not asked: many words have it."""
    if not clause.begins or len(typed(clause.words[-1])) < LONG:
        return (clause,)
    return _engine().expanded(cursor, clause)


def _found(
    cursor: CursorWrapper, scopes: Sequence[Scope], interviews: QuerySet, columns: str, most: int, effort: Effort
) -> Iterator[tuple[Look, list[tuple]]]:
    """After each look, all that is known."""
    gate, permitted = _gate(interviews)
    found: list[tuple] = []
    for look in _engine().looks(scopes, *_range(cursor), effort):
        before = found if look.adds else []
        cursor.execute(look.statement.format(gate=gate, columns=columns), [*look.given, *permitted, most - len(before)])
        found = [*before, *cursor.fetchall()]
        yield look, found


def _expanded(cursor: CursorWrapper, scope: Scope) -> Scope:
    def words(some: Sequence[Clause]) -> tuple[Clause, ...]:
        return tuple(chain.from_iterable(_words(cursor, clause) for clause in some))

    return Scope(tuple(map(words, scope.wanted)), words(scope.unwanted))


def _range(cursor: CursorWrapper) -> tuple[int, int]:
    """The oldest key and the newest."""
    # Each by itself: asked for both at once, SQLite reads the whole table.
    cursor.execute("SELECT (SELECT MIN(id) FROM interviews_searchentry), (SELECT MAX(id) FROM interviews_searchentry)")
    oldest, newest = cursor.fetchone()
    return oldest or 0, newest or 0


def entries_with(alternatives: Sequence[Sequence[str]], most: int) -> list[set[int]]:
    """For each list of words, the entries in which one of them stands; of each word no more than `most` are looked at.

    One look into the index for each word, all in one query; so its cost is bounded.
    """
    looks = [(place, word) for place, words in enumerate(alternatives) for word in words]
    found: list[set[int]] = [set() for _words in alternatives]
    if looks:
        engine = _engine()
        with _connection().cursor() as cursor, engine.bounded(cursor, most):
            cursor.execute(*engine.some_of_each(looks, most))
            for place, entry in cursor.fetchall():
                found[place].add(entry)
    return found


def _connection() -> BaseDatabaseWrapper:
    """To the database that is read from at this moment: it may be a replica."""
    return connections[router.db_for_read(SearchEntry)]


def _engine() -> ModuleType:
    return sqlite if _connection().vendor == "sqlite" else postgresql


def _gate(interviews: QuerySet) -> tuple[str, tuple[object, ...]]:
    """Whether the interview of the row `entry` is among these: a condition that is asked of one row at a time.

    Joined, or with EXISTS, it would make PostgreSQL gather all interviews first.
    """
    mine = interviews.order_by().filter(pk=RawSQL("entry.interview_id", ())).values("pk")
    statement, given = mine.query.get_compiler(connection=_connection()).as_sql()
    return f"({statement}) IS NOT NULL", given
