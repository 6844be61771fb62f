"""Pages of interviews that were rendered before, by this process or another, and still stand.

A template says which parts of it are worth storing (``{% stored "main" %}``). The first reader after a change has them
rendered; the next ones are sent what was stored, in two queries however long the page is.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django.utils.translation import get_language

from interviews.kept import Kept
from interviews.models import Interview, RenderedPage
from interviews.models.generation import changes_since, counts_of
from interviews.models.rendered_page import packed, unpacked

log = logging.getLogger(__name__)

#: What the parts are made with, beside the rows: of these files below the project, and of these settings.
_FOLDERS, _SUFFIXES = ("interviews", "portal", "templates", "locale"), {".py", ".html", ".mo", ".txt", ".xml"}
_SETTINGS = ("SITE_NAME", "SITE_URL", "LANGUAGE_CODE", "LANGUAGES", "TIME_ZONE", "MEDIA_URL", "STORAGES", "DEBUG")


class Rendering:
    """The page of one interview in the language of this moment: found as it was stored, or being made."""

    def __init__(self, slug: str, origin: str) -> None:
        self._slug, self._origin, self._language = slug, origin, get_language() or ""
        self.made: dict[str, str] = {}
        self._mark = 0

    def find(self) -> tuple[dict[str, str], Kept] | None:
        """The parts, and how long they stand; None where they have to be made. Two queries."""
        public = Interview.objects.published().filter(slug=self._slug)
        rows = RenderedPage.objects.filter(interview__in=public, language=self._language)
        row = rows.values_list("origin", "renderer", "turns_at", "generations", "packed").first()
        if row is not None:
            origin, renderer, turns_at, generations, stored = row
            same = (origin, renderer) == (self._origin, renderer_now())
            if same and (turns_at is None or turns_at > timezone.now()) and counts_of(generations) == generations:
                return unpacked(stored), Kept(frozenset(generations), turns_at)
        self._mark = changes_since(None, connection).mark
        return None

    def keep(self, interview: Interview, kept: Kept) -> None:
        """Stores the parts that were made since nothing was found. Nothing is lost where that cannot be."""
        keys = kept.depends_on or frozenset()
        generations = counts_of(keys)
        if not self.made or keys.intersection(changes_since(self._mark, connection).counts):
            return
        row = {
            "origin": self._origin[:300],
            "renderer": renderer_now(),
            "generations": generations,
            "turns_at": kept.turns_at,
            "packed": packed(self.made),
        }
        try:
            with _without_waiting(), transaction.atomic():
                RenderedPage.objects.update_or_create(interview=interview, language=self._language, defaults=row)
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
