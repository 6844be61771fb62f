"""kill -9 before any step of a deed: the next start finds whole things, and a second run ends like an unbroken one.

A few of the steps here; with `-m slow` all of them.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from django.test import Client

from interviews.comments.models import Comment, SitePolicy
from interviews.models import Interview
from interviews.models.generation import EVERYTHING, of_interview
from interviews.search.index import refresh
from interviews.store.beside import begin_draft, publish_changes
from portal.backups.folders import backups_in
from portal.backups.making import make, verify
from portal.backups.restoring import restore
from tests.backups.content import files_of, rows_of
from tests.comments.test_writing import write
from tests.factories import make_bio, make_interview, make_segment, make_speaker
from tests.faults.killing import killed
from tests.faults.wholeness import assert_whole, interviews

SOME = pytest.mark.parametrize("some", [2, pytest.param(None, marks=pytest.mark.slow)], ids=["some", "all"])
PAGE = """{name}, Keeper

Recorded in a lighthouse.

{name} keeps a light.

Time Index:

:00:18 Why lighthouses?
They were bright....and dry.

01:01 How many lamps?
Three....and one spare.
"""

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="nothing can be killed here without taking us along")


def quiet(_doing: str) -> None:
    """Nobody is told."""


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


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    for slug, name in (("ola", "Ola Berg"), ("mia", "Mia Ek")):
        (folder / f"{slug}.txt").write_text(PAGE.format(name=name))
    return folder


@SOME
def test_an_import(site: Path, arranged: Callable[[], Path], documents: Path, some: int | None, settings: Any) -> None:
    def deed() -> None:
        call_command("import_interview", str(documents), publish=True, verbosity=0)

    deed()
    wanted = interviews()
    assert len(wanted) == 2
    Interview.objects.all().delete()
    call_command("flush", interactive=False, verbosity=0)
    for number in killed(arranged, deed, some):
        assert_whole()
        now = interviews()
        assert now in ({}, wanted), number  # of one transaction
        deed()
        assert interviews() == wanted, number
        assert_whole()


@SOME
def test_a_comment(site: Path, arranged: Callable[[], Path], some: int | None) -> None:
    SitePolicy(mode="open").save()
    refresh([interview := make_interview(slug="lights")])

    def deed() -> None:
        assert write(Client(), interview).status_code == 303

    for number in killed(arranged, deed, some):
        assert_whole()
        there = Comment.objects.count()
        assert there in (0, 1)
        assert Interview.objects.get().comment_count == Comment.objects.approved().count()
        deed()  # the same words again: one comment
        assert Comment.objects.count() == 1, number
        assert_whole()


@SOME
def test_a_publication_of_changes(site: Path, arranged: Callable[[], Path], some: int | None) -> None:
    live = make_interview(guest="Ola Berg", slug="lights")
    make_segment(live, 18, question="Before?")
    refresh([live])
    draft, _new = begin_draft(live)
    draft.segments.update(question="After?")
    counted = _count(live)

    def deed() -> None:
        if waiting := Interview.objects.filter(edits=live.pk).first():
            publish_changes(waiting)

    for number in killed(arranged, deed, some):
        assert_whole()
        question, drafts = live.segments.get().question, Interview.objects.filter(edits=live.pk).count()
        assert (question, drafts) in (("Before?", 1), ("After?", 0)), number
        assert (_count(live) > counted) == (question == "After?"), number  # no page is kept that says otherwise
        deed()
        assert live.segments.get().question == "After?"
        assert not Interview.objects.filter(edits=live.pk).exists()
        assert_whole()


def _count(row: Interview) -> int:
    from interviews.models import Generation

    return sum(Generation.objects.filter(key__in=[EVERYTHING, of_interview(row.pk)]).values_list("count", flat=True))


@pytest.mark.slow
def test_a_migration(site: Path, arranged: Callable[[], Path]) -> None:
    refresh([make_interview(guest="Ola Berg", slug="lights")])
    call_command("migrate", "editorial", "0001", verbosity=0)
    call_command("migrate", "interviews", "0015", verbosity=0)

    def deed() -> None:
        call_command("migrate", verbosity=0, interactive=False)

    for number in killed(arranged, deed, some=24):  # of many hundreds
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            assert cursor.fetchall() == [("ok",)], number
        deed()
        assert_whole()
        assert Interview.objects.get().slug == "lights"


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
