"""An upload that takes long: it is worked on behind the answer, and a page tells how far that is."""

from __future__ import annotations

import datetime as dt
import os
import pickle
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from interviews.admin.importing import behind, views
from interviews.models import ImportBatch, ImportProgress, Interview, Upload
from interviews.progress import Progress
from tests.comments.test_at_once import IN_A_FILE, ROOT, several
from tests.importing.pages import PAGE
from tests.importing_admin.conftest import member, signed_in
from tests.importing_admin.steps import address_of, imported, page_of, row_counts, seen, send
from tests.importing_admin.test_preview import archive

State = ImportProgress.State
Work = Callable[[], None]


def pages(count: int) -> bytes:
    return archive(**{f"person-{n}__txt": PAGE.replace("Ola Berg", f"Person {n} Berg") for n in range(count)})


@pytest.fixture(autouse=True)
def three_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(behind, "MANY_FILES", 2)
    monkeypatch.setattr(behind, "EVERY", 0)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is begun is done when the answer comes."""
    monkeypatch.setattr(behind, "_begin", lambda work, *given: work(*given))


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> list[Work]:
    """What is begun is done when a test does it."""
    waiting: list[Work] = []
    monkeypatch.setattr(behind, "_begin", lambda work, *given: waiting.append(lambda: work(*given)))
    return waiting


def confirm(desk: Client, upload: Upload, signature: str, **given: Any) -> Any:
    terms = {"tags": ", ".join(upload.tags), "series": upload.series, "format": upload.format}
    return desk.post(address_of(upload), {**terms, "seen": signature, "_confirm": "1", **given}, follow=True)


def signature_in(html: str) -> str:
    return html.partition('name="seen" value="')[2].partition('"')[0]


def import_many(desk: Client, count: int = 3) -> Any:
    upload = send(desk, pages(count), "pages.zip")
    return confirm(desk, upload, signature_in(seen(desk, upload)))


class Opens:
    """What runs a program where it is loaded."""

    def __init__(self, place: Path) -> None:
        self.place = place

    def __reduce__(self) -> Any:
        return os.mkdir, (str(self.place),)


@pytest.mark.django_db
@pytest.mark.parametrize("signed", [b"", b"\0" * 32])
def test_what_somebody_laid_in_the_place_of_a_preview_is_not_loaded(
    desk: Client, quick: None, tmp_path: Path, signed: bytes
) -> None:
    upload = send(desk, pages(3), "pages.zip")
    before = seen(desk, upload)
    place = behind._where_found(upload)
    place.write_bytes(signed + pickle.dumps(Opens(tmp_path / "opened")))
    assert "3 interviews would be created." in seen(desk, upload)  # it was looked at anew
    assert not (tmp_path / "opened").exists()
    assert signature_in(seen(desk, upload)) == signature_in(before)


@pytest.mark.django_db
def test_what_is_done_at_once_is_shown_at_once(desk: Client, quick: None) -> None:
    upload = send(desk, pages(3), "pages.zip")
    html = seen(desk, upload)
    assert "3 interviews would be created." in html
    assert not Interview.objects.exists()
    html = confirm(desk, upload, signature_in(html)).content.decode()
    assert "3 interviews created." in html
    assert "data-progress" not in html
    assert Interview.objects.count() == 3
    assert not Upload.objects.exists()


@pytest.mark.django_db
def test_while_it_is_looked_at_a_page_tells_how_far_that_is(desk: Client, slow: list[Work]) -> None:
    upload = send(desk, pages(3), "pages.zip")
    html = seen(desk, upload)
    assert "Nothing is stored yet." in html
    assert "data-progress" in html
    now = timezone.now()
    ImportProgress.objects.update(done=1, expected=3, began_at=now - dt.timedelta(seconds=4), heard_at=now)
    html = seen(desk, upload)
    assert "1 of 3, 15 a minute, about 8 s left" in html
    assert '<progress aria-labelledby="progress-heading" value="1" max="3">' in html
    slow.pop()()
    assert not slow  # it was begun once
    assert "3 interviews would be created." in seen(desk, upload)


@pytest.mark.django_db
def test_without_script_the_page_asks_again_by_itself_and_by_a_link(desk: Client, slow: list[Work]) -> None:
    upload = send(desk, pages(3), "pages.zip")
    html = seen(desk, upload)
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in html
    assert f'<a href="{address_of(upload)}">How far is it now?</a>' in html


@pytest.mark.django_db
def test_the_batch_tells_how_far_it_is_and_cannot_be_undone_yet(
    desk: Client, slow: list[Work], django_assert_num_queries: Any
) -> None:
    upload = send(desk, pages(3), "pages.zip")
    seen(desk, upload)
    slow.pop()()
    html = confirm(desk, upload, signature_in(seen(desk, upload))).content.decode()
    batch = ImportBatch.objects.get()
    assert "Being looked at once more, before anything is stored" in html
    assert "<title>Importing…" in html
    assert "0 of 3" in html
    assert 'role="status"' in html
    assert "Undo this import" not in html
    assert "still goes on" in desk.post(f"/admin/interviews/importbatch/{batch.pk}/undo/", follow=True).content.decode()
    assert address_of(upload) not in [
        redirect for redirect, _status in desk.get(address_of(upload), follow=True).redirect_chain
    ]
    slow.pop()()
    html = desk.get(page_of(batch)).content.decode()
    assert "3 interviews created." in html
    assert "Undo this import" in html


@pytest.mark.django_db
def test_to_note_how_far_it_is_changes_no_page(django_assert_num_queries: Any) -> None:
    progress = ImportProgress.objects.create(batch=ImportBatch.objects.create(), expected=2000)
    with django_assert_num_queries(1):
        progress.reach(340)


@pytest.mark.django_db
def test_a_second_click_begins_nothing(desk: Client, slow: list[Work]) -> None:
    upload = send(desk, pages(3), "pages.zip")
    seen(desk, upload)
    slow.pop()()
    signature = signature_in(seen(desk, upload))
    confirm(desk, upload, signature)
    answer = confirm(desk, upload, signature)
    assert len(slow) == 1
    assert answer.redirect_chain[-1][0] == page_of(ImportBatch.objects.get())


@pytest.mark.django_db
def test_what_the_site_became_meanwhile_is_shown_first(desk: Client, quick: None) -> None:
    upload = send(desk, pages(3), "pages.zip")
    signature = signature_in(seen(desk, upload))
    other = send(desk, pages(3), "same.zip")
    confirm(desk, other, signature_in(seen(desk, other)))
    before = Interview.objects.count()
    html = confirm(desk, upload, signature).content.decode()
    assert "Nothing was imported: the site has changed" in html
    assert Interview.objects.count() == before
    assert address_of(upload) in html
    assert signature_in(seen(desk, upload)) != signature
    assert ImportBatch.objects.count() == 1  # the one that came to nothing leaves no trace


@pytest.mark.django_db
def test_what_failed_is_told_where_the_rest_is(desk: Client, quick: None) -> None:
    upload = send(desk, archive(a__txt=PAGE, b__srt="", c__txt=PAGE.replace("Ola", "Mia")), "pages.zip")
    html = confirm(desk, upload, signature_in(seen(desk, upload))).content.decode()
    assert "2 interviews created, 1 failed." in html
    assert "“pages.zip/b.srt” was not imported: " in html


@pytest.mark.django_db
def test_of_one_that_ended_with_its_process_the_page_says_so(desk: Client, slow: list[Work]) -> None:
    upload = send(desk, pages(3), "pages.zip")
    seen(desk, upload)
    slow.pop()()
    confirm(desk, upload, signature_in(seen(desk, upload)))
    batch = ImportBatch.objects.get()
    long_ago = timezone.now() - dt.timedelta(minutes=5)
    ImportProgress.objects.update(state=State.IMPORTING, done=1, heard_at=long_ago, began_at=long_ago)
    html = desk.get(page_of(batch)).content.decode()
    assert "This import ended before its end (1 of 3). What is below is in." in html
    assert address_of(upload) in html
    assert "Undo this import" in html


@pytest.mark.django_db
def test_what_cannot_be_looked_at_to_the_end_says_so(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*given: Any) -> None:
        ImportProgress.objects.update(state=State.STOPPED)

    monkeypatch.setattr(behind, "_begin", fails)
    upload = send(desk, pages(3), "pages.zip")
    html = seen(desk, upload)
    assert "It was not looked at to its end." in html
    assert "data-progress" not in html


@pytest.mark.django_db
def test_a_new_term_is_looked_at_anew(desk: Client, quick: None) -> None:
    upload = send(desk, pages(3), "pages.zip")
    signature = signature_in(seen(desk, upload))
    answer = confirm(desk, upload, signature, series="Skerries")
    assert "Nothing is imported yet: you changed something." in answer.content.decode()
    assert not Interview.objects.exists()
    confirm(desk, Upload.objects.get(), signature_in(seen(desk, upload)))
    assert Interview.objects.filter(series__title="Skerries").count() == 3


@pytest.mark.django_db
def test_cancelling_leaves_nothing_behind(desk: Client, slow: list[Work], uploads_of_its_own: Path) -> None:
    before = row_counts()
    upload = send(desk, pages(3), "pages.zip")
    seen(desk, upload)
    desk.post(address_of(upload), {"_cancel": "1"})
    assert row_counts() == before
    assert not list(uploads_of_its_own.iterdir())


@pytest.mark.django_db
def test_a_stranger_to_the_upload_sees_nothing_of_it(desk: Client, slow: list[Work]) -> None:
    upload = send(desk, pages(3), "pages.zip")
    other = signed_in(member("other", "add_importbatch"))
    assert other.get(address_of(upload)).status_code == 404
    assert not slow


@pytest.mark.django_db
def test_a_small_upload_is_done_with_the_answer(desk: Client, slow: list[Work]) -> None:
    upload = send(desk, pages(2), "pages.zip")
    confirm(desk, upload, signature_in(seen(desk, upload)))
    assert Interview.objects.count() == 2
    assert not slow
    assert not ImportProgress.objects.exists()


@pytest.mark.slow
@several
@pytest.mark.django_db(transaction=True)
def test_a_thread_does_it_while_others_ask(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(behind, "PATIENCE", 0)
    upload = send(desk, pages(3), "pages.zip")
    html = until(lambda: seen(desk, upload), "would be created")
    confirm(desk, upload, signature_in(html))
    batch = ImportBatch.objects.get()
    until(lambda: desk.get(page_of(batch)).content.decode(), "3 interviews created.")
    assert Interview.objects.count() == 3


def until(page: Callable[[], str], words: str) -> str:
    ends = time.monotonic() + 20
    while words not in (html := page()):
        assert time.monotonic() < ends
        time.sleep(0.05)
    return html


@several
@pytest.mark.django_db(transaction=True)
def test_what_fails_in_the_thread_is_told_as_stopped(
    desk: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(*given: Any) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(behind, "looked_at", fails)
    upload = send(desk, pages(3), "pages.zip")
    assert "It was not looked at to its end." in seen(desk, upload)
    assert "the disk is full" in caplog.text


@pytest.mark.slow
@pytest.mark.skipif(connection.vendor != "sqlite" or IN_A_FILE in os.environ, reason="It is about SQLite in a file")
def test_threads_do_so_on_sqlite_as_a_site_has_it(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pytest", __file__, "-n", "0", "-k", "thread", "-m", "", "-q"]
    environment = {**os.environ, IN_A_FILE: str(tmp_path / "test.sqlite3")}
    done = subprocess.run(
        [*command, "-p", "no:cacheprovider"], env=environment, cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stdout[-4000:]
    assert "2 passed, 1 skipped" in done.stdout


@pytest.mark.django_db
def test_a_large_import_is_taken_back_behind_the_answer(
    desk: Client, slow: list[Work], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "REHEARSED", 1)
    batch = imported(desk, archive(a__txt=PAGE, b__txt=PAGE.replace("Ola", "Mia")), "two.zip")
    Interview.objects.filter(slug="mia-berg").update(title="Edited")
    address = f"/admin/interviews/importbatch/{batch.pk}/undo/"
    html = desk.post(address, follow=True).content.decode()
    assert "Being taken back" in html
    assert "Undo this import" not in html
    desk.post(address)
    assert len(slow) == 1
    slow.pop()()
    html = desk.get(page_of(batch)).content.decode()
    assert "Taken back." in html
    assert "1 interview deleted." in html
    assert "“mia-berg” stays: it was edited since" in html
    assert list(Interview.objects.values_list("title", flat=True)) == ["Edited"]


@pytest.mark.django_db
def test_the_process_that_takes_it_back_tells_how_far_it_is(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = ImportBatch.objects.create(origin="pages.zip")
    begun = timezone.now() - dt.timedelta(seconds=10)
    progress = ImportProgress.objects.create(batch=batch, state=State.UNDOING, expected=200, began_at=begun)
    html = desk.get(page_of(batch)).content.decode()
    assert "of 200" not in html  # another process does it
    assert '<progress aria-labelledby="progress-heading"></progress>' in html
    counting = Progress(quiet=True)
    counting.reach(100)
    monkeypatch.setitem(behind._undoing, progress.pk, counting)
    assert "100 of 200, 10 a second, about 10 s left" in desk.get(page_of(batch)).content.decode()


@pytest.mark.django_db
def test_an_undo_that_fails_changes_nothing_and_says_so(desk: Client) -> None:
    batch = ImportBatch.objects.create(origin="pages.zip")
    progress = ImportProgress.objects.create(batch=batch, state=State.NOT_UNDONE, expected=200)
    assert "It was not taken back" in desk.get(page_of(batch)).content.decode()
    progress.begin(State.UNDOING, 200)
    ImportProgress.objects.update(heard_at=timezone.now() - dt.timedelta(hours=1))
    html = desk.get(page_of(batch)).content.decode()
    assert "It was not taken back" in html
    assert "Undo this import" in html
