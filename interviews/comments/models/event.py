"""What became of a comment: the decisions about it, and the words it had before."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from interviews.comments.models.comment import Comment


class EventQuerySet(models.QuerySet):
    def decisions(self) -> EventQuerySet:
        """What was decided about the status, without the marks, which leave it alone."""
        return self.filter(mark="")


class ModerationEvent(models.Model):
    """One decision about one comment, as it read then, or one mark it was given; rows are only ever added."""

    on_pages = "never"

    class Mark(models.TextChoices):
        PICKED = "picked", _("picked by the editors")
        UNPICKED = "unpicked", _("picked no longer")
        LOCKED = "locked", _("thread locked")
        UNLOCKED = "unlocked", _("thread unlocked")

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="events", verbose_name=_("comment"))
    revision = models.PositiveIntegerField(_("revision"), default=1)
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
    mark = models.CharField(_("mark"), max_length=10, choices=Mark, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    at = models.DateTimeField(_("when"), auto_now_add=True)
    #: The decision that this one took back; neither then says what an editor thinks of the comment.
    undoes = models.OneToOneField(
        "self", models.SET_NULL, null=True, blank=True, related_name="undone_by", editable=False
    )

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(mark="")
                | models.Q(mark__in=["picked", "unpicked", "locked", "unlocked"], before=models.F("after")),
                name="event_mark_known_and_leaves_the_status",
            ),
        ]

    def __str__(self) -> str:
        if self.mark:
            return str(self.get_mark_display())
        return f"{self.get_before_display()} → {self.get_after_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Whatever shows a comment is logged, so here is where all doors meet: who waits for it is told.

        And its author is asked what could not be asked before.
        """
        from interviews.comments import following
        from interviews.comments.models.letter import Letter

        is_new = self._state.adding
        super().save(*args, **kwargs)
        if is_new and self.after == Comment.Status.APPROVED != self.before:
            Letter.announce(self.comment)
            if self.before != Comment.Status.PENDING:  # else its author was asked when it came
                following.ask_after_all(self.comment)


class CommentRevision(models.Model):
    """What a comment said before it was edited; rows are only ever added, and go with the comment."""

    on_pages = "never"

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="revisions", verbose_name=_("comment"))
    number = models.PositiveIntegerField(_("number"))
    name = models.CharField(_("name"), max_length=60)
    body = models.TextField(_("comment"))
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who replaced it"),
    )
    replaced_at = models.DateTimeField(_("replaced"), auto_now_add=True)

    class Meta:
        ordering = ["number", "pk"]
        verbose_name = _("earlier words")
        verbose_name_plural = _("earlier words")
        constraints = [
            models.UniqueConstraint(fields=["comment", "number"], name="comment_revision_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.body[:60]}"
