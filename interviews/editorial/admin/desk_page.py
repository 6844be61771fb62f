"""What the pages of an interview beside its form share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse

from interviews.documents.errors import Finding
from interviews.editorial.admin.ownership import Ownership
from interviews.models import Interview


class DeskPages(Ownership):
    def looked_at(self, request: HttpRequest, key: str | int) -> Interview:
        """The interview itself, also where its draft of changes is named. Raises as `found` does."""
        return self.found(request, key).live

    def found(self, request: HttpRequest, key: str | int, *, changing: bool = False) -> Interview:
        """The row of that key. Raises Http404, or PermissionDenied for whom it is not to be seen, or changed, by."""
        may = self.has_change_permission if changing else self.has_view_or_change_permission
        if not may(request):
            raise PermissionDenied
        interview = self.get_object(request, str(key))
        if interview is None:
            raise Http404
        if not may(request, interview):
            raise PermissionDenied
        return interview

    def tell(self, request: HttpRequest, findings: Iterable[Finding]) -> None:
        """What could not be as it was to be."""
        for finding in findings:
            self.message_user(request, finding.message, messages.WARNING)

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
