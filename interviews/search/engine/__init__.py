"""Full text search in the language of the database at hand: `sqlite` and `postgresql` promise the same.

Ranking touches every match, and a common word has a hundred thousand. So only `MOST` matches are ranked: on SQLite the
newest, on PostgreSQL those that it comes upon first.
"""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType
from typing import NamedTuple

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from interviews.search.engine import postgresql, sqlite
from interviews.search.scopes import INTERVIEW, Scope

#: Matches that are ranked.
MOST = 2_000


#: What is said of a whole interview says more than what is said within.
FAVOUR = {INTERVIEW: 2.0}


class Match(NamedTuple):
    entry: int
    kind: str
    interview: int
    bio: int | None
    score: float


def matches(scopes: Sequence[Scope], interviews: QuerySet) -> list[Match]:
    """The entries of these interviews that answer one of the scopes, the best first; of those as good, the newest."""
    if not scopes:
        return []
    engine = _engine()
    gate, given = _gate(interviews)
    with connection.cursor() as cursor:
        cursor.execute(engine.RANKED.format(gate=gate), [engine.expression(scopes), *given, MOST])
        found = [Match(*row) for row in cursor.fetchall()]
    return sorted(found, key=lambda match: (-match.score * FAVOUR.get(match.kind, 1.0), -match.entry))


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
