"""A recording at the desk: what was known of one sound is not said of another."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from interviews.models import Interview, Recording
from tests.editorial.sent_form import opened, send
from tests.factories import make_interview, make_recording, make_segment
from tests.models.test_recording import recorded, wav

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def page_of(interview: Interview) -> str:
    return reverse("admin:interviews_interview_change", args=[interview.pk])


def facts(recording: Recording) -> tuple[timedelta | None, str]:
    recording.refresh_from_db()
    return recording.duration, recording.media_type


def edited(desk: Client, recording: Recording, **typed: object) -> tuple[timedelta | None, str]:
    """What is known after these fields were typed into the recording's row."""
    recording.interview.withdraw()  # what readers see is edited in a draft beside it
    address = page_of(recording.interview)
    fields = opened(desk, address) | {f"recordings-0-{name}": value for name, value in typed.items()}
    assert send(desk, address, fields).status_code == 302
    return facts(recording)


def upload(seconds: float = 2, name: str = "new.wav") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, wav(seconds))


@pytest.mark.parametrize("handler", ["Memory", "Temporary"])
def test_an_uploaded_file_is_stored_whole_and_measured(desk: Client, settings: object, handler: str) -> None:
    settings.FILE_UPLOAD_HANDLERS = [f"django.core.files.uploadhandler.{handler}FileUploadHandler"]
    interview = make_interview(published=False)
    fields = opened(desk, page_of(interview)) | {"recordings-0-file": upload(2)}

    assert send(desk, page_of(interview), fields).status_code == 302

    recording = interview.recordings.get()
    assert facts(recording) == (timedelta(seconds=2), "audio/wav")
    with recording.file.open() as stored:
        assert stored.read() == wav(2)


def test_another_file_is_measured_anew(desk: Client) -> None:
    assert edited(desk, recorded(wav(1)), file=upload(2)) == (timedelta(seconds=2), "audio/wav")


def test_another_file_of_unknown_length_does_not_keep_the_old_one(desk: Client) -> None:
    file = SimpleUploadedFile("new.ogg", b"no sound")

    assert edited(desk, recorded(wav(1)), file=file) == (None, "audio/ogg")


def test_another_address_forgets_the_length_and_the_media_type(desk: Client) -> None:
    recording = make_recording(make_interview(published=False), duration=HOUR)

    assert edited(desk, recording, url="https://audio.example/other.ogg") == (None, "audio/ogg")


def test_an_address_in_place_of_a_file_forgets_them_too(desk: Client) -> None:
    typed = {"file-clear": "on", "url": "https://audio.example/other.mp3"}

    assert edited(desk, recorded(wav(1)), **typed) == (None, "audio/mpeg")


def test_what_the_editor_types_along_with_another_file_is_kept(desk: Client) -> None:
    known = edited(desk, recorded(wav(1)), file=upload(2), duration="1:00:00", media_type="audio/x-wav")

    assert known == (HOUR, "audio/x-wav")


def test_what_is_known_stays_where_the_sound_does(desk: Client) -> None:
    recording = make_recording(make_interview(published=False), duration=HOUR, media_type="audio/x-special")

    assert edited(desk, recording, position="3") == (HOUR, "audio/x-special")


@pytest.mark.parametrize("typed", ["-0:05", "-1", "1000:00:00:00"])
def test_a_length_that_is_none_is_refused_in_words(desk: Client, typed: str) -> None:
    interview = make_recording(make_interview(published=False), duration=HOUR).interview
    fields = opened(desk, page_of(interview)) | {"recordings-0-duration": typed}

    response = send(desk, page_of(interview), fields)

    assert response.status_code == 200
    assert f"“{typed}” is not a timecode." in response.content.decode()


def test_a_refused_form_says_that_the_file_must_be_chosen_again(desk: Client) -> None:
    interview = make_interview(published=False)
    make_segment(interview, 10)
    fields = opened(desk, page_of(interview)) | {"segments-0-start": "1:xx", "recordings-0-file": upload()}

    page = send(desk, page_of(interview), fields).content.decode()

    assert "choose it again" in page
    assert not interview.recordings.exists()
