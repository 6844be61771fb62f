"""What a database that refuses is at fault for: it is away, full or to be read only, or others write just now."""

from __future__ import annotations

from django.db import InterfaceError, InternalError, OperationalError

#: What SQLite calls it when others write, and PostgreSQL: serialization, deadlocks, locks that are not waited for.
_BUSY_NAMES = ("SQLITE_BUSY", "SQLITE_LOCKED")
_BUSY_STATES = ("40001", "40P01", "55P03")
#: A replica that is written to, or a server that was made so because its disk was full: no operational error there.
_READ_ONLY = "25006"


def takes_nothing(error: BaseException | None) -> bool:
    """Whether nothing can be read or written just now by no fault of the statement: the same may be done later."""
    if isinstance(error, InternalError):
        return _state_of(error) == _READ_ONLY
    return isinstance(error, OperationalError | InterfaceError)


def is_busy(error: BaseException) -> bool:
    """Whether others write at this moment, and a second try may do."""
    name = getattr(error.__cause__, "sqlite_errorname", None) or ""
    return name.startswith(_BUSY_NAMES) or _state_of(error) in _BUSY_STATES


def _state_of(error: BaseException) -> str:
    return getattr(error.__cause__, "sqlstate", None) or ""
