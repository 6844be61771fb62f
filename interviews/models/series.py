from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from interviews.models.slugs import free_slug


class SeriesQuerySet(models.QuerySet):
    def published(self) -> SeriesQuerySet:
        """Series of which the public may see at least one interview."""
        from interviews.models.interview import Interview

        return self.filter(pk__in=Interview.objects.published().values("series"))


class Series(models.Model):
    """Interviews that belong together."""

    on_pages = "anywhere"

    title = models.CharField(_("title"), max_length=200, unique=True)
    slug = models.SlugField(_("address"), max_length=100, unique=True, blank=True)
    description = models.TextField(_("description"), blank=True)

    objects = SeriesQuerySet.as_manager()

    class Meta:
        ordering = ["title"]
        verbose_name = _("series")
        verbose_name_plural = pgettext_lazy("several", "series")

    def __str__(self) -> str:
        return self.title

    def save(self, *args: object, **kwargs: object) -> None:
        self.slug = self.slug or free_slug(Series.objects.all(), self.title, otherwise="series")
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("interviews:series", args=[self.slug])
