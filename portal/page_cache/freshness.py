"""What has changed, as of now: asked before each page that is taken from the shelf, so it has to be cheap."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Collection
from contextlib import suppress

from django.db import DatabaseError, InterfaceError
from django.db.backends.base.base import BaseDatabaseWrapper

from interviews.models.generation import Changes, changes_since, ended
from portal.connecting import connection_beside
from portal.page_cache.told_by_redis import Hearing, is_used
from portal.page_cache.wal_index import WalIndex

#: Is told the keys of what has changed; None: anything may have.
Told = Callable[[Collection[str] | None], object]


class Freshness:
    """Once `look` has returned, all has been told that was committed when it was called.

    On SQLite that costs a comparison in memory, and a query only where somebody wrote. On PostgreSQL it costs a query,
    which requests that come at the same time share; with Redis, nothing as long as nobody tells of a change.
    """

    def __init__(self, told: Told) -> None:
        self._told = told
        self._lock = threading.Lock()
        self._connection: BaseDatabaseWrapper | None = None
        self._known: Changes | None = None
        self._index: WalIndex | None = None
        self._header = b""
        self._turns = itertools.count(1)
        self._asked_at = 0
        self._hearing: Hearing | None = None

    def look(self) -> None:
        """Raises DatabaseError where the database cannot be asked."""
        if self._index is not None:
            header = self._index.header()
            if header == self._header:
                return
        if self._hearing is not None and self._hearing.knows_all:
            return
        self._ask_the_database()

    def _ask_the_database(self) -> None:
        turn = next(self._turns)
        with self._lock:
            if self._asked_at > turn:  # it was asked while this one waited
                return
            started = next(self._turns)
            header = self._index.header() if self._index is not None else b""
            self._catch_up()
            self._header, self._asked_at = header, started

    def close(self) -> None:
        hearing, self._hearing = self._hearing, None
        if hearing is not None:
            hearing.end()
        with self._lock:
            self._forget()

    def _catch_up(self) -> None:
        try:
            self._ask()
        except (DatabaseError, InterfaceError):
            # A connection that broke, or that the server closed, is made anew, once.
            self._forget()
            try:
                self._ask()
            except InterfaceError as error:
                self._forget()
                raise DatabaseError(str(error)) from error
            except DatabaseError:
                self._forget()
                raise

    def _ask(self) -> None:
        if self._connection is None:
            self._connect()
        under_way = self._hearing.under_way() if self._hearing is not None else []
        over = ended(under_way, self._connection) if under_way else []
        known = self._known
        told = changes_since(known.mark if known else None, self._connection)
        if known is None:
            self._told(None)
        elif changed := told.keys_since(known):
            self._told(changed)
        # What is told again from this mark on is among what was told now.
        self._known = told
        if self._hearing is not None:
            self._hearing.have_ended(over)

    def _connect(self) -> None:
        """One for the whole process, under the lock: neither a request's own, nor one that is given back after it."""
        connection = connection_beside()
        connection.ensure_connection()
        self._connection, self._known, self._index = connection, None, None
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA journal_mode")
                (mode,) = cursor.fetchone()
            if mode == "wal":
                changes_since(None, connection)  # the index is there once somebody has read
                self._index = WalIndex.of(connection.settings_dict["NAME"])
        elif is_used() and self._hearing is None:
            self._hearing = Hearing(self._ask_the_database)

    def _forget(self) -> None:
        connection, self._connection = self._connection, None
        self._index = None
        if connection is not None:
            with suppress(DatabaseError, InterfaceError):
                connection.close()
