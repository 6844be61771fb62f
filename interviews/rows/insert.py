"""New rows of one model, inserted in one statement that the database repeats."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any

from django.db import connection, models


def insert(rows: Sequence[models.Model]) -> None:
    """Like `bulk_create`, but the rows are not told their primary keys; twice as fast, for rows by the thousand."""
    if not rows:
        return
    meta = rows[0]._meta
    columns = [column for column in meta.concrete_fields if not column.primary_key]
    quote = connection.ops.quote_name
    names = ", ".join(quote(column.column) for column in columns)
    marks = ", ".join(["%s"] * len(columns))
    getters = [_getter(column) for column in columns]
    values = ([get(row) for get in getters] for row in rows)
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {quote(meta.db_table)} ({names}) VALUES ({marks})", values)  # noqa: S608


#: Columns whose values go to the database as they are.
_AS_IT_IS = (models.CharField, models.TextField, models.PositiveIntegerField, models.ForeignKey)


def _getter(column: models.Field) -> Callable[[models.Model], Any]:
    if type(column) in _AS_IT_IS:
        return attrgetter(column.attname)
    if isinstance(column, models.JSONField):
        nothing = column.get_db_prep_save([], connection)  # most lists are empty
        take = attrgetter(column.attname)
        return lambda row: column.get_db_prep_save(take(row), connection) if take(row) != [] else nothing
    return lambda row: column.get_db_prep_save(column.pre_save(row, add=True), connection)
