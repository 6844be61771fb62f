"""Media in a bucket: a real server that speaks as S3 does, the desk that uploads, and a reader who plays and seeks."""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen
from zipfile import ZipFile

import pytest
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from PIL import Image

from interviews.models import Bio, Recording
from interviews.store import media_files
from portal.buckets import Bucket
from portal.doctor import places
from portal.remote_media import RemoteMedia
from tests.editorial.sent_form import opened, send
from tests.factories import make_bio, make_interview, make_picture, make_speaker
from tests.machines.nodes import Node
from tests.machines.postgresql import free_port
from tests.models.test_recording import recorded, wav

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(get_user_model().objects.create_superuser("editor", "editor@example.org", "x"))
    return client


def names(bucket: Any) -> list[str]:
    return sorted(one.key for one in bucket.objects.all())


def make_public(*stored: str) -> None:
    shown = make_interview()
    Recording.objects.bulk_create([Recording(interview=shown, file=name) for name in stored])


def fetched(address: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    try:
        with urlopen(Request(address, method=method, headers=headers), timeout=20) as answer:
            return answer.status, {name.lower(): value for name, value in answer.headers.items()}, answer.read()
    except HTTPError as refused:
        with refused:
            return refused.code, {}, b""


def test_a_recording_is_uploaded_played_from_any_moment_and_taken_away(bucket: Any, desk: Client) -> None:
    interview = make_interview(published=False)
    address = reverse("admin:interviews_interview_change", args=[interview.pk])
    sound = wav(2)
    fields = opened(desk, address) | {"recordings-0-file": SimpleUploadedFile("talk.wav", sound)}
    assert send(desk, address, fields).status_code == 302

    recording = interview.recordings.get()
    assert (recording.duration, recording.size) == (timedelta(seconds=2), len(sound))
    assert names(bucket) == [recording.file.name]
    stored = bucket.Object(recording.file.name)
    assert stored.content_type == "audio/wav"
    assert "max-age" in stored.cache_control

    interview.publish()
    page = Client().get(interview.get_absolute_url()).content.decode()
    assert f'src="/media/{recording.file.name}"' in page
    assert "X-Amz" not in page and bucket.meta.client.meta.endpoint_url not in page

    led = Client().get(f"/media/{recording.file.name}", headers={"Range": "bytes=100-199"})
    assert (led.status_code, led["Cache-Control"]) == (302, "public, max-age=3600")
    assert "X-Amz-Signature=" in led["Location"]
    status, headers, body = fetched(led["Location"], Range="bytes=100-199")
    assert (status, body) == (206, sound[100:200])
    assert headers["content-range"] == f"bytes 100-199/{len(sound)}"
    assert fetched(led["Location"])[2] == sound
    head = Client().head(f"/media/{recording.file.name}")
    assert head["Cache-Control"] == "no-store"
    assert fetched(head["Location"], "HEAD")[1]["content-length"] == str(len(sound))

    interview.withdraw()
    fields = opened(desk, address) | {"recordings-0-DELETE": "on"}
    assert send(desk, address, fields).status_code == 302
    assert not Recording.objects.exists()


def test_what_no_row_names_is_listed_and_deleted(bucket: Any, desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = recorded(wav(1))
    name = default_storage.save("recordings/abc/left.mp3", ContentFile(b"0123456789"))
    assert media_files.unused("recordings") == []  # its row may be on the way
    monkeypatch.setattr(media_files, "FRESH", timedelta(0))
    time.sleep(1.1)  # the service counts in whole seconds
    assert name in desk.get("/admin/media/?tab=unused-recordings").content.decode()
    assert [one.name for one in media_files.delete_unused([name], "recordings")] == [name]
    assert names(bucket) == [kept.file.name]


def test_a_portrait_its_copies_and_the_card_that_shows_it(bucket: Any) -> None:
    interview = make_interview(guest="Ola Berg")
    guest = interview.appearances.get()
    guest.bio = make_bio(guest.speaker, portrait=(640, 640))
    guest.save()
    copies = guest.bio.portrait_as_shown["renditions"]
    assert {copy["name"] for copy in copies} < set(names(bucket))
    page = Client().get(interview.get_absolute_url())
    assert f"/media/{copies[0]['name']}" in page.content.decode()
    led = Client().get(f"/media/{copies[0]['name']}")
    status, headers, _body = fetched(led["Location"])
    assert (status, headers["content-type"]) == (200, "image/webp")
    card = Client().get(f"{interview.get_absolute_url()}card.png")
    assert (card.status_code, card["Content-Type"]) == (200, "image/png")


def test_copies_are_made_anew(bucket: Any) -> None:
    bio = make_bio(make_speaker("Ola Berg"), portrait=(640, 640))
    before = names(bucket)
    bucket.Object(bio.portrait_as_shown["renditions"][0]["name"]).delete()
    call_command("make_renditions", "--all", verbosity=0)
    assert names(bucket) == before
    assert Bio.objects.get().portrait_as_shown["renditions"]


def test_a_file_is_read_from_any_place(bucket: Any) -> None:
    content = bytes(range(251)) * 4_000
    name = default_storage.save("recordings/abc/talk.mp3", ContentFile(content))
    with default_storage.open(name) as file:
        assert file.size == len(content)
        assert file.read(10) == content[:10]
        file.seek(-20, 2)
        assert file.read() == content[-20:]
        file.seek(500_000)
        assert (file.tell(), file.read(100_000)) == (500_000, content[500_000:600_000])
        file.seek(0)
        assert b"".join(file.chunks()) == content
        assert file.read() == b""
    with default_storage.open(default_storage.save("portraits/abc/large.png", make_picture((900, 900), "PNG"))) as file:
        assert Image.open(file).size == (900, 900)


def test_a_second_file_of_a_name_gets_another(bucket: Any) -> None:
    first = default_storage.save("recordings/abc/talk.mp3", ContentFile(b"one"))
    second = default_storage.save("recordings/abc/talk.mp3", ContentFile(b"two"))
    assert first != second
    assert default_storage.open(first).read() == b"one"


def test_what_a_browser_might_run_is_only_downloaded(bucket: Any) -> None:
    name = default_storage.save("recordings/abc/page.html", ContentFile(b"<script>"))
    stored = bucket.Object(name)
    assert stored.content_type == "application/octet-stream"
    assert stored.content_disposition == 'attachment; filename="page.html"'
    sound = bucket.Object(default_storage.save("recordings/abc/talk.mp3", ContentFile(b"sound")))
    assert (sound.content_type, sound.content_disposition) == ("audio/mpeg", 'inline; filename="talk.mp3"')


def test_what_is_not_there_is_missed_as_on_a_disk(bucket: Any) -> None:
    for ask in (default_storage.open, default_storage.size, default_storage.get_modified_time):
        with pytest.raises(FileNotFoundError):
            ask("recordings/abc/none.mp3")
    assert not default_storage.exists("recordings/abc/none.mp3")
    make_public("recordings/abc/none.mp3")
    assert fetched(Client().get("/media/recordings/abc/none.mp3")["Location"])[0] == 404


@pytest.mark.parametrize("path", ["../secret_key", "a//b.mp3", "/a.mp3", "a/./b.mp3", "a/%00.mp3", "a/"])
def test_what_can_be_no_file_is_led_nowhere(bucket: Any, path: str) -> None:
    assert Client().get(f"/media/{path}").status_code == 404


def test_a_service_that_is_away_takes_no_page_with_it(bucket: Any, settings: Any) -> None:
    interview = make_interview(guest="Ola Berg")
    recorded(wav(1)).interview.publish()
    guest = interview.appearances.get()
    guest.bio = make_bio(guest.speaker, portrait=(640, 640))
    guest.save()
    away = Bucket("media", endpoint=f"http://127.0.0.1:{free_port()}", key="somebody", secret="who may")
    settings.STORAGES = {**settings.STORAGES, "default": away.storage}
    for address in (interview.get_absolute_url(), "/", f"{interview.get_absolute_url()}card.png", "/feeds/podcast.rss"):
        assert Client().get(address).status_code == 200
    with pytest.raises(OSError, match="none"):
        default_storage.open("none.mp3")


def test_who_uploads_while_the_service_is_away_is_told_that_nothing_was_saved(
    bucket: Any, desk: Client, settings: Any
) -> None:
    interview = make_interview(title="Before", published=False)
    address = reverse("admin:interviews_interview_change", args=[interview.pk])
    fields = opened(desk, address) | {"recordings-0-file": SimpleUploadedFile("talk.wav", wav(1)), "title": "After"}
    away = Bucket("media", endpoint=f"http://127.0.0.1:{free_port()}", key="somebody", secret="who may")
    settings.STORAGES = {**settings.STORAGES, "default": away.storage}
    desk.raise_request_exception = False
    answer = send(desk, address, fields)
    assert answer.status_code == 503
    assert "it was not saved" in answer.content.decode()
    interview.refresh_from_db()
    assert (interview.title, interview.recordings.count()) == ("Before", 0)


@pytest.fixture(params=["", "localhost"], ids=["at its own address", "at another address"])
def seen_at(request: pytest.FixtureRequest, bucket: Any, service: str, settings: Any) -> str:
    """Where browsers reach the service: perhaps by another name than the nodes do."""
    public = request.param and service.replace("127.0.0.1", request.param)
    known = Bucket("media", endpoint=service, key="somebody", secret="who may", public=public)
    settings.STORAGES = {**settings.STORAGES, "default": known.storage}
    return public or service


def test_what_readers_may_not_have_is_signed_for_the_desk_alone(seen_at: str, desk: Client) -> None:
    recording = recorded(wav(1))
    recording.interview.withdraw()
    address = f"/media/{recording.file.name}"
    assert Client().get(address).status_code == 404
    led = desk.get(address)
    assert (led.status_code, led["Cache-Control"]) == (302, "private, no-store")
    assert led["Location"].startswith(f"{seen_at}/media/")
    assert "X-Amz-Signature=" in led["Location"]
    assert fetched(led["Location"])[2] == wav(1)


@pytest.mark.parametrize("state", ["draft", "published"])
def test_whoever_only_knows_the_name_of_a_file_gets_nothing_from_the_bucket(
    seen_at: str, service: str, state: str
) -> None:
    recording = recorded(wav(1))
    if state == "published":
        recording.interview.publish()
    else:
        recording.interview.withdraw()
    for at in (seen_at, service):
        assert fetched(f"{at}/media/{recording.file.name}")[0] == 403
    assert {one.name: one.state for one in places.media()} == {"media": "ok", "bucket": "ok"}


def test_a_bucket_that_anybody_may_read_is_told_by_the_doctor(
    seen_at: str, bucket: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(RemoteMedia, "get_object_parameters", lambda *_given: {"ACL": "public-read"})
    found = {one.name: one for one in places.media()}
    assert found["bucket"].state == "wrong"
    assert "also those of drafts" in found["bucket"].told
    assert names(bucket) == []


def test_a_whole_site_leaves_a_bucket_and_comes_back(bucket: Any, tmp_path: Path) -> None:
    interview = make_interview(guest="Ola Berg")
    recording = recorded(wav(1))
    Recording.objects.filter(pk=recording.pk).update(interview=interview)
    target = tmp_path / "site.zip"
    call_command("export_interview", "--all", "--output", str(target), verbosity=0)
    with ZipFile(target) as archive:
        assert any(archive.read(name) == wav(1) for name in archive.namelist())
    bucket.objects.all().delete()
    interview.delete()
    call_command("import_interview", str(target), verbosity=0)
    back = Recording.objects.exclude(file="").get()
    assert back.file.open().read() == wav(1)
    assert names(bucket) == [back.file.name]


def test_a_node_in_an_environment_with_a_bucket(service: str, tmp_path: Path) -> None:
    """The settings, as a process of its own reads them: pictures may come from there, and no folder is needed."""
    environment = {
        "S3_BUCKET": "media",
        "S3_ENDPOINT_URL": service,
        "S3_ACCESS_KEY_ID": "somebody",
        "S3_SECRET_ACCESS_KEY": "who may",
    }
    node = Node(tmp_path / "node", environment)
    node.manage("migrate", "--verbosity", "0")
    node.make_public("recordings/abc/talk.mp3")
    with node:
        answer = node.get("/robots.txt")
        assert f"img-src 'self' {service}" in answer.headers["content-security-policy"]
        led = node.get("/media/recordings/abc/talk.mp3")
        assert (led.status, led.headers["location"].partition("?")[0]) == (
            302,
            f"{service}/media/recordings/abc/talk.mp3",
        )
    assert not Path(node.environment["DATA_DIR"], "media").exists()
