from __future__ import annotations

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache


class Desk(AdminSite):
    """Django's admin, at whose door a password may be tried so often only, and be followed by a second step."""

    password_change_done_template = "admin/accounts/password_changed.html"  # noqa: S105  a file

    # All is asked for where it is needed: the site is made before the models are there.
    @property
    def login_form(self) -> type:
        """What suffices to sign in: for forms that outlast their session."""
        from portal.accounts.forms import WholeSignInForm

        return WholeSignInForm

    @method_decorator(never_cache)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        from portal.accounts.views.sign_in import DeskSignIn

        index = reverse("admin:index", current_app=self.name)
        if request.method == "GET" and self.has_permission(request):
            return HttpResponseRedirect(index)
        context = {
            **self.each_context(request),
            "title": gettext("Log in"),
            "subtitle": None,
            "app_path": request.get_full_path(),
            "username": request.user.get_username(),
            **(extra_context or {}),
        }
        if REDIRECT_FIELD_NAME not in request.GET and REDIRECT_FIELD_NAME not in request.POST:
            context[REDIRECT_FIELD_NAME] = index
        request.current_app = self.name
        return DeskSignIn.as_view(extra_context=context)(request)

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        from portal.accounts.views.password import DeskChange

        context = {**self.each_context(request), **(extra_context or {})}
        request.current_app = self.name
        return DeskChange.as_view(extra_context=context)(request)
