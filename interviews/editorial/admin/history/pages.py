"""The pages of an interview's history: who did what, when and why."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext

from interviews.admin.importing.changes import shown_changes
from interviews.documents.diff import diff
from interviews.documents.document import InterviewDocument
from interviews.documents.errors import DocumentError
from interviews.editorial.admin.desk_page import DeskPages
from interviews.editorial.admin.history.timeline import timeline, why
from interviews.models import Interview, Revision
from interviews.names import account_name
from interviews.numbers import whole_number
from interviews.retrieve import document_of
from interviews.store.beside import draft_beside
from interviews.store.history import document_in

#: Lines of the timeline on one page.
LISTED = 50
#: Entries of a kind that a comparison lists.
COMPARED = 1_000
#: States that can be chosen for a comparison, the newest.
OFFERED = 200
#: What stands for the interview as its rows say it now, in the place of a number; and for the draft beside it.
NOW = "now"
DRAFT = "draft"


class HistoryPages(DeskPages):
    """In the place of Django's list of log entries."""

    def get_urls(self) -> list[URLPattern]:
        wrapped = self.admin_site.admin_view
        return [
            path("<int:pk>/history/compare/", wrapped(self.compare_view), name="interviews_interview_compare"),
            path("<int:pk>/history/<int:number>/", wrapped(self.revision_view), name="interviews_interview_revision"),
            *super().get_urls(),
        ]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        interview = self.looked_at(request, object_id)
        pages = Paginator(timeline(interview, request.user), LISTED)
        context = {
            "title": gettext("History: %(title)s") % {"title": interview},
            "page": pages.get_page(request.GET.get("page")),
            **_offered(interview, "", NOW),
            **(extra_context or {}),
        }
        return self.page(request, interview, "history/timeline", context)

    def revision_view(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        """A state as it was."""
        interview = self.looked_at(request, pk)
        revision = numbered(interview, number)
        document, problem = _read(revision)
        context = {
            "title": gettext("State #%(number)s") % {"number": number},
            "revision": revision,
            "why": why(revision),
            "who": account_name(revision.author) if revision.author else "",
            "document": document,
            "cue_count": len(document.transcript.cues) if document and document.transcript else 0,
            "problem": problem,
            "may_restore": self.has_change_permission(request, interview),
        }
        return self.page(request, interview, "history/revision", context)

    def compare_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What changed from one state to another; from none, since the state before."""
        interview = self.looked_at(request, pk)
        newer = request.GET.get("to", NOW)
        older = request.GET.get("from") or _before(newer)
        (old, was), (new, now) = (_state(interview, given) for given in (older, newer))
        changes = shown_changes(diff(old, new), COMPARED) if old and new else None
        context = {
            "title": gettext("What changed from %(old)s to %(new)s") % {"old": _named(older), "new": _named(newer)},
            "changes": changes,
            "problem": was or now,
            **_offered(interview, older, newer),
        }
        return self.page(request, interview, "history/compare", context)


def numbered(interview: Interview, number: int) -> Revision:
    revision = Revision.objects.of(interview).filter(number=number).select_related("author").first()
    if revision is None:
        raise Http404
    return revision


def _read(revision: Revision) -> tuple[InterviewDocument | None, str]:
    """The document, or why it cannot be read."""
    try:
        return document_in(revision), ""
    except DocumentError as error:
        return None, str(error)


def _state(interview: Interview, given: str) -> tuple[InterviewDocument | None, str]:
    """The document of a state that an address names. Raises Http404."""
    if given == NOW:
        return document_of(interview), ""
    if given == DRAFT:
        draft = draft_beside(interview)
        if draft is None:
            raise Http404
        return document_of(draft), ""
    number = whole_number(given)
    if not number:
        raise Http404
    return _read(numbered(interview, number))


def _before(newer: str) -> str:
    """The number of the state before; of what is there now, and of the first, itself; of the draft, the page."""
    if newer == DRAFT:
        return NOW
    number = whole_number(newer)
    return str(number - 1 if number and number > 1 else newer)


def _named(given: str) -> str:
    return {NOW: gettext("as it is now"), DRAFT: gettext("the draft of changes")}.get(given, f"#{given}")


def _offered(interview: Interview, older: str, newer: str) -> dict[str, Any]:
    """What a comparison can be asked of."""
    rows = Revision.objects.of(interview).defer("document").order_by("-number")[:OFFERED]
    has_draft = draft_beside(interview) is not None
    return {"offered": list(rows), "older": older, "newer": newer, "has_draft": has_draft}
