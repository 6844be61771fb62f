"""Whom a session stands for, and how long: asked wherever `request.user` is, so that no page can forget it."""

from __future__ import annotations

import datetime as dt
import time

from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import transaction
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from portal.accounts.models import Event, Standing
from portal.accounts.models.event import log

#: In a session: the epoch it belongs to, whether it passed the second step, when it began, when it was last seen.
STAMP = "standing"
#: Seconds between two notes of when a session was seen: each is a row written.
SEEN_EVERY = 3600


class Sessions(AuthenticationMiddleware):
    """Django's own, whose users are those that `user_of` gives."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: user_of(request))
        request.auser = sync_to_async(lambda: user_of(request))


def user_of(request: HttpRequest) -> AbstractBaseUser | AnonymousUser:
    """The user of the session, where it may still speak for that one; otherwise the session ends, and it is nobody."""
    if not hasattr(request, "_user_that_stands"):
        user = get_user(request)
        if user.is_authenticated and not _stands(request, user):
            request.session.flush()
            user = AnonymousUser()
        request._user_that_stands = user
    return request._user_that_stands


def stamp(request: HttpRequest, user: AbstractBaseUser, *, passed: bool) -> None:
    """The session is the user's from now on; `passed` says whether the second step was."""
    now = int(time.time())
    request.session[STAMP] = {"epoch": Standing.of(user).epoch, "passed": passed, "began": now, "seen": now}


def stamp_anew(request: HttpRequest, user: AbstractBaseUser, *, passed: bool) -> None:
    """This session goes on, under another key, where all others of the user were ended."""
    request.session.cycle_key()
    began = request.session.get(STAMP, {}).get("began", int(time.time()))
    stamp(request, user, passed=passed)
    request.session[STAMP]["began"] = began
    request._user_that_stands = user


def end_all(user: AbstractBaseUser, *, by: HttpRequest) -> None:
    """Of that user; where they are one's own, but for the one that asks."""
    with transaction.atomic():
        passed = has_passed(by)
        Standing.turn_over(user)
        log(Event.Kind.ENDED, request=by, user=user, actor=by.user)
        if by.user.pk == user.pk:
            stamp_anew(by, user, passed=passed)


def has_passed(request: HttpRequest) -> bool:
    """Whether this session passed the second step."""
    return bool(request.session.get(STAMP, {}).get("passed"))


def needs_second_factor(user: AbstractBaseUser) -> bool:
    """Whether a password is not enough for the user: who has a second factor, and who must."""
    return Standing.of(user).has_second_factor or must_enrol(user)


def must_enrol(user: AbstractBaseUser) -> bool:
    """Staff without a second factor, where the site asks for one."""
    required = settings.STAFF_SECOND_FACTOR == "required"
    return required and user.is_staff and not Standing.of(user).has_second_factor


def _stands(request: HttpRequest, user: AbstractBaseUser) -> bool:
    known = request.session.get(STAMP)
    if not isinstance(known, dict) or known["epoch"] != Standing.of(user).epoch:
        return False
    if needs_second_factor(user) and not known["passed"]:
        return False
    now = int(time.time())
    if now - known["began"] > dt.timedelta(days=settings.SESSION_DAYS).total_seconds():
        return False
    if now - known["seen"] > SEEN_EVERY:
        request.session[STAMP] = {**known, "seen": now}
    return True
