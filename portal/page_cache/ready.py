"""Answers that were given before, by all of a request that decides them: none is thought over twice."""

from __future__ import annotations

import threading
from collections.abc import Hashable
from typing import NamedTuple

#: Answers remembered; then it begins anew.
MOST = 4096
#: Characters of what is asked, beyond which it is not remembered.
LONGEST = 1000


class Answer(NamedTuple):
    """`turns_at`: seconds since 1970 at which it stands no more; None: at none that is known."""

    status: str
    headers: list[tuple[str, str]]
    body: tuple[bytes, ...]
    turns_at: float | None


class Ready:
    """Holds nothing that is not on a shelf: whoever takes a page off a shelf clears this."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._number = 0
        #: To look into; changed only here.
        self.answers: dict[Hashable, Answer] = {}

    @property
    def number(self) -> int:
        """How often it was cleared. An answer is put in with the number from before its page was looked for."""
        return self._number

    def put(self, asked: tuple[str | None, ...], answer: Answer, number: int) -> None:
        if sum(map(len, filter(None, asked))) > LONGEST:
            return
        with self._lock:
            if number != self._number:
                return
            if len(self.answers) >= MOST:
                self.answers.clear()
            self.answers[asked] = answer

    def clear(self) -> None:
        with self._lock:
            self._number += 1
            self.answers.clear()
