"""The copies of a portrait lie beside it, and a row knows those of its own portrait and of no other."""

from __future__ import annotations

import logging
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage, Storage, default_storage
from django.core.management import CommandError, call_command
from PIL import Image

from interviews.models import Bio
from tests.factories import make_bio, make_picture, make_speaker

pytestmark = pytest.mark.django_db


def stored() -> list[str]:
    """The names of all files beside the portraits, without the part that is drawn by lot."""
    return sorted(default_storage.listdir("portraits")[1])


def copies(bio: Bio) -> list[str]:
    return [copy["name"] for copy in bio.portrait_as_shown.get("renditions", [])]


def make_broken(bio: Bio) -> None:
    default_storage.delete(bio.portrait.name)
    default_storage.save(bio.portrait.name, ContentFile(b"no picture"))


def without_copies(*bios: Bio) -> None:
    """As rows are that were loaded before there were any."""
    for bio in bios:
        for name in copies(bio):
            default_storage.delete(name)
        Bio.objects.filter(pk=bio.pk).update(portrait_renditions={})


def test_a_portrait_that_is_saved_gets_copies_beside_it() -> None:
    bio = make_bio(make_speaker("Ola Berg"), portrait=(600, 900))

    known = Bio.objects.get().portrait_as_shown

    stem = bio.portrait.name.removesuffix(".jpg")
    assert (known["width"], known["height"]) == (600, 900)
    assert known["renditions"] == [
        {"name": f"{stem}-1x.webp", "width": 192, "height": 288},
        {"name": f"{stem}-2x.webp", "width": 384, "height": 576},
        {"name": f"{stem}-3x.webp", "width": 576, "height": 864},
    ]
    for copy in known["renditions"]:
        with default_storage.open(copy["name"]) as file, Image.open(file) as image:
            assert (image.format, image.size) == ("WEBP", (copy["width"], copy["height"]))


def test_rows_that_are_added_in_bulk_get_theirs_too() -> None:
    speaker = make_speaker()
    rows = [Bio(speaker=speaker, text=text) for text in ("One.", "Two.", "Three.")]
    for row in rows[:2]:
        row.portrait.save("x.png", make_picture((300, 300), "PNG"), save=False)
    Bio.objects.bulk_create(rows)
    assert [len(copies(bio)) for bio in Bio.objects.order_by("pk")] == [2, 2, 0]


def test_a_row_that_is_saved_again_keeps_its_copies_as_they_are() -> None:
    bio = Bio.objects.get(pk=make_bio(make_speaker(), portrait=(300, 300)).pk)
    default_storage.delete(bio.portrait.name)  # it could not be made again
    before = copies(bio)
    bio.text = "Kept a light."
    bio.save()
    assert copies(Bio.objects.get()) == before != []


@pytest.mark.parametrize("how", [{}, {"update_fields": ["portrait"]}])
def test_another_portrait_has_copies_of_its_own(how: dict[str, Any]) -> None:
    bio = make_bio(make_speaker(), portrait=(300, 300))
    before = copies(bio)
    bio.portrait.save("other.png", make_picture((400, 300), "PNG"), save=False)
    bio.save(**how)
    bio = Bio.objects.get()
    assert bio.portrait_as_shown["width"] == 400
    assert not set(copies(bio)) & set(before)


@pytest.mark.parametrize("how", [{}, {"update_fields": ["portrait"]}])
def test_a_row_without_portrait_knows_no_copies(how: dict[str, Any]) -> None:
    bio = make_bio(make_speaker(), portrait=(300, 300))
    bio.portrait = ""
    bio.save(**how)
    assert Bio.objects.get().portrait_renditions == {}


def test_copies_of_another_portrait_are_never_shown() -> None:
    bio = make_bio(make_speaker(), portrait=(300, 300))
    Bio.objects.update(portrait="portraits/other.jpg")
    bio.refresh_from_db()
    assert bio.portrait_renditions
    assert bio.portrait_as_shown == {}


def test_a_broken_picture_is_no_reason_to_lose_what_is_saved(caplog: pytest.LogCaptureFixture) -> None:
    bio = Bio(speaker=make_speaker(), text="Keeps a light.")
    bio.portrait.save("ola.jpg", ContentFile(b"no picture"), save=False)
    with caplog.at_level(logging.WARNING, "interviews"):
        bio.save()
        bio.save()
    assert Bio.objects.get().portrait.name == bio.portrait.name
    assert bio.portrait_as_shown == {}
    assert [record.getMessage() for record in caplog.records] == [
        f"{bio.portrait.name} is shown as it is, since no copies of it could be made: "
        "no picture in a format that every browser shows"
    ]


class Failing(FileSystemStorage):
    """One on a network that is gone."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        raise ConnectionError("no route to the bucket")


def test_a_storage_that_fails_is_no_reason_either(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(Bio._meta.get_field("portrait"), "storage", Failing())
    bio = make_bio(make_speaker(), portrait=(300, 300))
    assert Bio.objects.get().portrait.name == bio.portrait.name
    assert "no route to the bucket" in caplog.text


class Bucket(Storage):
    """Only what every storage can do: its files have no path on this machine."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    def _open(self, name: str, mode: str = "rb") -> File:
        return ContentFile(self.files[name])

    def _save(self, name: str, content: File) -> str:
        self.files[name] = content.read()
        return name

    def exists(self, name: str) -> bool:
        return name in self.files

    def delete(self, name: str) -> None:
        del self.files[name]


def test_a_storage_elsewhere_serves_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    storage = Bucket()
    monkeypatch.setattr(Bio._meta.get_field("portrait"), "storage", storage)
    bio = make_bio(make_speaker(), portrait=(300, 300))
    assert len(copies(bio)) == 2
    assert all(storage.exists(name) for name in copies(bio))
    Bio.objects.update(portrait_renditions={})
    assert run() == ("1 made, 0 failed", "")
    assert copies(Bio.objects.get()) == copies(bio)


# manage.py make_renditions


def run(*options: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    try:
        call_command("make_renditions", *options, stdout=out, stderr=err)
    except CommandError as error:
        assert error.returncode == 1
        err.write(str(error))
    return out.getvalue().strip(), err.getvalue()


def test_what_was_loaded_before_there_were_copies_gets_them_and_nothing_twice() -> None:
    old = [make_bio(make_speaker(), portrait=(300, 300)) for _number in range(3)]
    make_bio(make_speaker())
    without_copies(*old[:2])
    kept = default_storage.get_modified_time(copies(old[2])[0])

    assert run() == ("2 made, 0 failed", "")
    assert [len(copies(bio)) for bio in Bio.objects.order_by("pk")] == [2, 2, 2, 0]
    assert default_storage.get_modified_time(copies(old[2])[0]) == kept
    assert run() == ("0 made, 0 failed", "")


def test_all_are_made_anew_in_their_old_places() -> None:
    bio = make_bio(make_speaker(), portrait=(300, 300))
    before, places = stored(), copies(bio)
    for name in places:
        default_storage.delete(name)
        default_storage.save(name, ContentFile(b"old"))
    assert run("--all") == ("1 made, 0 failed", "")
    assert stored() == before
    assert copies(Bio.objects.get()) == places
    assert all(default_storage.size(name) > 3 for name in places)


def test_a_picture_of_two_biographies_is_made_once_for_both() -> None:
    one = make_bio(make_speaker(), portrait=(300, 300))
    without_copies(one)
    Bio.objects.create(speaker=one.speaker, text="Later.")
    Bio.objects.update(portrait=one.portrait.name, portrait_renditions={})
    assert run() == ("1 made, 0 failed", "")
    first, second = (copies(bio) for bio in Bio.objects.order_by("pk"))
    assert first == second != []


def gone(bio: Bio) -> None:
    default_storage.delete(bio.portrait.name)


@pytest.mark.parametrize("spoil", [make_broken, gone])
def test_a_broken_file_is_told_and_the_others_are_made(spoil: Callable[[Bio], None]) -> None:
    bad, good = (make_bio(make_speaker(), portrait=(300, 300)) for _number in range(2))
    without_copies(bad, good)
    spoil(bad)
    out, err = run()
    assert out == "1 made, 1 failed"
    assert bad.portrait.name in err
    assert "no copies could be made of 1 of 2 portraits" in err
    assert [bool(copies(bio)) for bio in Bio.objects.order_by("pk")] == [False, True]


def test_copies_that_cannot_be_made_anew_stay() -> None:
    bio = make_bio(make_speaker(), portrait=(300, 300))
    make_broken(bio)
    assert run("--all")[0] == "0 made, 1 failed"
    assert copies(Bio.objects.get()) == copies(bio) != []
    assert all(default_storage.exists(name) for name in copies(bio))
