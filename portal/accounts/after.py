"""Work that is done when the answer has been sent: how long it takes, nobody can tell from the answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponseRedirect


class AnswerFirst(HttpResponseRedirect):
    """Leads on, and does the work once the server closes the answer (PEP 3333), which is after its last byte."""

    def __init__(self, redirect_to: str, work: Callable[[], None], *args: Any, **kwargs: Any) -> None:
        super().__init__(redirect_to, *args, **kwargs)
        self._work: Callable[[], None] | None = work

    def close(self) -> None:
        work, self._work = self._work, None
        try:
            if work is not None:
                work()
        finally:
            super().close()  # the request is over only now, and gives its connections back
