"""Gunicorn as this site starts it: what is too large, or no HTTP, is refused by a number, and the server goes on."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.machines.nodes import Node

pytestmark = pytest.mark.slow

HOST = b"Host: localhost\r\n"
REFUSED = {
    "a line of nine thousand": b"GET /" + b"a" * 9_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n",
    "a header of nine thousand": b"GET / HTTP/1.1\r\n" + HOST + b"X: " + b"a" * 9_000 + b"\r\n\r\n",
    "two hundred headers": b"GET / HTTP/1.1\r\n" + HOST + b"".join(b"X-%d: a\r\n" % n for n in range(200)) + b"\r\n",
    "a header without a name": b"GET / HTTP/1.1\r\n" + HOST + b": a\r\n\r\n",
    "a name with a space": b"GET / HTTP/1.1\r\n" + HOST + b"X Y: a\r\n\r\n",
    "two lengths": b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    "length and chunks": b"POST / HTTP/1.1\r\n"
    + HOST
    + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "a length below nothing": b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: -1\r\n\r\n",
    "a length in words": b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: +4\r\n\r\nabcd",
    "no version": b"GET / HTTP/9.9\r\n" + HOST + b"\r\n",
    "no HTTP": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
    "a method of another kind": b"G@T / HTTP/1.1\r\n" + HOST + b"\r\n",
    "a forged host": b"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    "two hosts": b"GET / HTTP/1.1\r\n" + HOST + b"Host: evil.example\r\n\r\n",
}


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    made = Node(tmp_path_factory.mktemp("limits") / "node", {})
    made.manage("migrate", "--verbosity", "0")
    with made:
        yield made


def said(node: Node, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", node.port), timeout=20) as asking:
        asking.sendall(request)
        asking.shutdown(socket.SHUT_WR)
        found = b""
        while len(found) < 200_000 and (more := asking.recv(65_536)):
            found += more
        return found


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/1.1 ") else 0


@pytest.mark.parametrize("what", REFUSED)
def test_it_is_refused_and_the_server_goes_on(node: Node, what: str) -> None:
    answer = said(node, REFUSED[what])
    # 0: hung up without a word, which whoever speaks no HTTP cannot complain of.
    assert status(answer) in ({400, 413, 414, 431, 501, 505} | ({0} if what == "no HTTP" else set())), answer[:300]
    assert b"evil.example" not in answer
    assert b"Traceback" not in answer and b"gunicorn" not in answer.lower().partition(b"\r\n\r\n")[2]
    assert node.get("/robots.txt").status == 200


@pytest.mark.parametrize("target", [b"http://evil.example/robots.txt", b"http://localhost/robots.txt"])
def test_an_absolute_target_changes_nothing(node: Node, target: bytes) -> None:
    plain = said(node, b"GET /robots.txt HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n")
    answer = said(node, b"GET " + target + b" HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n")
    assert b"evil.example" not in answer
    assert status(answer) in (200, 400, 404)
    if status(answer) == 200:
        assert answer.partition(b"\r\n\r\n")[2] == plain.partition(b"\r\n\r\n")[2]


def test_headers_of_files_come_with_a_real_server_too(node: Node, tmp_path: Path) -> None:
    page = said(node, b"GET /nowhere/ HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n").decode().casefold()
    for name in ("content-security-policy", "x-content-type-options", "permissions-policy", "referrer-policy"):
        assert f"\r\n{name}:" in page
