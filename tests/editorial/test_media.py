"""What is stored, where it is used, what lacks words; and files that nobody uses, deleted with care."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from interviews.models import Bio, ImportBatch, ImportChange, Recording, Revision
from interviews.store.history import Revising
from interviews.store.media_files import MOST_LISTED, delete_unused, unused
from tests.editorial.sent_form import fields_of
from tests.factories import make_bio, make_interview, make_picture, make_speaker
from tests.models.test_recording import recorded, wav

pytestmark = pytest.mark.django_db

MEDIA = "/admin/media/"


def stored(name: str, *, days: float = 2) -> str:
    """A file without a row, stored so many days ago."""
    default_storage.save(name, ContentFile(b"0123456789"))
    age(name, days=days)
    return name


def age(name: str, *, days: float = 2) -> None:
    then = time.time() - days * 86_400
    os.utime(default_storage.path(name), (then, then))


def names(folder: str = "recordings") -> list[str]:
    return [one.name for one in unused(folder)]


def test_each_recording_is_listed_with_its_interview_and_size(desk: Client) -> None:
    recording = recorded(wav(2))
    page = desk.get(MEDIA).content.decode()
    assert recording.interview.title in page
    assert recording.file.name in page
    assert "0:02" in page
    assert str(Recording.objects.get().bitrate) in page


def test_portraits_are_listed_with_whom_they_show_and_those_without_words_apart(desk: Client) -> None:
    told = make_bio(make_speaker("Ola Berg"), portrait=(320, 320), portrait_alt="A man in oilskins")
    make_bio(make_speaker("Mia Ek"), portrait=(320, 320))

    page = desk.get(MEDIA, {"tab": "portraits"}).content.decode()
    assert told.portrait_alt in page
    assert "1 portrait has no words" in page
    page = desk.get(MEDIA, {"tab": "portraits", "missing": "1"}).content.decode()
    assert ("Mia Ek" in page, "Ola Berg" in page) == (True, False)


def test_a_new_portrait_needs_words_and_an_old_one_stays_as_it_is(desk: Client) -> None:
    bio = make_bio(make_speaker("Ola Berg"), portrait=(320, 320))
    address = f"/admin/interviews/speaker/{bio.speaker_id}/change/"

    def send(**typed: Any) -> Any:
        return desk.post(address, fields_of(desk.get(address).content.decode(), "speaker_form") | typed)

    assert send(**{"bios-0-text": "Keeps two lights."}).status_code == 302
    picture = SimpleUploadedFile("new.jpg", make_picture((300, 300)).read())
    assert "Say what the portrait shows" in send(**{"bios-0-portrait": picture}).content.decode()
    picture.seek(0)
    assert send(**{"bios-0-portrait": picture, "bios-0-portrait_alt": "In oilskins"}).status_code == 302
    assert "Say what the portrait shows" in send(**{"bios-0-portrait_alt": " "}).content.decode()
    assert Bio.objects.get().portrait_alt == "In oilskins"


def test_a_file_that_no_row_names_is_unused_and_one_that_is_named_is_not() -> None:
    recording = recorded(wav(1))
    bio = make_bio(make_speaker(), portrait=(640, 640))
    for name in [
        recording.file.name,
        bio.portrait.name,
        *(one["name"] for one in bio.portrait_renditions["renditions"]),
    ]:
        age(name)
    lost = stored("recordings/abc/lost.mp3")
    picture = stored("portraits/lost.jpg")
    stored("elsewhere/lost.mp3")

    assert names() == [lost]
    assert names("portraits") == [picture]


def test_a_file_is_not_unused_on_the_day_it_is_stored() -> None:
    stored("recordings/abc/new.mp3", days=0.9)
    assert names() == []


def test_what_a_state_of_the_history_names_stays() -> None:
    recording = recorded(wav(1), "tåg.wav")
    name = recording.file.name
    age(name)
    Revising(recording.interview, Revision.Reason.CREATED).before()
    recording.delete()
    assert default_storage.exists(name)
    assert names() == []
    Revision.objects.all().delete()
    assert names() == [name]


def test_a_copy_of_a_portrait_that_the_history_names_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    interview = make_interview(guest="Ola Berg")
    row = interview.appearances.get()
    row.bio = make_bio(row.speaker, portrait=(640, 640))
    row.save()
    copies = [one["name"] for one in row.bio.portrait_renditions["renditions"]]
    for name in [row.bio.portrait.name, *copies]:
        age(name)
    Revising(interview, Revision.Reason.CREATED).before()
    row.bio.delete()
    assert copies
    assert names("portraits") == []
    Revision.objects.all().delete()
    assert len(names("portraits")) == 1 + len(copies)


def test_what_an_import_could_bring_back_stays() -> None:
    name = stored("recordings/abc/tåg.mp3")
    batch = ImportBatch.objects.create(origin="a")
    ImportChange.objects.create(batch=batch, model="interviews.recording", row=1, before={"file": name})
    assert names() == []


def test_the_ticked_are_shown_first_and_deleted_once_it_is_confirmed(desk: Client, editor: Any) -> None:
    first, other = stored("recordings/abc/first.mp3"), stored("recordings/abc/other.mp3")
    address = f"{MEDIA}?tab=unused-recordings"
    assert first in desk.get(address).content.decode()

    page = desk.post(address, {"file": [first]}).content.decode()
    assert "1 file would be deleted, 10\xa0bytes" in page
    assert default_storage.exists(first)

    desk.post(address, {"file": [first], "confirmed": "1"})
    assert not default_storage.exists(first)
    assert default_storage.exists(other)
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_repr, entry.change_message) == (editor, first, "Deleted, since nothing used it.")


@pytest.mark.parametrize("name", ["../settings.py", "portraits/lost.jpg", "elsewhere/a.mp3", "recordings/used.wav"])
def test_nothing_else_is_deleted_whatever_is_sent(desk: Client, name: str) -> None:
    recording = recorded(wav(1))
    Recording.objects.filter(pk=recording.pk).update(file="recordings/used.wav")
    for one in ("portraits/lost.jpg", "elsewhere/a.mp3", "recordings/used.wav"):
        stored(one)
    Path(default_storage.location).parent.joinpath("settings.py").write_text("")

    desk.post(f"{MEDIA}?tab=unused-recordings", {"file": [name], "confirmed": "1"})

    for one in ("portraits/lost.jpg", "elsewhere/a.mp3", "recordings/used.wav"):
        assert default_storage.exists(one)
    assert Path(default_storage.location).parent.joinpath("settings.py").exists()


def test_of_very_many_some_are_listed() -> None:
    for number in range(MOST_LISTED + 3):
        stored(f"recordings/abc/{number:04}.mp3")
    assert len(names()) == MOST_LISTED
    assert len(delete_unused(["recordings/abc/0000.mp3"], "recordings")) == 1


@pytest.mark.parametrize(
    ("may", "seen"),
    [
        ((), set()),
        (("view_recording",), {"recordings"}),
        (("change_bio",), {"portraits"}),
        (("delete_recording",), {"unused-recordings"}),
        (("delete_bio", "view_bio"), {"portraits", "unused-portraits"}),
    ],
)
def test_each_tab_is_for_those_who_may(may: tuple[str, ...], seen: set[str]) -> None:
    lost = stored("recordings/abc/lost.mp3")
    user = get_user_model().objects.create_user("someone", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=may))
    client = Client()
    client.force_login(user)
    for tab in ("recordings", "portraits", "unused-recordings", "unused-portraits"):
        assert client.get(MEDIA, {"tab": tab}).status_code == (200 if tab in seen else 403), tab
    assert client.get(MEDIA).status_code == (200 if seen else 403)
    sent = {"file": [lost], "confirmed": "1"}
    allowed = "unused-recordings" in seen
    assert client.post(f"{MEDIA}?tab=unused-recordings", sent).status_code == (302 if allowed else 403)
    assert default_storage.exists(lost) != allowed
    assert client.post(f"{MEDIA}?tab=recordings", sent).status_code == 403


def test_nobody_is_asked_to_sign_in(client: Client) -> None:
    lost = stored("recordings/abc/lost.mp3")
    sent = client.post(f"{MEDIA}?tab=unused-recordings", {"file": [lost], "confirmed": "1"})
    assert sent.headers["Location"].startswith("/admin/login/")
    assert default_storage.exists(lost)
