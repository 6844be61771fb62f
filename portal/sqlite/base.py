"""The backend that DATABASES names: transactions that may write begin when it is their turn.

Only those of `transaction_mode` IMMEDIATE or EXCLUSIVE: others may never write. A statement outside of a transaction
does not stand in the queue; SQLite makes it wait.
"""

from __future__ import annotations

import sqlite3
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.backends.sqlite3 import base

from portal.sqlite.queue import Queue

#: Seconds, as SQLite waits where nothing else is said.
PATIENCE = 5.0


class DatabaseWrapper(base.DatabaseWrapper):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._queue: Queue | None = None

    def get_new_connection(self, conn_params: dict[str, Any]) -> sqlite3.Connection:
        """Raises ImproperlyConfigured where what is committed would not be safe, or readers would wait for writers."""
        connection: sqlite3.Connection = super().get_new_connection(conn_params)
        try:
            _insist(connection, in_memory=self.is_in_memory_db(), mode=self.transaction_mode or "DEFERRED")
        except BaseException:
            connection.close()
            raise
        return connection

    def _start_transaction_under_autocommit(self) -> None:
        if self.transaction_mode in ("IMMEDIATE", "EXCLUSIVE"):
            self._queue = self._queue or Queue(self._path_of_queue())
            self._queue.enter(self.settings_dict["OPTIONS"].get("timeout", PATIENCE))
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self._leave()
            raise

    def _commit(self) -> None:
        super()._commit()  # where it fails the transaction goes on, until it is rolled back
        self._leave()

    def _rollback(self) -> None:
        try:
            super()._rollback()
        finally:
            self._leave()

    def _close(self) -> None:
        try:
            super()._close()
        finally:
            if self._queue is not None:
                self._queue.close()
                self._queue = None

    def _leave(self) -> None:
        if self._queue is not None:
            self._queue.leave()

    def _path_of_queue(self) -> str:
        """Beside the database, as SQLite's own files are; none for one in memory."""
        return "" if self.is_in_memory_db() else f"{self.settings_dict['NAME']}-queue"


#: What each connection must answer, and what it means. Kept by `portal.databases.in_a_file`.
PRAGMAS = {
    "journal_mode": ("wal", "readers wait for nobody, and a kill leaves whole transactions"),
    "synchronous": (2, "what was committed outlives a loss of power"),
    "foreign_keys": (1, "no row points at one that is not there"),
}
_NOT_IMMEDIATE = (
    "The transaction_mode is DEFERRED, and IMMEDIATE is needed: a transaction that reads and then writes would "
    "otherwise fail as soon as another one writes. Take the OPTIONS that portal.databases.in_a_file gives."
)
_NO_WAL = (
    "SQLite cannot keep its write-ahead log at {path}: its journal mode is “{found}”. The file system has no shared "
    "memory between processes, as those of a network often do not. Let DATA_DIR be a folder on a disk of this machine, "
    "or set DATABASE_URL to a PostgreSQL."
)
_NOT_SET = (
    "The connection to {path} answers {found!r} to PRAGMA {name}, and {wanted!r} is needed, so that {why}. Take the "
    "OPTIONS that portal.databases.in_a_file gives, or set no DATABASE_URL."
)


def _insist(connection: sqlite3.Connection, *, in_memory: bool, mode: str) -> None:
    if mode == "DEFERRED" and not connection.execute("PRAGMA query_only").fetchone()[0]:
        raise ImproperlyConfigured(_NOT_IMMEDIATE)
    path = connection.execute("PRAGMA database_list").fetchone()[2] or "memory"
    for name, (wanted, why) in PRAGMAS.items():
        (found,) = connection.execute(f"PRAGMA {name}").fetchone()
        if found == wanted or (in_memory and name == "journal_mode"):
            continue
        words = _NO_WAL if name == "journal_mode" and found != "wal" else _NOT_SET
        raise ImproperlyConfigured(words.format(path=path, found=found, name=name, wanted=wanted, why=why))
    if not connection.execute("PRAGMA busy_timeout").fetchone()[0]:
        wanted, why = "milliseconds", "who finds the database busy waits"
        raise ImproperlyConfigured(_NOT_SET.format(path=path, found=0, name="busy_timeout", wanted=wanted, why=why))
