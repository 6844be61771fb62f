from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _

from interviews.models.segment import Segment


class DismissedSuggestion(models.Model):
    """A tag that an editor did not want for a segment: it is not suggested there again.

    `key` is what all spellings of the name share (see `suggestions.tag_key`); or “?” where its question is not one
    that many are asked.
    """

    on_pages = "never"

    segment = models.ForeignKey(Segment, models.CASCADE, related_name="dismissed", verbose_name=_("segment"))
    key = models.CharField(_("name"), max_length=200)

    class Meta:
        default_permissions = ()
        verbose_name = _("dismissed suggestion")
        verbose_name_plural = _("dismissed suggestions")
        constraints = [models.UniqueConstraint(fields=["segment", "key"], name="suggestion_dismissed_once")]

    def __str__(self) -> str:
        return self.key

    @classmethod
    def dismiss(cls, keys: Iterable[tuple[Segment, str]]) -> None:
        """Each for its segment; harmless twice."""
        rows = [cls(segment=segment, key=key) for segment, key in keys]
        cls.objects.bulk_create(rows, ignore_conflicts=True)
