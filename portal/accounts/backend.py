from __future__ import annotations

from typing import Any

from axes.backends import AxesStandaloneBackend
from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from portal.accounts.trying import must_wait


class Accounts(AxesStandaloneBackend, ModelBackend):
    """Django's own, which asks first whether that name may be tried, and loads what its sessions must agree with.

    A try without a request is none from outside: a command, a test.
    """

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> AbstractBaseUser | None:
        if username is None or password is None:
            return None
        if request is not None and (seconds := must_wait(request, username)):
            request.sign_in_wait, request.sign_in_untried, request.axes_locked_out = seconds, True, True
            raise PermissionDenied
        return ModelBackend.authenticate(self, request, username, password, **kwargs)

    def get_user(self, user_id: Any) -> AbstractBaseUser | None:
        users = get_user_model()._default_manager.select_related("standing")
        user = users.filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None
