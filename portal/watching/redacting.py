"""What of an error, or of any other text, may stand in a log: nothing of who reads or writes. PURE: knows no Django.

What an exception says often is what somebody typed: a name that does not fit, an address that is there already. So of
most only their kind and where they were raised is told. The source lines of a traceback are ours, and hold no values.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterator

#: What stands where something was.
GONE = "[…]"

#: These are raised by machines and by mistakes of ours, and say what is wrong with them.
_TELLING = {
    *("AttributeError", "ImportError", "ModuleNotFoundError", "NameError", "UnboundLocalError", "RecursionError"),
    *("MemoryError", "NotImplementedError", "ImproperlyConfigured", "TemplateDoesNotExist", "TemplateSyntaxError"),
    *("NoReverseMatch", "OperationalError", "InterfaceError", "ProgrammingError", "PoolTimeout"),
    *("ConnectionError", "TimeoutError", "RedisError", "BrokenProcessPool"),
}
_MAIL = re.compile(r"[^\s<>\"'(),:;]+@[^\s<>\"'(),:;]+")
_ADDRESS = re.compile(
    r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.]*\d)"
    r"|(?<![\w:])(?=[0-9a-f:]*::[0-9a-f]|(?:[0-9a-f]+:){4})[0-9a-f:]+(?:\.\d+){0,3}",
    re.IGNORECASE,
)
_QUERY = re.compile(r"(?<=[\w/])\?[^\s?]\S*")
_NEAR = re.compile(r"near \".*")
#: Behind these an address says by whom it may be opened.
_KEY = re.compile(r"(?<=/)(drafts|confirm|unsubscribe|end|media)/[^\s\"'?]+")


def scrubbed(text: str, addresses: bool = True) -> str:
    """Without mail addresses, network addresses, queries, and what of an address only its owner knows."""
    text = _MAIL.sub(GONE, _KEY.sub(rf"\1/{GONE}", _QUERY.sub(f"?{GONE}", text)))
    return _ADDRESS.sub(GONE, text) if addresses else text


def said_by(error: BaseException) -> str:
    """Its kind, and what it says where that is about a machine."""
    kind = type(error).__name__
    if isinstance(error, OSError) and error.strerror:
        return f"{kind}: {error.strerror}"
    # A DatabaseError and nothing narrower is what SQLite says of a file that is damaged, or no database.
    if kind == "DatabaseError" or any(base.__name__ in _TELLING for base in type(error).__mro__):
        first = str(error).strip().partition("\n")[0]
        first = _NEAR.sub(f"near {GONE}", first)  # a search that SQLite cannot read
        return f"{kind}: {scrubbed(first, addresses=False)}" if first else kind
    return kind


def traceback_of(error: BaseException) -> str:
    """As Python writes it, the cause first, but of each exception only what `said_by` tells."""
    return "".join(_told(error, set()))


def _told(error: BaseException, seen: set[int]) -> Iterator[str]:
    seen.add(id(error))
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None and id(before) not in seen:
        yield from _told(before, seen)
        yield "\nThat led to:\n\n" if error.__cause__ is not None else "\nMeanwhile:\n\n"
    yield "Traceback (most recent call last):\n"
    yield from traceback.format_tb(error.__traceback__)
    yield f"{said_by(error)}\n"
