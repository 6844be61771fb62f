"""Public pages are read from a replica of the database, but only while it has all that the primary has.

A replica follows the primary by some milliseconds, or, where it is busy or was stopped, by more. So before a page is
read there the primary is asked how far it has written, and the replica whether it has come so far: nobody sees less
than what was committed when the request came, and a page that is kept with a number read from the primary before
belongs to it. Where the replica is behind, or does not answer, the page is read from the primary, as is all else.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from contextvars import ContextVar
from typing import Any, NamedTuple

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, Error, connections
from django.http import HttpRequest, HttpResponse

log = logging.getLogger(__name__)

REPLICA = "replica"
#: Seconds for which a page waits for the replica: it mostly is some milliseconds behind after a commit.
WAIT = 0.02
_LOOKS_EVERY = 0.002
#: Seconds for which a process asks the replica nothing: after it was behind, and after it did not answer.
BEHIND_FOR = 0.25
AWAY_FOR = 5.0

#: Of these rooms every page is public, and of the conversation those that show it and take nothing in.
_ROOMS = {"interviews", "documents", "comment_documents"}
_PAGES = {"comments:comments", "comments:comment", "comments:thread"}

_reading: ContextVar[bool] = ContextVar("reading_from_the_replica", default=False)


class Router:
    """Everything is asked of the primary, but for what `PublicPages` has read from the replica."""

    def db_for_read(self, model: type, **hints: Any) -> str:
        return REPLICA if _reading.get() else DEFAULT_DB_ALIAS

    def db_for_write(self, model: type, **hints: Any) -> str:
        _reading.set(False)  # who wrote reads what was written
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        return True  # two places, and the same rows

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        return False if db == REPLICA else None


class Position(NamedTuple):
    """How far the primary has written, and on which timeline: each promotion of a replica begins another."""

    timeline: int
    lsn: str


def position() -> Position:
    """Where the primary is: all that anybody can see there was written before."""
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        # Where the next record comes to stand, and not how far is on the disk: with synchronous_commit=off, changes are
        # seen before they are there.
        cursor.execute("SELECT pg_current_wal_insert_lsn(), pg_walfile_name(pg_current_wal_insert_lsn())")
        lsn, file = cursor.fetchone()
    return Position(int(file[:8], 16), str(lsn))


def caught_up(at: Position, wait: float = WAIT) -> bool:
    """Whether the replica has all that the primary had at that position, now or after so many seconds."""
    until = time.monotonic() + wait
    with connections[REPLICA].cursor() as cursor:
        while True:
            # On another timeline the same number is another place; what was promoted is no replica any more.
            cursor.execute(
                "SELECT pg_is_in_recovery() AND pg_last_wal_replay_lsn() >= %s::pg_lsn AND timeline_id = %s"
                " FROM pg_control_checkpoint()",
                [at.lsn, at.timeline],
            )
            if cursor.fetchone()[0]:
                return True
            if time.monotonic() >= until:
                return False
            time.sleep(_LOOKS_EVERY)


class _Asked:
    """When this process asks the replica again, on a clock that nobody sets."""

    again_at = 0.0


class PublicPages:
    """Middleware, the innermost: it takes a page from its view itself, to ask the primary where the replica fails."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        args: Sequence[Any],
        kwargs: Mapping[str, Any],
    ) -> HttpResponse | None:
        """The page; None where Django is to ask the view as ever, which then reads from the primary."""
        if not is_for_strangers(request) or not _is_current():
            return None
        _reading.set(True)
        try:
            response = view(request, *args, **kwargs)
            render = getattr(response, "render", None)
            return render() if callable(render) else response
        except Error as error:
            if not _reading.get():  # something was written, and must not be twice
                raise
            _leave_alone(AWAY_FOR, error)
            return None
        finally:
            _reading.set(False)


def is_for_strangers(request: HttpRequest) -> bool:
    """Whether this is a public page, asked for by somebody who did not sign in."""
    match = request.resolver_match
    return (
        request.method in ("GET", "HEAD")
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and match is not None
        and (match.namespace in _ROOMS or match.view_name in _PAGES)
    )


def _is_current() -> bool:
    if time.monotonic() < _Asked.again_at:
        return False
    try:
        current = caught_up(position())
    except Error as error:
        _leave_alone(AWAY_FOR, error)
        return False
    if not current:
        _leave_alone(BEHIND_FOR)
    return current


def _leave_alone(seconds: float, error: Error | None = None) -> None:
    _Asked.again_at = time.monotonic() + seconds
    if error is not None:
        log.warning("pages are read from the primary: the replica is asked again in %s seconds: %s", seconds, error)
        with suppress(Error):
            connections[REPLICA].close()  # of what broke in mid-page nothing is used again
