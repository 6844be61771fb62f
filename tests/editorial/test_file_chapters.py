"""An uploaded sound file tells its length, and its chapters become segments where an editor says so."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from interviews import timecode
from interviews.models import Interview, Recording, Revision, Segment
from interviews.store.file_chapters import offered
from tests.documents.test_id3_chapters import chapter, frame, mp3, title
from tests.editorial.sent_form import fields_of, opened, send
from tests.factories import make_interview, make_segment

pytestmark = pytest.mark.django_db

CHAPTERS = (
    chapter(0, 60_000, title("Of lamps")),
    chapter(60_000, 90_000, title("Why ropes?"), frame("WXXX", b"\0\0https://ropes.example/")),
    chapter(90_000, 95_000),
    chapter(120_000, 150_000, title("<b>The end</b>")),
)


def page_of(interview: Interview) -> str:
    return f"/admin/interviews/interview/{interview.pk}/change/"


def uploaded(desk: Client, interview: Interview, data: bytes, name: str = "talk.mp3", **typed: str) -> Any:
    fields = opened(desk, page_of(interview)) | {"recordings-0-file": SimpleUploadedFile(name, data)}
    given = {f"recordings-0-{key}": value for key, value in typed.items()}
    return desk.post(page_of(interview), {**fields, **given, "_save": "1"}, follow=True)


@pytest.fixture
def recording(db: None) -> Recording:
    recording = Recording(interview=make_interview(published=False))
    recording.file.save("talk.mp3", ContentFile(mp3(*CHAPTERS)), save=False)
    recording.save()
    return recording


def chapters_of(recording: Recording) -> str:
    return f"/admin/interviews/interview/{recording.interview_id}/recordings/{recording.pk}/chapters/"


def add(client: Client, recording: Recording, *numbers: int) -> Any:
    fields = fields_of(client.get(chapters_of(recording)).content.decode(), "chapters_form")
    return client.post(chapters_of(recording), {**fields, "chapter": numbers}, follow=True)


def test_length_type_and_bitrate_are_read_and_told(desk: Client) -> None:
    interview = make_interview(published=False)

    page = uploaded(desk, interview, mp3(title("A talk"), seconds=3)).content.decode()

    recording = interview.recordings.get()
    assert recording.duration is not None
    assert abs(recording.duration - timedelta(seconds=3)) < timedelta(seconds=0.1)
    assert (recording.media_type, recording.bitrate) == ("audio/mpeg", 128)
    assert f"“talk.mp3”: length {timecode.written(recording.duration)}, " in page
    assert "audio/mpeg, 128 kbit/s" in page


def test_what_the_editor_typed_is_never_overwritten(desk: Client) -> None:
    interview = make_interview(published=False)
    uploaded(desk, interview, mp3(seconds=3), duration="1:00", media_type="audio/x-own")
    recording = interview.recordings.get()
    assert (recording.duration, recording.media_type) == (timedelta(minutes=1), "audio/x-own")
    assert recording.bitrate == 128


def test_the_sound_tells_its_type_where_the_name_does_not(desk: Client) -> None:
    interview = make_interview(published=False)
    uploaded(desk, interview, mp3(seconds=1), name="talk")
    assert interview.recordings.get().media_type == "audio/mpeg"


@pytest.mark.parametrize("data", [b"no sound at all", b"ID3\4\0\0\x7f\x7f\x7f\x7f", b"RIFF\0\0"])
def test_a_damaged_file_is_kept_with_a_warning(desk: Client, data: bytes) -> None:
    interview = make_interview(published=False)

    page = uploaded(desk, interview, data)

    assert page.status_code == 200
    assert "its sound could not be measured" in page.content.decode()
    recording = interview.recordings.get()
    assert (recording.duration, recording.bitrate) == (None, None)
    with recording.file.open() as stored:
        assert stored.read() == data


def test_another_file_has_another_bitrate(desk: Client, recording: Recording) -> None:
    assert recording.bitrate == 128
    uploaded(desk, recording.interview, b"no sound at all")
    recording.refresh_from_db()
    assert recording.bitrate is None


def test_saving_a_file_with_chapters_leads_to_them_and_adds_none_by_itself(desk: Client) -> None:
    interview = make_interview(published=False)

    page = uploaded(desk, interview, mp3(*CHAPTERS))

    assert page.redirect_chain[-1][0] == chapters_of(interview.recordings.get())
    html = page.content.decode()
    assert "The file carries 3 chapters." in html
    assert "&lt;b&gt;The end&lt;/b&gt;" in html
    assert not interview.segments.exists()


def test_a_file_without_chapters_leads_where_saving_does(desk: Client) -> None:
    assert "chapters" not in uploaded(desk, make_interview(published=False), mp3(seconds=1)).redirect_chain[-1][0]
    interview = make_interview(published=False)
    fields = opened(desk, page_of(interview)) | {"recordings-0-file": SimpleUploadedFile("a.mp3", mp3(*CHAPTERS))}
    assert send(desk, page_of(interview), fields, button="_publish").headers["Location"] == page_of(interview)


def test_the_ticked_become_segments_at_their_places_in_time(desk: Client, editor: Any, recording: Recording) -> None:
    interview = recording.interview
    make_segment(interview, 30, question="At half a minute?")
    make_segment(interview, None, question="Without a time?")
    make_segment(interview, 100, question="Later?")

    page = add(desk, recording, 0, 1, 2)

    assert "3 chapters became segments." in page.content.decode()
    rows = interview.segments.order_by("position").values_list("position", "start", "label", "question")
    assert [(row[0], row[2] or row[3]) for row in rows] == [
        (1, "Of lamps"),
        (2, "At half a minute?"),
        (3, "Without a time?"),
        (4, "Why ropes?"),
        (5, "Later?"),
        (6, "<b>The end</b>"),
    ]
    ropes = Segment.objects.get(label="Why ropes?")
    assert (ropes.kind, ropes.end, ropes.links[0]["url"]) == (
        "question",
        timedelta(seconds=90),
        "https://ropes.example/",
    )
    revision = Revision.objects.get(reason="edited")
    assert (revision.author, "Of lamps" in revision.document) == (editor, True)
    assert LogEntry.objects.get(object_id=str(interview.pk)).change_message == "3 chapters became segments."
    interview.publish()
    assert "Of <mark>lamps</mark>" in desk.get("/search/?q=lamps").content.decode()


def test_what_is_there_already_is_not_added_twice(desk: Client, recording: Recording) -> None:
    add(desk, recording, 0)
    assert [one.known for one in offered(recording)] == [True, False, False]
    assert "Nothing was ticked" in add(desk, recording, 0).content.decode()
    add(desk, recording, 0, 1)
    assert list(recording.interview.segments.values_list("label", flat=True)) == ["Of lamps", "Why ropes?"]


def test_nothing_is_added_to_an_interview_that_changed_since(desk: Client, recording: Recording) -> None:
    fields = fields_of(desk.get(chapters_of(recording)).content.decode(), "chapters_form")
    recording.interview.save()

    page = desk.post(chapters_of(recording), {**fields, "chapter": [0]}).content.decode()

    assert "Someone changed this interview after its chapters were shown" in page
    assert not Segment.objects.exists()


def test_who_may_not_add_segments_is_refused(
    onlooker: Client, typist: Client, client: Client, desk: Client, recording: Recording
) -> None:
    version = fields_of(desk.get(chapters_of(recording)).content.decode(), "chapters_form")
    for browser in (onlooker, typist):  # a typist may change segments and add none
        assert browser.get(chapters_of(recording)).status_code == 403
        assert browser.post(chapters_of(recording), {**version, "chapter": [0]}).status_code == 403
    assert (
        client.post(chapters_of(recording), {**version, "chapter": [0]}).headers["Location"].startswith("/admin/login")
    )
    assert not Segment.objects.exists()


def test_a_recording_of_another_interview_or_without_a_file_has_none(desk: Client, recording: Recording) -> None:
    other = make_interview(published=False)
    assert desk.get(f"/admin/interviews/interview/{other.pk}/recordings/{recording.pk}/chapters/").status_code == 404
    elsewhere = Recording.objects.create(interview=other, url="https://audio.example/a.mp3")
    assert "carries no chapters" in desk.get(chapters_of(elsewhere)).content.decode()
    recording.file.storage.delete(recording.file.name)
    assert "carries no chapters" in desk.get(chapters_of(recording)).content.decode()
