"""A batch taken back: what it created goes, what it changed is as before; what people did since stays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import models, transaction
from django.db.models import QuerySet
from django.utils import timezone

from interviews.documents.data import from_data
from interviews.documents.errors import DocumentError
from interviews.documents.merge import same_but_for_files
from interviews.importing.reverting import Reverting
from interviews.models import (
    Bio,
    ImportBatch,
    ImportChange,
    ImportLine,
    Interview,
    Recording,
    Revision,
    Series,
    Source,
    Speaker,
    Tag,
)
from interviews.progress import Progress
from interviews.remarks import remarks_digest, remarks_on
from interviews.retrieve import document_of
from interviews.search.index import refresh
from interviews.store.history import Revising
from interviews.store.log import one_import_at_a_time

#: What interviews share; a batch that made one takes it back when nothing else uses it.
SHARED = (Speaker, Bio, Series, Tag)
_SHARED = [model._meta.label_lower for model in SHARED]


@dataclass
class Undone:
    """What became of the lines of a batch: deleted, put back, or kept with the reason.

    `shared` counts, by their kind, the rows that it had made beside its interviews, and that went with it: speakers,
    biographies, series and tags.
    """

    deleted: list[str] = field(default_factory=list)
    put_back: list[str] = field(default_factory=list)
    kept: list[tuple[str, str]] = field(default_factory=list)
    shared: Counter[type[models.Model]] = field(default_factory=Counter)


def undo(batch: ImportBatch, by: Any = None, progress: Progress | None = None) -> Undone:
    """Takes a batch back, in one transaction; harmless twice. `by` is the user who does; `progress` counts its lines.

    An interview that was created goes, unless it was edited, answered, published or withdrawn since, or came again from
    elsewhere. One that was changed goes back column by column: what people changed since stays. Speakers, biographies,
    series and tags that the batch made go where nobody edited them and nothing else uses them. Files go with the last
    row that names them, after the transaction is committed.
    """
    undone, reverting = Undone(), Reverting()
    progress = progress or Progress(quiet=True)
    revising: dict[int, Revising] = {}
    with transaction.atomic():
        one_import_at_a_time()
        batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if batch.undone_at is not None:
            return undone
        shared = [batch.changes.filter(line=None)]
        # The newest first: an interview that the batch created and then changed goes back step by step.
        for line in batch.lines.select_related("interview").order_by("-pk"):
            progress.step(line.source_key)
            if line.interview is None:
                continue
            change = Revising(line.interview, Revision.Reason.UNDONE, by=by, note=batch.origin)
            change = revising.setdefault(line.interview_id, change)
            try:
                if _undo_line(line, line.interview, undone, reverting, change):
                    shared.append(line.changes.filter(model__in=_SHARED))
            except DocumentError as error:  # kept in a form of which this version knows nothing
                undone.kept.append((line.interview.slug, str(error)))
        progress.say("what they share, and what can be found")
        changes = sorted((change for some in shared for change in some), key=lambda change: change.pk)
        reverting.put_back(changes)
        concerned = _concerned(batch, changes)
        refresh(concerned)
        Revision.objects.doubt(concerned)
        changed = [pk for pk, change in revising.items() if change.begun]
        for interview in Interview.objects.filter(pk__in=changed).select_related("series"):
            revising[interview.pk].after(interview)
        undone.shared = Counter({model: reverting.gone[model] for model in SHARED if reverting.gone[model]})
        batch.undone_at = timezone.now()
        batch.save(update_fields=["undone_at"])
        transaction.on_commit(reverting.delete_files)
    return undone


def _undo_line(
    line: ImportLine, interview: Interview, undone: Undone, reverting: Reverting, revising: Revising
) -> bool:
    """Whether it went back, as far as people left it as it was."""
    source = Source.objects.filter(key=line.source_key, interview=interview).first()
    if source is None:
        undone.kept.append((interview.slug, "its source is gone, or lies elsewhere now"))
    elif _later_imports(line).exists():
        undone.kept.append((interview.slug, "a later import changed it again; undo that one first"))
    elif line.outcome == ImportLine.Outcome.UPDATED and line.before is not None:
        undone.kept.append((interview.slug, "an earlier version of this software imported it, and knew no way back"))
    elif line.outcome == ImportLine.Outcome.UPDATED:
        undone.put_back.append(interview.slug)
        Interview.objects.select_for_update().get(pk=interview.pk)
        revising.before()
        if not reverting.put_back(list(line.changes.exclude(model__in=_SHARED))):
            undone.kept.append((interview.slug, "people worked on some of what came; the rest is as before"))
        interview.save(update_fields=["updated_at"])
        return True
    elif (reason := _worked_on(line, interview, source)) is not None:
        undone.kept.append((interview.slug, reason))
    else:
        undone.deleted.append(interview.slug)
        for recording in interview.recordings.all():
            reverting.drop_files((Recording, recording.pk), {"file": recording.file.name})
        interview.delete()
        return True
    return False


def _concerned(batch: ImportBatch, shared: Sequence[ImportChange]) -> QuerySet:
    """The interviews of a batch, and those in which people are heard whom it changed."""

    def rows(model: type[models.Model]) -> list[int]:
        return [change.row for change in shared if change.model == model._meta.label_lower]

    heard = models.Q(appearances__speaker__in=rows(Speaker)) | models.Q(appearances__bio__in=rows(Bio))
    return Interview.objects.filter(models.Q(import_lines__batch=batch) | heard)


def _later_imports(line: ImportLine) -> QuerySet:
    same = ImportLine.objects.filter(source_key=line.source_key, pk__gt=line.pk, batch__undone_at=None)
    return same.exclude(batch=line.batch)


def _worked_on(line: ImportLine, interview: Interview, source: Source) -> str | None:
    """What people did since the interview was created, if they did anything."""
    before = line.before or {}
    came = from_data(before.get("came", source.document))
    added = {name.casefold() for name in line.batch.tags}
    now = document_of(interview)
    now = replace(
        now,
        tags=tuple(tag for tag in now.tags if tag.casefold() not in added or tag in came.tags),
        series=came.series if now.series == line.batch.series else now.series,
    )
    files = {recording.file.name for recording in interview.recordings.all() if recording.file}
    if not same_but_for_files(now, came) or not files <= set(before.get("files", [])):
        return "it was edited since"
    if Interview.objects.filter(edits=interview.pk).exists():
        return "a draft of changes to it was begun since"
    if interview.status != before.get("status", interview.status):
        return "it was published or withdrawn since"
    if any(entry.written_at and entry.written_at > line.batch.started_at for entry in remarks_on(interview)):
        return "readers answered it since"
    if remarks_digest(interview) != before.get("remarks", ""):
        return "its comments were decided on since"
    return None
