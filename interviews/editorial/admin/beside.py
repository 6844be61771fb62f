"""Changes to a published interview: what is saved becomes a draft beside the page, which readers see when it is
published."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.admin.models import LogEntry
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext

from interviews.documents.errors import DocumentError
from interviews.documents.linting import blocking
from interviews.editorial.admin.onto_draft import onto_draft
from interviews.editorial.admin.publishing import PublishingMixin, refused
from interviews.editorial.readiness import flaws_of
from interviews.models import Interview
from interviews.numbers import whole_number
from interviews.store.beside import begin_draft, differs, discard_changes, publish_changes


class DraftsBeside(PublishingMixin):
    def get_urls(self) -> list[URLPattern]:
        discard = self.admin_site.admin_view(self.discard_changes_view)
        return [path("<int:pk>/discard/", discard, name="interviews_interview_discard_changes"), *super().get_urls()]

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """An interview that the public sees is edited in the draft beside it, which the first save begins."""
        interview, draft = _with_its_draft(object_id)
        if interview is None or not self.has_change_permission(request, interview):
            return super().changeform_view(request, object_id, *args, **kwargs)
        if interview.edits_id:
            with transaction.atomic():
                if request.method == "POST":  # the interview before its draft, as everybody locks them
                    Interview.objects.select_for_update().get(pk=interview.edits_id)
                return super().changeform_view(request, object_id, *args, **kwargs)
        if draft is not None and request.method != "POST":
            return HttpResponseRedirect(self.address_of(draft))
        if request.method != "POST" or (draft is None and not interview.is_published):
            return super().changeform_view(request, object_id, *args, **kwargs)
        with transaction.atomic():
            draft, is_new = begin_draft(interview, by=request.user)
            request.POST = onto_draft(request.POST, interview, draft, is_new=is_new)  # type: ignore[assignment]
            return super().changeform_view(request, str(draft.pk), *args, **kwargs)

    def discard_changes_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Asks, and then removes the draft beside the page. Readers never saw it, and the history keeps it."""
        draft = self.get_object(request, str(pk))
        if draft is None or draft.edits is None or not self.has_change_permission(request, draft):
            raise PermissionDenied
        if request.method == "POST":
            live = draft.edits
            discard_changes(draft, by=request.user)
            self.log_change(request, live, gettext("Draft of changes discarded."))
            message = gettext("The draft is discarded. Its last state is kept in the history.")
            self.message_user(request, message, messages.SUCCESS)
            return HttpResponseRedirect(self.address_of(live))
        return self.page(request, draft, "discard", {"title": gettext("Discard the draft?")})

    def has_delete_permission(self, request: HttpRequest, obj: Interview | None = None) -> bool:
        """A draft of changes is discarded, and leaves its state in the history."""
        return super().has_delete_permission(request, obj) and (obj is None or obj.edits_id is None)

    def log_change(self, request: HttpRequest, obj: Interview, message: Any) -> LogEntry:
        """What happens to the draft is told of the interview: the draft does not last."""
        return super().log_change(request, obj.live, message)

    def _turned(self, request: HttpRequest, interview: Interview) -> HttpResponse | None:
        live = interview.edits
        if live is None:
            return super()._turned(request, interview)
        if "_publish" in request.POST:
            return HttpResponseRedirect(self.address_of(live if self._publish(request, interview) else interview))
        if "_withdraw" in request.POST:
            response = super()._turned(request, interview)
            if not differs(interview):
                interview.delete()
            return response
        if not differs(interview):
            interview.delete()
            message = gettext("“%(title)s” says what its published page says: there is no draft of changes any more.")
            self.message_user(request, message % {"title": live}, messages.SUCCESS)
            return HttpResponseRedirect(self.address_of(live))
        message = gettext("Saved as a draft of changes. Readers see “%(title)s” as it was until they are published.")
        self.message_user(request, message % {"title": live}, messages.SUCCESS)
        if "_addanother" in request.POST:
            return HttpResponseRedirect(reverse(f"{self.admin_site.name}:interviews_interview_add"))
        if "_continue" in request.POST:
            return HttpResponseRedirect(self.address_of(interview))
        return self.response_post_save_change(request, interview)

    def _publish(self, request: HttpRequest, interview: Interview, **given: Any) -> bool:
        if interview.edits_id is None:
            return super()._publish(request, interview, **given)
        return self._publish_draft(request, interview, anyway=given.get("anyway", False))

    def _publish_draft(self, request: HttpRequest, draft: Interview, *, anyway: bool) -> bool:
        """What the draft says goes onto the page; the page is made public where it is not."""
        live = draft.live
        # What stands against the page already, readers see: it does not keep them from what was mended.
        stood = {flaw.rule.code for flaw in blocking(flaws_of(live))} if live.is_published else set()
        against = self.against(draft, [flaw for flaw in flaws_of(draft) if flaw.rule.code not in stood])
        if against and not anyway:
            self.message_user(request, refused(draft, against), messages.ERROR)
            return False
        try:
            findings = publish_changes(draft, by=request.user)
        except DocumentError as error:
            self.message_user(
                request, gettext("Nothing was published: %(problem)s") % {"problem": error}, messages.ERROR
            )
            return False
        live.refresh_from_db()
        live.publish()
        told = gettext("Changes published in spite of: %(findings)s.") % {"findings": against}
        self.log_change(request, live, told if against else gettext("Changes published."))
        address = live.get_absolute_url()
        message = gettext('“{}”: the changes are published. <a href="{}">{}</a>')
        self.message_user(request, format_html(message, live.title, address, address), messages.SUCCESS)
        self.tell(request, findings)
        return True

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = super().get_queryset(request)
        if not is_listing(request):
            return rows.select_related("edits")
        if request.GET.get("status__exact") == Interview.Status.TRASHED:
            return rows.without_copies()
        return rows.kept()


def _with_its_draft(key: str | None) -> tuple[Interview | None, Interview | None]:
    """In one query."""
    pk = whole_number(key or "")
    rows = list(Interview.objects.filter(Q(pk=pk) | Q(edits=pk)).select_related("edits")) if pk else []
    interview = next((row for row in rows if row.pk == pk), None)
    return interview, next((row for row in rows if row.edits_id == pk), None)


def is_listing(request: HttpRequest) -> bool:
    match = request.resolver_match
    return bool(match and match.url_name and match.url_name.endswith("_changelist"))


def is_edited_beside(interview: Interview) -> bool:
    """Whether what is typed is no more than a draft of changes to what readers see."""
    return interview.edits_id is not None or interview.is_published
