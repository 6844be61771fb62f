"""Full text search in the language of the database at hand: `sqlite` and `postgresql` promise the same.

A common word has a hundred thousand matches. Only `MOST` are looked at, of the newest entries where there are enough.
"""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from interviews.search.engine import postgresql, sqlite
from interviews.search.engine.look import MOST, MOST_READ, MOST_READ_FOR_SOME
from interviews.search.ranking import Candidate
from interviews.search.scopes import Scope, without_beginnings


def candidates(scopes: Sequence[Scope], interviews: QuerySet) -> tuple[list[Candidate], bool]:
    """Entries of these interviews that answer one of the scopes, in no order; and whether there may be more."""
    found: list[Candidate] = []
    if not scopes:
        return found, False
    gate, permitted = _gate(interviews)
    with connection.cursor() as cursor:
        for look in _engine().looks(scopes, *_range(cursor), MOST_READ):
            before = found if look.adds else []
            cursor.execute(look.statement.format(gate=gate), [*look.given, *permitted, MOST - len(before)])
            found = [*before, *(Candidate(*row) for row in cursor.fetchall())]
            if len(found) >= look.enough:
                return found, True
    return found, len(found) >= MOST


def some(scope: Scope, interviews: QuerySet, most: int) -> list[Candidate]:
    """So many of them, the newest; of a beginning, in an archive of many, no more than are read in one look."""
    gate, permitted = _gate(interviews)
    begins = without_beginnings(scope) != scope
    found: list[Candidate] = []
    with connection.cursor() as cursor:
        for look in _engine().looks([scope], *_range(cursor), MOST_READ_FOR_SOME):
            before = found if look.adds else []
            cursor.execute(look.statement.format(gate=gate), [*look.given, *permitted, most - len(before)])
            found = [*before, *(Candidate(*row) for row in cursor.fetchall())]
            if len(found) >= min(look.enough, most) or (begins and look.enough < MOST):
                break
    return found


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
        with connection.cursor() as cursor, engine.bounded(cursor, most):
            cursor.execute(*engine.some_of_each(looks, most))
            for place, entry in cursor.fetchall():
                found[place].add(entry)
    return found


def _engine() -> ModuleType:
    return sqlite if connection.vendor == "sqlite" else postgresql


def _gate(interviews: QuerySet) -> tuple[str, tuple[object, ...]]:
    """Whether the interview of the row `entry` is among these: a condition that is asked of one row at a time.

    Joined, or with EXISTS, it would make PostgreSQL gather all interviews first.
    """
    mine = interviews.order_by().filter(pk=RawSQL("entry.interview_id", ())).values("pk")
    statement, given = mine.query.get_compiler(connection=connection).as_sql()
    return f"({statement}) IS NOT NULL", given
