"""The states of an interview, each recorded in the transaction of the change that made it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.db.models import Subquery

from interviews.documents.data import from_data
from interviews.documents.document import InterviewDocument
from interviews.documents.writers import portal_json
from interviews.documents.writers.place import Place
from interviews.models import Interview, Revision
from interviews.retrieve import document_of

_Told = Callable[[Interview, Any], None]
_listening: list[_Told] = []


def listen(listener: _Told) -> None:
    """From now on it is given each interview that was ready and waits for review again, and who changed it."""
    if listener not in _listening:
        _listening.append(listener)


def text_of(document: InterviewDocument) -> str:
    """What a revision keeps of a document: what readers said is no part of a state."""
    return portal_json.write(replace(document, comments=()), Place())


def document_in(revision: Revision) -> InterviewDocument:
    """The document that a revision keeps. Raises DocumentError where another version of this software wrote it so."""
    return from_data(json.loads(revision.document)["interview"])


def state_number(interview: Interview) -> int | None:
    """The number of the newest state, where it is the one that the interview is in; None where it changed since."""
    newest = Revision.objects.like(interview).order_by("-number").first()
    if newest is None:
        return None
    is_known = newest.updated_at == interview.updated_at or newest.document == text_of(document_of(interview))
    return newest.number if is_known else None


class Revising:
    """A change of an interview on its way: `before` it, and `after` it.

    Belongs into the transaction of the change, which has locked the interview. Where the state that is there was
    recorded, and nothing hints at another (see `Revision.updated_at`), `before` costs one query.
    """

    def __init__(self, interview: Interview, reason: Revision.Reason, *, by: Any = None, note: str = "") -> None:
        self.interview = interview
        self.reason, self.by, self.note = reason, by, note[:400]
        self.begun = False
        self._newest: Revision | None = None
        self._number = 0

    def before(self, document: InterviewDocument | None = None) -> None:
        """Records the state that is there, where the newest revision is not it; harmless twice.

        The document is what the rows say, where that is known.
        """
        if self.begun:
            return
        self._look()
        newest = self._newest
        if newest is None or newest.updated_at != newest.now:
            there = self._stored()
            self._record(document or document_of(there), there, Revision.Reason.FOUND)

    def _look(self) -> None:
        """What was recorded last."""
        self.begun = True
        of_all = Revision.objects.of(self.interview).order_by("-number").values("number")[:1]
        now = Interview.objects.filter(pk=self.interview.pk).values("updated_at")
        states = Revision.objects.like(self.interview).annotate(now=Subquery(now), highest=Subquery(of_all))
        self._newest = newest = states.order_by("-number").first()
        self._number = newest.highest if newest else of_all.values_list("number", flat=True).first() or 0

    def after(self, interview: Interview | None = None) -> None:
        """Records what the interview became, where it says something else now.

        Given is the interview with all that was saved, where that is at hand.
        """
        if not self.begun:
            self._look()
        became = interview or self._stored()
        is_new = self._record(document_of(became), became, self.reason, author=self.by, note=self.note)
        if is_new and self._waits_again(became):
            for listener in _listening:
                listener(became, self.by)

    def _waits_again(self, became: Interview) -> bool:
        """Other words than those that were read do not stand for them: neither as ready, nor when their time comes."""
        by = self.by
        if became.status == Interview.Status.READY and not (by is not None and by.has_perm(Interview.REVIEW)):
            return became.submit_for_review()
        if by is None or by.has_perm(Interview.PUBLISH):
            return False
        return became.unschedule()

    def _stored(self) -> Interview:
        return Interview.objects.select_related("series").get(pk=self.interview.pk)

    def _record(self, document: InterviewDocument, interview: Interview, reason: str, **given: Any) -> bool:
        """Whether it says something else than what was recorded last."""
        newest, text = self._newest, text_of(document)
        if newest is not None and newest.document == text:
            newest.updated_at = interview.updated_at
            newest.save(update_fields=["updated_at"])
            return False
        self._number += 1
        self._newest = Revision.objects.create(
            interview_id=interview.edits_id or interview.pk,
            is_draft=interview.edits_id is not None,
            number=self._number,
            document=text,
            reason=reason,
            updated_at=interview.updated_at,
            **given,
        )
        return True
