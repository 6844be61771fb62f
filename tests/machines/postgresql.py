"""A PostgreSQL server of one's own in a folder of its own, and one that follows it."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

import psycopg

#: Nothing of it outlives the test, so nothing waits for the disk; what is asked can be read afterwards.
_SETTINGS = """
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
fsync = off
wal_level = replica
max_wal_senders = 4
hot_standby = on
shared_buffers = 32MB
log_statement = all
log_line_prefix = ''
"""


def programs() -> Path | None:
    """The folder with what it takes, of the newest version; None where there is none."""
    folders = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/pg_ctl")]  # Debian has them on no PATH
    folders.sort(key=lambda folder: int(folder.parent.name) if folder.parent.name.isdigit() else 0, reverse=True)
    on_path = shutil.which("pg_ctl")
    folders += [Path(on_path).resolve().parent] if on_path else []
    needed = ("initdb", "pg_basebackup", "pg_ctl", "postgres")
    return next((one for one in folders if all((one / program).is_file() for program in needed)), None)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """Runs between `with` and its end. root may not run PostgreSQL: then it is the user `postgres` who does."""

    def __init__(self, programs: Path, scratch: Path) -> None:
        self.programs, self.scratch, self.port = programs, scratch, free_port()
        self.data, self.written = scratch / "data", scratch / "log"

    @classmethod
    def new(cls, programs: Path) -> Self:
        server = cls(programs, _scratch())
        server.run("initdb", "-A", "trust", "-U", "postgres", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8")
        with (server.data / "postgresql.conf").open("a") as file:
            file.write(_SETTINGS)
        return server

    def replica(self) -> Server:
        """Copied from this one while it runs."""
        other = Server(self.programs, _scratch())
        other.copy(self)
        return other

    def copy(self, primary: Server) -> None:
        """Makes it a replica of that one, whatever it was; while it is stopped."""
        shutil.rmtree(self.data, ignore_errors=True)
        self.run("pg_basebackup", "-d", primary.url, "-R", "-X", "stream", "-c", "fast", "--no-sync")

    @property
    def url(self) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    def run(self, program: str, *arguments: str) -> None:
        command = [str(self.programs / program), "-D", str(self.data), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, **_who())
        assert done.returncode == 0, f"{program}: {done.stderr}{self._last_words()}"

    def start(self) -> None:
        # It must not keep the pipes of who starts it, or they would be waited for.
        command = [str(self.programs / "pg_ctl"), "-D", str(self.data), "-w", "-t", "60", "-l", str(self.written)]
        command += ["-o", f"-p {self.port}", "start"]
        quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        done = subprocess.run(command, timeout=90, **quiet, **_who())
        assert done.returncode == 0, self._last_words()

    def stop(self, mode: str = "immediate") -> None:
        self.run("pg_ctl", "-w", "-m", mode, "stop")

    def promote(self) -> None:
        self.run("pg_ctl", "-w", "promote")

    def ask(self, statement: str, *given: Any) -> Any:
        """The first column of the first row, where there is one."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            done = connection.execute(statement, given)
            return done.fetchone()[0] if done.description else None

    def asked_for(self, words: str) -> int:
        """How many statements with these words it was asked since it was started."""
        return self.written.read_text("utf-8", "replace").count(words) if self.written.exists() else 0

    def _last_words(self) -> str:
        return self.written.read_text("utf-8", "replace")[-2000:] if self.written.exists() else ""

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_error: object) -> None:
        with suppress(AssertionError):  # it may be stopped already
            self.stop()
        shutil.rmtree(self.scratch, ignore_errors=True)


def _who() -> dict[str, Any]:
    return {"user": "postgres", "group": "postgres", "extra_groups": []} if os.getuid() == 0 else {}


def _scratch() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="portal-postgresql-"))
    if os.getuid() == 0:
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    return folder
