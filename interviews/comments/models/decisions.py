"""What can become of a comment: each a verb, in one transaction, logged, harmless twice."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from interviews.comments.models.counting import recounted
from interviews.models.fields import render
from interviews.search.index import refresh

if TYPE_CHECKING:
    from interviews.comments.models.comment import Comment


@dataclass(frozen=True, slots=True)
class Seen:
    """How a comment was when somebody decided about it: which words, and in which state."""

    revision: int
    status: str


class Overtaken(Exception):
    """The comment is no longer as it was seen: it was edited, or another editor decided. Nothing was changed."""

    def __init__(self, comment: Comment) -> None:
        self.comment = comment
        super().__init__(comment)

    def __str__(self) -> str:
        event = self.comment.events.select_related("actor").last()
        who = {"name": self.comment.name, "status": self.comment.get_status_display(), "actor": event and event.actor}
        if event and event.actor:
            return _("The comment of %(name)s was meanwhile decided by %(actor)s: %(status)s.") % who
        return _("The comment of %(name)s has changed since you read it. It is now: %(status)s.") % who


class Decided:
    """The verbs of `Comment`."""

    def decide(
        self: Comment, status: str, by: models.Model | None = None, *, seen: Seen | None = None, note: str = ""
    ) -> bool:
        """Gives the comment another status and logs who did. False where it already had it.

        With `seen`, only if it still is as it was seen: else `Overtaken`. So nobody approves words that were not read.
        """
        with recounted([self.interview_id]):
            row = type(self).objects.select_for_update().get(pk=self.pk)
            before = row.status
            if row.erased_at:  # there is nothing left to decide about
                self.status = before
                return False
            if seen and before != status and seen != Seen(row.revision, before):
                raise Overtaken(row)
            if seen and before == status and seen.revision != row.revision:
                raise Overtaken(row)
            if before != status:
                type(self).objects.filter(pk=self.pk).update(status=status)
                row.events.create(actor=by, revision=row.revision, before=before, after=status, note=note[:200])
                row.status = status
                row._answers_its_question()
            if by is not None:
                row.reports.filter(settled_at=None).update(settled_at=timezone.now())
            if before != status and "approved" in (before, status):
                refresh([self.interview_id])
        self.status = status
        return before != status

    def _answers_its_question(self: Comment) -> None:
        """The guest's first public reply to a question is its answer."""
        if self.parent_id and self.status == self.Status.APPROVED and self.voice == self.Voice.GUEST:
            open_questions = type(self).objects.filter(pk=self.parent_id, kind=self.Kind.QUESTION)
            answered = models.Q(answer__status=self.Status.APPROVED)
            open_questions.filter(models.Q(answer=None) | ~answered).update(answer=self)

    def rewrite(
        self: Comment, body: str, *, by: models.Model | None, status: str | None = None, seen: int | None = None
    ) -> bool:
        """Gives the comment other words and keeps those before. False where they are the same.

        `status` is what it then has, where that changes. With `seen`, only if that revision still stands.
        """
        with recounted([self.interview_id]):
            row = type(self).objects.select_for_update().get(pk=self.pk)
            if seen is not None and seen != row.revision:
                raise Overtaken(row)
            if row.body == body or row.erased_at:
                return False
            row.revisions.create(number=row.revision, name=row.name, body=row.body, editor=by)
            row.body, row.revision, row.edited_at = body, row.revision + 1, timezone.now()
            columns = ["body", "revision", "edited_at", *render([row])]
            row.save(update_fields=columns)
            if status and status != row.status:
                row.decide(status, by)
        self.refresh_from_db()
        return True

    def pick(self: Comment, at: dt.datetime | None = None) -> bool:
        """Marks the comment as one the editors recommend. False where it was."""
        return self._stamp("picked_at", at or timezone.now())

    def unpick(self: Comment) -> bool:
        return self._stamp("picked_at", None)

    def lock(self: Comment, at: dt.datetime | None = None) -> bool:
        """Nothing below this comment can be answered from now on. False where that was so."""
        return self._stamp("locked_at", at or timezone.now())

    def unlock(self: Comment) -> bool:
        return self._stamp("locked_at", None)

    def _stamp(self: Comment, column: str, at: dt.datetime | None) -> bool:
        unset: dict[str, Any] = {f"{column}__isnull": at is not None}
        done = type(self).objects.filter(pk=self.pk, **unset).update(**{column: at})
        setattr(self, column, at if done else getattr(self, column))
        return bool(done)
