"""Tags, and what carries them. Each tagging has a real foreign key, so that the database keeps it true."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import models
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from taggit.models import ItemBase, TagBase


class TagQuerySet(models.QuerySet):
    def published(self) -> TagQuerySet:
        """Tags that stand on something the public may see."""
        from interviews.models.interview import Interview
        from interviews.models.segment import Segment

        interviews = TaggedInterview.objects.filter(content_object__in=Interview.objects.published())
        segments = TaggedSegment.objects.filter(content_object__in=Segment.objects.published())
        return self.filter(models.Q(pk__in=interviews.values("tag")) | models.Q(pk__in=segments.values("tag")))

    def with_counts(self) -> TagQuerySet:
        """Adds `interview_count` and `segment_count`: on how many the public would find each tag."""
        from interviews.models.interview import Interview
        from interviews.models.segment import Segment

        interviews = models.Q(tagged_interviews__content_object__in=Interview.objects.published())
        segments = models.Q(tagged_segments__content_object__in=Segment.objects.published())
        return self.annotate(
            interview_count=models.Count("tagged_interviews", filter=interviews, distinct=True),
            segment_count=models.Count("tagged_segments", filter=segments, distinct=True),
        ).order_by(models.functions.Lower("name"), "pk")


class Tag(TagBase):
    """A topic, in one spelling for the whole site."""

    description = models.TextField(_("description"), blank=True)

    objects = TagQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("tag")
        verbose_name_plural = _("tags")

    def get_absolute_url(self) -> str:
        return reverse("interviews:tag", args=[self.slug])


class TaggedInterview(ItemBase):
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="tagged_interviews", verbose_name=_("tag"))
    content_object = models.ForeignKey(
        "interviews.Interview", models.CASCADE, related_name="tagged", verbose_name=_("interview")
    )

    class Meta:
        verbose_name = _("tag of an interview")
        verbose_name_plural = _("tags of interviews")
        constraints = [
            models.UniqueConstraint(fields=["tag", "content_object"], name="tagged_interview_once"),
        ]


class TaggedSegment(ItemBase):
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="tagged_segments", verbose_name=_("tag"))
    content_object = models.ForeignKey(
        "interviews.Segment", models.CASCADE, related_name="tagged", verbose_name=_("segment")
    )

    class Meta:
        verbose_name = _("tag of a segment")
        verbose_name_plural = _("tags of segments")
        constraints = [
            models.UniqueConstraint(fields=["tag", "content_object"], name="tagged_segment_once"),
        ]


def tag_rows(wanted: Mapping[int, Iterable[str]], model: type[models.Model]) -> None:
    """Gives each row of `model` (by primary key) exactly the tags named, in a constant number of queries.

    Tags are told apart without regard to case; the first spelling stays.
    """
    through = model.tags.through
    names = {name.casefold(): name for tags in wanted.values() for name in tags}
    known = _known_tags(names)
    for folded, name in names.items():
        if folded not in known:
            known[folded] = Tag.objects.create(name=name)
    has = set(through.objects.filter(content_object__in=wanted).values_list("content_object_id", "tag_id"))
    wants = {(pk, known[name.casefold()].pk) for pk, tags in wanted.items() for name in tags}
    for pk in {pk for pk, _tag in has - wants}:
        gone = [tag for row, tag in has - wants if row == pk]
        through.objects.filter(content_object=pk, tag__in=gone).delete()
    missing = [through(content_object_id=pk, tag_id=tag) for pk, tag in sorted(wants - has)]
    through.objects.bulk_create(missing, ignore_conflicts=True)


def _known_tags(names: Mapping[str, str]) -> dict[str, Tag]:
    if not names:
        return {}
    spelt = models.Q()
    for name in names.values():
        # SQLite knows no case but that of ASCII, so accented names are found by their slug; compared below.
        spelt |= models.Q(name__iexact=name) | models.Q(slug__startswith=slugify(name))
    return {tag.name.casefold(): tag for tag in Tag.objects.filter(spelt)}
