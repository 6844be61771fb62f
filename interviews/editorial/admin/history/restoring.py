"""Going back to an earlier state, whole or with one segment: what that changes is shown before it is done."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils.translation import gettext

from interviews.admin.importing.changes import shown_changes
from interviews.documents.diff import diff
from interviews.documents.errors import DocumentError
from interviews.documents.restoring import with_segment_of
from interviews.editorial.admin.history.pages import COMPARED, HistoryPages, numbered
from interviews.models import Interview, Revision
from interviews.retrieve import document_of
from interviews.store.beside import as_edited
from interviews.store.history import document_in
from interviews.store.restoring import restore
from interviews.store.version import version_of


class RestoringPages(HistoryPages):
    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.restore_view)
        return [
            path("<int:pk>/history/<int:number>/restore/", view, name="interviews_interview_restore"),
            *super().get_urls(),
        ]

    def restore_view(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        """Shows what would change, and does it where that is still what would."""
        interview = self.looked_at(request, pk)
        if not self.has_change_permission(request, interview):
            raise PermissionDenied
        revision = numbered(interview, number)
        uid = request.POST.get("segment", "") or request.GET.get("segment", "")
        if request.method == "POST":
            return self._restored(request, interview, revision, uid)
        return self._asked(request, interview, revision, uid)

    def _asked(self, request: HttpRequest, interview: Interview, revision: Revision, uid: str) -> HttpResponse:
        there = as_edited(interview)
        changes, problem = None, ""
        try:
            wanted, now = document_in(revision), document_of(there)
            wanted = with_segment_of(wanted, now, uid) if uid else wanted
            changes = shown_changes(diff(now, wanted), COMPARED)
        except DocumentError as error:
            if error.code == "no_such_segment":
                raise Http404 from error
            problem = str(error)
        context = {
            "title": gettext("Restore state #%(number)s?") % {"number": revision.number},
            "revision": revision,
            "segment": uid,
            "changes": changes,
            "problem": problem,
            "version": version_of(there),
            "into_draft": there.edits_id is not None or interview.is_published,
        }
        return self.page(request, interview, "history/restore", context)

    def _restored(self, request: HttpRequest, interview: Interview, revision: Revision, uid: str) -> HttpResponse:
        back = HttpResponseRedirect(request.get_full_path())
        try:
            with transaction.atomic():
                there = as_edited(Interview.objects.select_for_update().get(pk=interview.pk))
                if request.POST.get("version") != version_of(there):
                    message = gettext(
                        "Someone changed it meanwhile. Nothing was restored: look again at what would change."
                    )
                    self.message_user(request, message, messages.ERROR)
                    return back
                changed, findings = restore(there, revision, by=request.user, segment=uid)
        except DocumentError as error:
            self.message_user(
                request, gettext("Nothing was restored: %(problem)s") % {"problem": error}, messages.ERROR
            )
            return back
        self.message_user(request, _told(changed, revision, uid), messages.SUCCESS)
        self.tell(request, findings)
        return HttpResponseRedirect(self.address_of(changed))


def _told(changed: Interview, revision: Revision, uid: str) -> Any:
    if uid:
        told = gettext("The segment is again as in state #%(number)s.")
    else:
        told = gettext("It says again what state #%(number)s said.")
    told %= {"number": revision.number}
    beside = gettext("This is a draft of changes: readers see it once it is published.")
    return f"{told} {beside}" if changed.edits_id else told
