"""New rows of one model by the thousand, inserted in one statement that the database repeats."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any

from django.db import connection, models

from interviews.models.fields import RenderedField

Values = list[Any]


class Insertion:
    """Rows on their way into a table, as the database takes them. They are not told their primary keys.

    A row's values are taken at once, so that one instance, filled again and again, can serve for all: making a
    thousand instances, and letting `bulk_create` ask each column for an expression, costs three times as much.
    """

    def __init__(self, model: type[models.Model]) -> None:
        self._meta = model._meta
        self._columns = [column for column in model._meta.concrete_fields if not column.primary_key]
        self._getters = [_getter(column) for column in self._columns]
        self._places = {column.attname: place for place, column in enumerate(self._columns)}

    def values(self, row: models.Model) -> Values:
        return [get(row) for get in self._getters]

    def put(self, values: Values, **given: Any) -> None:
        """Sets what was not known when the values were taken, by the columns' names (``interview_id``)."""
        for name, value in given.items():
            values[self._places[name]] = value

    def write(self, rows: Sequence[Values]) -> None:
        quote = connection.ops.quote_name
        names = ", ".join(quote(column.column) for column in self._columns)
        marks = ", ".join(["%s"] * len(self._columns))
        with connection.cursor() as cursor:
            if rows:
                cursor.executemany(f"INSERT INTO {quote(self._meta.db_table)} ({names}) VALUES ({marks})", rows)  # noqa: S608


#: Columns whose values go to the database as they are.
_AS_IT_IS = (models.CharField, models.TextField, models.PositiveIntegerField, models.ForeignKey)


def _getter(column: models.Field) -> Callable[[models.Model], Any]:
    """What takes the column's value of a row. It is called a million times: most values need no preparing."""
    take = attrgetter(column.attname)
    if type(column) in _AS_IT_IS:
        return take
    if isinstance(column, RenderedField):
        return lambda row: column.pre_save(row, add=True)
    if isinstance(column, models.JSONField):
        nothing = column.get_db_prep_save([], connection)  # most lists are empty
        return lambda row: nothing if (value := take(row)) == [] else column.get_db_prep_save(value, connection)
    if type(column).pre_save is models.Field.pre_save:
        return lambda row: None if (value := take(row)) is None else column.get_db_prep_save(value, connection)
    return lambda row: column.get_db_prep_save(column.pre_save(row, add=True), connection)
