"""Who has given the right password and not yet the second step: nobody, whom the session remembers for a while.

Nobody is signed in before both are through. So no page, no admin JSON and no preview has to ask which of the two a
session has passed.
"""

from __future__ import annotations

import time
from typing import Any, NamedTuple

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest
from django.middleware.csrf import rotate_token
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext

_KEY = "second_step"
#: Seconds until the password must be given again.
GOOD_FOR = 600
#: Wrong codes until then.
TRIES = 5


class Pending(NamedTuple):
    user: AbstractBaseUser
    next: str


def remember(request: HttpRequest, user: AbstractBaseUser, next_url: str) -> None:
    """In a session of its own: whatever was in the one before is gone, and its key is worth nothing."""
    request.session.flush()
    rotate_token(request)
    request.session[_KEY] = {
        "user": user.pk,
        "backend": user.backend,
        "hash": user.get_session_auth_hash(),
        "next": next_url,
        "until": int(time.time()) + GOOD_FOR,
        "tries": 0,
    }


def of(request: HttpRequest) -> Pending | None:
    """Not where it took too long, the password was changed, or the account was switched off meanwhile."""
    known: dict[str, Any] | None = request.session.get(_KEY)
    if known is None or time.time() > known["until"] or known["tries"] >= TRIES:
        return None
    user = get_user_model()._default_manager.select_related("standing").filter(pk=known["user"], is_active=True).first()
    if user is None or not constant_time_compare(known["hash"], user.get_session_auth_hash()):
        return None
    user.backend = known["backend"]
    return Pending(user, known["next"])


def gone() -> str:
    """What is said to somebody whose code comes too late."""
    return gettext("That took too long, or too many codes were wrong. Begin again with your password.")


def count_a_try(request: HttpRequest) -> None:
    known = request.session[_KEY]
    request.session[_KEY] = {**known, "tries": known["tries"] + 1}


def forget(request: HttpRequest) -> None:
    request.session.pop(_KEY, None)
