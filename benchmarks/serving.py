"""WSGI applications served by gunicorn, as a site is: pinned to the first core, so that the load has the others."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
#: Seconds that a server may take until it answers.
PATIENCE = 60


def pinned(command: list[str], *, load: bool = False) -> list[str]:
    """The command on the first core; what makes load on all others. As it is where there is one core, or no taskset."""
    cores = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
    if len(cores) < 2 or not shutil.which("taskset"):
        return command
    return ["taskset", "-c", ",".join(map(str, cores[1:] if load else cores[:1])), *command]


def free_port() -> int:
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def served(
    application: str,
    environment: dict[str, str],
    *,
    workers: int = 1,
    threads: int = 4,
    python: str = sys.executable,
    folder: Path = CHECKOUT,
    anywhere: bool = False,
) -> Iterator[Server]:
    """gunicorn's gthread workers with the settings of `deploy/`, answering. `anywhere`: on any core."""
    port = free_port()
    command = [
        *(python, "-m", "gunicorn", "-c", str(CHECKOUT / "deploy/gunicorn.conf.py"), "--chdir", str(folder)),
        *("--workers", str(workers), "--threads", str(threads), "--bind", f"127.0.0.1:{port}"),
        *("--log-level", "error", "--pythonpath", str(CHECKOUT / "benchmarks"), application),
    ]
    process = subprocess.Popen(command if anywhere else pinned(command), env=environment)
    try:
        yield Server(port, process)
    finally:
        process.terminate()
        process.wait()


class Server:
    """Answering by the time it is made."""

    def __init__(self, port: int, process: subprocess.Popen) -> None:
        self.port, self.process = port, process
        self.origin = f"http://127.0.0.1:{port}"
        began = time.monotonic()
        while True:
            with contextlib.suppress(OSError), contextlib.closing(socket.create_connection(("127.0.0.1", port), 1)):
                return
            if process.poll() is not None or time.monotonic() - began > PATIENCE:
                raise SystemExit(f"The server did not start (its status is {process.poll()}).")
            time.sleep(0.02)

    def answer(self, path: str, headers: dict[str, str] | None = None, method: str = "GET") -> Answer:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, headers=headers or {})
            response = connection.getresponse()
            return Answer(response.status, response.reason, response.getheaders(), response.read())
        finally:
            connection.close()


class Answer:
    def __init__(self, status: int, reason: str, headers: list[tuple[str, str]], body: bytes) -> None:
        self.status, self.reason, self.headers, self.body = status, reason, headers, body

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")
