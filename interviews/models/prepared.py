"""Queries that are put into SQL once and asked often.

Where many send something at once, most of the work is to build and compile the same queries again. This keeps what
Django's compiler made of one, and asks it with other values.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from django.db import connections, models, router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.query import ModelIterable


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
    #: Of a row's values its object; None where the values are asked for.
    object_of: Callable[[tuple], models.Model | None] | None


class Prepared:
    """`make` gives the query, with `Given` where values come; it is called once, and put into SQL once for each
    database, as Django's router chooses it.

    What it finds are tuples where that is a `values_list`, else objects, with what the query takes along
    (`select_related`), and without what it adds (`annotate`).

    Such a value is compared as it is: one that may be None belongs into no query, since SQL finds nothing equal to it.
    """

    def __init__(self, make: Callable[[], models.QuerySet]) -> None:
        self._make = make
        self._made: dict[str, _Made] = {}

    @cached_property
    def _rows(self) -> models.QuerySet:
        return self._make()

    def __call__(self, **given: Any) -> list[Any]:
        """What is found. KeyError where a value is not told."""
        connection = connections[router.db_for_read(self._rows.model)]
        made = self._made.get(connection.alias)
        if made is None:
            made = self._made[connection.alias] = self._compiled(connection)
        params = [one.value(given, connection) if isinstance(one, Given) else one for one in made.params]
        with connection.cursor() as cursor:
            cursor.execute(made.sql, params)
            rows = cursor.fetchall()
        if made.converters:
            rows = [self._converted(row, made, connection) for row in rows]
        return [made.object_of(row) for row in rows] if made.object_of else rows

    def _compiled(self, connection: BaseDatabaseWrapper) -> _Made:
        compiler = self._rows.query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        converters = compiler.get_converters([expression for expression, *_ in compiler.select])
        found = [(place, *converter) for place, converter in converters.items()]
        object_of = None
        if self._rows._iterable_class is ModelIterable:
            object_of = _maker(compiler.klass_info, compiler.select, connection.alias)
        return _Made(sql, tuple(params), found, object_of)

    @staticmethod
    def _converted(row: tuple, made: _Made, connection: BaseDatabaseWrapper) -> tuple:
        values = list(row)
        for place, converters, expression in made.converters:
            for convert in converters:
                values[place] = convert(values[place], expression, connection)
        return tuple(values)


def _maker(about: dict[str, Any], select: Sequence[Any], alias: str) -> Callable[[tuple], models.Model | None]:
    """What makes of a row the object that `about` describes (the compiler's `klass_info`), with those beside it.

    As Django's own does (`ModelIterable`), whose parts differ from one version to the next. None where it is not there.
    """
    model, places = about["model"], about["select_fields"]
    names = [select[place][0].target.attname for place in places]
    key = places[names.index(model._meta.pk.attname)]
    beside = [
        (_maker(other, select, alias), other["local_setter"], other["remote_setter"])
        for other in about.get("related_klass_infos", ())
    ]

    def object_of(row: tuple) -> models.Model | None:
        if row[key] is None:
            return None
        made: models.Model = model.from_db(alias, names, [row[place] for place in places])
        for make, set_here, set_there in beside:
            other = make(row)
            set_here(made, other)
            if other is not None:
                set_there(other, made)
        return made

    return object_of


def fill(owner: models.Model, relation: str, rows: Sequence[models.Model]) -> None:
    """Gives an object all rows of a relation to it, as prefetching does: `owner.relation.all()` asks nothing."""
    related = getattr(owner, relation)
    for row in rows:
        related.field.set_cached_value(row, owner)
    known = related.get_queryset()
    known._result_cache, known._prefetch_done = list(rows), True
    owner._prefetched_objects_cache = {**getattr(owner, "_prefetched_objects_cache", {}), relation: known}
