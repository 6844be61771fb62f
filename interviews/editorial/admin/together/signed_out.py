"""A form that is sent after the session ended: who sent it is asked, and what was typed is kept meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from interviews.editorial.admin.together.present import Presences

#: Fields of the page that asks; not of the form that it holds.
OWN = ("csrfmiddlewaretoken", "username", "password", "code", "_sign_in")


class EditingTogether(Presences):
    """All of it: merging, drafts, presence, and forms that outlast their session."""

    def get_urls(self) -> list[URLPattern]:
        wrapped = self.admin_site.admin_view
        return [
            path("add/", self._asking(wrapped(self.add_view)), name="interviews_interview_add"),
            path(
                "<path:object_id>/change/", self._asking(wrapped(self.change_view)), name="interviews_interview_change"
            ),
            *super().get_urls(),
        ]

    def _asking(self, view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        """Django's own way leads a stranger to the login, and drops what was sent."""

        @never_cache
        @sensitive_post_parameters("password")
        def asking(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method == "POST" and not self.admin_site.has_permission(request):
                request.holds_what_was_typed = True
                whole = self.admin_site.login_form or AdminAuthenticationForm
                form = whole(request, request.POST if "_sign_in" in request.POST else None)
                if not (form.is_bound and form.is_valid()):
                    return self._who(request, form)
                login(request, form.get_user())
            return view(request, *args, **kwargs)

        return asking

    def _who(self, request: HttpRequest, form: AdminAuthenticationForm) -> HttpResponse:
        typed = [(name, value) for name in request.POST if name not in OWN for value in request.POST.getlist(name)]
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("You were signed out"),
            "form": form,
            "typed": typed,
            "sends_files": request.content_type == "multipart/form-data",
        }
        return TemplateResponse(request, "admin/interviews/interview/together/signed_out.html", context)
