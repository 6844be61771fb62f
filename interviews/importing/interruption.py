"""Ctrl-C, and a request to end: they wait until what belongs together is done."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Interruption:
    """A context in which the first SIGINT or SIGTERM raises KeyboardInterrupt, though never within `unbroken`.

    A second ends the process there and then, as a signal does that nobody handles. `number` is the signal that came,
    0 as long as none did.
    """

    def __init__(self) -> None:
        self.number = 0
        self._within = False
        self._before: dict[int, object] = {}

    @property
    def status(self) -> int:
        """The exit status that shells give to a process that a signal ended."""
        return 128 + (self.number or signal.SIGINT)

    def __enter__(self) -> Interruption:
        if threading.current_thread() is threading.main_thread():
            for number in SIGNALS:
                # Who starts a program with the signal ignored (`nohup`, `&` in a script) wants it so.
                if signal.getsignal(number) is not signal.SIG_IGN:
                    self._before[number] = signal.signal(number, self._came)
        return self

    def __exit__(self, *_error: object) -> None:
        if not self.number:  # otherwise the process is about to end, and what ends it sooner is welcome
            for number, handler in self._before.items():
                signal.signal(number, handler)  # type: ignore[arg-type]

    @contextmanager
    def unbroken(self) -> Iterator[None]:
        """What is done in here is done whole, unless a second signal comes."""
        self._within = True
        try:
            yield
        finally:
            self._within = False
        if self.number:
            raise KeyboardInterrupt

    def _came(self, number: int, _frame: FrameType | None) -> None:
        for each in self._before:
            signal.signal(each, signal.SIG_DFL)
        self.number = number
        if not self._within:
            raise KeyboardInterrupt
