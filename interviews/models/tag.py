"""Tags, and what carries them. Each tagging has a real foreign key, so that the database keeps it true."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from taggit.models import ItemBase, TagBase

from interviews.models.slugs import LONGEST, free_slug

#: The address of a tag of whose name no Latin letter is left.
UNSPELT = "tag"

#: Names looked for in one query: SQLite refuses a condition of more than a thousand parts.
AT_ONCE = 200


class TagQuerySet(models.QuerySet):
    def published(self) -> TagQuerySet:
        """Tags that stand on something the public may see."""
        from interviews.models.interview import Interview

        # Asked of each tag, and answered by the first thing that is found on it.
        public, tag = Interview.objects.published(), models.OuterRef("pk")
        interviews = TaggedInterview.objects.filter(tag=tag, content_object__in=public)
        segments = TaggedSegment.objects.filter(tag=tag, content_object__interview__in=public)
        return self.filter(models.Exists(interviews) | models.Exists(segments))

    def topics(self) -> TagQuerySet:
        return self.filter(question="")

    def questions(self) -> TagQuerySet:
        return self.exclude(question="")

    def with_answer_counts(self) -> TagQuerySet:
        """Adds `interview_count`: in how many interviews the public finds an answer. Those asked most come first."""
        from interviews.models.segment import Segment

        interviews = models.Count("content_object__interview", distinct=True)
        counted = uses(TaggedSegment, Segment.objects.published(), interviews)
        return self.annotate(interview_count=counted).order_by("-interview_count", "name")


def uses(
    through: type[ItemBase], carriers: models.QuerySet | None = None, count: models.Aggregate | None = None
) -> models.Expression:
    """On how many rows (of `carriers`, where given) each tag stands; `count` counts something else of its taggings.

    A subquery: a join of interviews and of segments would count their product.
    """
    mine = through.objects.filter(tag=models.OuterRef("pk"))
    if carriers is not None:
        mine = mine.filter(content_object__in=carriers)
    counted = mine.order_by().values("tag").annotate(uses=count or models.Count("pk")).values("uses")
    return models.functions.Coalesce(models.Subquery(counted, output_field=models.IntegerField()), 0)


class Tag(TagBase):
    """A topic, in one spelling for the whole site; or, with a `question`, what many guests were asked."""

    on_pages = "anywhere"

    slug = models.SlugField(_("address"), max_length=100, unique=True, blank=True)
    description = models.TextField(_("description"), blank=True)
    question = models.CharField(
        _("question"),
        max_length=300,
        blank=True,
        help_text=_("Only where many guests were asked the same: in its plainest words. Its page gathers the answers."),
    )

    objects = TagQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("tag")
        verbose_name_plural = _("tags")

    def save(self, *args: object, **kwargs: object) -> None:
        self.slug = self.slug or free_slug(Tag.objects.all(), self.name, otherwise=UNSPELT)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("interviews:question" if self.question else "interviews:tag", args=[self.slug])

    @transaction.atomic
    def take_in(self, other: Tag) -> None:
        """What is tagged with the other is tagged with this one, its addresses lead here, and it is gone: its name and
        its synonyms are synonyms of this one."""
        from interviews.models.former_slug import FormerSlug, keep_former

        for through in (TaggedInterview, TaggedSegment):
            mine = through.objects.filter(tag=self).values("content_object")
            through.objects.filter(tag=other).exclude(content_object__in=mine).update(tag=self)
        FormerSlug.objects.filter(tag=other).update(tag=self)
        TagSynonym.objects.filter(tag=other).update(tag=self)
        other.delete()
        keep_former(self, other.slug)
        TagSynonym.objects.get_or_create(key=other.name.casefold(), defaults={"tag": self, "name": other.name})

    def keep_name(self, before: str) -> None:
        """To be called by whoever gave the tag another name than `before`: the old one is a synonym, unless it is
        another tag's by now."""
        self.synonyms.filter(key=self.name.casefold()).delete()  # it is back
        other = before.casefold() != self.name.casefold()
        if other and known_tag(before) is None and synonym_of(before) is None:
            TagSynonym.objects.create(tag=self, name=before)


class TagSynonym(models.Model):
    """Another word for a topic: whatever is tagged with it gets the topic, and its address leads there."""

    on_pages = "anywhere"

    tag = models.ForeignKey(Tag, models.CASCADE, related_name="synonyms", verbose_name=_("tag"))
    name = models.CharField(_("name"), max_length=100)
    key = models.CharField(max_length=300, unique=True, editable=False)  # the name without regard to case
    slug = models.SlugField(_("address"), max_length=100, blank=True, editable=False)

    class Meta:
        ordering = ["name"]
        default_permissions = ()
        verbose_name = _("synonym")
        verbose_name_plural = _("synonyms")

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.key = self.name.casefold()
        self.slug = slugify(self.name)[:LONGEST].strip("-")
        super().save(*args, **kwargs)


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


def check_tag_name(name: str) -> None:
    """Raises ValidationError where the name does not fit its column."""
    longest = Tag._meta.get_field("name").max_length
    if len(name) > longest:
        message = _("“%(name)s…” is too long for a tag (%(longest)s characters at most).")
        raise ValidationError(message, code="too_long", params={"name": name[:40], "longest": longest})


def tag_rows(wanted: Mapping[int, Iterable[str]], model: type[models.Model]) -> list[Tag]:
    """Gives each row of `model` (by primary key) exactly the tags named, in as many queries for one row as for many.
    Returns the tags that were made for it.

    A tag of the very name is taken; else names are told apart without regard to case, and the first spelling stays.
    Raises ValidationError, before anything is written, where a name does not fit.
    """
    through = model.tags.through
    names = {name: name.casefold() for tags in wanted.values() for name in tags}
    for name in names:
        check_tag_name(name)
    spelt = {tag.name: tag for tag in _known_tags(list(names))}
    alike = {tag.name.casefold(): tag for tag in reversed(spelt.values())}
    made = []
    unknown = [folded for name, folded in names.items() if name not in spelt and folded not in alike]
    alike |= _by_synonym(unknown)
    for name, folded in names.items():
        if name not in spelt and folded not in alike:
            alike[folded] = Tag.objects.create(name=name)
            made.append(alike[folded])
    has = set(through.objects.filter(content_object__in=wanted).values_list("content_object_id", "tag_id"))
    wants = {(pk, (spelt.get(name) or alike[names[name]]).pk) for pk, tags in wanted.items() for name in tags}
    for pk in {pk for pk, _tag in has - wants}:
        gone = [tag for row, tag in has - wants if row == pk]
        through.objects.filter(content_object=pk, tag__in=gone).delete()
    missing = [through(content_object_id=pk, tag_id=tag) for pk, tag in sorted(wants - has)]
    through.objects.bulk_create(missing, ignore_conflicts=True)
    return made


def known_tag(name: str) -> Tag | None:
    """The tag of this name, in any case."""
    return next((tag for tag in _known_tags([name]) if tag.name.casefold() == name.casefold()), None)


def synonym_of(name: str) -> Tag | None:
    """The tag of which this name is a synonym."""
    return _by_synonym([name.casefold()]).get(name.casefold())


def _by_synonym(folded: Sequence[str]) -> dict[str, Tag]:
    """The tags of which these names, told apart without regard to case, are synonyms."""
    found: dict[str, Tag] = {}
    for start in range(0, len(folded), AT_ONCE):
        some = folded[start : start + AT_ONCE]
        meant = TagSynonym.objects.filter(key__in=some).select_related("tag")
        found |= {synonym.key: synonym.tag for synonym in meant}
    return found


def _known_tags(names: Sequence[str]) -> list[Tag]:
    """The tags of these names in any spelling, and perhaps others, the oldest first."""
    found: dict[int, Tag] = {}
    for start in range(0, len(names), AT_ONCE):
        spelt = models.Q()
        for name in names[start : start + AT_ONCE]:
            # SQLite knows no case but that of ASCII, so accented names are found by their slug; compared below.
            stem = slugify(name)[:LONGEST].strip("-") or UNSPELT
            spelt |= models.Q(name__iexact=name) | models.Q(slug__startswith=stem)
        found |= {tag.pk: tag for tag in Tag.objects.filter(spelt)}
    return [found[pk] for pk in sorted(found)]
