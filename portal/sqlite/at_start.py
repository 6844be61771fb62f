"""What is found out when a server starts, and not at the first request: `deploy/gunicorn.conf.py` asks for it."""

from __future__ import annotations

from contextlib import suppress

from django.db import DatabaseError, connection


def refuse_what_keeps_nothing() -> None:
    """Raises ImproperlyConfigured, in words, where SQLite could not keep what was committed.

    That the database cannot be read just now may pass: pages that are kept are served meanwhile.
    """
    if connection.vendor != "sqlite":
        return
    with suppress(DatabaseError):
        connection.ensure_connection()
    connection.close()
