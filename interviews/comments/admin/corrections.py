"""Readers’ corrections at the desk: what waits, and each of them word by word, to be accepted or declined."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import models, transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from interviews.comments.admin.corrected import DecisionForm, Shown
from interviews.comments.correcting import accept, corrections_for, decline
from interviews.comments.models import AlreadyDecidedError, Correction
from interviews.documents.errors import DocumentError
from interviews.models import Interview
from interviews.names import account_name

PAGE_LENGTH = 50


class Tab(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    SUSPECTED = "suspected", _("Suspected")
    DECIDED = "decided", _("Decided")

    def of(self, rows: Any) -> QuerySet:
        return {Tab.WAITING: rows.undecided, Tab.SUSPECTED: rows.suspected, Tab.DECIDED: rows.decided}[self]()


def waiting_for(request: HttpRequest, site: admin.AdminSite) -> int | None:
    """How many wait for this editor; None for whom they are nothing to."""
    rows = corrections_for(request, site)
    return None if rows is None else rows.undecided().count()


@admin.register(Correction)
class CorrectionAdmin(admin.ModelAdmin):
    """For those who may change all interviews: readers see what is corrected, and whose it is does not matter."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Correction | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Correction | None = None) -> bool:
        if corrections_for(request, self.admin_site) is None:
            return False
        return obj is None or bool(self._desk.has_change_permission(request, obj.interview))

    has_view_permission = has_change_permission

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_change_permission(request)

    @property
    def _desk(self) -> Any:
        """The desk of interviews: what is above decides there who may what, and publishes."""
        return self.admin_site.get_model_admin(Interview)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """`?tab=`, `?page=`."""
        rows = corrections_for(request, self.admin_site)
        if rows is None:
            raise PermissionDenied
        given = request.GET.get("tab", "")
        asked = Tab(given) if given in Tab.values else Tab.WAITING
        found = asked.of(rows).select_related("interview", "decided_by", "draft")
        if asked == Tab.DECIDED:
            found = found.order_by("-decided_at", "-pk")
        page = Paginator(found, PAGE_LENGTH).get_page(request.GET.get("page"))
        context = {
            "title": gettext("Readers’ corrections"),
            "tabs": [(tab, tab.of(rows).count()) for tab in Tab],
            "asked": asked,
            "page": page,
            "shown": [Shown(row) for row in page],
            **(extra_context or {}),
        }
        return self._page(request, "list", context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """One, with what it would change now; and the decision."""
        row = self.get_object(request, object_id)
        if row is None:
            raise Http404
        if not self.has_change_permission(request, row):
            raise PermissionDenied
        if request.method != "POST":
            shown = Shown(row, looks_now=True)
            return self._asked(request, shown, DecisionForm(shown))
        with transaction.atomic():
            # Nobody changes the words between the look at them and the decision.
            Interview.objects.select_for_update().get(pk=row.interview_id)
            row.refresh_from_db()
            return self._decided(request, row)

    def _decided(self, request: HttpRequest, row: Correction) -> HttpResponse:
        shown = Shown(row, looks_now=True)
        if not row.is_open:
            return self._overtaken(request, row)
        form = DecisionForm(shown, request.POST)
        if not form.is_valid():
            return self._asked(request, shown, form, 422)
        try:
            if "decline" in request.POST:
                decline(row, by=request.user, reply=form.cleaned_data["reply"])
                self.message_user(request, gettext("Declined: the words stay as they are."), messages.SUCCESS)
            elif form.is_stale:
                return self._asked(request, shown, form.again(), 409)
            else:
                self._accepted(request, shown, form)
        except AlreadyDecidedError:
            row.refresh_from_db()
            return self._overtaken(request, row)
        except DocumentError as error:
            message = gettext("Nothing was changed: %(problem)s") % {"problem": error}
            self.message_user(request, message, messages.ERROR)
            return HttpResponseRedirect(request.path)
        return HttpResponseRedirect(reverse("admin:comments_correction_changelist"))

    def _accepted(self, request: HttpRequest, shown: Shown, form: DecisionForm) -> None:
        given = form.cleaned_data
        # What else stands in a draft that was there is not to be published by this.
        stood_alone = not shown.has_draft
        row = accept(
            shown.correction,
            question=given.get("question", ""),
            answer=given.get("answer", ""),
            by=request.user,
            reply=given["reply"],
            credit=given.get("credit", False),
        )
        if row.draft is None:
            self.message_user(request, gettext("Accepted: the words are changed."), messages.SUCCESS)
            return
        if "publish" in request.POST and stood_alone and self._desk.put_before_readers(request, row.draft):
            return
        told = gettext('Accepted into the <a href="{}">draft of changes</a>: readers see it once it is published.')
        address = reverse("admin:interviews_interview_change", args=[row.draft_id])
        self.message_user(request, format_html(told, address), messages.SUCCESS)

    def _overtaken(self, request: HttpRequest, row: Correction) -> HttpResponse:
        who = account_name(row.decided_by) if row.decided_by else gettext("somebody")
        told = gettext("%(who)s was faster: it is %(status)s already. Nothing was changed by you.")
        message = told % {"who": who, "status": row.get_status_display()}
        self.message_user(request, message, messages.WARNING)
        return HttpResponseRedirect(request.path)

    def _asked(self, request: HttpRequest, shown: Shown, form: DecisionForm, status: int = 200) -> HttpResponse:
        may_publish = shown.correction.interview.is_published and not shown.has_draft
        context = {
            "title": gettext("A reader’s correction"),
            "one": shown,
            "form": form,
            "is_stale": status == 409,
            "may_publish": may_publish and self._desk.has_publish_permission(request, shown.correction.interview),
        }
        return self._page(request, "one", context, status)

    def _page(self, request: HttpRequest, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
        request.current_app = self.admin_site.name
        context = {**self.admin_site.each_context(request), "opts": Correction._meta, **context}
        return TemplateResponse(request, f"admin/comments/corrections/{name}.html", context, status=status)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("interview", "decided_by", "draft")
