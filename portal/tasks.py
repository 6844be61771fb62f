"""The queue of what is done behind an answer: Django's own from 6.0 on, before that the package it came from."""

from __future__ import annotations

from importlib.util import find_spec

from django.core.exceptions import ImproperlyConfigured
from django_tasks_db.apps import TasksAppConfig

#: Where `task` comes from.
PACKAGE = "django.tasks" if find_spec("django.tasks") else "django_tasks"
_BACKENDS = {
    "immediate": f"{PACKAGE}.backends.immediate.ImmediateBackend",
    "database": "django_tasks_db.DatabaseBackend",
}


def backend(named: str) -> str:
    """Who does the tasks: the process that answers (`immediate`), or a worker that reads them in the database."""
    if named not in _BACKENDS:
        raise ImproperlyConfigured(f"TASKS is {named!r}: it may be {' or '.join(_BACKENDS)}.")
    return _BACKENDS[named]


class Queue(TasksAppConfig):
    """The queue's tables are there whether or not it is used, so that to switch to it needs no migration.

    It has no page at the editors' desk: what is in it is not theirs, and `db_worker` logs what failed.
    """

    def ready(self) -> None:
        from django.contrib import admin
        from django_tasks_db.models import DBTaskResult

        super().ready()
        if admin.site.is_registered(DBTaskResult):
            admin.site.unregister(DBTaskResult)
