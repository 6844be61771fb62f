"""Queries that are put into SQL once and asked often.

Where many send something at once, most of the work is to build and compile the same queries again. This keeps what
Django's compiler made of one, and asks it with other values.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper


class Given(models.Expression):
    """Stands in a query where a value comes that is told when it is asked."""

    def __init__(self, name: str, field: models.Field) -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: Any, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:
        return "%s", [self]

    def value(self, given: dict[str, Any], connection: BaseDatabaseWrapper) -> Any:
        return self.output_field.get_db_prep_value(given[self.name], connection)


class _Made(NamedTuple):
    sql: str
    params: tuple[Any, ...]
    converters: list[tuple[int, list[Callable], Any]]


class Prepared:
    """`make` gives the query, by `values_list`, with `Given` where values come; it is called once for each database.

    Such a value is compared as it is: one that may be None belongs into no query, since SQL finds nothing equal to it.
    """

    def __init__(self, make: Callable[[], models.QuerySet]) -> None:
        self._make = make
        self._made: dict[str, _Made] = {}

    def __call__(self, **given: Any) -> list[tuple]:
        """The rows. KeyError where a value is not told."""
        connection = connections[DEFAULT_DB_ALIAS]
        made = self._made.get(connection.vendor)
        if made is None:
            made = self._made[connection.vendor] = self._compiled(connection)
        params = [one.value(given, connection) if isinstance(one, Given) else one for one in made.params]
        with connection.cursor() as cursor:
            cursor.execute(made.sql, params)
            rows = cursor.fetchall()
        if not made.converters:
            return rows
        return [self._converted(row, made, connection) for row in rows]

    def _compiled(self, connection: BaseDatabaseWrapper) -> _Made:
        compiler = self._make().query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        converters = compiler.get_converters([expression for expression, *_ in compiler.select])
        found = [(place, *converter) for place, converter in converters.items()]
        return _Made(sql, tuple(params), found)

    @staticmethod
    def _converted(row: tuple, made: _Made, connection: BaseDatabaseWrapper) -> tuple:
        values = list(row)
        for place, converters, expression in made.converters:
            for convert in converters:
                values[place] = convert(values[place], expression, connection)
        return tuple(values)
