"""What is known of a recording's sound."""

from __future__ import annotations

import struct
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from interviews.models import Recording
from tests.factories import make_interview, make_recording

pytestmark = pytest.mark.django_db


def wav(seconds: float, said: int | None = None, rate: int = 8000) -> bytes:
    """So much silence (PCM, 8 bits), in a head that may say another number of bytes."""
    sound = b"\x80" * int(rate * seconds)
    form = struct.pack("<HHIIHH", 1, 1, rate, rate, 1, 8)
    size = struct.pack("<I", len(sound) if said is None else said)
    return b"RIFF" + size + b"WAVEfmt " + struct.pack("<I", 16) + form + b"data" + size + sound


def recorded(data: bytes, name: str = "talk.wav") -> Recording:
    recording = Recording(interview=make_interview())
    recording.file.save(name, ContentFile(data), save=False)
    recording.save()
    return recording


def test_the_length_of_a_file_is_measured() -> None:
    recording = recorded(wav(2.5))

    assert (recording.duration, recording.media_type) == (timedelta(seconds=2.5), "audio/wav")


@pytest.mark.parametrize("said", [0xFFFFFFFF, 0xFFFFFFFF - 36, 0x7FFFFFFF])
@pytest.mark.parametrize("rate", [1, 8000, 176_400])
def test_a_length_that_no_recorder_meant_is_unknown(said: int, rate: int) -> None:
    """A streaming recorder writes the largest number there is, for want of the true one: up to 49,710 days."""
    assert recorded(wav(1, said, rate)).duration is None


@pytest.mark.parametrize("seconds", [float("nan"), float("inf"), float("-inf"), 1e300, -1.0, 0.0, None])
def test_what_is_no_length_is_unknown(seconds: float | None, monkeypatch: pytest.MonkeyPatch) -> None:
    class Read:
        duration, bitrate, mime_type = seconds, 128.0, "audio/mpeg"

    monkeypatch.setattr("tinytag.TinyTag.get", lambda **given: Read)

    assert recorded(wav(1)).duration is None


def test_a_file_that_is_no_sound_has_no_length() -> None:
    assert recorded(b"<html>not found</html>", "talk.mp3").duration is None


def test_the_database_holds_no_negative_length() -> None:
    recording = make_recording(make_interview(), duration=timedelta(0))

    with pytest.raises(IntegrityError), transaction.atomic():
        Recording.objects.filter(pk=recording.pk).update(duration=timedelta(seconds=-1))
