"""Django's own, but one at a time: nodes that start together with a new version would migrate the same tables."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.core.management.commands import migrate
from django.db import Error, connections

LOCK = 7_302_116  # any number, as long as nothing else in the database locks it


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        """Who waited finds that nothing is left to do."""
        with _alone(options["database"]):
            super().handle(*args, **options)


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
