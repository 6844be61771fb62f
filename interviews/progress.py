"""How far long work is: count, rate, and how much time is left where that can be told.

`Pace` is what can be told; `Progress` tells it to who waits at a terminal, or reads a log later.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
import unicodedata
from collections import deque
from dataclasses import dataclass
from types import TracebackType
from typing import Self, TextIO

#: Seconds between two lines on a terminal: often enough to see that it moves, seldom enough to read.
EVERY = 0.2
#: Seconds between two lines in a log.
EVERY_IN_A_LOG = 30.0
#: Seconds of which the rate is told: what was quick at first, such as what is here unchanged, says little of the rest.
LATELY = 30.0
#: Seconds without which no rate is told: it would be a guess.
ENOUGH = 1.0


@dataclass(frozen=True, slots=True)
class Pace:
    """So many done, of so many where that is known, and so many of them within the last so many seconds."""

    count: int
    total: int | None
    lately: int
    seconds: float

    @property
    def rate(self) -> float | None:
        """How many a second; None where it cannot be told yet."""
        return self.lately / self.seconds if self.lately > 0 and self.seconds >= ENOUGH else None

    @property
    def left(self) -> float | None:
        """Seconds until the end, if it goes on so; None where nobody can know."""
        if self.total is None or self.count >= self.total or self.rate is None:
            return None
        return (self.total - self.count) / self.rate

    def __str__(self) -> str:
        of = f" of {self.total:,}" if self.total is not None and self.total >= self.count else ""
        rate = f", {rate_in_words(self.rate)}" if self.rate is not None else ""
        left = f", {span_in_words(self.left)} left" if self.left is not None else ""
        return f"{self.count:,}{of}{rate}{left}"


class Progress:
    """On a terminal one line that is written over; elsewhere a line now and then; none at all where `quiet`.

    `total` is None where it is not known, and may become known, or grow, on the way. Standard error is written to, so
    that a report on standard output stays clean. A context: nothing of it stands on the terminal behind it.
    """

    def __init__(self, total: int | None = None, *, quiet: bool = False, stream: TextIO | None = None) -> None:
        self.total = total
        self.count = 0
        self._stream = stream or sys.stderr
        self._quiet = quiet
        self._terminal = self._stream.isatty() and os.environ.get("TERM") != "dumb"
        self._every = EVERY if self._terminal else EVERY_IN_A_LOG
        self._told = time.monotonic()
        self._marks = deque([(self._told, 0)])
        self._open_ended = False
        self._stands = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.clear()

    def step(self, shown: str = "", by: int = 1, *, unforeseen: bool = False) -> None:
        """So many more are done, the last of them `shown`. `unforeseen`: the total did not hold this one, and as long
        as such come, nobody knows how many there will be."""
        self.count += by
        self._open_ended = unforeseen
        if unforeseen and self.total is not None:
            self.total += by
        now = time.monotonic()
        if now - self._marks[-1][0] >= LATELY / 30:
            self._marks.append((now, self.count))
            while len(self._marks) > 2 and now - self._marks[1][0] >= LATELY:
                self._marks.popleft()
        if now - self._told >= self._every:
            self._told = now
            self._tell(str(self._pace(now)), shown)

    def reach(self, count: int) -> None:
        """So many are done by now."""
        self.step(by=count - self.count)

    def say(self, doing: str) -> None:
        """What is being done where nothing is counted; on a terminal at once, since it may last."""
        if self._terminal or time.monotonic() - self._told >= self._every:
            self._tell(f"{self.count:,} done" if self.count else "", doing)

    def clear(self) -> None:
        """Before anything else is written to the terminal."""
        if self._stands:
            self._stream.write("\r\033[K")
            self._stream.flush()
            self._stands = False

    def _pace(self, now: float) -> Pace:
        since, before = self._marks[0]
        total = None if self._open_ended else self.total
        return Pace(self.count, total, self.count - before, now - since)

    def _tell(self, numbers: str, shown: str) -> None:
        if self._quiet:
            return
        shown = "".join(sign if sign.isprintable() else "?" for sign in shown)
        if self._terminal:
            self._stream.write(f"\r\033[K{_fitted(numbers, shown, _columns(self._stream) - 1)}")
            self._stands = True
        else:
            self._stream.write(f"{': '.join(filter(None, (numbers, shown)))}\n")
        self._stream.flush()


def rate_in_words(rate: float) -> str:
    """Of so many a second: in the unit of time in which there are some."""
    for seconds, unit in ((1, "a second"), (60, "a minute")):
        if (many := rate * seconds) >= 1:
            return f"{many:,.0f} {unit}" if many >= 10 else f"{many:.1f}".removesuffix(".0") + f" {unit}"
    return f"{rate * 3600:,.0f} an hour"


def span_in_words(seconds: float) -> str:
    """``9 s``, ``1 min 59 s``, ``2 h 5 min``: no finer than an estimate is."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def _columns(stream: TextIO) -> int:
    """Each time anew: a window may be made wider or narrower."""
    try:
        columns = os.get_terminal_size(stream.fileno()).columns
    except (OSError, ValueError):  # a terminal only in name
        columns = 0
    return columns or shutil.get_terminal_size().columns


def _fitted(numbers: str, shown: str, columns: int) -> str:
    """One line: the numbers, and of what is shown its end, as far as there is room."""
    lead = f"{numbers}: " if numbers and shown else numbers
    room = columns - _cells(lead)
    if room < _cells(shown):
        room -= 1  # for the ellipsis
        while shown and _cells(shown) > room:
            shown = shown[1:]
        shown = f"…{shown}" if shown else ""
    line = lead + shown if shown else numbers
    while _cells(line) > columns:
        line = line[:-1]
    return line


def _cells(text: str) -> int:
    """Columns of a terminal: an ideograph takes two, a mark upon a letter none."""
    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text
    )
