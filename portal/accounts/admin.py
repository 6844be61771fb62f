"""Accounts and roles at the desk: whoever changes them is named in the log. The secrets of phones are shown nowhere."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, Permission, User
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_totp import admin as registers_the_devices  # noqa: F401  so that they can be taken away
from django_otp.plugins.otp_totp.models import TOTPDevice

from portal.accounts import sessions
from portal.accounts.models.acting import acting


def _not_above(request: HttpRequest, account: User | None) -> bool:
    """Whose account may more than oneself is not one’s own to change: by its address or password one would become it.

    What an account may that is switched off counts as well: whoever may change it may switch it on.
    """
    if request.user.is_superuser or account is None:
        return True
    return not account.is_superuser and _given_to(account) <= _given_to(request.user)


def _given_to(account: User) -> set[int]:
    """Keys of permissions, its roles’ among them."""
    given = Permission.objects.filter(Q(user=account.pk) | Q(group__user=account.pk))
    return set(given.values_list("pk", flat=True))


class _Named:
    """Everything that one of these pages changes was done by whoever sent it."""

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with _acting(request):
            return super().changeform_view(request, *args, **kwargs)

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with _acting(request):
            return super().changelist_view(request, *args, **kwargs)

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with _acting(request):
            return super().delete_view(request, *args, **kwargs)


def _acting(request: HttpRequest) -> Any:
    return acting(request) if request.method == "POST" else nullcontext()


admin.site.unregister([User, Group, TOTPDevice])


@admin.register(User)
class AccountAdmin(_Named, UserAdmin):
    change_list_template = "admin/accounts/users.html"
    change_form_template = "admin/accounts/user.html"
    actions = ["end_sessions"]

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_change_permission(request, obj) and _not_above(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_delete_permission(request, obj) and _not_above(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        """Who is no superuser gives nobody more than there is, themselves among them."""
        return [] if request.user.is_superuser else ["is_staff", "is_superuser", "groups", "user_permissions"]

    @admin.action(description=_("End all sessions of the chosen accounts"), permissions=["change"])
    def end_sessions(self, request: HttpRequest, accounts: QuerySet) -> None:
        for account in accounts:
            if _not_above(request, account):
                sessions.end_all(account, by=request)
        self.message_user(request, _("They are signed out everywhere."))

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        with _acting(request):
            return super().user_change_password(request, id, form_url)


@admin.register(Group)
class RoleAdmin(_Named, GroupAdmin):
    def get_readonly_fields(self, request: HttpRequest, obj: Group | None = None) -> list[str]:
        """A role that somebody has would else become whatever they like."""
        return [] if request.user.is_superuser else ["permissions"]
