"""How far a long import is, on a terminal's standard error; quiet in a pipe."""

from __future__ import annotations

import sys
import time
from typing import TextIO

#: Seconds between two lines: often enough to see that it moves, seldom enough to read.
EVERY = 0.2


class Progress:
    """One line that is written over: count, rate, time left, file. `total` is of files; one may hold several."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self.total = 0
        stream = stream or sys.stderr
        self.stream = stream if stream.isatty() else None
        self.started = self.told = time.monotonic()
        self.count = 0

    def step(self, shown: str) -> None:
        self.count += 1
        now = time.monotonic()
        if self.stream is None or now - self.told < EVERY:
            return
        self.told = now
        rate = self.count / (now - self.started)
        known = self.total > self.count  # not where a file holds more than one
        of = f" of {self.total:,}" if known else ""
        left = f", {_span((self.total - self.count) / rate)} left" if known else ""
        self._write(f"{self.count:,}{of}, {rate:.0f} a second{left}: {shown[-60:]}")

    def clear(self) -> None:
        """Before anything else is written to the terminal."""
        self._write("")

    def _write(self, text: str) -> None:
        if self.stream is not None:
            self.stream.write(f"\r\033[K{text}")
            self.stream.flush()


def _span(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
