"""New rows of one model, inserted in one statement that the database repeats."""

from __future__ import annotations

from collections.abc import Sequence
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
    values = ([_stored(column, row) for column in columns] for row in rows)
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {quote(meta.db_table)} ({names}) VALUES ({marks})", values)  # noqa: S608


def _stored(column: models.Field, row: models.Model) -> Any:
    return column.get_db_prep_save(column.pre_save(row, add=True), connection)
