"""The headers by which a player asks for a part of a recording.

Each line of an input is the value of a header: Range, If-Range, If-None-Match, If-Modified-Since, in this order. They
pass through the parser, for files of all sizes, and through the view, which answers from two files on the disk; not
through a server, which would refuse some of them.
"""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path

HEADERS = ("HTTP_RANGE", "HTTP_IF_RANGE", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")
CONTENT = bytes(range(251)) * 4
FILES = {"talk.mp3": CONTENT, "empty.mp3": b""}
#: The seeds name this moment, and the tags of files of that age.
MODIFIED = 1_795_986_000
_ASKED = re.compile(rb"bytes=([0-9]*)-([0-9]*)", re.IGNORECASE)


def holds(data: bytes) -> None:
    """A range lies within the file, and the bytes that are sent are those that were asked for."""
    from portal.media import parse_range

    lines = [line.decode("latin-1") for line in data.split(b"\n")][: len(HEADERS)]
    for size in (0, 1, 1000, 1 << 40):
        found = parse_range(lines[0], size)
        assert found is None or (0 <= found.start <= found.stop <= size), found
    for name, content in FILES.items():
        _answer_holds(lines, name, content)


def _answer_holds(lines: list[str], name: str, content: bytes) -> None:
    from django.conf import settings
    from django.http import HttpRequest

    from portal.media import media

    _files(Path(settings.MEDIA_ROOT))
    request = HttpRequest()
    request.method = "GET"
    request.META |= dict(zip(HEADERS, lines, strict=False))
    answer = media(request, name)
    try:
        body = answer.getvalue() if answer.streaming else answer.content
    finally:
        if answer.streaming:
            answer.close()
    status = answer.status_code
    if status == 304:
        assert not body and any(lines[2:])
    elif status == 200:
        assert body == content
    else:
        start, stop = _plainly(lines[0], len(content))
        if status == 416:
            assert not body and start >= stop and answer["Content-Range"] == f"bytes */{len(content)}"
        else:
            assert status == 206 and body == content[start:stop] and body
            assert answer["Content-Range"] == f"bytes {start}-{stop - 1}/{len(content)}"
    if status in (200, 206):
        assert int(answer["Content-Length"]) == len(body)


def _plainly(header: str, size: int) -> tuple[int, int]:
    """From where to where is asked, read as RFC 9110, 14.1.2 says it."""
    found = _ASKED.fullmatch(header.encode("latin-1"))
    assert found, header
    first, last = found.groups()
    if not first:
        return max(size - int(last), 0), size
    return int(first), min(int(last) + 1 if last else size, size)


@cache
def _files(root: Path) -> None:
    root.mkdir(parents=True, exist_ok=True)
    for name, content in FILES.items():
        (root / name).write_bytes(content)
        os.utime(root / name, (MODIFIED, MODIFIED))
