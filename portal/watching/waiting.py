"""What waits in the database, for the figures of a site: counted once in some seconds, whoever asks how often."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from django.db import DatabaseError, InterfaceError
from django.db.models import Count, Min
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from interviews.comments.models import Comment, Letter
from interviews.models import ImportProgress
from portal.watching import readiness
from portal.watching.exposition import Metric, Sample

#: Seconds for which what was counted stands.
STANDS_FOR = 5.0

_RUNNING = ("looking", "checking", "importing", "undoing")


def count() -> list[Metric]:
    """Raises DatabaseError or InterfaceError where the database does not answer."""
    now = timezone.now()
    tasks = DBTaskResult.objects.values_list("status").annotate(Count("pk"), Min("enqueued_at")).order_by("status")
    counted = {str(status).lower(): (number, since) for status, number, since in tasks}
    oldest = counted.get("ready", (0, None))[1]
    imports = ImportProgress.objects.filter(state__in=_RUNNING).values_list("pk", "state", "done", "expected")
    return [
        Metric("comments_held", "gauge", "Comments of readers that wait for an editor.", [
            Sample({}, Comment.objects.filter(status="pending").count()),
        ]),
        Metric("letters_due", "gauge", "Letters that are to be sent and were not yet.", [
            Sample({}, Letter.objects.due().count()),
        ]),
        Metric("tasks", "gauge", "Tasks in the queue, by what has become of them.", [
            Sample({"status": status}, number) for status, (number, _since) in counted.items()
        ]),
        Metric("task_oldest_seconds", "gauge", "For how long the task that came first has waited.", [
            Sample({}, max((now - oldest).total_seconds(), 0) if oldest else 0),
        ]),
        Metric("import_done", "gauge", "Interviews done by each import under way.", [
            Sample({"import": str(pk), "state": state}, done) for pk, state, done, _all in imports
        ]),
        Metric("import_expected", "gauge", "Interviews in each import under way, where known.", [
            Sample({"import": str(pk), "state": state}, of) for pk, state, _done, of in imports if of is not None
        ]),
    ]  # fmt: skip


class Counting:
    """Keeps what was counted. While somebody counts, others are told what was counted before."""

    def __init__(self, count: Callable[[], list[Metric]] = count) -> None:
        self._count = count
        self._lock = threading.Lock()
        self._counted: list[Metric] = []
        self._until = 0.0

    def __call__(self) -> list[Metric]:
        """With `database_up`: 0 where it did not answer, and then nothing else."""
        if time.monotonic() >= self._until and self._lock.acquire(blocking=not self._counted):
            try:
                if time.monotonic() >= self._until:
                    self._counted = self._look()
                    self._until = time.monotonic() + STANDS_FOR
            finally:
                self._lock.release()
        return self._counted

    def _look(self) -> list[Metric]:
        # Asked first within bounds: a server that says nothing would keep a scrape for minutes.
        up, counted = int(not any(part.wrong for part in readiness.seen() if part.name == "database")), []
        try:
            counted = self._count() if up else []
        except (DatabaseError, InterfaceError):
            up = 0
        return [Metric("database_up", "gauge", "Whether the database answers.", [Sample({}, up)]), *counted]


counted = Counting()
