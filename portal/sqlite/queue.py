"""A queue of those who want to write to one file, across threads and processes. PURE: knows no Django.

SQLite lets one write at a time, and whoever finds it busy sleeps and tries again: who came first may wait longest. The
kernel keeps a queue (flock, Linux wakes who waited longest), and takes the place of a process that dies out of it.
"""

from __future__ import annotations

import contextlib
import os
import threading
import time

try:
    import fcntl
except ImportError:  # not a Unix: SQLite sees to it by itself
    fcntl = None  # type: ignore[assignment]

_of_this_thread = threading.local()


class Waits:
    """What those of this process waited for their turn: how many, how long in all (in seconds), and who gave up."""

    entered = given_up = 0
    seconds = 0.0


waits = Waits()


class Queue:
    """One's own place in the queue at a file beside the database. Nothing here raises: where the file cannot be made or
    locked, and where somebody holds the queue up for too long, one goes on without, to SQLite's own rules."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._file = -1
        self._is_mine = False
        self._works = fcntl is not None and bool(path)

    def enter(self, patience: float) -> bool:
        """Waits for one's turn, so many seconds at most. True where it is one's turn now.

        A thread that has its turn by another connection does not wait for itself.
        """
        if self._is_mine or not self._works or self._path in _held():
            return self._is_mine
        if self._file < 0:
            self._open()
        if self._works and (self._try() or self._wait_and_tell(patience)):
            self._is_mine = True
            _held().add(self._path)
            waits.entered += 1
        return self._is_mine

    def leave(self) -> None:
        """Lets the next one in; harmless where it is not one's turn. To be called by the thread that entered."""
        if self._is_mine:
            self._is_mine = False
            _held().discard(self._path)
            with contextlib.suppress(OSError):
                fcntl.flock(self._file, fcntl.LOCK_UN)

    def close(self) -> None:
        self.leave()
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def __del__(self) -> None:
        # Of a thread that ended, whose connection nobody closed.
        with contextlib.suppress(Exception):
            self.close()

    def _open(self) -> None:
        try:
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError:
            self._works = False

    def _try(self) -> bool:
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:  # a file system without locks
            self._works = False
            return False
        return True

    def _wait_and_tell(self, patience: float) -> bool:
        began = time.perf_counter()
        has_turn = self._wait(patience)
        took = time.perf_counter() - began
        waits.seconds += took
        waits.given_up += not has_turn
        return has_turn

    def _wait(self, patience: float) -> bool:
        """The kernel's wait has no end of its own: a thread does it, and who loses patience leaves the file to it."""
        if not self._works:
            return False
        try:
            waiting = _Waiting(self._file)
        except RuntimeError:  # no thread is to be had, as when everything ends
            return False
        if waiting.has_turn(patience):
            return True
        self._file = -1
        return False


class _Waiting:
    def __init__(self, file: int) -> None:
        self._file = file
        self._decided = threading.Lock()
        self._done = threading.Event()
        self._has_turn = self._is_given_up = False
        threading.Thread(target=self._wait, daemon=True).start()

    def _wait(self) -> None:
        with contextlib.suppress(OSError):
            fcntl.flock(self._file, fcntl.LOCK_EX)
            self._has_turn = True
        with self._decided:
            self._done.set()
            if self._is_given_up or not self._has_turn:
                os.close(self._file)

    def has_turn(self, patience: float) -> bool:
        """False where the file is not the caller's any more."""
        self._done.wait(patience)
        with self._decided:
            self._is_given_up = not self._done.is_set()
            return not self._is_given_up and self._has_turn


def _held() -> set[str]:
    """The paths at which this thread has its turn."""
    try:
        held: set[str] = _of_this_thread.held
    except AttributeError:
        held = _of_this_thread.held = set()
    return held
