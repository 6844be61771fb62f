"""How the log is written: a line for people, or JSON for programs. Both tell the same, and nothing of who reads or
writes. PURE: knows no Django; gunicorn's first process writes by it too.
"""

from __future__ import annotations

import json
import logging
import time
from typing import Any

from portal.watching import numbers
from portal.watching.redacting import GONE, said_by, scrubbed, traceback_of

#: What `LOG_FORMAT` may be.
FORMATS = ("line", "json")
#: Captured parts of an address that say which page of the site it is; all others may be somebody's key, or words.
_SHOWN = {"pk", "year", "month", "page"}
#: These too where something failed: of what is not there they may be anything that somebody typed.
_SHOWN_OF_FAILURES = _SHOWN | {"slug", "uid", "object_id"}


def formatter(kind: str, plain: bool = False) -> logging.Formatter:
    """`plain`: nothing is left out, for whoever develops.

    Raises ValueError, in words for whoever set the environment.
    """
    if kind not in FORMATS:
        raise ValueError(f"LOG_FORMAT is {kind!r}: it may be {' or '.join(FORMATS)}.")
    return {"line": Line, "json": Json}[kind](plain)


class Line(logging.Formatter):
    def __init__(self, plain: bool = False) -> None:
        super().__init__()
        self.plain = plain

    def format(self, record: logging.LogRecord) -> str:
        told = _told(record, self.plain)
        about = told.get("told")
        if about:
            told["message"] = " ".join(str(value) for value in about.values() if value is not None)
        number = f" [{told['request']}]" if "request" in told else ""
        line = f"{told['time']} {told['level']} {told['logger']}{number}: {told['message']}"
        # What follows is indented: no exception's words look like another record.
        behind = [f"  {_on_one_line(one)}" for one in told.get("traceback", "").rstrip().split("\n") if one]
        return "\n".join([_on_one_line(line), *behind])


class Json(logging.Formatter):
    """An object on one line, whatever was said: no line of the log can be made up by a reader."""

    def __init__(self, plain: bool = False) -> None:
        super().__init__()
        self.plain = plain

    def format(self, record: logging.LogRecord) -> str:
        told = _told(record, self.plain)
        return json.dumps(told | told.pop("told", {}), default=str)


def _told(record: logging.LogRecord, plain: bool) -> dict[str, Any]:
    seconds = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
    told: dict[str, Any] = {
        "time": f"{seconds}.{int(record.msecs):03d}Z",
        "level": record.levelname,
        "logger": record.name,
        "message": record.getMessage() if plain else _message(record),
    }
    number = number_of(record)
    if number:
        told["request"] = number
    if getattr(record, "told", None):
        told["told"] = record.told  # type: ignore[attr-defined]
    error = record.exc_info[1] if record.exc_info else None
    if error is not None:
        told["traceback"] = logging.Formatter().formatException(record.exc_info) if plain else traceback_of(error)  # type: ignore[arg-type]
    return told


def number_of(record: logging.LogRecord) -> str:
    """Of the request that it is about."""
    given = getattr(record, "number", "")
    meta = getattr(getattr(record, "request", None), "META", None)
    return given or (meta or {}).get("portal.number", "") or numbers.current.get()


def _message(record: logging.LogRecord) -> str:
    request = getattr(record, "request", None)
    error = record.exc_info[1] if record.exc_info else None
    if error is not None and str(record.msg) == str(error):  # django.security says no more than that
        return said_by(error)
    given = record.args
    if isinstance(given, tuple):
        shown = _SHOWN_OF_FAILURES if error is not None else _SHOWN
        given = tuple(_argument(value, request, shown) for value in given)
    try:
        return scrubbed(str(record.msg) % given if given else str(record.msg))
    except (TypeError, ValueError):
        return str(record.msg)


def _argument(value: Any, request: Any, shown: set[str]) -> Any:
    if isinstance(value, BaseException):
        return said_by(value)
    if request is not None and isinstance(value, str) and value == getattr(request, "path", None):
        return _address(request, shown)
    return value


def _address(request: Any, shown: set[str]) -> str:
    """What was asked for, but for what may be a key, or words of somebody who mistyped."""
    match = getattr(request, "resolver_match", None)
    if match is None:
        return GONE
    path = str(request.path)
    for name, value in match.kwargs.items():
        if name not in shown and isinstance(value, str) and value:
            path = path.replace(value, GONE)
    return path


def _on_one_line(text: str) -> str:
    """Whatever was said stays on its line."""
    return "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in text)
