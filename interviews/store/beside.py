"""A draft of changes beside a published interview: taken from it, edited like any other, and stored into it at last.

The page that readers see changes by `publish_changes` only; segments keep their uids all along, and so do comments
and links that hang on them.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Subquery
from django.utils.crypto import get_random_string

from interviews.documents.document import InterviewDocument
from interviews.documents.errors import Finding
from interviews.documents.merge import merge
from interviews.models import Interview, Revision
from interviews.models.attribution import attributed
from interviews.retrieve import document_of
from interviews.rows.exact import write_exactly
from interviews.search.index import refresh
from interviews.store.history import Revising, document_in
from interviews.store.publication import publishing


def draft_beside(interview: Interview) -> Interview | None:
    """The draft of changes to an interview, where there is one."""
    return Interview.objects.filter(edits=interview.pk).select_related("edits", "series").first()


def as_edited(interview: Interview) -> Interview:
    """The row that editors work on: the draft of changes where there is one, else the interview itself."""
    return draft_beside(interview) or interview


@attributed()
def begin_draft(interview: Interview, *, by: Any = None) -> tuple[Interview, bool]:
    """A draft that says what the page says, or the one that is there; and whether it is new. Locks the interview."""
    with transaction.atomic():
        live = _locked(interview.pk)
        if there := draft_beside(live):
            return there, False
        Revising(live, Revision.Reason.EDITED).before()
        state = Revision.objects.like(live).order_by("-number").first()
        slug = f"{live.slug[:80]}-{get_random_string(12).lower()}"
        draft = Interview(edits=live, based_on=state.number, title=live.title, slug=slug)
        draft.save()
        write_exactly(draft, document_in(state))
        draft.refresh_from_db()
        Revising(draft, Revision.Reason.BEGUN, by=by, note=f"#{state.number}").after(draft)
        return draft, True


@attributed()
def publish_changes(draft: Interview, *, by: Any = None) -> tuple[Finding, ...]:
    """Stores what the draft says into the interview that it changes, and removes the draft.

    What an import or another door changed there since the draft was begun stays, where the draft did not change the
    same; where both did, the draft's word counts, and a finding tells the other's. Raises DocumentError where a value
    does not fit its column; then nothing changed.
    """
    with transaction.atomic():
        live = _locked(draft.edits_id)
        draft = _locked(draft.pk)
        revising = Revising(live, Revision.Reason.PUBLISHED, by=by)
        revising.before()
        wanted, findings = _merged(live, draft)
        findings += write_exactly(live, wanted)
        refresh([live])
        revising.after()
        publishing(draft, by)
        draft.delete()
    return findings


@attributed()
def discard_changes(draft: Interview, *, by: Any = None) -> None:
    """Removes the draft. Its last state is kept in the history, and can be restored from there."""
    with transaction.atomic():
        _locked(draft.edits_id)
        Revising(_locked(draft.pk), Revision.Reason.EDITED, by=by).before()
        draft.delete()


def differs(draft: Interview) -> bool:
    """Whether the draft says something else than the page did when it was begun."""
    newest = Revision.objects.like(draft).order_by("-number").values("document")[:1]
    base = Revision.objects.of(draft).filter(number=draft.based_on)
    return not base.filter(document=Subquery(newest)).exists()


@attributed()
def schedule_changes(draft: Interview, at: dt.datetime | None) -> None:
    """The changes go live at that moment, to the second; None: when somebody publishes them."""
    draft.goes_live_at = at.replace(microsecond=0) if at else None
    draft.save(update_fields=["goes_live_at"])


def _merged(live: Interview, draft: Interview) -> tuple[InterviewDocument, tuple[Finding, ...]]:
    base = document_in(Revision.objects.of(live).get(number=draft.based_on))
    wanted, page = document_of(draft), document_of(live)
    if page == base:
        return wanted, ()
    merged = merge(base, wanted, page)
    return merged.document, merged.findings


def _locked(pk: int) -> Interview:
    rows = Interview.objects.select_related("series", "edits")
    return rows.select_for_update(of=("self",)).get(pk=pk)
