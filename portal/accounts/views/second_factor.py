"""The second step of an editor: to set it up, to renew what it needs, to turn it off."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST
from django_otp.plugins.otp_totp.models import default_key

from portal.accounts import pending, second_factor, sessions
from portal.accounts.forms import EnrolForm, PasswordForm, set_focus
from portal.accounts.models import RecoveryCode, Standing
from portal.accounts.views.private import private
from portal.accounts.views.sign_in import enter

#: In a session: the secret that is proposed, until a code came of it.
_KEY = "proposed_secret"


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """What there is; or, where there is nothing or `?renew` asks for another, the secret and the form for its code.

    Also for those who must set it up and have given their password only: they are nobody, and come nowhere else.
    """
    waits = None if request.user.is_authenticated else pending.of(request)
    user: AbstractBaseUser | None = request.user if request.user.is_authenticated else waits and waits.user
    if user is None or (waits and not sessions.must_enrol(user)):
        if request.method == "POST":
            messages.warning(request, pending.gone())
        return redirect(f"{reverse('admin:login')}?next={request.path}")
    if not user.is_staff:
        raise PermissionDenied
    if Standing.of(user).has_second_factor and "renew" not in request.GET:
        return _shown(request, "second_factor", _state(request, user))
    device = second_factor.proposed(user, request.session.setdefault(_KEY, default_key()))
    form = EnrolForm(request, device, request.POST or None, asks_password=waits is None)
    if request.method == "POST" and form.is_valid():
        codes = second_factor.turn_on(request, user, device)
        request.session.pop(_KEY, None)
        if waits is not None:
            user.passed_second_step = True
            enter(request, user)
        return _codes_once(request, codes, waits.next if waits else reverse("desk_second_factor"))
    secret = second_factor.secret_of(device)
    address = second_factor.address_for_phones(device)
    context = {
        "title": gettext("Set up the second step"),
        "form": form,
        "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        "address": address,
        "picture": second_factor.picture(address),
        "is_required": waits is not None,
        "is_renewed": Standing.of(user).has_second_factor,
    }
    if waits is not None:
        context["is_nav_sidebar_enabled"] = False  # it would say that nobody may edit anything
    return _shown(request, "enrol", context, status=422 if form.is_bound else 200)


@sensitive_post_parameters("password")
@require_POST
def off(request: HttpRequest) -> HttpResponse:
    """Only with the password, and not where the site asks for it."""
    if settings.STAFF_SECOND_FACTOR == "required":
        raise PermissionDenied
    form = PasswordForm(request, request.user, request.POST, prefix="off")
    if not form.is_valid():
        return _shown(request, "second_factor", {**_state(request, request.user), "off": form}, status=422)
    second_factor.turn_off(request.user, request=request)
    messages.success(request, gettext("The second step is off. Your password alone signs you in again."))
    return redirect("desk_second_factor")


@sensitive_post_parameters("password")
@require_POST
def codes(request: HttpRequest) -> HttpResponse:
    """Ten others, with the password."""
    if not Standing.of(request.user).has_second_factor:
        return redirect("desk_second_factor")
    form = PasswordForm(request, request.user, request.POST, prefix="codes")
    if not form.is_valid():
        return _shown(request, "second_factor", {**_state(request, request.user), "codes": form}, status=422)
    return _codes_once(request, second_factor.renew_codes(request, request.user), reverse("desk_second_factor"))


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def elsewhere(request: HttpRequest) -> HttpResponse:
    """Ends all sessions but this one, with the password."""
    form = PasswordForm(request, request.user, request.POST or None)
    if not form.is_valid():
        context = {"title": gettext("Signed in elsewhere"), "form": form}
        return _shown(request, "elsewhere", context, status=422 if form.is_bound else 200)
    sessions.end_all(request.user, by=request)
    messages.success(request, gettext("You are signed out everywhere else."))
    return redirect("desk_elsewhere")


def _state(request: HttpRequest, user: AbstractBaseUser) -> dict[str, Any]:
    return {
        "title": gettext("Second step"),
        "left": RecoveryCode.objects.filter(user=user).count(),
        "is_required": settings.STAFF_SECOND_FACTOR == "required",
        "off": PasswordForm(request, user, prefix="off"),
        "codes": PasswordForm(request, user, prefix="codes"),
    }


def _codes_once(request: HttpRequest, codes: list[str], leads_to: str) -> HttpResponse:
    """In the answer itself: they are stored nowhere as they are, not for a moment."""
    context = {"title": gettext("Your recovery codes"), "codes": codes, "leads_to": leads_to}
    return _shown(request, "recovery_codes", context)


def _shown(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    request.current_app = admin.site.name
    context = {**admin.site.each_context(request), **context}
    for form in context.values():
        if isinstance(form, Form) and form.is_bound:
            set_focus(form, on_the_field=True)
    return private(render(request, f"admin/accounts/{template}.html", context, status=status))
