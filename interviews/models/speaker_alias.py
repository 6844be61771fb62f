from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from interviews.models.speaker import Speaker
from interviews.names import name_key


class SpeakerAlias(models.Model):
    """Another name of a person: a document that gives it is of that person, where nobody is called so."""

    on_pages = "anywhere"

    speaker = models.ForeignKey(Speaker, models.CASCADE, related_name="aliases", verbose_name=_("speaker"))
    name = models.CharField(_("name"), max_length=200)
    key = models.CharField(max_length=200, editable=False, db_index=True)  # what its spellings share

    class Meta:
        ordering = ["name"]
        default_permissions = ()
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        constraints = [models.UniqueConstraint(fields=["speaker", "key"], name="speaker_alias_once")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.key = name_key(self.name)[:200]
        super().save(*args, **kwargs)


def called(name: str) -> Speaker | None:
    """Who goes by this name (a `name_key`) beside the own one; of several the one that did so first."""
    alias = SpeakerAlias.objects.filter(key=name).select_related("speaker").order_by("pk").first()
    return alias.speaker if alias else None
