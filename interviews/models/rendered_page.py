"""The parts of an interview's page as they were rendered last: to read them takes a thirtieth of making them."""

from __future__ import annotations

import json
import zlib

from django.db import models

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
    generations = models.JSONField()
    turns_at = models.DateTimeField(null=True)
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


def packed(parts: dict[str, str]) -> bytes:
    return zlib.compress(json.dumps(parts, ensure_ascii=False).encode(), _LEVEL)


def unpacked(stored: bytes) -> dict[str, str]:
    parts: dict[str, str] = json.loads(zlib.decompress(stored))
    return parts
