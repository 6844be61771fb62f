"""*Ready to publish?*: the page, its cures, and publishing in spite of what was found."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext

from interviews.documents.errors import DocumentError
from interviews.documents.linting import CURES, RULES, lint
from interviews.editorial.admin.desk_page import DeskPages
from interviews.editorial.admin.readiness.shown import Readiness, readiness_of
from interviews.editorial.links.known import known_of
from interviews.editorial.readiness import cure
from interviews.models import Interview, Revision
from interviews.retrieve import sketches_of
from interviews.store.beside import as_edited, begin_draft
from interviews.store.version import version_of


class ReadinessPages(DeskPages):
    """Beside PublishingMixin, which asks the same rules before it publishes."""

    def get_urls(self) -> list[URLPattern]:
        wrapped = self.admin_site.admin_view
        return [
            path("<int:pk>/ready/", wrapped(self.ready_view), name="interviews_interview_ready"),
            path("<int:pk>/ready/cure/", wrapped(self.cure_view), name="interviews_interview_cure"),
            path("<int:pk>/ready/publish/", wrapped(self.publish_view), name="interviews_interview_publish"),
            *super().get_urls(),
        ]

    def ready_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        interview = as_edited(self.found(request, pk))
        context = {
            "title": gettext("Ready to publish? %(title)s") % {"title": interview},
            "readiness": _readiness(interview, self.address_of(interview)),
            "version": version_of(interview),
            "may_cure": self.has_change_permission(request, interview),
            "show_publish": self.has_publish_permission(request, interview)
            and interview.status != Interview.Status.PUBLISHED,
        }
        return self.page(request, interview, "ready/page", context)

    def cure_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Mends all that a rule found, or one place of it (`at`), as long as the page shows what is stored."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        self.found(request, pk, changing=True)
        with transaction.atomic():
            interview = self._locked(request, pk)
            if interview is not None:
                if interview.edits_id is None and interview.is_published:  # readers see none of it yet
                    interview, _is_new = begin_draft(interview, by=request.user)
                self._cure(request, interview, request.POST.get("code", ""), request.POST.get("at", ""))
                pk = interview.pk
        return self._back(pk)

    def publish_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Publishes what is stored; in spite of findings where one says that one has seen them (`anyway`)."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_publish_permission(request, self.found(request, pk, changing=True)):
            raise PermissionDenied
        with transaction.atomic():
            interview = self._locked(request, pk)
            if interview is not None and self._publish(request, interview, anyway=bool(request.POST.get("anyway"))):
                pk = interview.live.pk  # the draft of changes is gone
        return self._back(pk)

    def response_change(self, request: HttpRequest, obj: Interview) -> HttpResponse:
        """A cure that the form asked for: what was typed is saved by now, and the interview locked."""
        if "_cure" not in request.POST:
            return super().response_change(request, obj)
        code, _mark, at = request.POST["_cure"].partition("|")
        self._cure(request, Interview.objects.get(pk=obj.pk), code, at)
        return HttpResponseRedirect(f"{self.address_of(obj)}#ready")

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        interview = context.get("original")
        if interview is not None and request.method != "POST":
            context |= {
                "readiness": _readiness(interview),
                "may_cure": self.has_change_permission(request, interview),
            }
        return super().render_change_form(request, context, *args, **kwargs)

    def _locked(self, request: HttpRequest, pk: int) -> Interview | None:
        """The interview, which nobody else changes until the transaction ends; None, and a word to the editor, where
        it is not what the page had shown any more."""
        interview = Interview.objects.select_for_update().filter(pk=pk).first()
        if interview is None:
            raise Http404
        if request.POST.get("version") == version_of(interview):
            return interview
        message = gettext("Nothing was done: the interview was changed meanwhile. This is what is found in it now.")
        self.message_user(request, message, messages.WARNING)
        return None

    def _cure(self, request: HttpRequest, interview: Interview, code: str, at: str) -> None:
        rule = RULES.get(code)
        if rule is None or not rule.cure:
            raise Http404
        try:
            with transaction.atomic():
                count = cure(interview, code, at, by=request.user)
        except DocumentError as error:
            self.message_user(request, gettext("Nothing was done: %(problem)s") % {"problem": error}, messages.WARNING)
            return
        if not count:
            message = gettext("Nothing was done: it is mended already, or no machine can mend it.")
            self.message_user(request, message, messages.WARNING)
            return
        button, about = gettext(CURES[rule.cure].button), gettext(rule.about)
        done = ngettext("%(button)s: %(about)s, %(count)d place.", "%(button)s: %(about)s, %(count)d places.", count)
        told = done % {"button": button, "about": about, "count": count}
        self.log_change(request, interview, told)
        number = Revision.objects.of(interview).order_by("-number").values_list("number", flat=True).first()
        changes = f"{reverse('admin:interviews_interview_compare', args=[interview.pk])}?to={number}"
        hint = gettext('<a href="{}">See what changed</a>; the state before is kept in the history.')
        self.message_user(request, format_html("{} {}", capfirst(told), format_html(hint, changes)), messages.SUCCESS)

    def _back(self, pk: int) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse(f"{self.admin_site.name}:interviews_interview_ready", args=[pk]))


def _readiness(interview: Interview, form: str = "") -> Readiness:
    document = sketches_of([interview])[interview.pk]
    return readiness_of(document, lint(document, known_of([document])), form=form)
