"""What can become of a comment: each a verb, in one transaction, logged, harmless twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from interviews.comments.models.counting import recounted
from interviews.models.attribution import attributed
from interviews.models.fields import render
from interviews.models.generation import changed
from interviews.names import account_name
from interviews.search.index import refresh_offered
from interviews.search.scopes import COMMENT

if TYPE_CHECKING:
    from interviews.comments.models.comment import Comment
    from interviews.comments.models.event import ModerationEvent


@dataclass(frozen=True, slots=True)
class Seen:
    """How a comment was when somebody decided about it: which words, and in which state.

    `event`: the key of the last decision about it, 0 where there was none; None where that was not looked at. It tells
    apart what looks the same: spam by the rules, and spam that an editor has meanwhile confirmed.
    `report`: the key of the last open report, 0 where there was none; None where that was not looked at. Those of one
    comment come one after the other (`Report.keep`), so all up to it were there to be seen.
    """

    revision: int
    status: str
    event: int | None = None
    report: int | None = None

    def holds_of(self, comment: Comment) -> bool:
        if (self.revision, self.status) != (comment.revision, comment.status):
            return False
        return self.event is None or self.event == last_event_of(comment)


class Overtaken(Exception):
    """The comment is no longer as it was seen: it was edited, or another editor decided. Nothing was changed."""

    def __init__(self, comment: Comment, seen: Seen | None = None) -> None:
        self.comment, self.seen = comment, seen
        super().__init__(comment, seen)

    def __str__(self) -> str:
        event = last_decision_about(self.comment)
        edited = self.seen is not None and self.seen.revision != self.comment.revision
        who = {"name": self.comment.name, "status": self.comment.get_status_display()}
        if event and event.actor and not edited:
            who["actor"] = account_name(event.actor)
            return _("The comment of %(name)s was meanwhile decided by %(actor)s: %(status)s.") % who
        return _("The comment of %(name)s has changed since you read it. It is now: %(status)s.") % who


def last_decision_about(comment: Comment) -> ModerationEvent | None:
    """With who made it."""
    return comment.events.decisions().select_related("actor").order_by("pk").last()


def last_event_of(comment: Comment) -> int:
    """The key of the last decision about it, else 0."""
    return comment.events.decisions().aggregate(last=models.Max("pk"))["last"] or 0


class Decided:
    """The verbs of `Comment`."""

    def decide(
        self: Comment, status: str, by: models.Model | None = None, *, seen: Seen | None = None, note: str = ""
    ) -> bool:
        """Gives the comment another status and logs who did. False where it already had it.

        With `seen`, only if it still is as it was seen: else `Overtaken`. So nobody approves words that were not read,
        and the reports that it settles are those that were seen.
        """
        with recounted([self.interview_id]):
            row = type(self).objects.select_for_update().get(pk=self.pk)
            before = row.status
            if row.erased_at:  # there is nothing left to decide about
                self.status = before
                return False
            if seen and not (seen.revision == row.revision if before == status else seen.holds_of(row)):
                raise Overtaken(row, seen)
            if before != status:
                type(self).objects.filter(pk=self.pk).update(status=status)
                event = row._logged(status, by, note)
                row._answers_its_question()
                if by is not None:
                    row._open_reports(seen).update(settled_at=event.at)
            if before != status and "approved" in (before, status):
                refresh_offered(COMMENT, self.interview_id, self.pk)
        self.status = status
        return before != status

    def confirm(self: Comment, by: models.Model, *, seen: Seen | None = None, note: str = "") -> bool:
        """Says that its status is right: that spam is spam, that what was reported stays. Logged as a decision.

        False where nothing was in doubt. With `seen`, only if it still is as it was seen: else `Overtaken`; a report
        that came in since stays open.
        """
        with recounted([self.interview_id]):
            row = type(self).objects.select_for_update().get(pk=self.pk)
            if seen and (seen.revision, seen.status) != (row.revision, row.status):
                raise Overtaken(row, seen)
            reports = row._open_reports(seen)
            reported = row.status == self.Status.APPROVED and reports.exists()
            if not (reported or type(self).objects.filter(pk=self.pk).suspected().exists()):
                return False
            event = row._logged(row.status, by, note)
            reports.update(settled_at=event.at)
        return True

    def undo(self: Comment, event: ModerationEvent, by: models.Model) -> None:
        """Takes a decision back: the comment has its earlier status, and the reports it settled are open again.

        By another decision, since rows of the log are only added. `Overtaken` where anything has happened to the
        comment since; then nothing is changed.
        """
        with recounted([self.interview_id]):
            row = type(self).objects.select_for_update().get(pk=self.pk)
            as_it_was = event.pk == last_event_of(row) and (event.revision, event.after) == (row.revision, row.status)
            if not as_it_was or row.erased_at:
                raise Overtaken(row)
            type(self).objects.filter(pk=self.pk).update(status=event.before)
            row._logged(event.before, by, _("taken back"), undoes=event)
            if event.before != event.after and "approved" in (event.before, event.after):
                refresh_offered(COMMENT, self.interview_id, self.pk)
            # Who reported it again meanwhile has an open report already.
            again = row.reports.filter(settled_at=None).exclude(network="").values_list("network", flat=True)
            row.reports.filter(settled_at=event.at).exclude(network__in=list(again)).update(settled_at=None)
        self.status = event.before

    def _open_reports(self: Comment, seen: Seen | None) -> models.QuerySet:
        """Those that are not settled, as far as they were seen; all, where that is not told."""
        open_ones = self.reports.filter(settled_at=None)
        return open_ones if seen is None or seen.report is None else open_ones.filter(pk__lte=seen.report)

    def _logged(self: Comment, status: str, by: models.Model | None, note: str, **more: Any) -> ModerationEvent:
        """The row of the log that says it; the comment has that status from now on."""
        before, self.status = self.status, status
        return self.events.create(
            actor=by, revision=self.revision, before=before, after=status, note=note[:200], **more
        )

    def take_answer(self: Comment, reply: Comment | None) -> bool:
        """Says which public reply answers this question; None: none does. False where that was so."""
        if reply and (reply.parent_id != self.pk or reply.status != self.Status.APPROVED or not self.is_question):
            raise ValueError("Only a public reply to a question answers it")
        changed = type(self).objects.filter(pk=self.pk).exclude(answer=reply).update(answer=reply)
        self.answer = reply
        return bool(changed)

    def _answers_its_question(self: Comment) -> None:
        """The guest's first public reply to a question is its answer."""
        if self.parent_id and self.status == self.Status.APPROVED and self.voice == self.Voice.GUEST:
            open_questions = type(self).objects.filter(pk=self.parent_id, kind=self.Kind.QUESTION)
            answered = models.Q(answer__status=self.Status.APPROVED)
            open_questions.filter(models.Q(answer=None) | ~answered).update(answer=self)

    def rewrite(
        self: Comment,
        body: str,
        *,
        by: models.Model | None,
        status: str | None = None,
        reasons: Iterable[str] | None = None,
        seen: int | None = None,
    ) -> bool:
        """Gives the comment other words and keeps those before. False where they are the same.

        `status` and `reasons` are what it then has, where they change. With `seen`, only if that revision still
        stands: else `Overtaken`.
        """
        with recounted([self.interview_id]):
            row = type(self).objects.select_for_update().get(pk=self.pk)
            if seen is not None and seen != row.revision:
                raise Overtaken(row, Seen(seen, row.status))
            if row.body == body or row.erased_at:
                return False
            row.revisions.create(number=row.revision, name=row.name, body=row.body, editor=by)
            row.body, row.revision, row.edited_at = body, row.revision + 1, timezone.now()
            columns = ["body", "revision", "edited_at", "reasons", *render([row])]
            if reasons is not None:
                row.reasons = [str(reason) for reason in reasons]
            row.save(update_fields=columns)
            if status and status != row.status:
                row.decide(status, by)
        self.refresh_from_db()
        return True

    def pick(self: Comment, by: models.Model | None = None) -> bool:
        """Marks the comment as one the editors recommend, and logs who did. False where it was."""
        return self._marked("picked_at", "picked", by, timezone.now())

    def unpick(self: Comment, by: models.Model | None = None) -> bool:
        return self._marked("picked_at", "unpicked", by, None)

    def lock(self: Comment, by: models.Model | None = None) -> bool:
        """Nothing below this comment can be answered from now on; logged. False where that was so."""
        return self._marked("locked_at", "locked", by, timezone.now())

    def unlock(self: Comment, by: models.Model | None = None) -> bool:
        return self._marked("locked_at", "unlocked", by, None)

    def _marked(self: Comment, column: str, mark: str, by: models.Model | None, at: dt.datetime | None) -> bool:
        with attributed(), transaction.atomic():
            row = type(self).objects.select_for_update().get(pk=self.pk)
            done = (getattr(row, column) is None) == (at is not None)
            if done:
                type(self).objects.filter(pk=self.pk).update(**{column: at})
                row._logged(row.status, by, "", mark=mark)
                changed([row.interview_id])
        setattr(self, column, at if done else getattr(row, column))
        return done
