"""The databases that the environment names, as Django wants to be told of them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

Database = dict[str, Any]

#: Seconds for which a connection that no pool keeps is kept by its thread.
KEPT = 60
#: Seconds that a request waits for a connection of the pool: all are at work, or the server does not answer.
WAITS = 5
#: The same for the replica, beside which there is always the primary.
WAITS_FOR_REPLICA = 1
#: The same for one that no pool keeps, and seconds for which a server may be silent that was sent something: without
#: them the kernel waits two minutes for the one, and a quarter of an hour for the other. In libpq's names and units.
_GONE = {"connect_timeout": WAITS, "tcp_user_timeout": 20_000}
#: A replica that hangs is given up, so that the page can be read from the primary: as libpq names it, the first in
#: seconds, the second in milliseconds.
GIVEN_UP = {"connect_timeout": 2, "tcp_user_timeout": 5_000}
#: The same of a statement, in milliseconds; and a replica that is none must not be written to.
_OF_REPLICA = "-c default_transaction_read_only=on -c statement_timeout=5000"


def in_a_file(path: Path) -> Database:
    """SQLite, for a site on one machine."""
    return {
        "ENGINE": "portal.sqlite",  # Django’s own, and a queue of those who write
        "NAME": path,
        "OPTIONS": {
            # A transaction that reads and then writes would otherwise fail at once when another one writes.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
        },
    }


def databases(
    primary: Mapping[str, Any], replica: Mapping[str, Any] | None = None, *, pool: int = 0
) -> dict[str, Database]:
    """`DATABASES`, with a `replica` where one is given; `pool`: most connections of a process to each, 0 for no pool.

    Raises ValueError, in words for whoever set the environment.
    """
    if pool < 0:
        raise ValueError(f"DATABASE_POOL is {pool}: it is a number of connections, or 0 for no pool.")
    for name, value, of in (("DATABASE_POOL", pool, primary), ("REPLICA_URL", replica, primary)):
        if value and not _is_postgresql(of):
            raise ValueError(f"{name} is set, but DATABASE_URL names no PostgreSQL.")
    if str(primary["ENGINE"]) == "django.db.backends.sqlite3":  # `sqlite:///a/path`, as an address
        primary = {**primary, **in_a_file(Path(str(primary["NAME"])))}
    if _is_postgresql(primary):
        primary = {**primary, "OPTIONS": {**_GONE, **primary.get("OPTIONS", {})}}
    known = {"default": _kept(dict(primary), pool, WAITS)}
    if replica:
        if not _is_postgresql(replica):
            raise ValueError("REPLICA_URL names no PostgreSQL.")
        given = dict(replica.get("OPTIONS", {}))
        options = {**GIVEN_UP, **given, "options": f"{given.get('options', '')} {_OF_REPLICA}".strip()}
        known["replica"] = _kept({**replica, "OPTIONS": options}, pool, WAITS_FOR_REPLICA)
        known["replica"]["TEST"] = {"MIRROR": "default"}
    return known


def _is_postgresql(database: Mapping[str, Any]) -> bool:
    return str(database["ENGINE"]).endswith("postgresql")


def _kept(database: Database, pool: int, waits: int) -> Database:
    """A connection is tried before it is used again: the server may have been started anew meanwhile."""
    if not pool:
        return {**database, "CONN_MAX_AGE": KEPT, "CONN_HEALTH_CHECKS": _is_postgresql(database)}
    pooled = {"min_size": 1, "max_size": pool, "timeout": waits}
    options = {**database.get("OPTIONS", {}), "pool": pooled}
    return {**database, "OPTIONS": options, "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True}
