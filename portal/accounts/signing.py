"""What Django tells of sign-ins, written into the log; and whom a session belongs to from then on.

These are the signals that Django sends of requests, which no bulk change passes by: nothing of the data hangs on them.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from interviews.comments.network import network_of
from portal.accounts import sessions
from portal.accounts.models import Event
from portal.accounts.models.event import log

#: Of tries that had to wait one is logged in so long: whoever hammers is not to fill the disk.
WAITS_LOGGED_EVERY = dt.timedelta(minutes=15)


def listen() -> None:
    user_logged_in.connect(signed_in)
    user_login_failed.connect(failed)
    user_logged_out.connect(signed_out)


def signed_in(request: HttpRequest, user: AbstractBaseUser, **_told: Any) -> None:
    passed = getattr(user, "passed_second_step", False)
    sessions.stamp(request, user, passed=passed)
    request._user_that_stands = user
    log(Event.Kind.SIGNED_IN, request=request, user=user, actor=user, detail="both steps" if passed else "")


def failed(credentials: dict[str, Any], request: HttpRequest | None = None, **_told: Any) -> None:
    """As much is asked and written for a name that nobody has."""
    users = get_user_model()
    with transaction.atomic():
        name = str(credentials.get(users.USERNAME_FIELD) or "")
        user = users._default_manager.filter(**{users.USERNAME_FIELD: name}).first()
        waited = bool(getattr(request, "sign_in_untried", False))
        if waited and _was_told(request, user):
            return
        log(Event.Kind.LOCKED if waited else Event.Kind.FAILED, request=request, user=user)


def signed_out(request: HttpRequest, user: AbstractBaseUser | None, **_told: Any) -> None:
    if user is not None and user.is_authenticated:
        log(Event.Kind.SIGNED_OUT, request=request, user=user, actor=user)


def _was_told(request: HttpRequest, user: AbstractBaseUser | None) -> bool:
    lately = timezone.now() - WAITS_LOGGED_EVERY
    name = user.get_username()[:150] if user else ""
    return Event.objects.filter(kind=Event.Kind.LOCKED, user=name, network=network_of(request), at__gt=lately).exists()
