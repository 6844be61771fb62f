"""What taking a document in did to rows, so that an undo can put it back.

Rows that hang on one interview are watched as a whole; rows that interviews share (speakers, biographies, series,
tags) are named by who makes or changes them.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.duration import duration_string

from interviews.models import ImportChange, Interview
from interviews.models.fields import RenderedField
from interviews.models.portrait import RenditionsField

#: A row's columns by name, as the database gives them.
Columns = dict[str, Any]
Row = tuple[type[models.Model], int]

#: Columns that are counted anew from other rows whenever those change.
_COUNTED = {"comment_count"}
#: Those that a row makes of its others whenever it is saved.
_DERIVED = (RenderedField, RenditionsField)


class Traces:
    """Rows as they were before something happens to them, and then what happened. Belongs into a transaction."""

    def __init__(self) -> None:
        self._before: dict[Row, Columns | None] = {}
        self._watched: list[models.QuerySet] = []

    def watch(self, rows: Iterable[models.QuerySet]) -> None:
        """From now on, of all that each of the querysets finds now or later."""
        for queryset in rows:
            self._watched.append(queryset)
            self._before |= {row: columns for row, columns in _stored(queryset) if row not in self._before}

    def made(self, rows: Iterable[models.Model]) -> None:
        for row in rows:
            self._before.setdefault((type(row), row.pk), None)

    def will_change(self, row: models.Model) -> None:
        """To be called before the row is saved; one that is not stored yet is being made (see `made`)."""
        if row.pk is not None and (type(row), row.pk) not in self._before:
            self._before |= dict(_stored(_same(type(row), [row.pk])))

    def changes(self) -> list[ImportChange]:
        """What happened since, without a batch; rows stand behind those they point at."""
        after: dict[Row, Columns] = {}
        for model, keys in self._named().items():
            after |= dict(_stored(_same(model, keys)))
        for queryset in self._watched:
            after |= dict(_stored(queryset))
        rows = dict.fromkeys([*self._before, *after])
        compared = ((row, self._before.get(row), after.get(row)) for row in rows)
        return [_change(row, before, now) for row, before, now in compared if before != now]

    def _named(self) -> dict[type[models.Model], list[int]]:
        watched = {queryset.model for queryset in self._watched}
        named: dict[type[models.Model], list[int]] = {}
        for model, key in self._before:
            if model not in watched:
                named.setdefault(model, []).append(key)
        return named


def hanging_on(interview: Interview) -> Iterator[models.QuerySet]:
    """The interview itself and everything that would be deleted with it, whoever keeps it there."""
    for model, path in _hanging():
        yield model._base_manager.filter(**{path: interview.pk}).order_by("pk")


@cache
def _hanging() -> list[tuple[type[models.Model], str]]:
    found: list[tuple[type[models.Model], str]] = [(Interview, "pk")]
    for model, path in found:
        for relation in model._meta.related_objects:
            if relation.on_delete is models.CASCADE:
                found.append((relation.related_model, f"{relation.field.name}__{path}"))
    return found


@cache
def columns_of(model: type[models.Model]) -> tuple[models.Field, ...]:
    """The columns that say something: not the key, nor what follows from others, nor when the row was saved."""
    return tuple(
        column
        for column in model._meta.concrete_fields
        if not (column.primary_key or isinstance(column, _DERIVED) or getattr(column, "auto_now", False))
        and column.name not in _COUNTED
    )


def stored_columns(row: Row) -> Columns | None:
    """The columns of one row as they are now; None where it is gone."""
    return dict(_stored(_same(row[0], [row[1]]))).get(row)


def row_of(change: ImportChange) -> Row:
    return apps.get_model(change.model), change.row


def as_kept(value: Any) -> Any:
    """A column's value as JSON, from which the column's `to_python` makes the value again."""
    if isinstance(value, dt.timedelta):
        return duration_string(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode()
    return value


def digest(value: Any) -> str:
    """Tells two values of a column apart, without repeating what may be long or a person's own."""
    written = json.dumps(value, default=as_kept, sort_keys=True)
    return hashlib.sha256(written.encode()).hexdigest()[:20]


def row_digest(columns: Columns) -> str:
    """The same for a whole row. Where it stands among others is not its own doing."""
    return digest({name: value for name, value in columns.items() if name != "position"})


def _same(model: type[models.Model], keys: Iterable[int]) -> models.QuerySet:
    return model._base_manager.filter(pk__in=list(keys))


def _stored(queryset: models.QuerySet) -> Iterator[tuple[Row, Columns]]:
    names = [column.attname for column in columns_of(queryset.model)]
    for key, *values in queryset.values_list("pk", *names):
        yield (queryset.model, key), dict(zip(names, values, strict=True))


def _change(row: Row, before: Columns | None, after: Columns | None) -> ImportChange:
    model, key = row
    change = ImportChange(model=model._meta.label_lower, row=key)
    if before is None:
        change.after = row_digest(after or {})
    elif after is None:
        change.before = {name: as_kept(value) for name, value in before.items()}
    else:
        changed = [name for name in before if before[name] != after[name]]
        change.before = {name: as_kept(before[name]) for name in changed}
        change.after = {name: digest(after[name]) for name in changed}
    return change
