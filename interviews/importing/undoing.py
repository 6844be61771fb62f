"""A batch taken back: what it created goes, what it changed is as before; what people did since stays."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field, replace

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from interviews.attachments import KeptFiles
from interviews.documents.data import from_data
from interviews.documents.document import InterviewDocument
from interviews.documents.errors import DocumentError
from interviews.documents.merge import merge, same_but_for_files
from interviews.models import ImportBatch, ImportLine, Interview, Source
from interviews.remarks import answered_segments, remarks_on
from interviews.retrieve import document_of
from interviews.rows.change import write_rows


@dataclass
class Undone:
    """What became of the lines of a batch: deleted, put back, or kept with the reason."""

    deleted: list[str] = field(default_factory=list)
    put_back: list[str] = field(default_factory=list)
    kept: list[tuple[str, str]] = field(default_factory=list)


def undo(batch: ImportBatch) -> Undone:
    """Takes a batch back, in one transaction; harmless twice.

    An interview that was created goes, unless it was edited or answered since, or came again from elsewhere. One that
    was changed is merged back: what editors changed since stays.
    """
    undone = Undone()
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if batch.undone_at is not None:
            return undone
        # The newest first: an interview that the batch created and then changed goes back step by step.
        for line in batch.lines.select_related("interview").order_by("-pk"):
            if line.interview is None:
                continue
            try:
                _undo_line(line, line.interview, undone)
            except DocumentError as error:  # kept in a form of which this version knows nothing
                undone.kept.append((line.interview.slug, str(error)))
        batch.undone_at = timezone.now()
        batch.save(update_fields=["undone_at"])
    return undone


def _undo_line(line: ImportLine, interview: Interview, undone: Undone) -> None:
    source = Source.objects.filter(key=line.source_key, interview=interview).first()
    if source is None:
        undone.kept.append((interview.slug, "its source is gone, or lies elsewhere now"))
    elif _later_imports(line).exists():
        undone.kept.append((interview.slug, "a later import changed it again; undo that one first"))
    elif line.outcome == ImportLine.Outcome.CREATED:
        _take_away(line, interview, source, undone)
    else:
        _put_back(line, interview, source, undone)


def _later_imports(line: ImportLine) -> QuerySet:
    same = ImportLine.objects.filter(source_key=line.source_key, pk__gt=line.pk, batch__undone_at=None)
    return same.exclude(batch=line.batch)


def _take_away(line: ImportLine, interview: Interview, source: Source, undone: Undone) -> None:
    came = from_data((line.before or {}).get("came", source.document))
    added = {name.casefold() for name in line.batch.tags}
    now = document_of(interview)
    now = replace(
        now,
        tags=tuple(tag for tag in now.tags if tag.casefold() not in added or tag in came.tags),
        series=came.series if now.series == line.batch.series else now.series,
    )
    said_since = any(entry.written_at and entry.written_at > line.batch.started_at for entry in remarks_on(interview))
    if not same_but_for_files(now, came):
        undone.kept.append((interview.slug, "it was edited since"))
    elif said_since:
        undone.kept.append((interview.slug, "readers answered it since"))
    else:
        undone.deleted.append(interview.slug)
        interview.delete()


def _put_back(line: ImportLine, interview: Interview, source: Source, undone: Undone) -> None:
    before = line.before or {}
    then: InterviewDocument = from_data(before["document"])
    now = document_of(interview)
    merged = merge(from_data(source.document), now, then, precious=answered_segments(interview))
    write_rows(interview, merged.document, KeptFiles(None))
    source.document, source.digest = before["source"], before["digest"]
    source.text, source.companions, source.findings = before["text"], before["companions"], before["findings"]
    source.data = None if before["data"] is None else base64.b64decode(before["data"])
    source.save()
    undone.put_back.append(interview.slug)
