"""A portrait that an editor sends: what no page could show is refused in words that say the cure."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from interviews.models import Bio
from tests.editorial.sent_form import fields_of
from tests.factories import make_bio, make_picture, make_speaker
from tests.test_portraits import claiming

pytestmark = pytest.mark.django_db


def send(desk: Client, name: str, content: bytes) -> str:
    """The answer to a biography with that file as the portrait; empty where it was taken."""
    address = reverse("admin:interviews_speaker_change", args=[make_speaker().pk])
    sent = fields_of(desk.get(address).content.decode(), "speaker_form")
    sent |= {"bios-TOTAL_FORMS": "1", "bios-0-language": "en", "bios-0-text": "Keeps a light."}
    sent["bios-0-portrait_alt"] = "A man in oilskins"
    sent["bios-0-portrait"] = SimpleUploadedFile(name, content)
    return desk.post(address, sent).content.decode()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_picture_that_every_browser_shows_is_taken_with_its_copies(desk: Client, kind: str) -> None:
    sent = make_picture((400, 300), kind)
    assert send(desk, sent.name, sent.read()) == ""
    bio = Bio.objects.get()
    assert (bio.portrait_as_shown["width"], bio.portrait_as_shown["height"]) == (400, 300)
    assert len(bio.portrait_as_shown["renditions"]) == 2
    with default_storage.open(bio.portrait.name) as stored:
        assert stored.read() == make_picture((400, 300), kind).read()


def test_a_picture_too_large_for_the_memory_arrives_as_whole(desk: Client, settings: object) -> None:
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 100
    assert send(desk, "ola.jpg", make_picture((400, 400)).read()) == ""
    assert Bio.objects.get().portrait_as_shown["width"] == 400


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("ola.tiff", make_picture(kind="TIFF").read(), "Not every browser shows this kind of picture."),
        ("ola.jpg", make_picture(kind="BMP").read(), "Save it as JPEG, PNG or WebP."),
        ("ola.png", claiming(10_000, 9_000), "The picture has too many pixels; up to 50 million are taken."),
        ("ola.png", claiming(60_000, 60_000), "no page shows more than 576 across"),
        ("ola.jpg", make_picture().read()[:-900], "The picture is cut off or damaged."),
        ("ola.jpg", b"no picture", "Upload a valid image."),
        ("ola.jpg", b"", "The submitted file is empty."),
        ("ola.exe", make_picture().read(), "is not allowed"),
    ],
)
def test_what_no_page_could_show_is_refused_in_words(desk: Client, name: str, content: bytes, said: str) -> None:
    html = send(desk, name, content)
    assert said in html
    assert "Keeps a light." in html
    assert not Bio.objects.exists()


def of_one(desk: Client, bio: Bio, **fields: object) -> str:
    address = reverse("admin:interviews_speaker_change", args=[bio.speaker.pk])
    sent = fields_of(desk.get(address).content.decode(), "speaker_form")
    return desk.post(address, sent | {f"bios-0-{name}": value for name, value in fields.items()}).content.decode()


def test_a_broken_portrait_that_is_here_already_hinders_no_edit(desk: Client) -> None:
    bio = make_bio(make_speaker(), portrait=(200, 200))
    default_storage.delete(bio.portrait.name)
    default_storage.save(bio.portrait.name, ContentFile(b"no picture"))
    assert of_one(desk, bio, text="Kept a light.") == ""
    assert Bio.objects.get().text == "Kept a light."


def test_a_portrait_that_is_taken_away_takes_its_copies_off_the_page(desk: Client) -> None:
    bio = make_bio(make_speaker(), portrait=(200, 200))
    assert of_one(desk, bio, **{"portrait-clear": "on"}) == ""
    bio = Bio.objects.get()
    assert (bio.portrait.name, bio.portrait_renditions) == ("", {})
