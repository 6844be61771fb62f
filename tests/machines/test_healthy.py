"""`deploy/healthy.py`, asked about a node that answers, one that is silent, and none."""

from __future__ import annotations

import os
import socket
import socketserver
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from tests.machines.nodes import ROOT
from tests.machines.postgresql import free_port


class Stand(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        status, said = {"/healthz": (200, b"alive\n"), "/readyz": (503, b"not ready\ndisk: 3 MB free\n")}[self.path]
        self.send_response(status)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

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


def asked(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "deploy" / "healthy.py"), *words]
    clean = {"PATH": os.environ["PATH"], **environment}
    return subprocess.run(command, env=clean, capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize("bind", ["", "0.0.0.0", "127.0.0.1"])  # noqa: S104
def test_a_node_that_answers_is_healthy_whether_or_not_it_could_do_its_work(port: int, bind: str) -> None:
    place = {"BIND": f"{bind}:{port}"} if bind else {"PORT": str(port)}
    assert asked(**place).returncode == 0


def test_what_keeps_it_from_its_work_is_told_where_that_is_asked(port: int) -> None:
    done = asked("ready", PORT=str(port))
    assert done.returncode == 1
    assert "answers 503. not ready" in done.stderr
    assert "disk: 3 MB free" in done.stderr


def test_none_is_not() -> None:
    done = asked(PORT=str(free_port()))
    assert (done.returncode, "No answer" in done.stderr) == (1, True)


def test_one_that_says_nothing_is_not_waited_for_longer_than_was_said() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        done = asked("1", PORT=str(silent.getsockname()[1]))
    assert (done.returncode, "No answer" in done.stderr) == (1, True)


def test_one_that_listens_at_a_socket_of_the_file_system_is_asked_there(tmp_path: Path) -> None:
    place = tmp_path / "node"
    assert asked("1", BIND=f"unix:{place}").returncode == 1

    class Server(socketserver.UnixStreamServer):
        def get_request(self) -> tuple[socket.socket, tuple[str, int]]:
            return super().get_request()[0], ("here", 0)

    with Server(str(place), Stand) as server:
        running = threading.Thread(target=server.serve_forever)
        running.start()
        try:
            assert asked(BIND=f"unix:{place}").returncode == 0
        finally:
            server.shutdown()
            running.join()
