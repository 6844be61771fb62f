"""kill -9 before any step of a deed: the next start finds whole things, and a second run ends like an unbroken one.

A few of the steps here; with `-m slow` all of them.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection

from interviews.search.index import refresh
from portal.backups.folders import backups_in
from portal.backups.making import make, verify
from portal.backups.restoring import restore
from tests.backups.content import files_of, rows_of
from tests.factories import make_bio, make_interview, make_speaker
from tests.faults.deeds import Import, Migration, OneComment, Publication, go_through, quiet, write_documents
from tests.faults.killing import killed
from tests.faults.wholeness import assert_whole

SOME = pytest.mark.parametrize("some", [2, pytest.param(None, marks=pytest.mark.slow)], ids=["some", "all"])
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="nothing can be killed here without taking us along")


@pytest.fixture
def arranged(site: Path, tmp_path: Path) -> Callable[[], Path]:
    """Puts the site as it was when this was first called back, each time."""
    kept = tmp_path / "kept"

    def arrange() -> Path:
        connection.close()
        if not kept.exists():
            shutil.copytree(site, kept)
        for path in site.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        shutil.copytree(kept, site, dirs_exist_ok=True)
        return site

    return arrange


@SOME
def test_an_import(arranged: Callable[[], Path], tmp_path: Path, some: int | None) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    write_documents(folder)
    go_through(Import(folder), arranged, some)


@SOME
def test_a_comment(arranged: Callable[[], Path], some: int | None) -> None:
    go_through(OneComment(), arranged, some)


@SOME
def test_a_publication_of_changes(arranged: Callable[[], Path], some: int | None) -> None:
    go_through(Publication(), arranged, some)


@pytest.mark.slow
def test_a_migration(arranged: Callable[[], Path]) -> None:
    go_through(Migration(editorial="0001", interviews="0015"), arranged, some=24)  # of many hundreds


@SOME
def test_a_backup(site: Path, arranged: Callable[[], Path], tmp_path: Path, some: int | None) -> None:
    make_bio(make_speaker(), portrait=(300, 300))
    target = site / "backups"  # below the folder that is watched
    first = make(target, tell=quiet)

    def deed() -> None:
        make(target, keep=1, tell=quiet)

    before = rows_of(site / "db.sqlite3")
    for number in killed(arranged, deed, some):
        there = backups_in(target)
        assert there, number
        for folder, manifest in there:
            verify(folder, quiet)
            assert rows_of(folder / "database.sqlite3") == before
            assert len(files_of(folder / "media")) == len(manifest.media) == len(first.manifest.media)
        deed()
        ((folder, _manifest),) = backups_in(target)
        assert list(target.iterdir()) == [folder], number
        verify(folder, quiet)


@pytest.mark.slow
@pytest.mark.parametrize("some", [None])
def test_a_restoring(site: Path, arranged: Callable[[], Path], tmp_path: Path, some: int | None) -> None:
    refresh([make_interview(guest="Ola Berg", slug="lights")])
    make_bio(make_speaker(), portrait=(300, 300))
    backup = make(tmp_path / "backups", tell=quiet).folder
    wanted, media = rows_of(backup / "database.sqlite3"), files_of(backup / "media")
    for name in media:
        default_storage.delete(name)
    refresh([make_interview(guest="Mia Ek", slug="written-since")])
    default_storage.save("recordings/since/talk.mp3", ContentFile(b"since"))
    connection.close()
    before = rows_of(site / "db.sqlite3")

    def deed() -> None:
        restore(backup, overwrite=True, tell=quiet)

    for number in killed(arranged, deed, some):
        now = rows_of(site / "db.sqlite3")
        assert now in (before, wanted), number
        if now == wanted:
            assert_whole()
        assert (site / "media/recordings/since/talk.mp3").read_bytes() == b"since"
        deed()
        connection.close()
        assert rows_of(site / "db.sqlite3") == wanted, number
        assert_whole()
        connection.close()
        assert media.items() <= files_of(site / "media").items()
        assert not list(site.glob("*restoring*")), number
