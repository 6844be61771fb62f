"""`deploy/healthy.py`, asked about a node that answers, one that answers something else, and none."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from tests.machines.nodes import ROOT
from tests.machines.postgresql import free_port


class Stand(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        known = self.headers["Host"] == "interviews.example.org" and self.headers["X-Forwarded-Proto"] == "https"
        self.send_response(200 if known and self.path == "/robots.txt" else 400)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_given: object) -> None:
        pass


@pytest.fixture
def port() -> Iterator[int]:
    with HTTPServer(("127.0.0.1", 0), Stand) as server:
        running = threading.Thread(target=server.serve_forever)
        running.start()
        yield server.server_port
        server.shutdown()
        running.join()


def asked(**environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "deploy" / "healthy.py")]
    clean = {"PATH": os.environ["PATH"], **environment}
    return subprocess.run(command, env=clean, capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize("bind", ["", "0.0.0.0", "127.0.0.1"])  # noqa: S104
def test_a_node_that_answers_under_its_name_is_healthy(port: int, bind: str) -> None:
    place = {"BIND": f"{bind}:{port}"} if bind else {"PORT": str(port)}
    assert asked(SITE_URL="https://interviews.example.org", **place).returncode == 0


def test_one_that_answers_something_else_is_not(port: int) -> None:
    done = asked(SITE_URL="https://other.example.org", PORT=str(port))
    assert (done.returncode, "answers 400" in done.stderr) == (1, True)


def test_none_is_not() -> None:
    done = asked(PORT=str(free_port()))
    assert (done.returncode, "No answer" in done.stderr) == (1, True)
