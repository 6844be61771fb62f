"""A node of the portal: gunicorn with the settings of a deployment, in an environment of which everything is known."""

from __future__ import annotations

import atexit
import http.client
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple, Self
from urllib.parse import urlencode

from tests.machines.postgresql import free_port

ROOT = Path(__file__).resolve().parents[2]
SECRET = "one-of-the-examples-that-only-tests-know-" * 2


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


def ask(
    port: int,
    path: str,
    method: str = "GET",
    form: dict[str, str] | None = None,
    headers: dict[str, str] | None = None,
    source: str = "127.0.0.1",
) -> Answer:
    """One request over a connection of its own; header names of the answer are in small letters."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60, source_address=(source, 0))
    body = urlencode(form) if form is not None else None
    sent = {"Content-Type": "application/x-www-form-urlencoded"} if body is not None else {}
    try:
        connection.request(method, path, body, {**sent, **(headers or {})})
        answer = connection.getresponse()
        told = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(answer.status, told, answer.read())
    finally:
        connection.close()


@cache
def static_files() -> Path:
    """Collected once: with their compression they take longer than all else of a start."""
    folder = tempfile.mkdtemp(prefix="portal-static-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    command = [sys.executable, str(ROOT / "manage.py"), "collectstatic", "--no-input", "--verbosity", "0"]
    clean = {"PATH": os.environ["PATH"], "SECRET_KEY": SECRET, "DATA_DIR": folder}
    subprocess.run(command, env=clean, check=True, timeout=300)
    return Path(folder) / "static"


class Node:
    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        (folder / "data").mkdir(parents=True)
        self.port, self.log = free_port(), folder / "log"
        self.environment = {
            "PATH": os.environ["PATH"],
            "SECRET_KEY": SECRET,
            "DATA_DIR": str(folder / "data"),
            "PORT": str(self.port),
            "PYTHONDONTWRITEBYTECODE": "1",
            **environment,
        }

    def manage(self, *arguments: str) -> str:
        command = [sys.executable, str(ROOT / "manage.py"), *arguments]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def make_public(self, *names: str) -> None:
        """Has an interview that readers see name these stored files as its recordings."""
        code = (
            "from interviews.models import Interview as I, Recording as R; from interviews.search.index import refresh;"
            "shown = I.objects.create(title='Heard'); shown.publish(); R.objects.bulk_create("
            f"[R(interview=shown, position=9, file=name) for name in {names!r}]); refresh([shown])"
        )
        self.manage("shell", "-v", "0", "-c", code)

    def get(self, path: str, **given: object) -> Answer:
        return ask(self.port, path, **given)

    def __enter__(self) -> Self:
        (Path(self.environment["DATA_DIR"]) / "static").symlink_to(static_files())
        self.start()
        return self

    def start(self) -> None:
        configuration = str(ROOT / "deploy" / "gunicorn.conf.py")
        command = [sys.executable, "-m", "gunicorn", "-c", configuration, "portal.wsgi:application"]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(command, env=self.environment, stdout=log, stderr=log)
        until = time.monotonic() + 60
        while True:
            try:
                if self.get("/robots.txt").status:
                    return
            except OSError:
                assert self.process.poll() is None and time.monotonic() < until, self.log.read_text()
                time.sleep(0.1)

    def __exit__(self, *_error: object) -> None:
        self.process.terminate()
        self.process.wait(timeout=60)


def title_of(answer: Answer) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", answer.text, re.DOTALL)
    return re.sub(r"<[^>]+>|\s+", " ", found[1]).strip() if found else ""


def eventually(what: Callable[[], bool], within: float = 15) -> bool:
    """Whether it comes true, in so many seconds."""
    until = time.monotonic() + within
    while time.monotonic() < until:
        if what():
            return True
        time.sleep(0.1)
    return False
