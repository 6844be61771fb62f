"""The pages of an interview's history: who did what, when and why."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext

from interviews.editorial.admin.history.timeline import timeline
from interviews.models import Interview

#: Lines of the timeline on one page.
LISTED = 50


class HistoryPages(admin.ModelAdmin):
    """In the place of Django's list of log entries."""

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        interview = self._looked_at(request, object_id)
        pages = Paginator(timeline(interview), LISTED)
        context = {
            "title": gettext("History: %(title)s") % {"title": interview},
            "page": pages.get_page(request.GET.get("page")),
            **(extra_context or {}),
        }
        return self._page(request, interview, "timeline", context)

    def _looked_at(self, request: HttpRequest, key: str | int) -> Interview:
        """Raises Http404, or PermissionDenied for whom it is not to be seen by."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        interview = self.get_object(request, str(key))
        if interview is None:
            raise Http404
        if not self.has_view_or_change_permission(request, interview):
            raise PermissionDenied
        return interview

    def _page(self, request: HttpRequest, interview: Interview, name: str, context: dict[str, Any]) -> HttpResponse:
        request.current_app = self.admin_site.name
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "interview": interview,
            "may_restore": self.has_change_permission(request, interview),
            **context,
        }
        return TemplateResponse(request, f"admin/interviews/interview/history/{name}.html", context)
