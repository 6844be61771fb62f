from __future__ import annotations

import uuid

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from interviews.models.series import Series

#: The namespace of podcasts' names (the podcast namespace, ``podcast:guid``).
_NAMESPACE = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")


class PodcastQuerySet(models.QuerySet):
    def named(self, series: Series | None, address: str, given: uuid.UUID | None = None) -> Podcast:
        """The podcast of a series, or of the whole site. What it is called is decided the first time, and stored.

        It is `given`, where the podcast had a name before it came here; else made of the feed's address.
        """
        guid = given or uuid.uuid5(_NAMESPACE, address.partition("://")[2].rstrip("/"))
        podcast, _made = self.get_or_create(series=series, defaults={"guid": str(guid)})
        return podcast


class Podcast(models.Model):
    """A podcast as directories know it. Its name stays where its address changes."""

    on_pages = "anywhere"

    series = models.OneToOneField(
        Series, models.CASCADE, null=True, blank=True, related_name="podcast", verbose_name=_("series")
    )
    guid = models.CharField("GUID", max_length=36, unique=True)

    objects = PodcastQuerySet.as_manager()

    class Meta:
        verbose_name = _("podcast")
        verbose_name_plural = _("podcasts")
        constraints = [
            models.UniqueConstraint(Coalesce("series", models.Value(0)), name="podcast_of_the_site_once"),
        ]

    def __str__(self) -> str:
        return self.guid
