"""Chapters within a sound file, as podcasts carry them in MP3: frames of the ID3v2 tag before the sound.

Formats: “ID3v2 Chapter Frame Addendum 1.0” (CHAP: a name, start and end in milliseconds, two offsets in bytes, frames
of its own: TIT2 is the title, WXXX an address) within tags of ID3 2.3.0 and 2.4.0. Seen in real files: sizes of 2.4
written as 2.3 has them, pictures of a megabyte within a chapter, chapters out of order. What is not as it should be is
left out; a file is never read further than its tag, and never more of it than `LARGEST_CHAPTER` at once.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import BinaryIO

#: Chapters that are read; a longer list is no time index.
MOST_CHAPTERS = 1_000
#: Frames of a tag that are looked at.
MOST_FRAMES = 20_000
#: Bytes of a chapter that are read: its words come before a picture.
LARGEST_CHAPTER = 256 * 1024
#: What stands in a start or an end that is told in bytes and not in milliseconds.
_NOT_SAID = 0xFFFFFFFF
_ENCODINGS = {0: "latin-1", 1: "utf-16", 2: "utf-16-be", 3: "utf-8"}
_HEAD = 10
_UNSYNCHRONISED, _EXTENDED = 0x80, 0x40


@dataclass(frozen=True, slots=True)
class FileChapter:
    """`end` is None where the file does not say it; `title` may be empty."""

    start: timedelta
    end: timedelta | None
    title: str
    url: str = ""


def chapters_in(file: BinaryIO) -> tuple[FileChapter, ...]:
    """The chapters of a sound file, ascending; none where it has none, or no tag that can be read."""
    file.seek(0)
    head = file.read(_HEAD)
    if len(head) < _HEAD or head[:3] != b"ID3" or head[3] not in (3, 4) or max(head[6:]) > 0x7F:
        return ()
    version, flags, left = head[3], head[5], _syncsafe(head[6:])
    if flags & _UNSYNCHRONISED and version == 3:
        return ()  # bytes are stuffed into the tag as a whole: for the players of 1999, and none writes chapters so
    if flags & _EXTENDED:
        told = file.read(4)
        if len(told) < 4:
            return ()
        # 2.4 counts its own four bytes, 2.3 does not.
        rest = _syncsafe(told) - 4 if version == 4 else int.from_bytes(told, "big")
        if not 0 <= rest <= left - 4:
            return ()
        file.seek(rest, 1)
        left -= 4 + rest
    found = []
    for name, size, stuffed in _frames_of(file, version, left):
        if name != b"CHAP":
            continue
        body = file.read(min(size, LARGEST_CHAPTER))
        chapter = _chapter(body.replace(b"\xff\x00", b"\xff") if stuffed else body, version)
        if chapter is not None:
            found.append(chapter)
        if len(found) >= MOST_CHAPTERS:
            break
    return tuple(sorted(found, key=lambda chapter: chapter.start))


def _frames_of(file: BinaryIO, version: int, left: int) -> Iterator[tuple[bytes, int, bool]]:
    """The name and the size of each frame, and whether bytes are stuffed into it; the file stands at its body."""
    end = file.tell() + left
    for _number in range(MOST_FRAMES):
        place = file.tell()
        head = file.read(_HEAD) if place + _HEAD <= end else b""
        told = _frame(head, version)
        if told is None or place + _HEAD + told[1] > end:
            return
        yield told
        file.seek(place + _HEAD + told[1])


def _frame(head: bytes, version: int) -> tuple[bytes, int, bool] | None:
    """What the head of a frame says; None for what is none, such as the padding behind the last."""
    if len(head) < _HEAD or not head[:4].isalnum():
        return None
    # Some write the sizes of 2.4 as 2.3 has them; a byte that 2.4 cannot have gives them away.
    size = _syncsafe(head[4:8]) if version == 4 and max(head[4:8]) <= 0x7F else int.from_bytes(head[4:8], "big")
    return head[:4], size, version == 4 and bool(head[9] & 0x02)


def _chapter(body: bytes, version: int) -> FileChapter | None:
    name_ends = body.find(b"\0")
    times = body[name_ends + 1 : name_ends + 17]
    if name_ends < 0 or len(times) < 16:
        return None
    start, end, _first, _last = struct.unpack(">4I", times)
    if start == _NOT_SAID:
        return None
    title = url = ""
    place = name_ends + 17
    while (told := _frame(body[place : place + _HEAD], version)) is not None:
        name, size, _stuffed = told
        inside = body[place + _HEAD : place + _HEAD + size]
        if name == b"TIT2" and not title:
            title = _text(inside)
        elif name == b"WXXX" and not url:
            url = _address(inside)
        place += _HEAD + size
    return FileChapter(
        timedelta(milliseconds=start),
        timedelta(milliseconds=end) if end != _NOT_SAID and end > start else None,
        title,
        url,
    )


def _text(inside: bytes) -> str:
    """The first of the texts of a frame."""
    encoding = _ENCODINGS.get(inside[0]) if inside else None
    if encoding is None:
        return ""
    return " ".join(inside[1:].decode(encoding, "replace").partition("\0")[0].split())


def _address(inside: bytes) -> str:
    """The address of a WXXX frame: behind a description in any encoding, itself in Latin letters."""
    wide = bool(inside) and inside[0] in (1, 2)
    rest = inside[1:]
    if wide:
        ends = next((at for at in range(0, len(rest) - 1, 2) if rest[at : at + 2] == b"\0\0"), -1)
        address = rest[ends + 2 :] if ends >= 0 else b""
    else:
        address = rest.partition(b"\0")[2]
    return address.partition(b"\0")[0].decode("latin-1").strip()


def _syncsafe(four: bytes) -> int:
    """A size of which each byte has seven bits."""
    return sum(byte << shift for byte, shift in zip(four, (21, 14, 7, 0), strict=True))
