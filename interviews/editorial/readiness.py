"""Whether an interview is ready to be published: what the linter says of its rows, and of what is known beside them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta

from django.db.models import QuerySet

from interviews.attachments import Attachments
from interviews.documents.document import InterviewDocument
from interviews.documents.linting import Flaw, Outside, cured, lint
from interviews.editorial.links.known import known_of
from interviews.models import Interview, Recording, Revision
from interviews.models.recording import measured
from interviews.retrieve import document_of, sketches_of
from interviews.rows.change import write_rows
from interviews.rows.traces import Traces
from interviews.search.index import refresh
from interviews.store.history import Revising


def flaws_of(interview: Interview) -> list[Flaw]:
    return flaws_of_many([interview])[interview.pk]


def flaws_of_many(interviews: Sequence[Interview] | QuerySet) -> dict[int, list[Flaw]]:
    """By key, in as many queries as for one."""
    sketches = sketches_of(list(interviews))
    outside = known_of(sketches.values())
    return {key: lint(document, outside) for key, document in sketches.items()}


def cure(interview: Interview, code: str, at: str = "", *, by: object = None) -> int:
    """Mends what a rule found, everywhere or at the place of that key, and gives how many places that were.

    Belongs into a transaction that has locked the interview. Raises DocumentError where what a cure makes does not fit.
    """
    document = document_of(interview)
    outside = known_of([document])
    found = _of_rule(code, document, outside)
    flaws = [flaw for flaw in found if at in ("", flaw.place.key)]
    better = cured(document, flaws, _lengths(interview, flaws))
    if better == document:
        return 0
    revising = Revising(interview, Revision.Reason.EDITED, by=by)
    revising.before(document)
    write_rows(interview, better, Attachments(None), Traces())
    refresh([interview])
    revising.after()
    return max(1, len(found) - len(_of_rule(code, better, outside)))


def _of_rule(code: str, document: InterviewDocument, outside: Outside) -> list[Flaw]:
    return [flaw for flaw in lint(document, outside) if flaw.code == code]


def _lengths(interview: Interview, flaws: Collection[Flaw]) -> Mapping[int, timedelta]:
    """Of the recordings concerned that lie here, by number."""
    concerned = {flaw.place.number for flaw in flaws if flaw.rule.cure == "length"}
    if not concerned:
        return {}
    rows = enumerate(Recording.objects.filter(interview=interview))
    read = {number: measured(row.file).duration for number, row in rows if number in concerned and row.file}
    return {number: length for number, length in read.items() if length is not None}
