"""Addresses under which something stood before: they lead to where it stands now, for ever."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from interviews.models.interview import Interview
from interviews.models.series import Series
from interviews.models.slugs import SLUG
from interviews.models.speaker import Speaker
from interviews.models.tag import Tag, TagSynonym

Moved = TypeVar("Moved", Interview, Speaker, Series, Tag)

#: What has an address that may change, by the column that points at it.
_COLUMNS: dict[type[models.Model], str] = {Interview: "interview", Speaker: "speaker", Series: "series", Tag: "tag"}


class FormerSlugQuerySet(models.QuerySet):
    def of(self, model: type[models.Model]) -> FormerSlugQuerySet:
        return self.filter(**{f"{_COLUMNS[model]}__isnull": False})


class FormerSlug(models.Model):
    """A slug that one of them had. What stands at an address now comes before what stood there; of two that stood
    there one after the other, the later one is meant."""

    on_pages = "never"

    slug = models.CharField(max_length=100)
    # Hidden from the other models: who asks what hangs on a row is not to see its addresses.
    interview = models.ForeignKey(Interview, models.CASCADE, null=True, related_name="+")
    speaker = models.ForeignKey(Speaker, models.CASCADE, null=True, related_name="+")
    series = models.ForeignKey(Series, models.CASCADE, null=True, related_name="+")
    tag = models.ForeignKey(Tag, models.CASCADE, null=True, related_name="+")

    objects = FormerSlugQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
        constraints = [
            *(
                models.UniqueConstraint(
                    fields=["slug"], condition=models.Q(**{f"{name}__isnull": False}), name=f"former_slug_of_{name}"
                )
                for name in _COLUMNS.values()
            ),
            models.CheckConstraint(
                condition=models.Q(
                    *(
                        models.Q(*((f"{name}__isnull", name != one) for name in _COLUMNS.values()))
                        for one in _COLUMNS.values()
                    ),
                    _connector=models.Q.OR,
                ),
                name="former_slug_of_one",
            ),
        ]

    def __str__(self) -> str:
        return self.slug


def keep_former(row: Moved, before: str) -> None:
    """To be called by whoever gave the row another slug than `before`; harmless twice."""
    column = _COLUMNS[type(row)]
    former = FormerSlug.objects.of(type(row))
    former.filter(slug=row.slug, **{column: row}).delete()  # it is back
    if before and before != row.slug:
        former.update_or_create(slug=before, defaults={column: row})


def take_former(row: Moved, slugs: Iterable[str]) -> None:
    """Addresses that a row brings along from another site; one that leads elsewhere here goes on to do so."""
    rows = [FormerSlug(slug=slug, **{_COLUMNS[type(row)]: row}) for slug in slugs if SLUG.fullmatch(slug)]
    if rows:
        FormerSlug.objects.bulk_create(rows, ignore_conflicts=True)


def all_former_slugs(model: type[models.Model]) -> dict[int, list[str]]:
    """Those of all rows of one kind, by primary key, in order."""
    found: dict[int, list[str]] = defaultdict(list)
    for key, slug in FormerSlug.objects.of(model).values_list(_COLUMNS[model], "slug"):
        found[key].append(slug)
    return defaultdict(list, {key: sorted(slugs) for key, slugs in found.items()})


def former_slugs(row: Moved) -> list[str]:
    return sorted(FormerSlug.objects.filter(**{_COLUMNS[type(row)]: row}).values_list("slug", flat=True))


def now_at(model: type[Moved], slug: str) -> Moved | None:
    """What stood at an address where nothing stands now, if the public may see it; a topic by its synonyms too."""
    rows = FormerSlug.objects.of(model).filter(slug=slug).values(_COLUMNS[model])
    found: Moved | None = model.objects.published().filter(pk__in=rows).first()
    if found is None and model is Tag:
        meant = TagSynonym.objects.filter(slug=slug).values("tag") if slug else []
        found = Tag.objects.published().filter(pk__in=meant).first()
    return found
