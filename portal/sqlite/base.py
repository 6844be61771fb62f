"""The backend that DATABASES names: transactions that may write begin when it is their turn.

Only those of `transaction_mode` IMMEDIATE or EXCLUSIVE: others may never write. A statement outside of a transaction
does not stand in the queue; SQLite makes it wait.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.sqlite3 import base

from portal.sqlite.queue import Queue

#: Seconds, as SQLite waits where nothing else is said.
PATIENCE = 5.0


class DatabaseWrapper(base.DatabaseWrapper):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._queue: Queue | None = None

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
