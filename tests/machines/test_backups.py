"""Backups of what is elsewhere: a real PostgreSQL, and a bucket."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from portal.backups import media
from portal.backups.manifest import BackupError, Kept
from tests.machines.nodes import ROOT
from tests.machines.postgresql import Server

pytestmark = pytest.mark.slow


def manage(server: Server, data: Path, *arguments: str, database: str = "postgres") -> subprocess.CompletedProcess[str]:
    url = server.url.removesuffix("postgres") + database
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(data), "DATABASE_URL": url, "PYTHONUTF8": "1"}
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300)


def done(ran: subprocess.CompletedProcess[str]) -> str:
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


FACTS = """
SELECT concat_ws(' ', (SELECT md5(string_agg(t::text, '|' ORDER BY id)) FROM interviews_segment t),
    (SELECT count(*) FROM interviews_searchentry), (SELECT count(*) FROM pg_indexes WHERE schemaname = 'public'),
    (SELECT count(*) FROM pg_constraint), (SELECT count(*) FROM pg_sequences))
"""


def test_a_site_on_postgresql_comes_back_in_one_transaction(database: Server, tmp_path: Path) -> None:
    first, target = tmp_path / "first", tmp_path / "backups"
    done(manage(database, first, "migrate", "--verbosity", "0"))
    done(
        manage(
            database, first, "import_interview", str(ROOT / "docs" / "demonstration"), "--publish", "--verbosity", "0"
        )
    )
    facts = database.ask(FACTS)
    assert "written and read again" in done(manage(database, first, "backup", str(target), "--verify"))
    (backup,) = target.iterdir()
    refused = manage(database, first, "restore", str(backup))
    assert refused.returncode == 1
    assert "say so: --overwrite" in refused.stderr
    database.ask("CREATE TABLE of_a_later_version (id integer)")
    database.ask("UPDATE interviews_segment SET question = 'Written since?'")
    assert database.ask(FACTS) != facts
    done(manage(database, first, "restore", str(backup), "--overwrite"))
    assert database.ask(FACTS) == facts
    assert database.ask("SELECT to_regclass('of_a_later_version') IS NULL")

    database.ask("CREATE DATABASE another")
    second = tmp_path / "second"
    done(manage(database, second, "restore", str(backup), database="another"))
    assert sorted(path.name for path in (second / "media").rglob("*.mp3")) == sorted(
        path.name for path in (first / "media").rglob("*.mp3")
    )

    dump = backup / "database.dump"
    dump.write_bytes(dump.read_bytes()[:-100])
    broken = manage(database, first, "restore", str(backup), "--overwrite")
    assert broken.returncode == 1
    assert "database.dump is damaged" in broken.stderr
    assert database.ask(FACTS) == facts


def test_a_server_without_its_programs_is_told_the_cure(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from portal.backups import of_postgresql

    monkeypatch.setattr(of_postgresql, "_DEBIAN", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BackupError, match=r"pg_dump is not installed here.*postgresql-client-15"):
        of_postgresql._program("pg_dump", 15)
    old = tmp_path / "14" / "bin" / "pg_dump"
    old.parent.mkdir(parents=True)
    old.write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 14.2'\n")
    old.chmod(0o755)
    with pytest.raises(BackupError, match="pg_dump is only of version 14, and the server is 15"):
        of_postgresql._program("pg_dump", 15)
    assert of_postgresql._program("pg_dump", 14) == str(old)


def test_media_in_a_bucket_go_into_a_backup_and_come_back(bucket: Any, tmp_path: Path) -> None:
    default_storage.save("recordings/a/talk.mp3", ContentFile(b"sound"))
    default_storage.save("portraits/ola.jpg", ContentFile(b"picture"))
    told: list[str] = []
    first = list(media.take(default_storage, tmp_path / "first", {}, told.append))
    assert sorted(file.name for file in first) == ["portraits/ola.jpg", "recordings/a/talk.mp3"] == sorted(told)
    before: dict[str, tuple[Path, Kept]] = {file.name: (tmp_path / "first" / file.name, file) for file in first}
    again = list(media.take(default_storage, tmp_path / "second", before, told.append))
    assert all(any(file is known for known in first) for file in again)
    default_storage.delete("recordings/a/talk.mp3")
    default_storage.replace("portraits/ola.jpg", b"other and longer")
    assert media.put_back(default_storage, tmp_path / "first", first, told.append) == 2
    for name, content in (("recordings/a/talk.mp3", b"sound"), ("portraits/ola.jpg", b"picture")):
        with default_storage.open(name) as file:
            assert file.read() == content
    assert media.put_back(default_storage, tmp_path / "first", first, told.append) == 0
