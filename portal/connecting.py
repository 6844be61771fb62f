"""A connection to the database beside those of requests: of no pool, never given back, and soon given up."""

from __future__ import annotations

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import load_backend

from portal.databases import GIVEN_UP

#: Milliseconds after which the database counts as away.
PATIENCE = 2_000


def connection_beside(busy: float | None = None) -> BaseDatabaseWrapper:
    """One of one's own, not opened yet; whoever has it closes it.

    `busy`: seconds to wait for an SQLite that is locked, where not so many as requests do.
    """
    known = connections.databases[DEFAULT_DB_ALIAS]
    options = {name: value for name, value in known["OPTIONS"].items() if name != "pool"}
    if known["ENGINE"].endswith("postgresql"):
        options = {**options, **GIVEN_UP, "options": f"{options.get('options', '')} -c statement_timeout={PATIENCE}"}
    elif busy is not None:
        options["timeout"] = busy
    connection = load_backend(known["ENGINE"]).DatabaseWrapper({**known, "OPTIONS": options}, DEFAULT_DB_ALIAS)
    connection.inc_thread_sharing()
    return connection
