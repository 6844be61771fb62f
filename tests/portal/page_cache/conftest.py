"""The page cache in front of the site, each with memory and a connection of its own, as a process has."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler

from portal.page_cache import PageCache


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def how(self) -> str:
        return self.headers.get("X-Cache", "")


@dataclass
class Site:
    """A WSGI application that is asked in this process; `asked` are the requests that came through to Django."""

    application: Callable
    asked: list[dict[str, Any]] = field(default_factory=list)

    def get(self, address: str, method: str = "GET", **headers: str) -> Answer:
        path, _, query = address.partition("?")
        told: dict[str, Any] = {}

        def start_response(status: str, headers: list, exc_info: object = None) -> None:
            told.update(status=int(status[:3]), headers=dict(headers))

        environ = {
            "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "HTTP_HOST": "testserver",
            "SERVER_NAME": "testserver", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "192.0.2.1",
            "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(), "wsgi.errors": io.StringIO(), "wsgi.version": (1, 0),
            "wsgi.multithread": True, "wsgi.multiprocess": False, "wsgi.run_once": False,
        }  # fmt: skip
        environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        response = self.application(environ, start_response)
        try:
            body = b"".join(response)
        finally:
            getattr(response, "close", lambda: None)()
        return Answer(told["status"], told["headers"], body)


@pytest.fixture
def django_alone(settings: Any) -> Site:
    """What the same address shows without any cache."""
    settings.ALLOWED_HOSTS = ["testserver"]
    return Site(WSGIHandler())


@pytest.fixture
def make_node(settings: Any) -> Iterator[Callable[..., Site]]:
    """Makes a process of the site, as far as the cache is concerned: memory and connection of its own."""
    settings.ALLOWED_HOSTS = ["testserver"]
    caches = []

    def make(memory: int = 8 * 1024 * 1024, application: Callable | None = None) -> Site:
        asked: list[dict[str, Any]] = []
        behind = application or WSGIHandler()

        def heard(environ: dict[str, Any], start_response: Callable) -> Any:
            asked.append(environ)
            return behind(environ, start_response)

        cache = PageCache(heard, memory)
        caches.append(cache)
        return Site(cache, asked)

    yield make
    for cache in caches:
        cache.close()


@pytest.fixture
def node(make_node: Callable[..., Site]) -> Site:
    return make_node()
