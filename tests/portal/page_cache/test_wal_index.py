"""Another process that writes to SQLite is noticed at once, and nothing that SQLite relies on is disturbed."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.page_cache.wal_index import WalIndex


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "db.sqlite3"


@pytest.fixture
def connection(database: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(database, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("CREATE TABLE things (name TEXT)")
    yield connection
    connection.close()


def elsewhere(database: Path, statements: str) -> None:
    program = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.executescript(sys.argv[2]); c.commit()"
    subprocess.run([sys.executable, "-c", program, str(database), statements], check=True, timeout=60)


def test_what_another_process_commits_is_noticed_and_what_it_reads_or_takes_back_is_not(
    database: Path, connection: sqlite3.Connection
) -> None:
    index = WalIndex.of(database)
    before = index.header()
    elsewhere(database, "SELECT * FROM things;")
    elsewhere(database, "BEGIN; INSERT INTO things VALUES ('a'); ROLLBACK;")
    assert index.header() == before
    elsewhere(database, "INSERT INTO things VALUES ('a');")
    assert index.header() != before


def test_what_this_process_commits_is_noticed_too_and_not_before(
    database: Path, connection: sqlite3.Connection
) -> None:
    index = WalIndex.of(database)
    before = index.header()
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("INSERT INTO things VALUES ('a')")
    assert index.header() == before
    connection.execute("COMMIT")
    assert index.header() != before


def test_a_checkpoint_leaves_it_true(database: Path, connection: sqlite3.Connection) -> None:
    index = WalIndex.of(database)
    connection.execute("INSERT INTO things VALUES ('a')")
    elsewhere(database, "PRAGMA wal_checkpoint(TRUNCATE);")
    before = index.header()
    elsewhere(database, "INSERT INTO things VALUES ('b');")
    assert index.header() != before


def test_there_is_one_for_each_file_and_it_is_never_let_go(database: Path, connection: sqlite3.Connection) -> None:
    """A mapping that ends takes the locks of SQLite with it: another process could write into what is read here."""
    connection.execute("INSERT INTO things VALUES ('a')")
    connection.execute("BEGIN IMMEDIATE")
    for _ in range(3):
        assert WalIndex.of(database) is WalIndex.of(database)
    program = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], timeout=0, isolation_level=None); "
        "c.execute('BEGIN IMMEDIATE')"
    )
    refused = subprocess.run([sys.executable, "-c", program, str(database)], capture_output=True, text=True, timeout=60)
    assert "database is locked" in refused.stderr
    connection.execute("COMMIT")


def test_a_database_without_one_has_none(database: Path) -> None:
    with pytest.raises(FileNotFoundError):
        WalIndex.of(database)
