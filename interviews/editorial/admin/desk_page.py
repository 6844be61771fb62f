"""What the pages of an interview beside its form share."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse

from interviews.models import Interview


class DeskPages(admin.ModelAdmin):
    def looked_at(self, request: HttpRequest, key: str | int) -> Interview:
        """Raises Http404, or PermissionDenied for whom it is not to be seen by."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        interview = self.get_object(request, str(key))
        if interview is None:
            raise Http404
        if not self.has_view_or_change_permission(request, interview):
            raise PermissionDenied
        return interview.live

    def page(self, request: HttpRequest, interview: Interview, name: str, context: dict[str, Any]) -> HttpResponse:
        """One of the templates of an interview at the desk."""
        request.current_app = self.admin_site.name
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "interview": interview,
            **context,
        }
        return TemplateResponse(request, f"admin/interviews/interview/{name}.html", context)

    def address_of(self, interview: Interview) -> str:
        """The form."""
        return reverse(f"{self.admin_site.name}:interviews_interview_change", args=[interview.pk])
