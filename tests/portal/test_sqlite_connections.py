"""Every connection to SQLite keeps what was committed, lets readers read, and waits instead of failing."""

from __future__ import annotations

import copy
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import environ
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import DEFAULT_DB_ALIAS, connections

from portal.databases import databases, in_a_file
from portal.sqlite.base import DatabaseWrapper

ROOT = Path(__file__).resolve().parents[2]
KEPT = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 20_000}


def wrapper(path: Path | str, **options: Any) -> DatabaseWrapper:
    given = copy.deepcopy(connections.settings[DEFAULT_DB_ALIAS])
    made = in_a_file(Path(path))
    given.update(made, OPTIONS={**made["OPTIONS"], **options})
    return DatabaseWrapper(given, DEFAULT_DB_ALIAS)


def answers(connection: DatabaseWrapper) -> dict[str, Any]:
    with connection.cursor() as cursor:
        return {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in KEPT}


@pytest.fixture
def path(tmp_path: Path, django_db_blocker: Any) -> Iterator[Path]:
    with django_db_blocker.unblock():  # it is no test database
        yield tmp_path / "site.sqlite3"


def test_a_connection_keeps_what_was_committed(path: Path) -> None:
    connection = wrapper(path)
    assert answers(connection) == KEPT
    assert connection.transaction_mode == "IMMEDIATE"
    connection.close()


def test_so_does_that_of_each_thread_and_one_that_was_opened_again(path: Path) -> None:
    def alone(_number: int) -> dict[str, Any]:
        connection = wrapper(path)
        first = answers(connection)
        connection.close()
        assert answers(connection) == first
        connection.close()
        return first

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(alone, range(8))) == [KEPT] * 8


@pytest.mark.django_db
def test_so_does_that_of_the_site_in_a_thread_of_its_own() -> None:
    if connections[DEFAULT_DB_ALIAS].vendor != "sqlite":
        pytest.skip("there is no SQLite")
    told: dict[str, Any] = {}

    def alone() -> None:
        try:
            told.update(answers(connections[DEFAULT_DB_ALIAS]))
        finally:
            connections.close_all()

    thread = threading.Thread(target=alone)
    thread.start()
    thread.join()
    # A test's own database lies in memory, where there is no log; all else holds.
    assert {**told, "journal_mode": "wal"} == KEPT


START = """
from portal import databases
real = databases.in_a_file
databases.in_a_file = lambda path: {**real(path), "NAME": NAME.format(path=path)}
import portal.wsgi
from portal.sqlite.at_start import refuse_what_keeps_nothing
refuse_what_keeps_nothing()
"""


@pytest.mark.parametrize(
    ("name", "status"), [("file:{path}?vfs=unix-dotfile", 1), ("{path}/missing", 0), ("{path}", 0)]
)
def test_the_server_does_not_start_where_it_could_keep_nothing(tmp_path: Path, name: str, status: int) -> None:
    """A database that cannot be opened just now is another matter: pages that are kept are served meanwhile."""
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-c", f"NAME = {name!r}\n{START}"]
    ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)
    assert ran.returncode == status, ran.stderr
    assert ("a folder on a disk of this machine" in ran.stderr) is bool(status)


def test_an_address_of_a_file_gives_the_same(path: Path) -> None:
    known = databases(environ.Env.db_url_config(f"sqlite:///{path}"))["default"]
    assert {name: known[name] for name in ("ENGINE", "NAME", "OPTIONS")} == in_a_file(path)


@pytest.mark.parametrize(
    ("missing", "complaint"),
    [
        ("PRAGMA journal_mode=WAL;", "its journal mode is “delete”.*DATA_DIR"),
        ("PRAGMA synchronous=FULL;", None),  # what SQLite does by itself, as long as nobody says otherwise
        ("PRAGMA foreign_keys=ON;", None),  # what Django does by itself
    ],
)
def test_a_connection_that_was_not_told_is_refused(path: Path, missing: str, complaint: str | None) -> None:
    commands = in_a_file(path)["OPTIONS"]["init_command"]
    assert missing in commands
    connection = wrapper(path, init_command=commands.replace(missing, ""))
    if complaint is None:
        assert answers(connection) == KEPT
    else:
        with pytest.raises(ImproperlyConfigured, match=complaint):
            connection.ensure_connection()
    connection.close()


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ({"init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"}, "PRAGMA synchronous.*loss of power"),
        ({"init_command": "PRAGMA journal_mode=WAL; PRAGMA foreign_keys=OFF;"}, "PRAGMA foreign_keys.*no row points"),
        ({"init_command": "PRAGMA journal_mode=TRUNCATE"}, "its journal mode is “truncate”"),
        ({"timeout": 0}, "PRAGMA busy_timeout"),
        ({"transaction_mode": "DEFERRED"}, "transaction_mode is DEFERRED, and IMMEDIATE is needed"),
    ],
)
def test_one_that_was_told_otherwise_is_refused_in_words(path: Path, options: dict, complaint: str) -> None:
    connection = wrapper(path, **options)
    with pytest.raises(ImproperlyConfigured, match=complaint):
        connection.ensure_connection()
    assert connection.connection is None
    connection.close()


def test_a_file_system_that_can_keep_no_log_is_refused_with_the_cure(path: Path) -> None:
    """SQLite’s locks by files are for those that lack others, and share no memory either."""
    connection = wrapper(path)
    connection.settings_dict["NAME"] = f"file:{path}?vfs=unix-dotfile"
    with pytest.raises(ImproperlyConfigured, match="a folder on a disk of this machine, or set DATABASE_URL"):
        connection.ensure_connection()
    connection.close()
