"""What must be whole on PostgreSQL too: after kill -9 and a second run, and after all migrations back and forth."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from tests.faults.deeds import write_documents
from tests.machines.nodes import ROOT
from tests.machines.postgresql import Server

pytestmark = pytest.mark.slow
Run = Callable[..., None]
BACK_AND_FORTH = """
import django
django.setup()
from django.core.management import call_command
for app in ("editorial", "comments", "interviews"):
    call_command("migrate", app, "zero", verbosity=0)
call_command("migrate", verbosity=0)
"""
#: All that migrations make: columns, indexes, constraints, triggers, and the functions of these.
MADE = """
SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || coalesce(column_default, '')
  FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
  WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT proname || prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace
"""


def address(database: Server, name: str) -> str:
    return f"{database.url.removesuffix('/postgres')}/{name}"


@pytest.fixture(scope="module")
def migrated(database: Server, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Runs Python with the environment of a node; what is asserted there fails the test."""
    folder = tmp_path_factory.mktemp("postgresql") / "data"
    (folder / "media").mkdir(parents=True)
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(folder), "PYTHONUTF8": "1"}
    environment["DJANGO_SETTINGS_MODULE"] = "portal.settings"

    def run(*command: str, name: str = "site") -> None:
        ran = subprocess.run(
            [sys.executable, *command],
            cwd=ROOT,
            env=environment | {"DATABASE_URL": address(database, name)},
            capture_output=True,
            text=True,
            timeout=500,
        )
        assert ran.returncode == 0, ran.stderr[-6000:]

    database.ask("CREATE DATABASE migrated")
    run("manage.py", "migrate", "--verbosity", "0", name="migrated")
    return run


@pytest.fixture
def run(migrated: Run, database: Server) -> Run:
    database.ask("DROP DATABASE IF EXISTS site WITH (FORCE)")
    database.ask("CREATE DATABASE site TEMPLATE migrated")
    database.ask("DROP DATABASE IF EXISTS kept WITH (FORCE)")
    return migrated


@pytest.mark.parametrize("deed", ["comment", "publication", "migration", "backup"])
def test_what_is_killed_on_postgresql_is_whole_or_was_not(run: Run, deed: str) -> None:
    run("-m", "tests.machines.killing", deed)


def test_so_is_an_import(run: Run, tmp_path: Path) -> None:
    write_documents(tmp_path)
    run("-m", "tests.machines.killing", "import", str(tmp_path))


def made(database: Server) -> set[str]:
    with psycopg.connect(address(database, "site")) as connection:
        return {line for (line,) in connection.execute(MADE).fetchall()}


def test_all_migrations_there_and_back_give_the_same_tables(run: Run, database: Server) -> None:
    before = made(database)
    assert any("SearchEntry".lower() in line for line in before)
    run("-c", BACK_AND_FORTH)
    assert made(database) == before
