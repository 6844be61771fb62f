"""What happened to an interview, in one line of time: its revisions, imports, and what the admin's log tells beside."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext

from interviews.admin.happenings import events_of
from interviews.editorial.models import DraftAnswer
from interviews.models import ImportLine, Interview, Revision
from interviews.names import account_name

#: The log is told of a save within the request that made its revision.
AT_MOST = dt.timedelta(minutes=1)
#: Revisions whose save the log tells too.
_LOGGED = (Revision.Reason.CREATED, Revision.Reason.EDITED)


@dataclass(frozen=True)
class Happening:
    """`what` says why in a sentence, `details` what the admin's log says more; `batch` is an import to look at."""

    at: dt.datetime
    by: Any
    what: str
    details: str = ""
    revision: Revision | None = None
    batch: int | None = None
    #: Where it can be looked at.
    link: str = ""

    @property
    def who(self) -> str:
        return account_name(self.by) if self.by is not None else ""


def timeline(interview: Interview, user: Any) -> list[Happening]:
    """All that this user may know, the newest first, in four queries and those of what stands beside; the revisions
    without their documents."""
    revisions = Revision.objects.of(interview).defer("document").select_related("author").order_by("number")
    told = [
        *(Happening(row.at, row.author, why(row), revision=row) for row in revisions),
        *_imports(interview, list(revisions)),
        *_logged(interview),
        *_answers(interview),
        *(Happening(one.at, one.by, one.what, one.details, link=one.link) for one in events_of(interview, user)),
    ]
    return list(reversed(list(_in_one(sorted(told, key=lambda one: one.at)))))


def why(revision: Revision) -> str:
    """The reason of a revision as a sentence."""
    match revision.reason:
        case Revision.Reason.FOUND if revision.is_draft:
            return gettext("The draft as it was before the next change.")
        case Revision.Reason.FOUND:
            return gettext("Found as it was before the next change.")
        case Revision.Reason.CREATED:
            return gettext("Created.")
        case Revision.Reason.BEGUN:
            return gettext("Draft of changes begun from %(state)s.") % {"state": revision.note}
        case Revision.Reason.RESTORED:
            return gettext("State %(state)s restored.") % {"state": revision.note}
        case Revision.Reason.PUBLISHED:
            return gettext("Changes published.")
        case Revision.Reason.IMPORTED:
            return gettext("Changed by the import of %(origin)s.") % {"origin": revision.note or "–"}
        case Revision.Reason.UNDONE:
            return gettext("The import of %(origin)s was taken back.") % {"origin": revision.note or "–"}
    told = gettext("Draft edited.") if revision.is_draft else gettext("Edited.")
    return f"{told.removesuffix('.')}: {revision.note}." if revision.note else told


def _imports(interview: Interview, revisions: list[Revision]) -> Iterator[Happening]:
    """The imports that left no revision: those that created it, and those before there were any."""
    lines = ImportLine.objects.filter(interview=interview).select_related("batch__by").defer("before")
    for line in lines:
        batch = line.batch
        kept = {row.reason for row in revisions if row.note == batch.origin[:400] and row.at >= batch.started_at}
        told = {"by": batch.by, "batch": batch.pk}
        if line.outcome == ImportLine.Outcome.CREATED:
            yield Happening(batch.started_at, what=gettext("Imported from %(origin)s.") % {"origin": batch}, **told)
        elif Revision.Reason.IMPORTED not in kept:
            what = gettext("Changed by the import of %(origin)s.") % {"origin": batch}
            yield Happening(batch.started_at, what=what, **told)
        if batch.undone_at and Revision.Reason.UNDONE not in kept:
            what = gettext("The import of %(origin)s was taken back.") % {"origin": batch}
            yield Happening(batch.undone_at, None, what, batch=batch.pk)


def _answers(interview: Interview) -> Iterator[Happening]:
    """What those said who read a draft by a link."""
    answers = DraftAnswer.objects.filter(link__interview=interview).select_related("link")
    for answer in answers:
        told = {"name": answer.link.reader, "number": answer.state}
        if answer.verdict == DraftAnswer.Verdict.APPROVED:
            what = gettext("%(name)s approved the text of state #%(number)s.")
        else:
            what = gettext("%(name)s asked for corrections to state #%(number)s.")
        yield Happening(answer.at, None, what % told, answer.words)


def _logged(interview: Interview) -> Iterator[Happening]:
    """What the admin keeps: saves, and what editors did beside the document (published, withdrawn, featured)."""
    content_type = ContentType.objects.get_for_model(Interview)
    entries = LogEntry.objects.filter(content_type=content_type, object_id=str(interview.pk)).select_related("user")
    for entry in entries:
        yield Happening(entry.action_time, entry.user, "", entry.get_change_message())


def _in_one(told: list[Happening]) -> Iterator[Happening]:
    """Each revision together with what the log says of the same save."""
    waiting: Happening | None = None
    for one in told:
        if waiting is not None and waiting.revision is not None:
            logged = one.revision is None and not one.what and one.by == waiting.by and one.at - waiting.at < AT_MOST
            if logged and waiting.revision.reason in _LOGGED:
                yield replace(waiting, details=one.details)
                waiting = None
                continue
        if waiting is not None:
            yield waiting
        waiting = one if one.what else replace(one, what=one.details, details="")
    if waiting is not None:
        yield waiting
