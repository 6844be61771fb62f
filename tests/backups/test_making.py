"""A backup is whole, of one moment, and for nobody else's eyes; or there is none."""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from interviews.models import Bio
from portal.backups import folders, making
from portal.backups.folders import backups_in
from portal.backups.making import make, verify
from portal.backups.manifest import BackupError, read
from portal.watching.last_backup import last_backup
from tests.backups.content import files_of, rows_of
from tests.factories import make_bio, make_interview, make_segment, make_speaker


def quiet(_doing: str) -> None:
    """Nobody is told."""


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "backups"


@pytest.fixture
def filled(site: Path) -> Iterator[Path]:
    row = make_interview(guest="Ola Berg", slug="lights")
    make_segment(row, 18)
    make_bio(make_speaker(), portrait=(300, 300))
    yield site


def run(*options: object) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("backup", *map(str, options), stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_a_backup_has_every_row_and_every_file(filled: Path, target: Path) -> None:
    made = make(target, tell=quiet)
    assert rows_of(made.folder / "database.sqlite3") == rows_of(filled / "db.sqlite3")
    assert files_of(made.folder / "media") == files_of(filled / "media") != {}
    assert (made.folder / "secret_key").read_text() == "made once"
    assert verify(made.folder, quiet) == read(made.folder) == made.manifest


def test_figures_and_doctor_hear_of_it(filled: Path, target: Path) -> None:
    assert last_backup() is None
    run(target)
    told = last_backup()
    assert told is not None and timezone.now() - told < dt.timedelta(minutes=5)


def test_what_is_not_the_sites_own_is_not_in_it(filled: Path, target: Path, settings: object) -> None:
    settings.SECRET_KEY_GIVEN = True
    made = make(target, tell=quiet)
    assert made.manifest.secret_key is None
    assert not (made.folder / "secret_key").exists()


def test_a_backup_is_for_its_users_eyes_alone(filled: Path, target: Path) -> None:
    made = make(target, tell=quiet)
    assert [path.stat().st_mode & 0o077 for path in (target, made.folder)] == [0, 0]
    assert {path.stat().st_mode & 0o077 for path in made.folder.rglob("*") if path.is_file()} == {0}


def test_what_others_write_meanwhile_is_in_it_wholly_or_not_at_all(filled: Path, target: Path) -> None:
    """Each transaction writes two rows: a copy of one moment has as many of the one as of the other."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE one (n INTEGER, ballast TEXT)")
        cursor.execute("CREATE TABLE two (n INTEGER, ballast TEXT)")
    ends = threading.Event()
    written = 0

    def write() -> None:
        nonlocal written
        with closing(sqlite3.connect(filled / "db.sqlite3", isolation_level=None, timeout=20)) as other:
            while not ends.is_set():
                other.execute("BEGIN IMMEDIATE")
                for table in ("one", "two"):
                    other.execute(f"INSERT INTO {table} VALUES (1, ?)", ["x" * 5000])  # noqa: S608
                other.execute("COMMIT")
                written += 1

    thread = threading.Thread(target=write)
    thread.start()
    during = []
    try:
        made = make(target, tell=lambda _doing: during.append(written))
    finally:
        ends.set()
        thread.join()
    with closing(sqlite3.connect(made.folder / "database.sqlite3")) as copy:
        ((one, two),) = copy.execute("SELECT (SELECT count(*) FROM one), (SELECT count(*) FROM two)")
    assert one == two
    assert written > one  # they did not wait until it had ended
    assert max(during) > min(during)


def test_media_that_did_not_change_take_no_room_a_second_time(filled: Path, target: Path) -> None:
    first = make(target, tell=quiet)
    default_storage.save("recordings/new/talk.mp3", _content(b"new"))
    changed = first.manifest.media[0].name
    default_storage.replace(changed, b"made anew")
    second = make(target, tell=quiet)
    assert (first.copied, second.copied) == (len(first.manifest.media), 2)
    same = first.manifest.media[1].name
    assert (first.folder / "media" / same).samefile(second.folder / "media" / same)
    assert not (first.folder / "media" / changed).samefile(second.folder / "media" / changed)
    third = make(target, anew=True, tell=quiet)
    assert third.copied == len(third.manifest.media)
    assert not (first.folder / "media" / same).samefile(third.folder / "media" / same)
    assert files_of(third.folder / "media") == files_of(second.folder / "media") == files_of(filled / "media")


def test_where_no_file_can_have_two_names_each_backup_has_its_own(
    filled: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(target, tell=quiet)
    monkeypatch.setattr(folders, "linked", lambda old, new: False)
    monkeypatch.setattr("portal.backups.media.linked", lambda old, new: False)
    second = make(target, tell=quiet)
    assert second.copied == len(second.manifest.media)
    assert verify(second.folder, quiet)


def test_a_file_that_a_row_names_and_that_is_gone_is_told(filled: Path, target: Path) -> None:
    bio = Bio.objects.exclude(portrait="").get()
    default_storage.delete(bio.portrait.name)
    out, err = run(target)
    assert err == f"missing: a row names {bio.portrait.name}, and there is no such file\n"
    assert "1 files" not in out
    assert backups_in(target)[0][1].missing == (bio.portrait.name,)


def test_only_so_many_are_kept_and_others_folders_stay(filled: Path, target: Path) -> None:
    (target / "photographs").mkdir(parents=True)
    for _number in range(4):
        out, _err = run(target, "--keep", 2)
    assert [manifest.number for _folder, manifest in backups_in(target)] == [3, 4]
    assert "1 old ones removed" in out
    assert (target / "photographs").is_dir()


def test_a_clock_that_was_set_back_removes_no_newer_backup(
    filled: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(target, tell=quiet)

    class Earlier(dt.datetime):
        @classmethod
        def now(cls, zone: dt.tzinfo | None = None) -> dt.datetime:
            return dt.datetime(2001, 1, 1, tzinfo=zone)

    monkeypatch.setattr(making.dt, "datetime", Earlier)
    made = make(target, keep=1, tell=quiet)
    assert [folder for folder, _manifest in backups_in(target)] == [made.folder]
    assert made.folder.name.startswith("interviews-2001")
    assert make(target, tell=quiet).folder.name == f"{made.folder.name}-2"  # in the same second


def test_one_that_was_broken_off_is_none_and_goes(filled: Path, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_given: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(making, "_write", full)
        with pytest.raises(CommandError, match=r"No backup was made: .*No space left"):
            run(target)
    assert list(target.iterdir()) == []
    (target / ".partial-interviews-20261129T000000Z").mkdir()  # of a process that was killed
    (target / ".going-interviews-20261129T000000Z").mkdir()
    assert backups_in(target) == []
    made = make(target, tell=quiet)
    assert list(target.iterdir()) == [made.folder]


def test_two_at_once_are_refused(filled: Path, target: Path) -> None:
    with folders.alone_in(target), pytest.raises(CommandError, match="Another backup is being made"):
        run(target)


def test_a_database_that_is_damaged_gives_no_backup(filled: Path, target: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys = OFF")
        cursor.execute("UPDATE interviews_segment SET interview_id = 4711")
    with pytest.raises(CommandError, match="a row of interviews_segment points at none of interviews_interview"):
        run(target)
    assert backups_in(target) == []


def test_a_damaged_file_is_named(filled: Path, target: Path) -> None:
    made = make(target, tell=quiet)
    place = made.folder / "media" / made.manifest.media[0].name
    content = bytearray(place.read_bytes())
    content[len(content) // 2] ^= 1
    place.write_bytes(content)
    with pytest.raises(CommandError, match=f"{place.name} is damaged"):
        call_command("verify_backup", str(made.folder))
    place.unlink()
    with pytest.raises(CommandError, match=f"{place.name} cannot be read"):
        call_command("verify_backup", str(made.folder))


def test_what_is_no_backup_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no backup in"):
        call_command("verify_backup", str(tmp_path))
    with pytest.raises(CommandError, match="no number of backups"):
        call_command("backup", str(tmp_path), "--keep", "0")


def test_a_manifest_that_was_changed_is_refused(filled: Path, target: Path) -> None:
    made = make(target, tell=quiet)
    manifest = made.folder / "manifest.json"
    whole = manifest.read_text()
    manifest.write_text(whole.replace(made.manifest.database.sha256, "0" * 64))
    with pytest.raises(BackupError, match="damaged"):
        read(made.folder)
    manifest.write_text(whole.replace('"format": 1', '"format": 2'))
    with pytest.raises(BackupError, match="newer version"):
        read(made.folder)
    manifest.write_text(whole[:100])
    with pytest.raises(BackupError, match="cannot be read"):
        read(made.folder)


@pytest.mark.parametrize("name", ["../outside", "/etc/passwd", "a//b", "a/../b", "nul\0", "back\\slash", ""])
def test_no_name_leads_out_of_a_backup(tmp_path: Path, name: str) -> None:
    with pytest.raises(BackupError, match="no place in it"):
        folders.inside(tmp_path, name)


def test_a_verified_backup_says_so(filled: Path, target: Path) -> None:
    out, err = run(target, "--verify")
    assert "written and read again" in out
    assert err == ""
    out = StringIO()
    call_command("verify_backup", str(next(target.iterdir())), stdout=out)
    assert out.getvalue().startswith("Whole: version ")
    assert run(target, "--verbosity", 0) == ("", "")


def _content(written: bytes) -> object:
    from django.core.files.base import ContentFile

    return ContentFile(written)


def test_root_and_others_see_what_is_written_only_when_it_is_whole(filled: Path, target: Path) -> None:
    """The folder has its name only when the last file lies on the disk."""
    seen = []
    make(target, tell=lambda _doing: seen.append(sorted(os.listdir(target))))
    assert all(name.startswith(".partial-") for names in seen for name in names)
