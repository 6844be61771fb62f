"""Rows put back as they were before a batch: what nobody touched since, and nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.core.files.storage import Storage
from django.db import IntegrityError, models, transaction

from interviews.models import ImportChange, Interview
from interviews.models.fields import render
from interviews.models.language import set_again
from interviews.models.portrait import delete_renditions
from interviews.rows.traces import Columns, Row, digest, row_digest, row_of, stored_columns


class Reverting:
    """Changes on their way back, and what became of them. Belongs into a transaction."""

    def __init__(self) -> None:
        #: The rows that went, by their kind.
        self.gone: Counter[type[models.Model]] = Counter()
        self._files: list[tuple[Storage, str]] = []

    def put_back(self, changes: Sequence[ImportChange]) -> bool:
        """Reverts changes, given in the order in which they happened. Whether nothing stays that came with them.

        A column goes back where it is as the batch left it; a row that the batch made goes where nobody edited it and
        nothing else points at it; a row that the batch deleted comes back with its key.
        """
        deleted = [change for change in changes if change.after is None]
        waiting = [change for change in deleted if not _brought_back(change)]
        for change in reversed(changes):
            if change.before is not None and change.after is not None:
                self._change_back(change)
        whole = True
        for change in reversed(changes):
            if change.before is None:
                whole = self._take_away(change) and whole
        for change in waiting:  # what the batch had put in their place is gone now
            _brought_back(change)
        return whole

    def drop_files(self, row: Row, columns: Columns) -> None:
        """The files that a row names no longer."""
        for name, value in columns.items():
            column = row[0]._meta.get_field(name)
            if isinstance(column, models.FileField) and value:
                self._files.append((column.storage, value))

    def delete_files(self) -> None:
        """Deletes those that no row names. To be called when the transaction is committed."""
        for storage, name in self._files:
            if not _is_named(name):
                storage.delete(name)
                delete_renditions(storage, name)

    def _change_back(self, change: ImportChange) -> None:
        model, key = row_of(change)
        now = stored_columns((model, key)) or {}
        untouched = [name for name, after in change.after.items() if name in now and digest(now[name]) == after]
        values = _values(model, {name: change.before[name] for name in untouched})
        if not values:
            return
        row = model._base_manager.get(pk=key)
        for name, value in values.items():
            setattr(row, name, value)
        if not _saved(row, update_fields=[*values, *render([row])]):
            return
        self.drop_files((model, key), {name: now[name] for name in values})
        if isinstance(row, Interview) and "language" in values:
            set_again(row)

    def _take_away(self, change: ImportChange) -> bool:
        model, key = row_of(change)
        now = stored_columns((model, key))
        if now is None:
            return True
        if row_digest(now) != change.after or _is_pointed_at(model, key):
            return False
        model._base_manager.get(pk=key).delete()
        self.gone[model] += 1
        self.drop_files((model, key), now)
        return True


def _brought_back(change: ImportChange) -> bool:
    """Brings a deleted row back, where what it belongs to is there and nobody put another in its place."""
    model, key = row_of(change)
    values = _values(model, change.before)
    return len(values) == len(change.before) and _saved(model(pk=key, **values), force_insert=True)


def _values(model: type[models.Model], kept: dict[str, Any]) -> Columns:
    """The columns' values. One that points at a row gone since is empty, or left out where it may not be empty."""
    values = {}
    for name, value in kept.items():
        column = model._meta.get_field(name)
        if isinstance(column, models.ForeignKey) and not column.related_model._base_manager.filter(pk=value).exists():
            value = None
            if not column.null:
                continue
        values[name] = column.to_python(value)
    return values


def _saved(row: models.Model, **how: Any) -> bool:
    """Saves the row, unless another has what only one may have."""
    try:
        with transaction.atomic():
            row.save(**how)
    except IntegrityError:
        return False
    return True


def _is_pointed_at(model: type[models.Model], key: int) -> bool:
    return any(
        relation.related_model._base_manager.filter(**{relation.field.name: key}).exists()
        for relation in model._meta.related_objects
    )


def _is_named(file: str) -> bool:
    return any(
        model._base_manager.filter(**{column.name: file}).exists()
        for model in apps.get_models()
        for column in model._meta.concrete_fields
        if isinstance(column, models.FileField)
    )
