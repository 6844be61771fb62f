"""A small web on this machine, for those who ask it: pages by path, each with what it answers."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

#: What a page answers, given the request.
Page = Callable[[BaseHTTPRequestHandler], None]


class Web:
    """`asked` are the requests that came, in their order: method, path and headers."""

    def __init__(self, pages: dict[str, Page]) -> None:
        self.asked: list[tuple[str, str, dict[str, str]]] = []
        web = self

        class Handler(BaseHTTPRequestHandler):
            def do_HEAD(self) -> None:
                web.asked.append((self.command, self.path, dict(self.headers)))
                pages.get(self.path, status(404))(self)

            do_GET = do_HEAD

            def log_message(self, *_args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.server.server_port}{path}"


@contextmanager
def running(pages: dict[str, Page]) -> Iterator[Web]:
    web = Web(pages)
    thread = threading.Thread(target=web.server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield web
    finally:
        web.server.shutdown()
        web.server.server_close()
        thread.join()


def status(code: int, **headers: str) -> Page:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(code)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()

    return answer


def for_get_only(code: int) -> Page:
    """As servers that know no HEAD."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        status(code if request.command == "HEAD" else 200)(request)

    return answer


def hangs_up_on_head(request: BaseHTTPRequestHandler) -> None:
    if request.command == "GET":
        status(200)(request)
    else:
        request.connection.close()


def sound(*, ranges: bool) -> Page:
    def answer(request: BaseHTTPRequestHandler) -> None:
        if ranges and request.headers.get("Range") == "bytes=0-0":
            status(206, Content_Range="bytes 0-0/123456", Content_Length="1")(request)
            request.wfile.write(b"I")
        else:
            status(200, Content_Length="123456")(request)

    return answer
