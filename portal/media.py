"""Serves the files below MEDIA_ROOT in byte ranges (RFC 9110), so that a player can seek.

Django's own serving answers every Range with the whole file, and Chromium then cannot jump to a time.
The pure part comes first: a header is parsed into a value. The part that knows HTTP and files follows.
"""

import os
import re
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from typing import BinaryIO

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import default_storage
from django.db import connections
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, http_date, parse_http_date_safe
from django.views.decorators.http import require_safe

# Fixed, because the mimetypes module also reads files of the machine: the same recording would have another
# type on another server. It is also the list of what a browser may show; all else is only downloaded, since
# a page or an SVG that somebody uploaded would run its script as ours.
MEDIA_TYPES = {
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".ogg": "audio/ogg",
    ".oga": "audio/ogg",
    ".opus": "audio/ogg",
    ".wav": "audio/wav",
    ".flac": "audio/flac",
    ".webm": "video/webm",
    ".mp4": "video/mp4",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".gif": "image/gif",
    ".avif": "image/avif",
}
BLOCK_SIZE = 64 * 1024  # some seconds of speech: few reads, and little memory for each listener
MAX_AGE = 60 * 60  # a corrected recording is heard within the hour; asking again costs a 304, not the file

# One range only: a set of ranges is answered with the whole file, which 14.2 allows. Players ask for one, and
# multipart answers to many small ranges are a known way to tire a server (17.15). The digits are limited
# because int() raises on thousands of them; 100 count past any file.
SINGLE_RANGE = re.compile(r"bytes=(?:(\d{1,100})-(\d{0,100})|-(\d{1,100}))", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True)
class ByteRange:
    """The bytes from start up to, but not including, stop."""

    start: int
    stop: int

    @property
    def length(self) -> int:
        return self.stop - self.start


def parse_range(header: str, size: int) -> ByteRange | None:
    """Return the part of a file of that size for which a Range header asks (RFC 9110, 14.1.2); never raise.

    None: the header is to be ignored (14.2), being malformed, of another unit or of several ranges.
    A range lies within the file; an empty one cannot be satisfied (15.5.17).
    """
    match = SINGLE_RANGE.fullmatch(header)
    if match is None:
        return None
    first, last, suffix = match.groups()
    if suffix:
        if size == 0 and int(suffix) > 0:
            return None  # satisfiable (14.1.2), but Content-Range (14.4) has no way to write "no bytes"
        return ByteRange(max(size - int(suffix), 0), size)
    if last and int(last) < int(first):
        return None  # invalid by 14.1.1, which is not the same as unsatisfiable
    return ByteRange(min(int(first), size), min(int(last) + 1, size) if last else size)


def is_still_same(if_range: str, etag: str, last_modified: int) -> bool:
    """Whether If-Range names the file as it is now, by strong tag or exact date (RFC 9110, 13.1.5)."""
    return if_range == etag or parse_http_date_safe(if_range) == last_modified


@dataclass(frozen=True)
class FileSlice:
    """Reads a range of an open file in blocks; closing it closes the file, read to the end or not begun."""

    file: BinaryIO
    wanted: ByteRange

    def __iter__(self) -> Iterator[bytes]:
        self.file.seek(self.wanted.start)
        left = self.wanted.length
        while left:
            block = self.file.read(min(BLOCK_SIZE, left))
            if not block:
                # Content-Length is already sent: only a broken connection tells the client not to wait for
                # the rest (RFC 9112, 8), and servers break it when the body raises.
                raise EOFError(f"{self.file.name} was cut short while being sent: {left} bytes missing")
            left -= len(block)
            yield block

    def close(self) -> None:
        self.file.close()


def _give_connections_back() -> None:
    """As Django does behind an answer: a listener may take an hour, for which no connection is kept from the pool."""
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()


def open_media(path: str) -> BinaryIO:
    """Open the file at that path below MEDIA_ROOT; raise Http404 if there is none, or it lies elsewhere."""
    if not settings.MEDIA_ROOT:
        # Left empty, it would mean the working directory, and the source would be public.
        raise ImproperlyConfigured("MEDIA_ROOT is empty. Set it to the folder that holds the recordings.")
    with suppress(FileNotFoundError, ValueError):  # removed meanwhile; a NUL or a lone surrogate in the path
        root = os.path.realpath(settings.MEDIA_ROOT)
        name = os.path.realpath(os.path.join(root, path))  # follows links, so one that leads outside is seen
        # Regular files only: a pipe would block the worker. PermissionError is left for the operator's log.
        if is_plain(path) and os.path.commonpath([root, name]) == root and os.path.isfile(name):
            return open(name, "rb")
    raise Http404("No such file.")


def media_headers(name: str, size: int, etag: str, last_modified: int) -> dict[str, str]:
    """Return the headers of the whole file; a part has the same but for its length (RFC 9110, 15.3.7)."""
    media_type = MEDIA_TYPES.get(os.path.splitext(name)[1].lower())
    return {
        "Accept-Ranges": "bytes",
        "Cache-Control": f"public, max-age={MAX_AGE}",
        "Content-Length": str(size),
        # With a name, so that what is saved is not called by an address that somebody made up.
        "Content-Disposition": content_disposition_header(media_type is None, name),
        "Content-Type": media_type or "application/octet-stream",
        "ETag": etag,
        "Last-Modified": http_date(last_modified),
        "X-Content-Type-Options": "nosniff",
    }


def is_plain(path: str) -> bool:
    """Whether it is the one address of its file. An absolute path, "a//b" and "a/" all have an empty part."""
    return {"", ".", ".."}.isdisjoint(path.split("/"))


def lead_to(path: str, method: str) -> HttpResponse:
    """Lead to where the storage has the file of that name; raise Http404 where there can be none."""
    if not is_plain(path) or "\0" in path:
        raise Http404("No such file.")
    # 302, and not for ever: an address is signed for some hours, and another leads on then.
    there = HttpResponse(status=302, headers={"Location": default_storage.address(path, method)})
    # What a HEAD is led to is signed for another HEAD alone.
    there["Cache-Control"] = f"public, max-age={MAX_AGE}" if method == "GET" else "no-store"
    return there


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Answer GET and HEAD for a file below MEDIA_ROOT by RFC 9110, 13 (conditions) and 14 (ranges).

    One that lies in a bucket is given out there, whoever asks for what part: the answer leads to it. Whether whoever
    asks may have the file was decided before (`portal.media_doors`).
    """
    if settings.S3_BUCKET:
        return lead_to(path, request.method)
    with ExitStack() as closing:
        file = closing.enter_context(open_media(path))
        about = os.fstat(file.fileno())  # of the open file: what is told and what is sent cannot differ
        size, etag = about.st_size, f'"{about.st_mtime_ns:x}-{about.st_size:x}"'
        last_modified = min(int(about.st_mtime), int(time.time()))  # never in the future (8.8.2.1)
        headers = media_headers(os.path.basename(path), size, etag, last_modified)

        # Conditions come before the range (13.2.2): an unchanged file is a 304 whatever part is asked for.
        bodiless = HttpResponse(headers=headers)
        response = get_conditional_response(request, etag, last_modified, bodiless)
        if response is not bodiless or request.method == "HEAD":  # 14.2 defines Range for GET only
            return response

        same = is_still_same(request.headers.get("If-Range", etag), etag, last_modified)
        asked = parse_range(request.headers.get("Range", ""), size) if same else None
        if asked:
            if asked.length == 0:
                return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
            headers["Content-Range"] = f"bytes {asked.start}-{asked.stop - 1}/{size}"
            headers["Content-Length"] = str(asked.length)
        body = FileSlice(file, asked or ByteRange(0, size))
        _give_connections_back()
        response = StreamingHttpResponse(body, status=206 if asked else 200, headers=headers)
        closing.pop_all()  # from here on the response closes the file
        return response
