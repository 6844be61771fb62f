"""The two doors, the desk's and the guests': the password, and after it the second step."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth import login
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.views import LoginView, LogoutView
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.accounts import pending, sessions
from portal.accounts.forms import CodeForm, DeskSignInForm, SignInForm, set_focus, step_failed
from portal.accounts.models import Event
from portal.accounts.models.event import log
from portal.accounts.views import waiting
from portal.accounts.views.private import PrivateForm, private


class _SignIn(LoginView):
    """Signs in whom the password is enough for; the others are led to the second step, and are nobody yet."""

    second_step: str

    def form_valid(self, form: SignInForm) -> HttpResponse:
        user = form.get_user()
        if sessions.must_enrol(user):
            pending.remember(self.request, user, self.get_success_url())
            return redirect("desk_second_factor")
        if sessions.needs_second_factor(user):
            pending.remember(self.request, user, self.get_success_url())
            return redirect(self.second_step)
        enter(self.request, user)
        return redirect(self.get_success_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Without the name of the host, which would stand for the site's own."""
        context = super().get_context_data(**kwargs)
        del context["site"], context["site_name"]
        return {"sends_letters": settings.SENDS_LETTERS, **context}


class GuestSignIn(PrivateForm, _SignIn):
    """The desk lets editors in alone; a guest is none."""

    authentication_form = SignInForm
    template_name = "accounts/sign_in.html"
    second_step = "accounts:second-step"


class DeskSignIn(_SignIn):
    authentication_form = DeskSignInForm
    template_name = "admin/accounts/sign_in.html"
    second_step = "desk_second_step"

    def get_default_redirect_url(self) -> str:
        return reverse("admin:index")


class SignOut(LogoutView):
    next_page = reverse_lazy("accounts:sign-in")


def enter(request: HttpRequest, user: AbstractBaseUser) -> None:
    """Another session than the one before, whosever that was; it is the user's from now on."""
    with transaction.atomic():
        request.session.flush()
        login(request, user)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def second_step(request: HttpRequest, *, at_the_desk: bool) -> HttpResponse:
    """Asks for the code; the door again where nobody has given a password, or too many codes were wrong."""
    door = "admin:login" if at_the_desk else "accounts:sign-in"
    waits = pending.of(request)
    if waits is None or sessions.must_enrol(waits.user):
        pending.forget(request)
        if request.method == "POST":
            messages.warning(request, pending.gone())
        return redirect(door)
    form = CodeForm(waits.user, request.POST or None)
    if request.method == "POST":
        if form.is_valid():
            pending.forget(request)
            waits.user.passed_second_step = True
            with transaction.atomic():
                enter(request, waits.user)
                if form.answer.by_recovery_code:
                    left = waits.user.recovery_codes.count()
                    log(
                        Event.Kind.CODE_USED,
                        request=request,
                        user=waits.user,
                        actor=waits.user,
                        detail=f"recovery codes: {left}",
                    )
            return redirect(waits.next)
        if form.answer is not None and form.answer.wait:
            return waiting.page(request, form.answer.wait)
        if form.answer is not None:
            pending.count_a_try(request)
            step_failed(request, waits.user)
        set_focus(form, on_the_field=at_the_desk)
    context: dict[str, Any] = {"form": form, "title": gettext("Second step"), "door": reverse(door)}
    if at_the_desk:
        request.current_app = admin.site.name
        context = {**admin.site.each_context(request), **context}
    template = "admin/accounts/second_step.html" if at_the_desk else "accounts/second_step.html"
    return private(render(request, template, context, status=422 if form.is_bound else 200))
