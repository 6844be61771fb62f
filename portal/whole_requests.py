"""What was sent in part is not taken for the whole: a connection broke in the middle of a form, or of a recording.

Neither WSGI servers nor Django say so: a form that ends early is parsed as far as it came, and a file is stored as
short as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import BadRequest

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


class WholeRequests:
    """The WSGI application directly before Django's. Who reads what is not there gets BadRequest, which is a 400."""

    def __init__(self, application: Application) -> None:
        self._application = application

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        length = environ.get("CONTENT_LENGTH")
        if length and length.isascii() and length.isdigit() and length != "0":
            environ["wsgi.input"] = _Whole(environ["wsgi.input"], int(length))
        return self._application(environ, start_response)


class _Whole:
    def __init__(self, stream: Any, length: int) -> None:
        self._stream, self._left = stream, length

    def read(self, size: int = -1) -> bytes:
        """Raises BadRequest where it ends before its length."""
        return self._taken(self._stream.read(size), size)

    def readline(self, size: int = -1) -> bytes:
        """As `read`."""
        line = self._stream.readline(size)
        return self._taken(line, -1 if not line.endswith(b"\n") and len(line) != size else len(line))

    def _taken(self, data: bytes, size: int) -> bytes:
        self._left -= len(data)
        if self._left > 0 and (size < 0 or len(data) < size):
            raise BadRequest("The request ended before all of it had come.")
        return data
