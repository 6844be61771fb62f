"""Other words for one entry, written where editors write: into the draft beside a page that readers see."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db import transaction

from interviews.documents.errors import DocumentError
from interviews.models import Interview, Revision
from interviews.models.attribution import attributed
from interviews.retrieve import document_of
from interviews.rows.exact import write_exactly
from interviews.search.index import refresh
from interviews.store.beside import as_edited, begin_draft
from interviews.store.history import Revising


def correct(
    interview: Interview, uid: str, *, question: str, answer: str, by: Any = None, note: str = ""
) -> tuple[Interview, int]:
    """Gives an entry these words; all else stays, also what others changed in the draft that is there.

    Returns the row that changed, and the number of its state. Raises DocumentError where there is no such entry (code
    `no_such_segment`) or a value does not fit; then nothing changed. Belongs into a transaction that has locked the
    interview.
    """
    with attributed(), transaction.atomic():
        target = as_edited(interview)
        if target.edits_id is None and interview.is_published:
            target, _is_new = begin_draft(interview, by=by)
        target = Interview.objects.select_for_update().get(pk=target.pk)
        revising = Revising(target, Revision.Reason.EDITED, by=by, note=note)
        revising.before()
        document = document_of(target)
        if not any(segment.uid == uid for segment in document.segments):
            raise DocumentError(f"there is no segment “{uid}” any more", code="no_such_segment")
        segments = tuple(
            replace(segment, question=question, answer=answer) if segment.uid == uid else segment
            for segment in document.segments
        )
        write_exactly(target, replace(document, segments=segments))
        refresh([target])
        revising.after()
        state = Revision.objects.like(target).order_by("-number").values_list("number", flat=True)[0]
    return target, state
