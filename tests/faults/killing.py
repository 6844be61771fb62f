"""A deed in a process of its own that is killed (kill -9) before its N-th step, for whichever N.

A step is a statement, a commit, or a change of the folder: a file opened to be written, named, renamed, removed, put on
the disk. What is between two steps changes nothing that outlives the process.
"""

from __future__ import annotations

import os
import signal
import sys
import time
import traceback
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections

_CHANGES = {"os.rename", "os.link", "os.remove", "os.mkdir", "os.rmdir", "os.truncate", "os.symlink"}
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


class Steps:
    """Counts the steps below a folder; dies before the N-th."""

    def __init__(self, folder: Path, last: int | None) -> None:
        self.folder, self.last, self.count = str(folder), last, 0

    def step(self) -> None:
        self.count += 1
        if self.count == self.last:
            os.kill(os.getpid(), signal.SIGKILL)

    def hear(self, event: str, given: tuple[Any, ...]) -> None:
        """Told by Python of what it is about to do (PEP 578)."""
        changes = event in _CHANGES or (event == "open" and isinstance(given[2], int) and given[2] & _WRITES)
        if changes and any(isinstance(path, str | os.PathLike) and str(path).startswith(self.folder) for path in given):
            self.step()

    def watch(self) -> None:
        sys.addaudithook(self.hear)
        connection.execute_wrappers.append(self._statement)
        for owner, name in ((os, "fsync"), (type(connections[DEFAULT_DB_ALIAS]), "_commit")):
            self._around(owner, name)

    def _statement(self, execute: Callable, *given: Any) -> Any:
        self.step()
        return execute(*given)

    def _around(self, owner: Any, name: str) -> None:
        before = getattr(owner, name)

        def done(*given: Any) -> Any:
            self.step()
            result = before(*given)
            self.step()
            return result

        setattr(owner, name, done)


def _in_a_process(folder: Path, deed: Callable[[], object], last: int | None) -> int | None:
    """How many steps it took; None where it was killed. What it raises fails the test."""
    told = folder.parent / "told"
    told.unlink(missing_ok=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of threads, which the deed has no use for
        pid = os.fork()
    if pid == 0:
        try:
            steps = Steps(folder, last)
            steps.watch()
            deed()
            told.write_text(str(steps.count))
            os._exit(0)
        except BaseException:
            told.write_text(traceback.format_exc())
        finally:
            os._exit(1)
    _pid, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return None
    assert os.WEXITSTATUS(status) == 0, told.read_text()
    return int(told.read_text())


def _let_the_server_see_it() -> None:
    """PostgreSQL goes on with what it was asked before it sees that nobody waits for the answer."""
    until = time.monotonic() + 30
    while connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
                " AND backend_type = 'client backend'"
            )
            if not cursor.fetchone()[0]:
                return
        assert time.monotonic() < until
        time.sleep(0.01)


def killed(arrange: Callable[[], Path], deed: Callable[[], object], some: int | None = None) -> Iterator[int]:
    """`arrange` makes the place as it is before the deed, and gives it; then the deed is killed there before a step.

    Yields the number of each step before which that was, in its place: of all, or of `some` of them, the last among
    these. Finally the deed is done to its end, and 0 is yielded.
    """
    connection.close()
    total = _in_a_process(arrange(), deed, None)
    assert total, "the deed has no steps"
    numbers = range(1, total + 1) if some is None else [*(total * part // some for part in range(1, some + 1))]
    kills = 0
    for number in numbers:
        place = arrange()
        connection.close()
        if _in_a_process(place, deed, number) is None:
            kills += 1
            _let_the_server_see_it()
            yield number
        connection.close()
    assert kills >= len(numbers) * 0.9, f"of {len(numbers)} only {kills} were killed"
    place = arrange()
    connection.close()
    _in_a_process(place, deed, None)
    yield 0
