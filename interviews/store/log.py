"""What an undo needs, kept with the batch: a line for each source that changed something, and what it did to rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection

from interviews.models import ImportBatch, ImportChange, ImportLine, Interview
from interviews.rows.insert import Insertion
from interviews.rows.traces import Traces

IMPORT_LOCK = 7_302_115  # any number, as long as nothing else in the database locks it


def one_import_at_a_time() -> None:
    """Imports meet the same new speakers, tags and addresses; PostgreSQL would let them collide, and an undo too.

    SQLite lets one transaction write at a time anyway. Until the end of the transaction.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])


class Log:
    """The lines of a batch, until `keep` stores them. Without a batch nothing is kept."""

    def __init__(self, batch: ImportBatch | None) -> None:
        self.batch = batch
        self.lines: list[ImportLine] = []
        self.changes: list[ImportChange] = []

    def created(self, interview: Interview, key: str, before: dict[str, Any]) -> None:
        self.lines.append(
            ImportLine(interview=interview, source_key=key, outcome=ImportLine.Outcome.CREATED, before=before)
        )

    def updated(self, interview: Interview, key: str, changes: Sequence[ImportChange]) -> None:
        line = ImportLine(interview=interview, source_key=key, outcome=ImportLine.Outcome.UPDATED)
        self.lines.append(line)
        for change in changes:
            change.line = line
        self.changes += changes

    def shared(self, traces: Traces) -> None:
        """What was done to rows that interviews share, for no one of them alone."""
        if self.batch is not None:
            self.changes += traces.changes()

    def keep(self) -> None:
        """The batch itself is stored with its first line: a run that changes nothing leaves no row."""
        if self.batch is None or not (self.lines or self.changes):
            return
        if self.batch.pk is None:
            self.batch.save()
        for line in self.lines:
            line.batch = self.batch
        ImportLine.objects.bulk_create(self.lines)
        insertion = Insertion(ImportChange)
        for change in self.changes:
            change.batch, change.line = self.batch, change.line  # takes the keys that they have got
        insertion.write([insertion.values(change) for change in self.changes])


@contextmanager
def unstored_on_failure(batch: ImportBatch | None) -> Iterator[None]:
    """Around a transaction: a batch that was new before it is new again where nothing was kept."""
    was_new = batch is not None and batch.pk is None
    try:
        yield
    except BaseException:
        if batch is not None and was_new:
            batch.pk, batch._state.adding = None, True
        raise
