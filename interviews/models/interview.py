from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import Count, Max, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from interviews import richtext
from interviews.models.attribution import attributed
from interviews.models.fields import RenderedField
from interviews.models.generation import changed, count, of_series
from interviews.models.publication import Publication
from interviews.models.series import Series
from interviews.models.slugs import free_slug
from interviews.models.tag import Tag, TaggedInterview, TaggedSegment

if TYPE_CHECKING:
    from interviews.models.segment import Segment


class Precision(models.TextChoices):
    """How much of a date is known."""

    DAY = "day", _("day")
    MONTH = "month", _("month and year")
    YEAR = "year", _("year")


#: By when they were published; those published together by when they were recorded.
NEWEST = (
    models.F("published_at").desc(nulls_first=True),
    Coalesce("recorded_on", "first_published_on").desc(nulls_last=True),
    "-pk",
)


class InterviewQuerySet(models.QuerySet):
    def published(self) -> InterviewQuerySet:
        """What the public may see now. Views, feeds and counts all start here."""
        return self.filter(public_at(timezone.now()))

    def hidden(self) -> InterviewQuerySet:
        """All others. There are few of them: what is counted over all that is public may be counted without them.

        Said of what they are, and not of what they are not, so that an index leads to these few.
        """
        unpublished = [status for status in Interview.Status if status != Interview.Status.PUBLISHED]
        coming = models.Q(status=Interview.Status.PUBLISHED, published_at__gt=timezone.now())
        ended = models.Q(status=Interview.Status.PUBLISHED, withdraws_at__lte=timezone.now())
        return self.filter(models.Q(status__in=unpublished) | coming | ended)

    def withdrawn(self) -> InterviewQuerySet:
        """What the public saw once and sees no more: taken off by an editor, or at the time that was set for it."""
        now = timezone.now()
        taken_off = models.Q(status__in=[Interview.Status.WITHDRAWN, Interview.Status.TRASHED])
        ended = models.Q(status=Interview.Status.PUBLISHED, withdraws_at__lte=now)
        return self.filter(taken_off | ended, published_at__lte=now)

    def without_copies(self) -> InterviewQuerySet:
        """Interviews themselves, and not the drafts of changes beside them (see `Interview.edits`)."""
        return self.filter(edits__isnull=True)

    def kept(self) -> InterviewQuerySet:
        """The same, but those in the trash."""
        return self.without_copies().exclude(status=Interview.Status.TRASHED)

    def with_date(self) -> InterviewQuerySet:
        """Adds `dated`, the day it was recorded, else first published (None: not known), and `dated_precision`."""
        precision = models.Case(
            models.When(recorded_on__isnull=False, then="recorded_precision"), default="first_published_precision"
        )
        return self.annotate(dated=Coalesce("recorded_on", "first_published_on"), dated_precision=precision)

    def newest_first(self) -> InterviewQuerySet:
        return self.order_by(*NEWEST)

    def featured_first(self) -> InterviewQuerySet:
        """Those that an editor put on the home page, the last of them first."""
        return self.filter(featured_at__isnull=False).order_by("-featured_at", "-pk")

    def most_discussed(self) -> InterviewQuerySet:
        """Those with comments, by how many."""
        return self.filter(comment_count__gt=0).order_by("-comment_count", *NEWEST)

    def with_people(self) -> InterviewQuerySet:
        return self.prefetch_related(models.Prefetch("appearances", appearances_with_people()))

    def with_facts(self) -> InterviewQuerySet:
        """Adds `segment_count` and `length` (of the longest recording; None: not known), for a line in a list."""
        from interviews.models.recording import Recording
        from interviews.models.segment import Segment

        def of_interview(rows: models.QuerySet, measure: models.Aggregate) -> Subquery:
            mine = rows.filter(interview=OuterRef("pk")).order_by().values("interview")
            return Subquery(mine.annotate(measured=measure).values("measured"))

        return self.annotate(
            segment_count=Coalesce(of_interview(Segment.objects.all(), Count("pk")), 0),
            length=of_interview(Recording.objects.all(), Max("duration")),
        )

    def with_topics(self, most: int = 3) -> InterviewQuerySet:
        """Prefetches the first questions as `topics`, to show what was talked about."""
        from interviews.models.segment import Segment

        asked = Segment.objects.filter(kind=Segment.Kind.QUESTION).order_by("interview", "position")
        rank = models.Window(models.functions.RowNumber(), partition_by="interview", order_by=["position", "pk"])
        first = asked.annotate(rank=rank).filter(rank__lte=most).only("interview", "label", "question", "uid", "start")
        return self.prefetch_related(models.Prefetch("segments", first, to_attr="topics"))

    def with_time_index(self) -> InterviewQuerySet:
        """Everything an interview's page shows but its tags (see `Interview.gather_tags`)."""
        page = self.select_related("series", "transcript").with_people().prefetch_related("recordings", "segments")
        return page.with_timed_transcript()

    def with_timed_transcript(self) -> InterviewQuerySet:
        """Adds `has_timed_transcript`: whether its words can be followed as they are heard."""
        from interviews.models.transcript import Cue

        heard = models.Exists(Cue.objects.filter(transcript__interview=OuterRef("pk"), start__isnull=False))
        return self.annotate(has_timed_transcript=heard)


def public_at(now: dt.datetime | models.Expression) -> models.Q:
    """Whether the public may see an interview at that moment."""
    still = models.Q(withdraws_at=None) | models.Q(withdraws_at__gt=now)
    return models.Q(still, status=Interview.Status.PUBLISHED, published_at__lte=now)


def new_feed_guid() -> str:
    return f"urn:uuid:{uuid.uuid4()}"


def appearances_with_people() -> models.QuerySet:
    from interviews.models.appearance import Appearance

    return Appearance.objects.select_related("speaker", "bio")


class Interview(Publication):
    """The published conversation."""

    title = models.CharField(_("title"), max_length=400, help_text=_("The whole title line, as first published."))
    slug = models.SlugField(_("address"), max_length=100, unique=True, blank=True)
    # A draft of changes beside a published interview is a row of its own, which no public queryset finds. Hidden from
    # the other models: what hangs on an interview is not to be taken for its content.
    edits = models.OneToOneField(
        "self", models.CASCADE, null=True, editable=False, related_name="+", verbose_name=_("draft of changes to")
    )
    based_on = models.PositiveIntegerField(_("based on state"), null=True, editable=False)
    goes_live_at = models.DateTimeField(_("changes go live"), null=True, editable=False)
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    series = models.ForeignKey(
        Series, models.SET_NULL, null=True, blank=True, related_name="interviews", verbose_name=_("series")
    )
    part = models.PositiveSmallIntegerField(_("part"), null=True, blank=True)
    part_total = models.PositiveSmallIntegerField(_("of how many parts"), null=True, blank=True)
    introduction = models.TextField(_("introduction"), blank=True, help_text=_("Markdown."))
    introduction_html = RenderedField(render="rendered_introduction")
    language = models.CharField(_("language"), max_length=35, default="en", help_text=_("As in “en” or “fr-CA”."))
    rights = models.CharField(_("rights"), max_length=400, blank=True)
    provenance = models.TextField(
        _("provenance"), blank=True, help_text=_("Where it comes from: an address, a collection.")
    )

    recorded_on = models.DateField(_("recorded"), null=True, blank=True)
    recorded_precision = models.CharField(_("known to the"), max_length=5, choices=Precision, default=Precision.DAY)
    recorded_basis = models.CharField(_("known from"), max_length=200, blank=True)
    first_published_on = models.DateField(_("first published"), null=True, blank=True)
    first_published_precision = models.CharField(
        _("known to the"), max_length=5, choices=Precision, default=Precision.DAY
    )
    first_published_basis = models.CharField(_("known from"), max_length=200, blank=True)

    discussion_name = models.CharField(_("discussed in"), max_length=200, blank=True)
    discussion_url = models.URLField(_("address of the discussion"), max_length=500, blank=True)
    discussion_starts_on = models.DateField(_("discussed from"), null=True, blank=True)
    discussion_ends_on = models.DateField(_("discussed until"), null=True, blank=True)

    tags = TaggableManager(through=TaggedInterview, blank=True, verbose_name=_("tags"))
    #: What feeds call it, for ever: given once, made of nothing that may change, and kept where a site moves.
    feed_guid = models.CharField("GUID", max_length=500, unique=True, default=new_feed_guid, editable=False)
    featured_at = models.DateTimeField(
        _("featured"), null=True, blank=True, editable=False, help_text=_("Since when the home page opens with it.")
    )
    comment_count = models.PositiveIntegerField(_("comments"), default=0, editable=False)
    # Of a draft of changes: those of the interview that it changes.
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("owner")
    )
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("assigned to"),
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    #: The permission to say that one may be published as it is.
    REVIEW = "interviews.review_interview"
    PUBLISH = "interviews.publish_interview"

    objects = InterviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("interview")
        verbose_name_plural = _("interviews")
        permissions = [
            ("publish_interview", _("Can publish and withdraw interviews")),
            ("review_interview", _("Can review interviews and call them ready")),
            ("change_own_interview", _("Can write interviews, and change own drafts")),
        ]
        indexes = [
            # All that lists are narrowed, counted and sorted by: to read the rows themselves costs ten times as much.
            models.Index(
                fields=[
                    *("status", "-published_at", "recorded_on", "first_published_on"),
                    *("language", "series", "organisation", "comment_count", "withdraws_at"),
                ],
                name="interview_browsed",
            ),
            models.Index(
                fields=["goes_live_at"], condition=models.Q(goes_live_at__isnull=False), name="interview_changes_due"
            ),
            models.Index(
                fields=["-featured_at"], condition=models.Q(featured_at__isnull=False), name="interview_featured"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=["draft", "review", "ready", "published", "withdrawn", "trashed"]),
                name="interview_status_known",
            ),
            models.CheckConstraint(
                condition=models.Q(status="trashed", trashed_at__isnull=False)
                | ~models.Q(status="trashed") & models.Q(trashed_at=None),
                name="interview_trashed_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(edits=None, based_on=None, goes_live_at=None)
                | models.Q(status__in=["draft", "review", "ready"], edits__isnull=False, based_on__isnull=False),
                name="interview_copy_is_a_draft",
            ),
            models.CheckConstraint(
                condition=models.Q(withdraws_at=None)
                | models.Q(published_at=None)
                | models.Q(withdraws_at__gt=models.F("published_at")),
                name="interview_withdrawn_after_published",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="published") | models.Q(published_at__isnull=False),
                name="interview_published_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(recorded_precision__in=["day", "month", "year"])
                & models.Q(first_published_precision__in=["day", "month", "year"]),
                name="interview_precision_known",
            ),
            models.CheckConstraint(
                condition=models.Q(discussion_ends_on=None)
                | models.Q(discussion_ends_on__gte=models.F("discussion_starts_on")),
                name="interview_discussion_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Interview:
        row = super().from_db(*args, **kwargs)
        row._place_before = row._place()
        return row

    def save(self, *args: object, **kwargs: object) -> None:
        if not self.slug:
            self.slug = free_slug(Interview.objects.all(), self.title, otherwise="interview")
        before, now = getattr(self, "_place_before", None), self._place()
        if before == now or before is None:
            super().save(*args, **kwargs)
            return
        with transaction.atomic():
            super().save(*args, **kwargs)
            count(*{of_series(place[0]) for place in (before, now) if place and place[0] is not None})
        self._place_before = now

    def _place(self) -> tuple[Any, ...] | None:
        """By what it stands in its series (`onward.in_order`); None where that was not loaded."""
        names = ("series_id", "part", "recorded_on", "first_published_on")
        if self.get_deferred_fields().intersection(names):
            return None
        return tuple(getattr(self, name) for name in names)

    def get_absolute_url(self) -> str:
        return reverse("interviews:interview", args=[self.slug])

    def rendered_introduction(self) -> str:
        return richtext.prose(self.introduction, self.language)

    @property
    def live(self) -> Interview:
        """The interview itself: of a draft of changes, the one that it changes."""
        return self.edits or self

    @property
    def hosts(self) -> list:
        return [appearance for appearance in self.appearances.all() if appearance.is_host]

    @property
    def guests(self) -> list:
        return [appearance for appearance in self.appearances.all() if not appearance.is_host]

    @property
    def headline(self) -> str:
        """The guest's name where the title begins with it (the rest is the credited title), else the title."""
        guests = self.guests
        if len(guests) == 1 and self.title.startswith(guests[0].credited_name):
            return guests[0].credited_name
        return self.title

    @property
    def duration(self) -> dt.timedelta | None:
        """The length of the longest recording whose length is known."""
        known = [recording.duration for recording in self.recordings.all() if recording.duration]
        return max(known, default=None)

    def gather_tags(self, segments: Iterable[Segment]) -> None:
        """Sets `own_tags` here and on each of the segments, and `all_tags` here, with one query for all of them.

        A segment's are parted into `own_topics` and `own_questions` too. Prefetching would ask twice.
        """
        of_interview = TaggedInterview.objects.filter(content_object=self)
        of_segments = TaggedSegment.objects.filter(content_object__interview=self)
        nowhere = models.Value(None, output_field=models.BigIntegerField())
        columns = ("tag__pk", "tag__name", "tag__slug", "tag__question")
        rows = of_interview.values_list(nowhere, *columns).union(
            of_segments.values_list("content_object", *columns), all=True
        )
        by_place: dict[int | None, list[Tag]] = {}
        for place, pk, name, slug, question in rows:
            by_place.setdefault(place, []).append(Tag(pk=pk, name=name, slug=slug, question=question))

        def in_order(tags: list[Tag]) -> list[Tag]:
            return sorted(set(tags), key=lambda tag: (tag.name.casefold(), tag.name))

        self.own_tags = in_order(by_place.get(None, []))
        self.all_tags = in_order([tag for tags in by_place.values() for tag in tags])
        self.all_topics = [tag for tag in self.all_tags if not tag.question]
        for segment in segments:
            segment.own_tags = in_order(by_place.get(segment.pk, []))
            segment.own_topics = [tag for tag in segment.own_tags if not tag.question]
            segment.own_questions = [tag for tag in segment.own_tags if tag.question]

    def unschedule(self) -> bool:
        """What would be public, or change what is, when its time comes waits for review instead; the moment of a first
        publication stays, to be set again. False where nothing was set."""
        if self.goes_live_at is not None:
            self.goes_live_at = None
            self.save(update_fields=["goes_live_at"])
            return True
        coming = self.status == self.Status.PUBLISHED and not self.is_published and not self.has_ended
        return coming and self._turn(self.Status.IN_REVIEW, among=[self.Status.PUBLISHED])

    def feature(self, at: dt.datetime | None = None) -> bool:
        """Puts it on the home page, before those featured earlier. False where it already stood there."""
        stamp = at or timezone.now()
        done = self._feature(stamp, featured_at=None)
        self.featured_at = stamp if done else self.featured_at
        return bool(done)

    def unfeature(self) -> bool:
        """Takes it off the home page. False where it did not stand there."""
        done = self._feature(None, featured_at__isnull=False)
        self.featured_at = None
        return bool(done)

    @attributed()
    def _feature(self, stamp: dt.datetime | None, **before: object) -> int:
        with transaction.atomic():
            done = Interview.objects.filter(pk=self.pk, **before).update(featured_at=stamp)
            if done:
                changed([self.pk])
        return done
