"""What was allowed a moment ago, for a moment in which nobody can be asked. PURE: knows no Django."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable


class Remembered:
    """Names that were noted within the last `seconds`: `most` of them, those that were noted last."""

    def __init__(self, seconds: float, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds, self._most, self._clock = seconds, most, clock
        self._noted: OrderedDict[str, float] = OrderedDict()
        self._lock = threading.Lock()

    def note(self, name: str) -> None:
        with self._lock:
            self._noted[name] = self._clock()
            self._noted.move_to_end(name)
            if len(self._noted) > self._most:
                self._noted.popitem(last=False)

    def forget(self, name: str) -> None:
        with self._lock:
            self._noted.pop(name, None)

    def has(self, name: str) -> bool:
        with self._lock:
            at = self._noted.get(name)
            return at is not None and self._clock() - at < self._seconds
