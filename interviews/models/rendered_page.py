"""The parts of an interview's page as they were rendered last: to read them takes a twentieth of making them."""

from __future__ import annotations

import json
import zlib
from typing import NamedTuple

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from interviews.models.interview import Interview

#: The quickest. It is read far more often than written, and only its size in the database is to be bounded.
_LEVEL = 1


class RenderedPage(models.Model):
    """In one language; it stands as long as everything that it shows was counted so often (`Generation`), and until
    its moment. Whoever finds that it does not stand makes another, which takes its place.
    """

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="+")
    language = models.CharField(max_length=20)
    #: The site's address, which parts of it name.
    origin = models.CharField(max_length=300)
    #: Which code, templates and settings rendered it.
    renderer = models.CharField(max_length=32)
    #: How often what it shows had been counted: JSON, by key.
    counts = models.TextField()
    #: Seconds since 1970; None: it stands until something changes.
    turns_at = models.FloatField(null=True)
    packed = models.BinaryField()

    #: See `interviews.models.attribution`.
    on_pages = "never"

    class Meta:
        default_permissions = ()
        verbose_name = "rendered page"
        verbose_name_plural = "rendered pages"
        constraints = [
            models.UniqueConstraint(fields=["interview", "language"], name="rendered_page_once_in_a_language")
        ]

    def __str__(self) -> str:
        return f"{self.interview_id} ({self.language})"


class Stored(NamedTuple):
    """A row, as it is read for each reader: past the models, since to build that query takes longer than all else."""

    origin: str
    renderer: str
    counts: dict[str, int]
    turns_at: float | None
    packed: bytes

    @classmethod
    def of(cls, slug: str, language: str, connection: BaseDatabaseWrapper) -> Stored | None:
        """The page of the interview at that address; whether the public may see it is said by its counts."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT page.origin, page.renderer, page.counts, page.turns_at, page.packed "
                "FROM interviews_renderedpage AS page "
                "JOIN interviews_interview AS interview ON interview.id = page.interview_id "
                "WHERE interview.slug = %s AND interview.status = 'published' AND page.language = %s",
                [slug, language],
            )
            row = cursor.fetchone()
        if row is None:
            return None
        origin, renderer, counts, turns_at, content = row
        return cls(origin, renderer, json.loads(counts), turns_at, bytes(content))


def packed(parts: dict[str, str]) -> bytes:
    """The names of the parts with their lengths in characters, a line, and the parts one after the other."""
    lengths = json.dumps({name: len(text) for name, text in parts.items()})
    return zlib.compress("\n".join([lengths, "".join(parts.values())]).encode(), _LEVEL)


def unpacked(content: bytes) -> dict[str, str]:
    lengths, _, text = zlib.decompress(content).decode().partition("\n")
    parts, start = {}, 0
    for name, length in json.loads(lengths).items():
        parts[name] = text[start : start + length]
        start += length
    return parts
