"""Whatever is wrong with the database, `doctor` tells it once, with its own cure, and goes on."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
from django.db import DEFAULT_DB_ALIAS, connections

from portal.databases import in_a_file
from portal.doctor import database, rounds
from portal.doctor.finding import Finding
from portal.sqlite.base import DatabaseWrapper
from portal.watching import readiness


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch, django_db_blocker: Any) -> Any:
    """The site's database is the SQLite there, with these options."""

    def placed(path: Path, **options: Any) -> None:
        made = in_a_file(path)
        given = copy.deepcopy(connections.settings[DEFAULT_DB_ALIAS])
        given.update(made, OPTIONS={**made["OPTIONS"], **options})
        other = DatabaseWrapper(given, DEFAULT_DB_ALIAS)
        monkeypatch.setitem(connections.databases, DEFAULT_DB_ALIAS, given)
        for module in (database, readiness):
            monkeypatch.setattr(module, "connection", other)

    with django_db_blocker.unblock():  # it is no test database
        yield placed


def of_the_database() -> list[Finding]:
    needing = {question.name for question in rounds.QUESTIONS if question.needs_database}
    return [found for found in rounds.findings() if found.name in {"database", *needing}]


def told_once(found: list[Finding]) -> Finding:
    (wrong,) = [one for one in found if one.state == "wrong"]
    assert wrong.name == "database"
    assert {one.told for one in found if one is not wrong} == {"not asked: the database does not answer"}
    return wrong


def test_a_database_that_could_keep_nothing_is_told_once_with_its_cure(at: Any, tmp_path: Path) -> None:
    path = tmp_path / "db.sqlite3"
    path.touch()
    at(path, init_command="PRAGMA journal_mode=DELETE")
    wrong = told_once(of_the_database())
    assert f"SQLite cannot keep its write-ahead log at {path}" in wrong.told
    assert "Let DATA_DIR be a folder on a disk of this machine" in wrong.told


def test_one_that_is_not_there_is_told_with_the_place_where_it_should_be(at: Any, tmp_path: Path) -> None:
    path = tmp_path / "db.sqlite3"
    at(path)
    wrong = told_once(of_the_database())
    assert wrong.told == f"there is none at {path}"
    assert "./run manage migrate" in wrong.cure
    assert not path.exists()


def test_a_file_that_is_no_database_is_told(at: Any, tmp_path: Path) -> None:
    path = tmp_path / "db.sqlite3"
    path.write_text("This is a letter, and no database." * 100)
    at(path)
    assert "file is not a database" in told_once(of_the_database()).told


def test_a_balancer_is_told_that_the_node_is_not_ready(at: Any, tmp_path: Path) -> None:
    """And not that the question was a failure."""
    path = tmp_path / "db.sqlite3"
    path.touch()
    at(path, init_command="PRAGMA journal_mode=DELETE")
    parts = {part.name: part.wrong for part in readiness.look()}
    assert parts["database"] == "cannot be used as it is set up: see doctor"
    assert "not known" in parts["migrations"]
