"""How often what the public sees has changed: a row for each thing that pages depend on, counted in the transaction of
the change.

So whoever keeps a page can tell whether it still stands, and neither loses a change nor sees one that was rolled back.
Nothing here knows who keeps what.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from django.db import connection, models
from django.db.backends.base.base import BaseDatabaseWrapper

#: What every page depends on: counted where it is not known which pages a change concerns.
EVERYTHING = "everything"
#: Keys and interviews that are counted by one statement.
_AT_ONCE = 500

_listening: list[Callable[[int], object]] = []


def of_interview(pk: int) -> str:
    """The key of what the pages of this interview say."""
    return f"interview:{pk}"


def of_series(pk: int) -> str:
    """The key of which interviews a series has, and in what order."""
    return f"series:{pk}"


class Generation(models.Model):
    key = models.CharField(max_length=64, primary_key=True)
    count = models.BigIntegerField()
    #: When it was counted last: on SQLite, where one writes at a time, the number of the change; on PostgreSQL the
    #: number of the transaction, since a transaction that began earlier may end later.
    at = models.BigIntegerField(db_index=True)

    #: See `interviews.models.attribution`.
    on_pages = "never"

    class Meta:
        default_permissions = ()
        verbose_name = "generation"
        verbose_name_plural = "generations"

    def __str__(self) -> str:
        return f"{self.key}: {self.count}"


def ended(transactions: Iterable[int], connection: BaseDatabaseWrapper) -> list[int]:
    """Those that are over, on PostgreSQL: what they changed, if they did, is seen by whatever is asked after this."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT number FROM unnest(%s::bigint[]) AS number "
            "WHERE pg_xact_status(number::text::xid8) IS DISTINCT FROM 'in progress'",
            [list(transactions)],
        )
        return [number for (number,) in cursor.fetchall()]


class Changes(NamedTuple):
    """What was counted since a mark, and the mark from which to ask on."""

    mark: int
    counts: dict[str, int]

    def keys_since(self, before: Changes) -> set[str]:
        """Those that were counted between the two: some are told both times, with the same counts."""
        return {key for key, number in self.counts.items() if before.counts.get(key) != number}


def count(*keys: str) -> None:
    """Says that what these keys stand for has changed. Belongs into the transaction of the change."""
    if not keys:
        return
    _count(f"VALUES {', '.join([f'(%s, 1, {_AT[connection.vendor]})'] * len(keys))}", sorted(keys))


def changed(interviews: Iterable[int]) -> None:
    """Says that the pages of these interviews have changed, of which only those matter that have pages.

    Belongs into the transaction of the change, behind what makes an interview public, and before what hides it.
    """
    keys = sorted(set(interviews))
    for start in range(0, len(keys), _AT_ONCE):
        some = keys[start : start + _AT_ONCE]
        _count(
            f"SELECT 'interview:' || id, 1, {_AT[connection.vendor]} FROM interviews_interview "  # noqa: S608
            f"WHERE status = 'published' AND id IN ({', '.join(['%s'] * len(some))}) ORDER BY id",
            some,
        )


def counts_of(keys: Iterable[str], connection: BaseDatabaseWrapper = connection) -> dict[str, int]:
    """How often each has been counted so far; of many keys at once. One query."""
    counts = dict.fromkeys(keys, 0)
    with connection.cursor() as cursor:
        marks = ", ".join(["%s"] * len(counts))
        cursor.execute(f"SELECT key, count FROM interviews_generation WHERE key IN ({marks})", list(counts))  # noqa: S608
        counts.update(cursor.fetchall())
    return counts


def listen(listener: Callable[[int], object]) -> None:
    """From now on it is told where something was counted, still within that transaction: its number on PostgreSQL."""
    if listener not in _listening:
        _listening.append(listener)


def changes_since(mark: int | None, connection: BaseDatabaseWrapper) -> Changes:
    """What has been counted since: in one query. Some of it may be told again, with the same counts.

    With None: the mark from which on nothing will be missed, and what may be told again from there.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SINCE[connection.vendor], [mark])
        rows = cursor.fetchall()
    counts = {key: number for _mark, key, number in rows if key is not None}
    return Changes(max(row[0] for row in rows), counts)


_AT = {
    "sqlite": "(SELECT COALESCE(MAX(at), 0) + 1 FROM interviews_generation)",
    "postgresql": "pg_current_xact_id()::text::bigint",
}
_SINCE = {
    "sqlite": (
        "SELECT now.mark, key, count FROM (SELECT COALESCE(MAX(at), 0) AS mark FROM interviews_generation) AS now "
        "LEFT JOIN interviews_generation ON at > COALESCE(%s, now.mark)"
    ),
    # All that had not ended when the mark was set is told, and what has begun since.
    "postgresql": (
        "SELECT now.mark, key, count "
        "FROM (SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS mark) AS now "
        "LEFT JOIN interviews_generation ON at >= COALESCE(%s, now.mark)"
    ),
}


def _count(rows: str, values: Iterable[int | str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO interviews_generation (key, count, at) {rows} "
            "ON CONFLICT (key) DO UPDATE SET count = interviews_generation.count + 1, at = excluded.at RETURNING at",
            list(values),
        )
        counted = cursor.fetchall()
    if counted:
        for listener in _listening:
            listener(counted[-1][0])
