"""An earlier state of an interview, whole or one segment of it, becomes what it says now."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from interviews.documents.errors import Finding
from interviews.documents.restoring import with_segment_of
from interviews.models import Interview, Revision
from interviews.models.attribution import attributed
from interviews.retrieve import document_of
from interviews.rows.exact import write_exactly
from interviews.search.index import refresh
from interviews.store.beside import begin_draft
from interviews.store.history import Revising, document_in


@attributed()
def restore(
    interview: Interview, revision: Revision, *, by: Any = None, segment: str = ""
) -> tuple[Interview, tuple[Finding, ...]]:
    """Makes the interview say what the revision says; with a uid, only that segment of it.

    Where the public sees the interview, the draft of changes beside it says so, and the page stays as it is. Returns
    the row that changed, and what could not be as it was (see `write_exactly`). Raises DocumentError where the state
    cannot be read, or has no such segment; then nothing changed. Belongs into a transaction that has locked the row
    which will change, where it is there.
    """
    document = document_in(revision)
    with transaction.atomic():
        target = interview
        if interview.edits_id is None and interview.is_published:
            target, _is_new = begin_draft(interview, by=by)
        target = Interview.objects.select_for_update().get(pk=target.pk)
        revising = Revising(target, Revision.Reason.RESTORED, by=by, note=f"#{revision.number}")
        revising.before()
        if segment:
            document = with_segment_of(document, document_of(target), segment)
        findings = write_exactly(target, document)
        refresh([target])
        revising.after()
    return target, findings
