"""Pages of interviews that were rendered before, by this process or another, and still stand.

A template says which parts of it are worth storing (``{% stored "main" %}``). The first reader after a change has them
rendered; the next ones are sent what was stored, in two queries however long the page is.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection, connections, router
from django.utils.translation import get_language

from interviews.kept import Kept
from interviews.models import Interview, RenderedPage
from interviews.models.generation import Changes, changes_since, counts_of
from interviews.models.rendered_page import Stored, packed, unpacked

log = logging.getLogger(__name__)

#: What the parts are made with, beside the rows: of these files below the project, and of these settings.
_FOLDERS, _SUFFIXES = ("interviews", "portal", "templates", "locale"), {".py", ".html", ".mo", ".txt", ".xml"}
_SETTINGS = (
    *("SITE_NAME", "SITE_URL", "LANGUAGE_CODE", "LANGUAGES", "TIME_ZONE", "MEDIA_URL", "STORAGES", "DEBUG"),
    *("SENDS_LETTERS", "PROOF_OF_WORK"),  # the form below the page offers and asks what these say
)


class Rendering:
    """The page of one interview in the language of this moment: found as it was stored, or being made."""

    def __init__(self, slug: str, origin: str) -> None:
        self._slug, self._origin, self._language = slug, origin, get_language() or ""
        self.made: dict[str, str] = {}
        self._before = Changes(0, {})
        # A replica may be behind the primary: what was rendered from it is as old as what it counted.
        self._read_from = connections[router.db_for_read(RenderedPage)]

    def find(self, now: dt.datetime) -> tuple[dict[str, str], Kept] | None:
        """The parts, and how long they stand; None where they have to be made. Two queries."""
        page = Stored.of(self._slug, self._language, self._read_from)
        if page is not None and (page.origin, page.renderer) == (self._origin, renderer_now()):
            young = page.turns_at is None or page.turns_at > now.timestamp()
            if young and counts_of(page.counts, self._read_from) == page.counts:
                turns_at = dt.datetime.fromtimestamp(page.turns_at, dt.UTC) if page.turns_at is not None else None
                return unpacked(page.packed), Kept(frozenset(page.counts), turns_at)
        self._before = changes_since(None, self._read_from)
        return None

    def keep(self, interview: Interview, kept: Kept) -> None:
        """Stores the parts that were made since nothing was found. Nothing is lost where that cannot be."""
        keys = kept.depends_on or frozenset()
        counts = counts_of(keys, self._read_from)
        if not self.made or keys & changes_since(self._before.mark, self._read_from).keys_since(self._before):
            return
        row = {
            "origin": self._origin[:300],
            "renderer": renderer_now(),
            "counts": json.dumps(counts),
            "turns_at": kept.turns_at.timestamp() if kept.turns_at else None,
            "packed": packed(self.made),
        }
        try:
            with _without_waiting():  # by statements that stand in no queue
                mine = RenderedPage.objects.filter(interview=interview, language=self._language)
                if not mine.update(**row):
                    RenderedPage(interview=interview, language=self._language, **row).save(force_insert=True)
        except DatabaseError as error:  # another writes at this moment, or nobody can
            log.info("the page of %s was not stored: %s", interview.slug, error)


@contextmanager
def _without_waiting() -> Iterator[None]:
    """A reader does not wait until an import has ended."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        (usual,) = cursor.fetchone()
        cursor.execute("PRAGMA busy_timeout = 0")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {int(usual)}")


@cache
def renderer_now() -> str:
    """Another as soon as a file or a setting by which pages are made is another, and the same on every machine."""
    told = hashlib.blake2b(digest_size=16)
    for name in _SETTINGS:
        told.update(repr((name, getattr(settings, name, None))).encode())
    for path in _files():
        told.update(path.name.encode())
        told.update(path.read_bytes())
    return told.hexdigest()


def _files() -> Iterator[Path]:
    for folder in _FOLDERS:
        yield from sorted(path for path in (settings.BASE_DIR / folder).rglob("*") if path.suffix in _SUFFIXES)
    yield from sorted(Path(settings.STATIC_ROOT).glob("staticfiles.json"))
