"""What `doctor` finds: each thing that can be wrong is made wrong once, and told with its cure."""

from __future__ import annotations

import datetime as dt
import io
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import OperationalError, connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from interviews.comments.models import Letter, Subscription
from interviews.editorial.models import WorkingDraft
from interviews.models import ImportProgress, Interview, SearchEntry
from interviews.search.index import refresh
from interviews.store.beside import begin_draft, schedule_changes
from portal.doctor import database, other_servers, places
from portal.doctor import settings as told_settings
from portal.doctor.finding import Finding
from portal.doctor.rounds import QUESTIONS, Question, findings
from portal.watching import readiness
from tests.factories import make_editor, make_interview, make_recording, make_segment

LONG_AGO = timezone.now() - dt.timedelta(days=400)


def asked(question: Callable[[], Iterator[Finding]]) -> dict[str, Finding]:
    return {found.name: found for found in question()}


def wrong(question: Callable[[], Iterator[Finding]]) -> dict[str, Finding]:
    found = {name: one for name, one in asked(question).items() if one.state != "ok"}
    assert all(one.told and one.cure for one in found.values())
    return found


# --- files ---


@pytest.fixture
def data(settings: Any, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir(mode=0o700)
    settings.BACKUP_MARK = settings.DATA_DIR / "last_backup"
    return settings.DATA_DIR


def test_a_folder_that_others_may_look_into_is_told(data: Path) -> None:
    assert wrong(places.permissions) == {}
    data.chmod(0o755)
    assert wrong(places.permissions)["DATA_DIR"].cure == f"chmod 700 {data}"


def test_so_is_one_that_is_not_there(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path / "none"
    assert "is not there" in wrong(places.permissions)["DATA_DIR"].told


def test_a_secret_that_others_may_read_is_told(data: Path, settings: Any) -> None:
    settings.SECRET_KEY_GIVEN = False
    key = data / "secret_key"
    key.touch(mode=0o600)
    assert wrong(places.permissions) == {}
    key.chmod(0o644)
    assert "chmod 600" in wrong(places.permissions)["secret key"].cure
    settings.SECRET_KEY_GIVEN = True
    assert wrong(places.permissions) == {}


def test_media_are_written_read_and_taken_away_again(settings: Any) -> None:
    assert wrong(places.media) == {}
    assert not [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]


def test_media_that_come_back_otherwise_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(default_storage, "open", lambda name: io.BytesIO(b"something else"))
    assert "what was written is not what is read" in wrong(places.media)["media"].told


def test_media_that_cannot_be_written_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_given: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(default_storage, "save", full)
    (found,) = [one for one in findings() if one.name == "media" and one.state == "wrong"]
    assert found.told == "OSError: No space left on device"
    assert "S3_BUCKET" in found.cure


def test_a_disk_without_room_is_told(settings: Any) -> None:
    settings.READY_DISK_MB = 0
    assert wrong(places.room) == {}
    settings.READY_DISK_MB = 10**9
    assert set(wrong(places.room)) == {"disk", "media"}


def test_a_backup_that_is_old_and_one_that_never_was_are_told(data: Path, settings: Any) -> None:
    assert asked(places.backup)["backup"].state == "advice"
    settings.BACKUP_MARK.touch()
    assert wrong(places.backup) == {}
    os.utime(settings.BACKUP_MARK, (LONG_AGO.timestamp(), LONG_AGO.timestamp()))
    assert wrong(places.backup)["backup"].state == "wrong"


def test_static_files_that_were_not_collected_are_told(settings: Any, tmp_path: Path) -> None:
    settings.STATIC_ROOT, settings.STATICFILES_DIRS, settings.DEBUG = tmp_path / "static", [tmp_path / "own"], False
    (tmp_path / "own").mkdir()
    assert wrong(places.static_files)["static files"].state == "wrong"
    settings.STATIC_ROOT.mkdir()
    (settings.STATIC_ROOT / "staticfiles.json").touch()
    assert wrong(places.static_files) == {}
    newer = tmp_path / "own" / "new.css"
    newer.touch()
    os.utime(newer, (2_000_000_000, 2_000_000_000))
    assert "collectstatic" in wrong(places.static_files)["static files"].cure


# --- settings ---


def test_a_network_that_is_everybody_and_one_that_is_none_are_told(settings: Any) -> None:
    settings.TRUSTED_PROXIES, settings.METRICS_NETWORKS = ["10.0.0.0/8"], ["127.0.0.1"]
    assert wrong(told_settings.proxies) == {}
    settings.TRUSTED_PROXIES, settings.METRICS_NETWORKS = ["0.0.0.0/0"], ["my network"]
    assert set(wrong(told_settings.proxies)) == {"TRUSTED_PROXIES", "METRICS_NETWORKS"}


def test_what_check_deploy_says_is_told(settings: Any) -> None:
    settings.SITE_URL = ""
    assert "settings (portal.W002)" in wrong(told_settings.variables)


def test_versions_without_fixes_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert wrong(told_settings.versions) == {}
    monkeypatch.setattr("portal.doctor.settings._DJANGO_ENDS", {told_settings.django.VERSION[:2]: dt.date(2020, 1, 1)})
    assert set(wrong(told_settings.versions)) == {"Django"}


# --- other servers ---


class _Server:
    def open(self) -> None:
        raise ConnectionRefusedError(111, "Connection refused")

    def close(self) -> None:
        pass


def test_mail_that_does_not_answer_is_told(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert asked(other_servers.mail)["mail"].state == "advice"
    settings.SENDS_LETTERS = True
    assert wrong(other_servers.mail) == {}
    monkeypatch.setattr(other_servers, "server_of_mail", _Server)
    (found,) = [one for one in findings() if one.name == "mail"]
    assert (found.state, found.told) == ("wrong", "ConnectionRefusedError: Connection refused")


def test_a_redis_that_does_not_answer_is_told(settings: Any) -> None:
    assert wrong(other_servers.redis) == {}
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    (found,) = [one for one in findings() if one.name == "Redis"]
    assert found.state == "wrong"
    assert "refused" in found.told


# --- the database ---


@pytest.mark.django_db
def test_of_a_sound_database_nothing_is_told() -> None:
    row = make_interview()
    make_segment(row, 18)
    refresh([row])
    for question in QUESTIONS:
        if question.needs_database or question.ask is database.answers:
            assert wrong(question.ask) == {}, question.name


@pytest.mark.django_db
def test_migrations_that_lack_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "migrations", lambda: frozenset({"interviews.0999_new"}))
    assert "interviews.0999_new" in wrong(database.migrations)["migrations"].told


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["interview", "segment"])
def test_an_index_that_lacks_something_is_told(kind: str) -> None:
    row = make_interview()
    make_segment(row, 18)
    refresh([row])
    SearchEntry.objects.filter(kind=kind).delete()
    assert "rebuild_search_index" in wrong(database.search_index)["search index"].cure


@pytest.mark.django_db
def test_an_index_whose_words_are_of_other_entries_is_told() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("there the words are in the same row")
    row = make_interview()
    refresh([row])
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO interviews_searchwords(interviews_searchwords) VALUES ('delete-all')")
    assert "of other entries" in wrong(database.search_index)["search index"].told


@pytest.mark.django_db
def test_changes_counted_by_another_server_are_told() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite counts by itself")
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO interviews_generation (key, count, at) VALUES ('x', 1, 999999999999)")
    assert "forget_pages" in wrong(database.generations)["changes of pages"].cure


@pytest.mark.django_db
def test_what_is_stuck_is_told() -> None:
    DBTaskResult.objects.create(task_path="a.b", args_kwargs={}, backend_name="default", run_after=LONG_AGO)
    DBTaskResult.objects.update(enqueued_at=LONG_AGO)
    subscription = Subscription.objects.create(interview=make_interview(), email="mia@example.org")
    before = timezone.now() - dt.timedelta(hours=3)
    letter = Letter.objects.create(kind="confirm", subscription=subscription, due_at=before)
    Letter.objects.filter(pk=letter.pk).update(created_at=before, due_at=before)
    ImportProgress.objects.create(state="importing", heard_at=LONG_AGO, began_at=LONG_AGO)
    draft, _new = begin_draft(make_interview(slug="late"), by=make_editor())
    schedule_changes(draft, timezone.now() + dt.timedelta(days=1))
    Interview.objects.filter(pk=draft.pk).update(goes_live_at=before)
    found = wrong(database.waiting)
    assert set(found) == {"tasks", "letters", "imports", "scheduled changes"}
    assert "db_worker" in found["tasks"].cure
    assert "mia@example.org" not in str(found)


@pytest.mark.django_db
def test_what_should_have_been_taken_away_is_told() -> None:
    WorkingDraft.objects.create(user=make_editor(), number=0, key="k" * 20, saved_at=LONG_AGO, text={})
    WorkingDraft.objects.update(saved_at=LONG_AGO)
    assert "purge_drafts" in wrong(database.left_behind)["typed and not saved"].cure


# --- all of it ---


def told(*arguments: str) -> tuple[int, str]:
    out, status = io.StringIO(), 0
    try:
        call_command("doctor", *arguments, stdout=out)
    except SystemExit as end:
        status = int(end.code or 0)
    return status, out.getvalue()


def only(monkeypatch: pytest.MonkeyPatch, *questions: Question) -> None:
    monkeypatch.setattr("portal.doctor.rounds.QUESTIONS", list(questions))


def _away() -> Iterator[Finding]:
    raise OperationalError('connection to "10.0.0.5" failed')
    yield


def _odd() -> Iterator[Finding]:
    raise RuntimeError("Mia Ek typed this")
    yield


def _fine() -> Iterator[Finding]:
    yield Finding("fine", "ok", "ok")


def test_without_a_database_all_else_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "answers", _away)
    only(
        monkeypatch,
        Question("database", _away, "See DATABASE_URL."),
        Question("rows", _odd, "", needs_database=True),
        Question("fine", _fine, ""),
    )
    status, text = told()
    assert status == 1
    assert 'WRONG database: OperationalError: connection to "10.0.0.5" failed' in text
    assert "hint  rows: not asked" in text
    assert "ok    fine: ok" in text


def test_a_question_that_fails_hides_no_other_and_tells_nobodys_words(monkeypatch: pytest.MonkeyPatch) -> None:
    only(monkeypatch, Question("odd", _odd, "Do this."), Question("fine", _fine, ""))
    status, text = told()
    assert status == 1
    assert "WRONG odd: RuntimeError\n      Do this." in text
    assert "Mia" not in text
    assert "ok    fine: ok" in text


def test_nothing_wrong_is_exit_status_0_also_with_hints(monkeypatch: pytest.MonkeyPatch) -> None:
    def hint() -> Iterator[Finding]:
        yield Finding("hint", "advice", "could be better", "Do that.")

    only(monkeypatch, Question("hint", hint, ""), Question("fine", _fine, ""))
    assert told()[0] == 0
    assert told("--verbosity", "0") == (0, "")


def test_programs_are_told_in_their_form(monkeypatch: pytest.MonkeyPatch) -> None:
    only(monkeypatch, Question("odd", _odd, "Do this."), Question("fine", _fine, ""))
    status, text = told("--json")
    assert status == 1
    assert json.loads(text) == [
        {"name": "odd", "state": "wrong", "told": "RuntimeError", "cure": "Do this."},
        {"name": "fine", "state": "ok", "told": "ok", "cure": ""},
    ]


@pytest.mark.django_db
def test_rows_without_a_file_and_files_without_a_row_are_told(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    assert asked(places.stored_files)["stored files"].state == "ok"
    lost = tmp_path / "recordings" / "lost.mp3"
    lost.parent.mkdir()
    lost.touch()
    os.utime(lost, (LONG_AGO.timestamp(), LONG_AGO.timestamp()))
    assert asked(places.stored_files)["stored files"].state == "advice"
    make_recording(make_interview(), url="", file="recordings/gone.mp3")
    lost.unlink()
    found = wrong(places.stored_files)["stored files"]
    assert "1 that rows name" in found.told and "orphans" in found.cure
