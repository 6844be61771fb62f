"""What of the conversation is public, and the count of it that the interview keeps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import connection, models, transaction

from interviews.models import Interview
from interviews.models.attribution import attributed
from interviews.search.index import refresh


@contextmanager
def locked(interviews: Iterable[int]) -> Iterator[None]:
    """One transaction, in which nobody else says or decides anything on these interviews.

    Their rows are locked first, always and in order: two editors at once then wait instead of deadlocking. What readers
    see of it is told by `refresh` within.
    """
    with attributed(), transaction.atomic():
        if connection.features.has_select_for_update:  # SQLite lets one transaction write at a time
            rows = Interview.objects.filter(pk__in=set(interviews)).select_for_update()
            list(rows.order_by("pk").values_list("pk", flat=True))
        yield


@contextmanager
def recounted(interviews: Iterable[int]) -> Iterator[None]:
    """The same, and afterwards the counts of these interviews are true.

    Counted anew, never added to: a sum that drifted mends itself here. What readers see of it is told by `refresh`
    within.
    """
    from interviews.comments.models.comment import Comment

    interviews = sorted(set(interviews))
    with locked(interviews):
        yield
        for interview in interviews:
            approved = Comment.objects.approved().filter(interview=interview).count()
            # Where it is true already nothing is written.
            Interview.objects.filter(pk=interview).exclude(comment_count=approved).update(comment_count=approved)


class CommentQuerySet(models.QuerySet):
    def approved(self) -> CommentQuerySet:
        """What the public may see, wherever its interview may be seen."""
        return self.filter(status="approved")

    def waiting(self) -> CommentQuerySet:
        """What an editor has to decide about."""
        return self.filter(status="pending")

    def suspected(self) -> CommentQuerySet:
        """Taken for spam by the rules when it came, and nobody has said yet that they were right.

        What was imported as spam was decided about elsewhere: nothing here judged it.
        """
        log = self.model._meta.get_field("events").related_model.objects.decisions()
        events = log.filter(comment=models.OuterRef("pk"))
        by_people = events.filter(actor__isnull=False, undoes=None, undone_by=None)
        return self.filter(~models.Exists(by_people), models.Exists(events), status="spam")

    def reported(self) -> CommentQuerySet:
        """Shown, and a reader has something against it that no editor has looked at."""
        reports = self.model._meta.get_field("reports").related_model.objects
        return self.approved().filter(models.Exists(reports.filter(comment=models.OuterRef("pk"), settled_at=None)))

    def unanswered(self) -> CommentQuerySet:
        """Questions to the guest that are public and have no public answer yet."""
        return self.approved().filter(kind="question").exclude(answer__status="approved")

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
