"""Files read by several processes, none of which outlives this one."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager

from interviews.documents.errors import DocumentError
from interviews.importing.reading import Prepared, prepare
from interviews.importing.sources import FoundFile

#: Asks for files to be read; what it gives waits for them.
Read = Callable[[list[FoundFile]], Callable[[], list[Prepared]]]


@contextmanager
def reading(format_name: str, jobs: int) -> Iterator[Read]:
    """By as many processes as `jobs`; by this one, when the answer is asked for, where that is one."""
    if jobs < 2:
        yield lambda files: lambda: [prepare(found, format_name) for found in files]
        return
    processes = _Processes(format_name, jobs)
    try:
        yield processes.read
    finally:
        processes.end()


class _Processes:
    """A pool that is made anew where one of its processes was killed, as for want of memory."""

    def __init__(self, format_name: str, jobs: int) -> None:
        self.format_name = format_name
        self.jobs = jobs
        self.pool: ProcessPoolExecutor | None = None
        self.pipe = os.pipe()

    def read(self, files: list[FoundFile]) -> Callable[[], list[Prepared]]:
        try:
            answer = self._submitted(files, self.jobs)
        except BrokenProcessPool:
            self._close()
            answer = self._submitted(files, self.jobs)
        return lambda: self._answered(answer, files)

    def end(self) -> None:
        """When they have read what is in their hands: one that ends while it answers leaves the pool waiting."""
        if self.pool is not None:
            self.pool.shutdown(cancel_futures=True)
        for side in self.pipe:
            os.close(side)

    def _answered(self, answer: Future[list[Prepared]], files: list[FoundFile]) -> list[Prepared]:
        try:
            return answer.result()
        except BrokenProcessPool:
            self._close()
            prepared = [one for found in files for one in self._read_alone(found)]
            self._close()
            return prepared

    def _read_alone(self, found: FoundFile) -> list[Prepared]:
        """By a process that reads nothing else meanwhile, so that it is known which file is too much for it."""
        try:
            return self._submitted([found], 1).result()
        except BrokenProcessPool:
            self._close()
            problem = "the process that read it was killed, perhaps for want of memory; split the file"
            return [Prepared(found, error=DocumentError(problem, code="reader_killed"))]

    def _submitted(self, files: list[FoundFile], jobs: int) -> Future[list[Prepared]]:
        if self.pool is None:
            # A fork has all modules loaded, and never touches the connection it inherits.
            context = multiprocessing.get_context("fork")
            self.pool = ProcessPoolExecutor(jobs, context, _begin, self.pipe)
        return self.pool.submit(_prepare_all, files, self.format_name)

    def _close(self) -> None:
        """After it no thread of the pool is left, and the process may fork again; answers that are there stay."""
        if self.pool is not None:
            self.pool.shutdown()
        self.pool = None


def _begin(parents_death: int, parents_life: int) -> None:
    """In a new process: what the command's group is told is for its parent, with which it ends, however that ends.

    One that a signal ends while it hands in an answer takes the queue's lock with it, and the pool waits for ever.
    """
    os.setpgrp()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # by which the pool itself ends it
    os.close(parents_life)  # now the parent alone holds it
    threading.Thread(target=_end_after, args=[parents_death], daemon=True).start()


def _end_after(parents_death: int) -> None:
    os.read(parents_death, 1)  # comes back when nobody holds the other side any more
    os._exit(1)


def _prepare_all(files: list[FoundFile], format_name: str) -> list[Prepared]:
    return [prepare(found, format_name, rendered=True) for found in files]
