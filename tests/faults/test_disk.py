"""A disk that takes nothing: pages are read as ever, and nobody is told that something was saved that was not."""

from __future__ import annotations

import errno
import os
import re
import shutil
from collections import namedtuple
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import DEFAULT_DB_ALIAS, OperationalError, connection, connections, transaction
from django.test import Client

from interviews.comments.models import Comment, SitePolicy
from interviews.models import Interview, Recording, Upload
from interviews.models.room import KEPT_FREE
from interviews.search.index import refresh
from portal.buckets import BucketAway
from tests.comments.test_writing import write
from tests.editorial.sent_form import fields_of, opened, send
from tests.factories import make_editor, make_interview, make_picture, make_segment, make_speaker
from tests.faults.deeds import PAGE
from tests.importing_admin.steps import ADD

READ = ["/", "/interviews/", "/interviews/lights/", "/search/?q=lamp", "/feeds/interviews.atom", "/api/1/interviews"]
#: More than there is room for between the rows of a full database.
WORDS = "Words that took an hour to find. " * 140
NOTE = f"For the editors: {WORDS}".strip()


def fill(connection: Any) -> None:
    """From now on the database can have no page more, and in those that it has there is no room."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE ballast (bytes BLOB)")
        cursor.execute("PRAGMA page_count")
        (pages,) = cursor.fetchone()
        cursor.execute(f"PRAGMA max_page_count = {pages}")
        size = 1_000_000
        while size > 16:
            try:
                cursor.execute("INSERT INTO ballast VALUES (zeroblob(%s))", [size])
            except OperationalError as error:
                assert "full" in str(error)
                size //= 2


@pytest.fixture
def interview(site: Path) -> Interview:
    SitePolicy(mode="open").save()
    row = make_interview(guest="Ola Berg", slug="lights")
    make_segment(row, 18, question="Which lamp?")
    refresh([row])
    return row


def take_nothing(how: str) -> None:
    """The disk of the site's database."""
    if how == "full":
        fill(connections[DEFAULT_DB_ALIAS])
        return
    connection.close()
    # As on a disk that was mounted so: SQLite opens the file to be read.
    settings = connection.settings_dict
    settings["NAME"] = f"file:{settings['NAME']}?mode=ro"


@pytest.fixture(params=["full", "read only"])
def takes_nothing(request: pytest.FixtureRequest, interview: Interview) -> Iterator[Callable[[], None]]:
    yield lambda: take_nothing(request.param)
    connection.close()


def test_pages_are_read_as_ever(takes_nothing: Callable[[], None]) -> None:
    before = {path: Client().get(path).status_code for path in READ}
    takes_nothing()
    assert {path: Client().get(path).status_code for path in READ} == before
    assert set(before.values()) == {200}


def test_a_comment_is_given_back_and_not_called_saved(takes_nothing: Callable[[], None], interview: Interview) -> None:
    takes_nothing()
    answer = write(Client(raise_request_exception=False), interview, body=WORDS)
    page = answer.content.decode()
    assert answer.status_code == 503
    assert "could not be saved just now" in page
    assert re.search(rf"<textarea[^>]*>\s*{re.escape(WORDS[:99])}", page)
    assert not Comment.objects.exists()


def test_once_there_is_room_it_is_taken(interview: Interview) -> None:
    fill(connection)
    client = Client(raise_request_exception=False)
    assert write(client, interview, body=WORDS).status_code == 503
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count = 1000000")
    assert write(client, interview, body=WORDS).status_code == 303
    assert Comment.objects.get().body == WORDS.strip()


def test_what_an_editor_wrote_is_given_back(takes_nothing: Callable[[], None], interview: Interview) -> None:
    interview.withdraw()
    desk = Client(raise_request_exception=False)
    desk.force_login(make_editor())
    address = f"/admin/interviews/interview/{interview.pk}/change/"
    fields = opened(desk, address) | {"introduction": NOTE}
    takes_nothing()
    answer = send(desk, address, fields)
    assert answer.status_code == 503
    assert NOTE in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert Interview.objects.get().introduction != NOTE


def test_an_import_is_refused_in_words_and_a_second_run_makes_up_for_it(
    takes_nothing: Callable[[], None], interview: Interview, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "ola.txt"
    source.write_text(PAGE.format(name="Ola Berg").replace("Three", WORDS))
    before = dict(connection.settings_dict)
    takes_nothing()
    with pytest.raises(CommandError, match="1 of 1 sources failed"):
        call_command("import_interview", str(source), publish=True)
    told = capsys.readouterr()
    assert "the database takes nothing just now" in told.out + told.err
    assert "others write" not in told.out + told.err
    assert Interview.objects.count() == 1
    connection.close()
    connection.settings_dict.update(before)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count = 1000000")
    call_command("import_interview", str(source), publish=True, verbosity=0)
    assert Interview.objects.count() == 2


# Media


@pytest.mark.django_db
@pytest.mark.parametrize(
    "error", [OSError(errno.EROFS, os.strerror(errno.EROFS)), BucketAway("talk.mp3: no answer")], ids=["disk", "bucket"]
)
def test_an_import_whose_recording_cannot_be_stored_is_none_and_a_second_run_has_it(
    error: OSError, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "ola.txt").write_text(PAGE.format(name="Ola Berg"))
    (tmp_path / "ola.mp3").write_bytes(b"sound")

    def away(*_given: object) -> None:
        raise error

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr("portal.local_media.LocalMedia._save", away)
        with pytest.raises(CommandError, match="1 of 1 sources failed"):
            call_command("import_interview", str(tmp_path / "ola.txt"), publish=True)
    told = capsys.readouterr()
    assert f"“ola.mp3” could not be stored ({error.strerror or error})" in told.out + told.err
    assert not Interview.objects.exists()
    call_command("import_interview", str(tmp_path / "ola.txt"), publish=True, verbosity=0)
    assert stored(Recording.objects.get().file.name) == b"sound"


def almost_full(monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage(10**9, 10**9, KEPT_FREE + 100))


@pytest.mark.django_db
def test_a_recording_that_has_no_room_is_a_form_error_and_leaves_no_row(monkeypatch: pytest.MonkeyPatch) -> None:
    interview = make_interview(published=False)
    desk = Client()
    desk.force_login(make_editor())
    address = f"/admin/interviews/interview/{interview.pk}/change/"
    fields = opened(desk, address)
    almost_full(monkeypatch)
    answer = send(desk, address, fields | {"recordings-0-file": SimpleUploadedFile("talk.mp3", b"x" * 2000)})
    assert answer.status_code == 200
    assert "There is no room for this file on the server" in answer.content.decode()
    assert not Recording.objects.exists()
    assert send(desk, address, fields | {"recordings-0-file": SimpleUploadedFile("talk.mp3", b"x")}).status_code == 302


@pytest.mark.django_db
def test_so_is_a_portrait(monkeypatch: pytest.MonkeyPatch) -> None:
    speaker = make_speaker()
    desk = Client()
    desk.force_login(make_editor())
    address = f"/admin/interviews/speaker/{speaker.pk}/change/"
    picture = SimpleUploadedFile("ola.jpg", make_picture((300, 300)).read())
    fields = fields_of(desk.get(address).content.decode(), "speaker_form")
    fields |= {"bios-TOTAL_FORMS": "1", "bios-0-language": "en", "bios-0-text": "Keeps a light."}
    fields |= {"bios-0-portrait": picture, "bios-0-portrait_alt": "Ola Berg"}
    almost_full(monkeypatch)
    answer = desk.post(address, fields)
    assert answer.status_code == 200
    assert "There is no room for this file on the server" in answer.content.decode()
    assert not speaker.bios.exists()


def full_disk(*_given: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.django_db
def test_a_disk_that_fills_up_meanwhile_is_no_fault_of_ours_and_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    interview = make_interview(published=False)
    desk = Client(raise_request_exception=False)
    desk.force_login(make_editor())
    address = f"/admin/interviews/interview/{interview.pk}/change/"
    sent = {"recordings-0-file": SimpleUploadedFile("talk.mp3", b"x" * 2000), "introduction": NOTE}
    fields = opened(desk, address) | sent
    monkeypatch.setattr("portal.local_media.on_disk", full_disk)
    answer = send(desk, address, fields)
    assert answer.status_code == 503
    assert NOTE in answer.content.decode()
    assert not Recording.objects.exists()
    assert not [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


@pytest.mark.django_db
def test_an_import_that_cannot_be_kept_is_a_form_error_and_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path
    desk = Client(raise_request_exception=False)
    desk.force_login(make_editor())
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(os, "fsync", full_disk)
        answer = desk.post(ADD, {"pasted": NOTE})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "There is no room for this on the server just now" in page
    assert NOTE in page
    assert not Upload.objects.exists()
    assert list((tmp_path / "uploads").iterdir()) == []
    assert desk.post(ADD, {"pasted": NOTE}).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_the_file_of_an_upload_goes_when_its_row_is_gone_for_good(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    upload = Upload(by=make_editor(), name="ola.txt")
    upload.write([b"words"])
    upload.save()
    with pytest.raises(RuntimeError), transaction.atomic():
        Upload.objects.get().delete()
        assert upload.path.read_bytes() == b"words"
        raise RuntimeError
    assert upload.path.read_bytes() == b"words"
    Upload.objects.get().delete()
    assert not upload.path.parent.exists()


def test_a_correction_that_cannot_be_written_leaves_what_was_there(
    monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path
    upload = Upload(name="ola.txt")
    upload.write([b"as it came"])
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(os, "fsync", full_disk)
        with pytest.raises(OSError, match="No space"):
            upload.write([b"corrected"])
    assert upload.path.read_bytes() == b"as it came"
    assert upload.as_sent is None
    upload.write([b"corrected"])
    assert (upload.path.read_bytes(), upload.as_sent.read_bytes()) == (b"corrected", b"as it came")


def stored(name: str) -> bytes:
    with default_storage.open(name) as file:
        return file.read()


def test_a_file_has_its_name_only_when_it_is_whole(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.MEDIA_ROOT.mkdir()

    class Broken(ContentFile):
        def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
            yield b"first"
            assert [path.name[:9] for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()] == [".partial-"]
            full_disk()

    with pytest.raises(OSError, match="No space"):
        default_storage.save("recordings/abc/talk.mp3", Broken(b""))
    assert not [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    first = default_storage.save("talk.mp3", ContentFile(b"one"))
    second = default_storage.save("talk.mp3", ContentFile(b"two"))
    assert (first, second != first) == ("talk.mp3", True)
    default_storage.replace(first, b"three")
    assert [stored(name) for name in (first, second)] == [b"three", b"two"]
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr("portal.local_media.on_disk", full_disk)
        with pytest.raises(OSError, match="No space"):
            default_storage.replace(first, b"four")
    assert stored(first) == b"three"


def test_where_no_file_can_have_two_names_it_is_renamed(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_given: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", unknown)
    first = default_storage.save("talk.mp3", ContentFile(b"one"))
    second = default_storage.save("talk.mp3", ContentFile(b"two"))
    assert second != first
    assert [stored(name) for name in (first, second)] == [b"one", b"two"]
