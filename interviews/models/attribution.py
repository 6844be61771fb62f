"""Whose pages a change concerns: whatever does not say so concerns every page.

Every statement that writes what pages show is seen on its way to the database. Within `attributed` it is taken that the
change says itself which interviews it concerns (`changed`); elsewhere everything is counted as changed, in the same
transaction. So what forgets to say it costs time, and never leaves an old page standing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from interviews.models.generation import EVERYTHING, count

#: What models say of themselves in `on_pages`; those that say nothing are shown on pages of their interview.
NEVER, ANYWHERE = "never", "anywhere"

_VERBS = r"(INSERT(?:\s+OR\s+\w+)?\s+INTO|REPLACE\s+INTO|UPDATE(?:\s+OR\s+\w+)?|DELETE\s+FROM|TRUNCATE)"
_WRITES = re.compile(rf'{_VERBS}\s+(?:ONLY\s+)?"?(\w+)', re.IGNORECASE)
_attributed: ContextVar[bool] = ContextVar("attributed", default=False)
#: Databases whose tables are being altered at this moment: the row to be counted may not be there yet.
_altered: set[str] = set()


@contextmanager
def attributed() -> Iterator[None]:
    """What is changed within says itself whom it concerns, in the transaction of the change: see `changed`.

    What interviews share (a speaker, a tag) may be added within; to change it concerns every page even here.
    """
    token = _attributed.set(True)
    try:
        yield
    finally:
        _attributed.reset(token)


def watch(connection: BaseDatabaseWrapper, **_told: Any) -> None:
    """From now on every statement over that connection is looked at."""
    if connection.alias == "default" and _watched not in connection.execute_wrappers:
        connection.execute_wrappers.append(_watched)


def tables_change(using: str, **_told: Any) -> None:
    _altered.add(using)


def tables_are_there(using: str, **_told: Any) -> None:
    """A migration may have changed whatever pages show, where it did not take the very table of generations away."""
    _altered.discard(using)
    connection = transaction.get_connection(using)
    if using == "default" and "interviews_generation" in connection.introspection.table_names():
        count(EVERYTHING)


def _watched(execute: Callable, sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    if not _concerns_every_page(sql):
        return execute(sql, params, many, context)
    connection = context["connection"]
    if connection.alias in _altered:
        return execute(sql, params, many, context)
    # Where SQLite still has rows to give, both are committed together as soon as these are fetched.
    if connection.in_atomic_block or (connection.vendor == "sqlite" and " RETURNING " in sql):
        done = execute(sql, params, many, context)
        count(EVERYTHING)
        return done
    with transaction.atomic(using=connection.alias):  # or a page might be made between the change and its count
        done = execute(sql, params, many, context)
        count(EVERYTHING)
    return done


def _concerns_every_page(sql: Any) -> bool:
    text = sql if isinstance(sql, str) else str(sql)
    begins = text[:6].upper()
    if begins in ("SELECT", "SAVEPO", "RELEAS"):
        return False
    found = _WRITES.search(text) if begins.startswith("WITH") else _WRITES.match(text.lstrip())
    if found is None:
        return False
    shown = _shown().get(found[2])
    if shown is None:
        return False
    return not _attributed.get() or (shown == ANYWHERE and not found[1].upper().startswith("INSERT"))


@cache
def _shown() -> dict[str, str]:
    """Of tables that pages show something of, where."""
    ours = (model for model in apps.get_models(include_auto_created=True) if _is_ours(model.__module__))
    where = {model._meta.db_table: getattr(model, "on_pages", "its interview") for model in ours}
    return {table: shown for table, shown in where.items() if shown != NEVER}


def _is_ours(module: str) -> bool:
    return module.partition(".")[0] == __name__.partition(".")[0]
