"""Django's own, but one at a time, and each migration whole.

Nodes that start together with a new version would migrate the same tables; and a site that was killed between a
migration and the note of it could never go on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.core.management.commands import migrate
from django.db import Error, connections
from django.db.migrations.executor import MigrationExecutor

LOCK = 7_302_116  # any number, as long as nothing else in the database locks it


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        """Who waited finds that nothing is left to do."""
        with _alone(options["database"]), _whole():
            super().handle(*args, **options)


class Whole(MigrationExecutor):
    """Notes that a migration was applied, or taken back, in the transaction that does it.

    Django does so only where nothing is left to be done when the migration ends, as indexes mostly are.
    """

    def apply_migration(self, state: Any, migration: Any, *args: Any, **options: Any) -> Any:
        with _ending_by(migration, "apply", lambda: None):  # then Django itself notes it there
            return super().apply_migration(state, migration, *args, **options)

    def unapply_migration(self, state: Any, migration: Any, *args: Any, **options: Any) -> Any:
        def note() -> None:
            for app, name in migration.replaces or [(migration.app_label, migration.name)]:
                self.recorder.record_unapplied(app, name)

        with _ending_by(migration, "unapply", note):
            return super().unapply_migration(state, migration, *args, **options)


@contextmanager
def _ending_by(migration: Any, verb: str, note: Callable[[], object]) -> Iterator[None]:
    """Within it, the migration's verb ends by doing what it left to be done, and by the note."""
    carry_out = getattr(migration, verb)

    def whole(state: Any, schema_editor: Any, *given: Any, **named: Any) -> Any:
        done = carry_out(state, schema_editor, *given, **named)
        if not schema_editor.collect_sql:
            for statement in schema_editor.deferred_sql:
                schema_editor.execute(statement, None)
            schema_editor.deferred_sql.clear()
            note()
        return done

    setattr(migration, verb, whole)
    try:
        yield
    finally:
        delattr(migration, verb)


@contextmanager
def _whole() -> Iterator[None]:
    """Django's command has its executor by name."""
    before, migrate.MigrationExecutor = migrate.MigrationExecutor, Whole
    try:
        yield
    finally:
        migrate.MigrationExecutor = before


@contextmanager
def _alone(database: str) -> Iterator[None]:
    """SQLite is one machine's, and lets one write at a time."""
    connection = connections[database]
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
    try:
        yield
    finally:
        with suppress(Error), connection.cursor() as cursor:  # a connection that broke has let go of it
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
