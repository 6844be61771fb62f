from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from interviews import richtext
from interviews.models import Interview, Segment
from interviews.models.fields import RenderedField, TimecodeField
from interviews.models.segment import new_uid
from interviews.search.index import refresh

#: An answer to a comment this deep hangs on the same parent as that comment; this bounds hostile towers.
DEEPEST = 8

#: The same words of the same person again within this time are a second click, not a second opinion.
REPEATED_WITHIN = timedelta(hours=1)

#: What a name may link to: `javascript:` and its like are no addresses of a person.
WEB_SCHEMES = ["http", "https"]


@contextmanager
def recounted(interviews: Iterable[int]) -> Iterator[None]:
    """One transaction, after which the counts of these interviews are true.

    The interviews' rows are locked first, always and in order: two editors at once then wait instead of
    deadlocking. Counted anew, never added to: a sum that drifted mends itself here.
    """
    with transaction.atomic():
        locked = list(Interview.objects.select_for_update().filter(pk__in=set(interviews)).order_by("pk"))
        yield
        for interview in locked:
            approved = Comment.objects.approved().filter(interview=interview).count()
            Interview.objects.filter(pk=interview.pk).update(comment_count=approved)


class CommentQuerySet(models.QuerySet):
    def approved(self) -> CommentQuerySet:
        """What the public may see, wherever its interview may be seen."""
        return self.filter(status=Comment.Status.APPROVED)

    def oldest_first(self) -> CommentQuerySet:
        return self.order_by("created_at", "pk")

    def delete(self) -> tuple[int, dict[str, int]]:
        interviews = set(self.order_by().values_list("interview_id", flat=True))
        with recounted(interviews):
            deleted = super().delete()
            refresh(interviews)
        return deleted

    # As on Django's own: not callable from a template, nor on a manager (`Comment.objects.delete()`).
    delete.alters_data = True
    delete.queryset_only = True


class Comment(models.Model):
    """A reader's remark on an interview, perhaps on one of its segments, perhaps in reply to another."""

    class Status(models.TextChoices):
        PENDING = "pending", _("waiting for approval")
        APPROVED = "approved", _("approved")
        REJECTED = "rejected", _("rejected")
        SPAM = "spam", _("spam")

    uid = models.CharField(_("uid"), max_length=40, default=new_uid, editable=False)
    interview = models.ForeignKey(Interview, models.CASCADE, related_name="comments", verbose_name=_("interview"))
    parent = models.ForeignKey(
        "self", models.RESTRICT, null=True, blank=True, related_name="replies", verbose_name=_("in reply to")
    )
    depth = models.PositiveSmallIntegerField(default=0, editable=False)
    segment = models.ForeignKey(
        Segment, models.SET_NULL, null=True, blank=True, related_name="comments", verbose_name=_("segment")
    )
    moment = TimecodeField(_("moment"), null=True, blank=True)
    name = models.CharField(_("name"), max_length=60)
    email = models.EmailField(_("e-mail"), blank=True)
    url = models.URLField(_("web address"), blank=True, validators=[URLValidator(schemes=WEB_SCHEMES)])
    body = models.TextField(_("comment"))
    body_html = RenderedField(render="rendered_body")
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.PENDING, editable=False)
    created_at = models.DateTimeField(_("written"), default=timezone.now, editable=False)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        permissions = [("moderate_comment", _("Can approve and reject comments"))]
        indexes = [
            models.Index(fields=["interview", "created_at"], name="comment_thread"),
            models.Index(fields=["status", "-created_at"], name="comment_queue"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=["pending", "approved", "rejected", "spam"]),
                name="comment_status_known",
            ),
            models.UniqueConstraint(fields=["interview", "uid"], name="comment_uid_once_in_an_interview"),
            models.CheckConstraint(condition=models.Q(depth__lte=DEEPEST), name="comment_depth_bounded"),
            models.CheckConstraint(condition=~models.Q(body=""), name="comment_body_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.body[:60]}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        is_new = self._state.adding
        if is_new:
            self._hang()
        with transaction.atomic():
            super().save(*args, **kwargs)
            if not is_new or self.status == self.Status.APPROVED:
                refresh([self.interview_id])

    def get_absolute_url(self) -> str:
        return f"{self.interview.get_absolute_url()}#{self.anchor}"

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Deletes the comment. One that was answered cannot go before its answers (`RestrictedError`)."""
        with recounted([self.interview_id]):
            deleted = super().delete(*args, **kwargs)
            refresh([self.interview_id])
        return deleted

    def clean(self) -> None:
        """A comment, what it answers and what it speaks of are of one interview."""
        wrong = {
            name: _("This belongs to another interview.")
            for name in ("parent", "segment")
            if getattr(self, name) and getattr(self, name).interview_id != self.interview_id
        }
        if wrong:
            raise ValidationError(wrong)

    @property
    def anchor(self) -> str:
        return f"comment-{self.pk}"

    @property
    def reply_url(self) -> str:
        return reverse("comments:reply", args=[self.interview.slug, self.pk])

    def rendered_body(self) -> str:
        return richtext.prose(self.body, self.interview.language)

    @property
    def web_address(self) -> str:
        """The author's address where a page may link to it, else nothing: rows may come from elsewhere."""
        return self.url if self.url.startswith(tuple(f"{scheme}://" for scheme in WEB_SCHEMES)) else ""

    def receive(self, *, spam: bool) -> Comment:
        """Stores a new comment, waiting or as spam, and gives it, or the one it repeats (a second click).

        The same words to another person, or on another segment, repeat nothing.
        """
        self._hang()
        with transaction.atomic():
            # Locks out the second click, which would otherwise look while the first is not yet stored.
            Interview.objects.select_for_update().get(pk=self.interview_id)
            undecided = [self.Status.PENDING, self.Status.SPAM]
            same = Comment.objects.filter(
                interview=self.interview,
                parent=self.parent,
                segment=self.segment,
                name=self.name,
                body=self.body,
                status__in=undecided,
            )
            earlier = same.filter(created_at__gte=timezone.now() - REPEATED_WITHIN).oldest_first().first()
            if earlier:
                return earlier
            self.save(force_insert=True)
            if spam:
                self.decide(self.Status.SPAM)
        return self

    def _hang(self) -> None:
        """Hangs a new comment on what it answers, never deeper than DEEPEST; harmless twice."""
        if self.parent:
            if self.parent.depth >= DEEPEST:
                self.parent = self.parent.parent
            self.depth = self.parent.depth + 1

    def decide(self, status: str, by: models.Model | None = None) -> bool:
        """Gives the comment another status and logs who did. False where it already had it."""
        with recounted([self.interview_id]):
            row = Comment.objects.select_for_update().get(pk=self.pk)
            before = row.status
            if before != status:
                Comment.objects.filter(pk=self.pk).update(status=status)
                ModerationEvent.objects.create(comment=row, actor=by, before=before, after=status)
            if before != status and self.Status.APPROVED in (before, status):
                refresh([self.interview_id])
        self.status = status
        return before != status


class ModerationEvent(models.Model):
    """One decision about one comment; rows are only ever added."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="events", verbose_name=_("comment"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who"),
    )
    before = models.CharField(_("before"), max_length=20, choices=Comment.Status)
    after = models.CharField(_("after"), max_length=20, choices=Comment.Status)
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")

    def __str__(self) -> str:
        return f"{self.get_before_display()} → {self.get_after_display()}"
