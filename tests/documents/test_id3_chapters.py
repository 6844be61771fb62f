"""Chapters of an MP3, by the ID3v2 Chapter Frame Addendum 1.0."""

from __future__ import annotations

import io
import struct
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.documents.id3_chapters import MOST_CHAPTERS, FileChapter, chapters_in


def syncsafe(size: int) -> bytes:
    return bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))


def frame(name: str, body: bytes, version: int = 4, size: bytes | None = None) -> bytes:
    told = size or (syncsafe(len(body)) if version == 4 else struct.pack(">I", len(body)))
    return name.encode() + told + b"\0\0" + body


def chapter(start: int, end: int, *inside: bytes, version: int = 4, name: str = "ch") -> bytes:
    body = name.encode() + b"\0" + struct.pack(">4I", start, end, 0xFFFFFFFF, 0xFFFFFFFF) + b"".join(inside)
    return frame("CHAP", body, version)


def title(text: str, encoding: int = 3, version: int = 4) -> bytes:
    letters = text.encode({0: "latin-1", 1: "utf-16", 2: "utf-16-be", 3: "utf-8"}[encoding])
    return frame("TIT2", bytes([encoding]) + letters, version)


def tagged(*frames: bytes, version: int = 4, flags: int = 0, padding: int = 50) -> bytes:
    inside = b"".join(frames) + b"\0" * padding
    return b"ID3" + bytes([version, 0, flags]) + syncsafe(len(inside)) + inside


def mp3(*frames: bytes, seconds: int = 2, version: int = 4) -> bytes:
    """A tag and as much sound (MPEG-1 layer III, 128 kbit/s, 44.1 kHz) as that takes: silence."""
    sound = b"\xff\xfb\x90\x00" + b"\0" * 413
    return tagged(*frames, version=version) + sound * round(seconds * 44_100 / 1152)


def read(data: bytes) -> list[tuple[float, float | None, str]]:
    def seconds(moment: timedelta | None) -> float | None:
        return None if moment is None else moment.total_seconds()

    return [(one.start.total_seconds(), seconds(one.end), one.title) for one in chapters_in(io.BytesIO(data))]


@pytest.mark.parametrize("version", [3, 4])
@pytest.mark.parametrize("encoding", [0, 1, 2, 3])
def test_chapters_are_read_with_their_times_and_titles(version: int, encoding: int) -> None:
    rows = [
        chapter(0, 61_500, title("Why é lamps?", encoding, version), version=version),
        chapter(61_500, 90_000, title("Ropes", encoding, version), version=version),
    ]
    assert read(mp3(*rows, version=version)) == [(0.0, 61.5, "Why é lamps?"), (61.5, 90.0, "Ropes")]


def test_they_come_in_the_order_of_their_times_and_other_frames_are_passed_by() -> None:
    picture = frame("APIC", b"\0image/jpeg\0\3\0" + b"x" * 300_000)
    data = mp3(picture, chapter(5_000, 9_000, title("B")), title("An episode"), chapter(0, 5_000, title("A")))
    assert read(data) == [(0.0, 5.0, "A"), (5.0, 9.0, "B")]


def test_an_address_is_read_in_each_encoding_of_its_description() -> None:
    for description in (b"\0link\0", b"\3link\0", b"\1\xff\xfel\0i\0\0\0", b"\2\0l\0i\0\0"):
        data = tagged(chapter(0, 1_000, title("A"), frame("WXXX", description + b"https://x.example/")))
        assert chapters_in(io.BytesIO(data))[0].url == "https://x.example/", description


def test_a_title_before_a_large_picture_is_read() -> None:
    picture = frame("APIC", b"x" * 900_000)
    assert read(tagged(chapter(0, 1_000, title("A"), picture), chapter(1_000, 2_000, title("B")))) == [
        (0.0, 1.0, "A"),
        (1.0, 2.0, "B"),
    ]


def test_sizes_that_a_writer_of_2_4_took_from_2_3_are_understood() -> None:
    body = b"x" * 200
    assert read(tagged(frame("PRIV", body, size=struct.pack(">I", 200)), chapter(0, 1_000, title("A")))) == [
        (0.0, 1.0, "A")
    ]


@pytest.mark.parametrize(("end", "known"), [(0xFFFFFFFF, None), (1_000, None), (500, None), (1_001, 1.001)])
def test_an_end_that_is_none_is_not_known(end: int, known: float | None) -> None:
    assert read(tagged(chapter(1_000, end, title("A")))) == [(1.0, known, "A")]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"ID3",
        b"RIFF" + b"\0" * 60,
        tagged(title("No chapters")),
        tagged(chapter(0xFFFFFFFF, 5, title("In bytes"))),
        tagged(frame("CHAP", b"no end of the name")),
        tagged(frame("CHAP", b"ch\0short")),
        tagged(chapter(0, 1, title("A")), version=2),
        tagged(chapter(0, 1, title("A"), version=3), version=3, flags=0x80),
        b"ID3\4\0\0\xff\xff\xff\xff" + chapter(0, 1, title("A")),
        tagged(frame("PRIV", b"x", size=syncsafe(10_000)), chapter(0, 1, title("A"))),
    ],
)
def test_what_is_no_chapter_is_none(data: bytes) -> None:
    assert read(data) == []


def test_an_extended_header_is_passed_by() -> None:
    inside = chapter(0, 1_000, title("A"))
    assert read(tagged(syncsafe(6) + b"\1\0", inside, flags=0x40)) == [(0.0, 1.0, "A")]
    old = chapter(0, 1_000, title("A", version=3), version=3)
    assert read(tagged(struct.pack(">I", 6) + b"\0" * 6, old, version=3, flags=0x40)) == [(0.0, 1.0, "A")]


def test_of_very_many_the_first_are_read() -> None:
    data = tagged(*(chapter(number, number + 1, title("A")) for number in range(MOST_CHAPTERS + 5)))
    assert len(read(data)) == MOST_CHAPTERS


@given(st.binary(max_size=300), st.integers(0, 400))
def test_no_file_is_an_error(noise: bytes, place: int) -> None:
    whole = tagged(chapter(0, 1_000, title("A"), frame("WXXX", b"\1")), chapter(1_000, 2_000, title("B")))
    for data in (noise, b"ID3\4\0\0" + noise, whole[:place], whole[:place] + noise + whole[place + 1 :]):
        assert all(isinstance(one, FileChapter) for one in chapters_in(io.BytesIO(data)))
