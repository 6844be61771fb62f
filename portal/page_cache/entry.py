"""A page as it is kept: its headers and bodies, in each encoding made once, and what it says to who has it already."""

from __future__ import annotations

import gzip
import hashlib
import re
import time
from collections.abc import Callable
from email.utils import formatdate
from functools import lru_cache

import brotli

Headers = list[tuple[str, str]]

#: What a page is sent as, the shortest first.
ENCODINGS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda body: brotli.compress(body, quality=5),
    "gzip": lambda body: gzip.compress(body, compresslevel=6, mtime=0),
    "identity": lambda body: body,
}
#: Shorter ones gain nothing.
WORTH_COMPRESSING = 500
_TEXT = re.compile(r"text/|application/(?:[\w.-]+\+)?(?:json|xml|yaml)|application/x-|image/svg")

#: Headers that are said by the entry itself.
_OWN = {"content-length", "etag", "last-modified", "vary", "connection", "date", "x-cache", "x-request-id"}
#: What belongs into an answer that nothing has changed (RFC 9110, 15.4.5).
_UNCHANGED = {"cache-control", "content-location", "expires", "etag", "last-modified", "vary"}


class Entry:
    """`size`: what the bodies made so far take, in bytes. `turns_at`: seconds since 1970 at which it stands no more."""

    __slots__ = ("_body", "_compressible", "_headers", "_made", "_made_at", "depends_on", "digest", "size", "turns_at")

    def __init__(
        self, headers: Headers, body: bytes, depends_on: frozenset[str] | None, turns_at: float | None
    ) -> None:
        self._body, self.depends_on, self.turns_at = body, depends_on, turns_at
        self._headers = [(name, value) for name, value in headers if name.lower() not in _OWN]
        said = {name.lower(): value for name, value in headers}
        if "cache-control" not in said:
            # A reader's browser keeps it, and asks each time whether it still stands.
            self._headers.append(("Cache-Control", "no-cache"))
        kind = said.get("content-type", "")
        self._compressible = len(body) >= WORTH_COMPRESSING and _TEXT.match(kind) is not None
        self.digest = hashlib.blake2b(body, digest_size=12).hexdigest()
        self._made_at = int(time.time())
        self._made: dict[str, Sent] = {}
        self.size = len(body)

    def stands(self, now: float) -> bool:
        return self.turns_at is None or now < self.turns_at

    def sent_as(self, encoding: str) -> Sent:
        """What is sent in that encoding, made when it is first asked for."""
        if not self._compressible:
            encoding = "identity"
        made = self._made.get(encoding)
        if made is None or made.is_young:
            made = self._made[encoding] = self._make(encoding, made.body if made else None)
        return made

    def _make(self, encoding: str, body: bytes | None) -> Sent:
        if body is None:
            body = ENCODINGS[encoding](self._body)
            self.size += len(body) if encoding != "identity" else 0
        etag = f'"{self.digest}"' if encoding == "identity" else f'"{self.digest}-{encoding}"'
        own = [("ETag", etag), ("Vary", "Accept-Encoding")]
        # Only once its second has passed: until then another page may be made that would bear the same date.
        old_enough = time.time() >= self._made_at + 1
        modified = formatdate(self._made_at, usegmt=True) if old_enough else ""
        if modified:
            own.append(("Last-Modified", modified))
        if encoding != "identity":
            own.append(("Content-Encoding", encoding))
        headers = [*self._headers, *own, ("Content-Length", str(len(body)))]
        return Sent(headers, body, etag, modified)


class Sent:
    """An answer as it goes out."""

    __slots__ = ("body", "etag", "headers", "is_young", "modified", "unchanged")

    def __init__(self, headers: Headers, body: bytes, etag: str, modified: str) -> None:
        self.headers, self.body, self.etag, self.modified = headers, body, etag, modified
        self.is_young = not modified
        self.unchanged = [(name, value) for name, value in headers if name.lower() in _UNCHANGED]

    def is_what(self, none_match: str | None, modified_since: str | None) -> bool:
        """Whether who asks has this already. A date counts only without an ETag, and only where it is this very one."""
        if none_match is not None:
            return none_match == self.etag or none_match.strip() == "*" or self.etag in _etags_in(none_match)
        return bool(modified_since) and modified_since == self.modified


def _etags_in(header: str) -> list[str]:
    """Those named, compared weakly (RFC 9110, 13.1.2): front ends that compress call ours weak."""
    return re.findall(r'"[^"]*"', header)


@lru_cache(maxsize=256)
def encoding_for(accepted: str) -> str:
    """The shortest that the reader's `Accept-Encoding` takes (RFC 9110, 12.5.3); identity where none is named."""
    weights: dict[str, float] = {}
    for part in accepted.lower().split(","):
        name, _, parameter = part.partition(";")
        match = re.fullmatch(r"\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*", parameter)
        weights[name.strip()] = float(match[1]) if match else 0.0 if parameter.strip() else 1.0
    for encoding in ENCODINGS:
        if encoding != "identity" and weights.get(encoding, weights.get("*", 0.0)) > 0:
            return encoding
    return "identity"
