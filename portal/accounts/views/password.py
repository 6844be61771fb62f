"""A new password: by who knows the old one, and by letter for who does not."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.views import PasswordChangeView, PasswordResetConfirmView, PasswordResetView
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.translation import get_language, gettext_lazy
from django.views.decorators.http import require_safe

from portal.accounts.after import AnswerFirst
from portal.accounts.forms import ChangePasswordForm, ForgottenForm, NewPasswordForm
from portal.accounts.letter import send_reset
from portal.accounts.models.acting import acting
from portal.accounts.trying import lift
from portal.accounts.views.private import PrivateForm, private


class _Change(PrivateForm, PasswordChangeView):
    form_class = ChangePasswordForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "request": self.request}

    def form_valid(self, form: ChangePasswordForm) -> HttpResponse:
        """All other sessions end; this one goes on under another key."""
        store(self.request, form.user, form.cleaned_data["new_password1"])
        update_session_auth_hash(self.request, form.user)
        return redirect(self.get_success_url())


class GuestChange(LoginRequiredMixin, _Change):
    template_name = "accounts/password.html"
    success_url = reverse_lazy("accounts:password-changed")


class DeskChange(_Change):
    at_the_desk = True
    template_name = "admin/accounts/password.html"
    title = gettext_lazy("Change your password")
    success_url = reverse_lazy("admin:password_change_done")


class _ByLetter(PrivateForm):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.SENDS_LETTERS:
            raise Http404
        return private(super().dispatch(request, *args, **kwargs))


class Forgotten(_ByLetter, PasswordResetView):
    """The same answer for an address that nobody has, and as fast: what it leads to is looked for after it is sent."""

    form_class = ForgottenForm
    template_name = "accounts/forgotten.html"
    success_url = reverse_lazy("accounts:forgotten-sent")

    def form_valid(self, form: ForgottenForm) -> HttpResponse:
        address, language = form.cleaned_data["email"], get_language()
        return AnswerFirst(self.get_success_url(), lambda: send_reset(self.request, address, language))


class New(_ByLetter, PasswordResetConfirmView):
    """Signs nobody in: a second step is asked for at the door, as ever."""

    form_class = NewPasswordForm
    template_name = "accounts/new_password.html"
    success_url = reverse_lazy("accounts:new-password-done")

    def form_valid(self, form: NewPasswordForm) -> HttpResponse:
        store(self.request, form.user, form.cleaned_data["new_password1"])
        lift(form.user)
        self.request.session.flush()
        return redirect(self.get_success_url())


def store(request: HttpRequest, user: AbstractBaseUser, password: str) -> None:
    """Hashed before the transaction: on SQLite everybody else waits behind it."""
    user.set_password(password)
    with acting(request, user):
        user.save(update_fields=["password"])


@require_safe
def changed(request: HttpRequest) -> HttpResponse:
    return private(render(request, "accounts/password_changed.html", {"after": "change"}))


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    if not settings.SENDS_LETTERS:
        raise Http404
    return private(render(request, "accounts/forgotten_sent.html", {"minutes": settings.PASSWORD_RESET_TIMEOUT // 60}))


@require_safe
def done(request: HttpRequest) -> HttpResponse:
    return private(render(request, "accounts/password_changed.html", {"after": "letter"}))
