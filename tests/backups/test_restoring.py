"""A backup comes back whole, over nothing that nobody gave up, and into no version that would misread it."""

from __future__ import annotations

import dataclasses
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from interviews.models import Generation, Interview, RenderedPage
from interviews.models.generation import EVERYTHING, count
from portal.backups import making
from portal.backups.making import make
from portal.backups.manifest import Manifest
from tests.backups.content import files_of, rows_of
from tests.factories import make_bio, make_interview, make_segment, make_speaker


def quiet(_doing: str) -> None:
    """Nobody is told."""


@pytest.fixture
def backup(site: Path, tmp_path: Path) -> Iterator[Path]:
    """Of a site with an interview, of which nothing is left afterwards."""
    from interviews.search.index import refresh

    row = make_interview(guest="Ola Berg", slug="lights")
    make_segment(row, 18, question="Which lamp?")
    refresh([row])
    make_bio(make_speaker(), portrait=(300, 300))
    default_storage.save("recordings/abc/talk.mp3", ContentFile(b"sound"))
    yield make(tmp_path / "backups", tell=quiet).folder


@pytest.fixture
def emptied(backup: Path, site: Path) -> Path:
    """The same site, on a new machine."""
    connection.close()
    for path in sorted(site.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    (site / "secret_key").write_text("another machine's")
    return site


def run(*options: object) -> str:
    out = StringIO()
    call_command("restore", *map(str, options), stdout=out)
    return out.getvalue()


def test_a_new_machine_has_every_row_and_every_file_again(backup: Path, emptied: Path) -> None:
    assert re.search("as it was at .*; 4 of 4 files were stored", run(backup))
    assert rows_of(emptied / "db.sqlite3") == rows_of(backup / "database.sqlite3")
    assert files_of(emptied / "media") == files_of(backup / "media")
    assert (emptied / "secret_key").read_text() == "made once"
    assert (emptied / "secret_key").stat().st_mode & 0o077 == 0
    assert "Which lamp?" in Client().get("/interviews/lights/").content.decode()
    assert "lights" in Client().get("/search/?q=lamp").content.decode()


def test_a_site_with_content_is_not_overwritten_without_a_word(backup: Path, site: Path) -> None:
    Interview.objects.update(title="Written since")
    before = rows_of(site / "db.sqlite3")
    with pytest.raises(CommandError, match=r"has content already .* say so: --overwrite"):
        run(backup)
    assert rows_of(site / "db.sqlite3") == before
    run(backup, "--overwrite")
    assert Interview.objects.get().title != "Written since"


def test_nor_is_one_that_has_media_alone(backup: Path, emptied: Path) -> None:
    default_storage.save("recordings/abc/other.mp3", ContentFile(b"sound"))
    with pytest.raises(CommandError, match=r"the file recordings/abc/other.mp3"):
        run(backup)


def test_nor_is_one_whose_database_cannot_be_read(backup: Path, emptied: Path) -> None:
    (emptied / "db.sqlite3").write_bytes(b"no database at all" * 100)
    with pytest.raises(CommandError, match="cannot be read"):
        run(backup)
    run(backup, "--overwrite")
    assert Interview.objects.get().slug == "lights"


def test_what_was_overwritten_lies_beside_it(backup: Path, site: Path) -> None:
    Interview.objects.update(title="Written since")
    run(backup, "--overwrite")
    with closing(sqlite3.connect(site / "db.sqlite3.before-restore")) as before:
        assert before.execute("SELECT title FROM interviews_interview").fetchone() == ("Written since",)


def test_a_damaged_backup_touches_nothing(backup: Path, site: Path) -> None:
    for name in ("media/recordings/abc/talk.mp3", "database.sqlite3", "secret_key"):
        whole = (backup / name).read_bytes()
        (backup / name).write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
        default_storage.delete("recordings/abc/talk.mp3")
        before = rows_of(site / "db.sqlite3"), files_of(site / "media")
        with pytest.raises(CommandError, match="is damaged"):
            run(backup, "--overwrite")
        assert (rows_of(site / "db.sqlite3"), files_of(site / "media")) == before
        (backup / name).write_bytes(whole)
    run(backup, "--overwrite")


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"version": "99.0"}, "made by version 99.0, which is newer"),
        ({"migrations": {"interviews": ("0001_initial", "9999_later")}}, "it knows of interviews.9999_later"),
        ({"engine": "postgresql"}, "is of postgresql, and the site's database is sqlite"),
    ],
)
def test_a_backup_that_this_version_would_misread_is_refused(
    backup: Path, site: Path, change: dict[str, Any], complaint: str
) -> None:
    from portal.backups.manifest import read

    manifest: Manifest = dataclasses.replace(read(backup), **change)
    (backup / "manifest.json").write_text(manifest.written())
    before = rows_of(site / "db.sqlite3")
    with pytest.raises(CommandError, match=complaint):
        run(backup, "--overwrite")
    assert rows_of(site / "db.sqlite3") == before


def test_a_site_that_is_running_is_left_alone(backup: Path, site: Path) -> None:
    with closing(sqlite3.connect(site / "db.sqlite3")) as node:
        node.execute("SELECT count(*) FROM interviews_interview").fetchone()
        with pytest.raises(CommandError, match=r"in use.*Stop the site"):
            run(backup, "--overwrite")
        assert list(site.glob("*restoring*")) == []
    run(backup, "--overwrite")


def test_nobody_is_signed_in_and_no_page_is_kept(site: Path, tmp_path: Path) -> None:
    row = make_interview(slug="lights")
    Session.objects.create(session_key="x", session_data="x", expire_date=timezone.now())
    RenderedPage.objects.create(interview=row, language="en", origin="", renderer="", counts="{}", packed=b"")
    for _number in range(3):
        count(EVERYTHING)
    backup = make(tmp_path / "backups", tell=quiet).folder
    for _number in range(5):
        count(EVERYTHING)
    seen = Generation.objects.get(key=EVERYTHING).count
    run(backup, "--overwrite")
    assert not Session.objects.exists()
    assert not RenderedPage.objects.exists()
    assert Generation.objects.get(key=EVERYTHING).count > seen


def test_media_that_are_there_and_the_same_are_not_stored_again(backup: Path, site: Path) -> None:
    default_storage.delete("recordings/abc/talk.mp3")
    assert "1 of 4 files were stored" in run(backup, "--overwrite")
    default_storage.replace("recordings/abc/talk.mp3", b"rusty")  # as large, and not the same
    assert "1 of 4 files were stored" in run(backup, "--overwrite")
    assert (site / "media/recordings/abc/talk.mp3").read_bytes() == b"sound"
    assert "0 of 4 files were stored" in run(backup, "--overwrite")


def test_a_key_that_was_given_stays(backup: Path, emptied: Path, settings: Any) -> None:
    settings.SECRET_KEY_GIVEN = True
    run(backup)
    assert (emptied / "secret_key").read_text() == "another machine's"


def test_what_a_row_lacked_is_told_again(site: Path, tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    bio = make_bio(make_speaker(), portrait=(300, 300))
    default_storage.delete(bio.portrait.name)
    backup = making.make(tmp_path / "backups", tell=quiet).folder
    err = StringIO()
    call_command("restore", str(backup), "--overwrite", stdout=StringIO(), stderr=err)
    assert err.getvalue() == f"missing: a row names {bio.portrait.name}, and there was no such file\n"
