"""The number of a request, by which a reader's complaint finds its lines in the log. PURE: knows no Django."""

from __future__ import annotations

import os
import re
from contextvars import ContextVar

#: Of the request that this thread answers; empty between two.
current: ContextVar[str] = ContextVar("request_number", default="")

_VALID = re.compile(r"[A-Za-z0-9._-]{8,64}", re.ASCII)


def new() -> str:
    return os.urandom(8).hex()


def is_valid(said: str) -> bool:
    """Whether what a front end calls the request can stand in a log and in a header as it is."""
    return _VALID.fullmatch(said) is not None
