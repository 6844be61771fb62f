"""The WSGI application that stands in front of Django's."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Iterable
from typing import Any

from django.db import DatabaseError

from portal.page_cache.asked import Environ, Place, anonymous, decisive, is_kept, place_of
from portal.page_cache.entry import Entry, Headers, encoding_for
from portal.page_cache.freshness import Freshness
from portal.page_cache.ready import Answer, Ready
from portal.page_cache.shelf import Shelf
from portal.watching.numbered import HEADER, number_of

Start = Callable[..., Any]
Application = Callable[[Environ, Start], Iterable[bytes]]

_HIT = ("X-Cache", "hit")
#: Seconds for which somebody waits for the page that another has begun to make.
PATIENCE = 10.0


class PageCache:
    """Answers with the page that is kept where it stands, and keeps those that views allow (`interviews/kept.py`).

    `memory`: bytes that all pages of this process may take.
    """

    def __init__(self, application: Application, memory: int) -> None:
        self._application = application
        self._ready = Ready()
        # What is asked with a query can be asked in any number of ways: it cannot push out what is not.
        self._plain, self._queried = (Shelf(share, self._ready.clear) for share in (memory // 4 * 3, memory // 4))
        self._freshness = Freshness(self._change)
        self._lock = threading.Lock()
        self._being_made: dict[Place, threading.Event] = {}
        self._decisive = decisive()

    def __call__(self, environ: Environ, start_response: Start) -> Iterable[bytes]:
        # What all readers pass, and so all in one place: it is the distance to a server that only sends bytes.
        asked = tuple(map(environ.get, self._decisive))
        ready = self._ready.answers
        if asked in ready:
            self._look()
            answer = ready.get(asked)
            if answer is not None and (answer.turns_at is None or time.time() < answer.turns_at):
                return _given(answer, start_response)
        return self._thought_over(asked, environ, start_response)

    def _thought_over(self, asked: tuple[str | None, ...], environ: Environ, start_response: Start) -> Iterable[bytes]:
        place = place_of(environ)
        if place is None:
            return self._passed(environ, start_response)
        shelf = self._queried if place.query else self._plain
        number = self._ready.number
        entry = self._standing(shelf, place)
        if entry is not None:
            answer, lasts = _answer_of(entry, environ, _HIT)
            if lasts:
                self._ready.put(asked, answer, number)
            return _given(answer, start_response)
        if not is_kept(place):
            return self._passed(environ, start_response)
        return self._made(shelf, place, environ, start_response)

    @property
    def pages(self) -> int:
        return len(self._plain) + len(self._queried)

    @property
    def taken(self) -> int:
        """Bytes."""
        return self._plain.taken + self._queried.taken

    def close(self) -> None:
        """Gives back what it holds of the database; it may be asked again."""
        self._freshness.close()

    def _standing(self, shelf: Shelf, place: Place) -> Entry | None:
        self._look()
        entry = shelf.get(place)
        if entry is None or entry.stands(time.time()):
            return entry
        shelf.drop(place)
        return None

    def _look(self) -> None:
        # Without a database nobody here can make a change: what is kept is served as it was.
        try:  # noqa: SIM105  `suppress` costs as much as the look itself
            self._freshness.look()
        except DatabaseError:
            pass

    def _made(self, shelf: Shelf, place: Place, environ: Environ, start_response: Start) -> Iterable[bytes]:
        """The page, made by one of those who ask for it at once; the others wait for it."""
        with self._lock:
            made = self._being_made.get(place)
            if made is None:
                mine = self._being_made[place] = threading.Event()
        if made is not None:
            made.wait(PATIENCE)
            entry = self._standing(shelf, place)
            if entry is not None:
                return _given(_answer_of(entry, environ, _HIT)[0], start_response)
            return self._make(shelf, place, environ, start_response)
        try:
            return self._make(shelf, place, environ, start_response)
        finally:
            with self._lock:
                del self._being_made[place]
            mine.set()

    def _make(self, shelf: Shelf, place: Place, environ: Environ, start_response: Start) -> Iterable[bytes]:
        number = shelf.number  # `look` was called before: a change from here on is a later one
        heard = _Heard()
        number_of(environ)  # by what the front end says, which is not asked on
        response = self._application(anonymous(environ), heard)
        entry = _entry_of(response, heard)
        if entry is None:
            return _passed_on(response, heard, environ, start_response)
        response.close()
        shelf.put(place, entry, number)
        return _given(_answer_of(entry, environ, ("X-Cache", "miss"), (HEADER, number_of(environ)))[0], start_response)

    def _passed(self, environ: Environ, start_response: Start) -> Iterable[bytes]:
        def start(status: str, headers: Headers, *rest: Any) -> Any:
            headers.append(("X-Cache", "bypass"))
            return start_response(status, headers, *rest)

        return self._application(environ, start)

    def _change(self, keys: Collection[str] | None) -> None:
        for shelf in (self._plain, self._queried):
            if keys is None:
                shelf.clear()
            else:
                shelf.change(keys)


class _Heard:
    """A `start_response` that only listens."""

    status = ""
    headers: Headers = []

    def __call__(self, status: str, headers: Headers, exc_info: Any = None) -> Any:
        self.status, self.headers = status, headers
        return None


def _entry_of(response: Any, heard: _Heard) -> Entry | None:
    """None where it is not to be kept: an error, anything that is for one reader, or what its view did not allow."""
    told = getattr(response, "kept", None)
    if told is None or heard.status[:3] != "200" or response.streaming:
        return None
    for name, value in heard.headers:
        known = name.lower()
        if known == "set-cookie":
            return None
        if known == "vary" and {part.strip().lower() for part in value.split(",")} - {"accept-encoding"}:
            return None
        if known == "cache-control" and ("private" in value or "no-store" in value):
            return None
    try:
        kept = told()
    except DatabaseError:  # the page needed none, and how long it stands cannot be told
        return None
    turns_at = kept.turns_at.timestamp() if kept.turns_at else None
    return Entry(heard.headers, response.content, kept.depends_on, turns_at)


def _answer_of(entry: Entry, environ: Environ, *told: tuple[str, str]) -> tuple[Answer, bool]:
    """With these headers besides; and whether the same question has the same answer as long as the page stands."""
    sent = entry.sent_as(encoding_for(environ.get("HTTP_ACCEPT_ENCODING", "")))
    none_match, since = environ.get("HTTP_IF_NONE_MATCH"), environ.get("HTTP_IF_MODIFIED_SINCE")
    if (none_match is not None or since is not None) and sent.is_what(none_match, since):
        answer = Answer("304 Not Modified", [*sent.unchanged, *told], (), entry.turns_at)
    else:
        body = () if environ["REQUEST_METHOD"] == "HEAD" else (sent.body,)
        answer = Answer("200 OK", [*sent.headers, *told], body, entry.turns_at)
    return answer, not sent.is_young


def _given(answer: Answer, start_response: Start) -> Iterable[bytes]:
    start_response(answer.status, [*answer.headers])  # a server may write into the list (PEP 3333)
    return answer.body


def _passed_on(response: Any, heard: _Heard, environ: Environ, start_response: Start) -> Iterable[bytes]:
    """What was asked for nobody in particular, and is no page to be kept: an error, or that it stands elsewhere."""
    start_response(heard.status, [*heard.headers, ("X-Cache", "miss")])
    if environ["REQUEST_METHOD"] == "HEAD":
        response.close()
        return []
    return response
