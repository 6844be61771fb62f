"""How often a password may be tried: django-axes counts by name and network together, `Pace` by name alone.

Whoever mistypes too often waits at that name from that network; nobody else of the network does, and the name may be
used elsewhere. Networks are read as those of comments are (`TRUSTED_PROXIES`): a /24 or /64, never a whole address.
"""

from __future__ import annotations

import datetime as dt
import math
import unicodedata
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Max
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.crypto import salted_hmac

from interviews.comments.network import network_of
from portal.accounts.models import Event, Pace

#: From a network where somebody signed in so lately, strangers elsewhere do not slow them down.
KNOWN_FOR = dt.timedelta(days=60)


def mark_of(name: str) -> str:
    """What stands for a name where tries are counted: what was typed there may have been a password."""
    text = unicodedata.normalize("NFKC", name).casefold()
    return salted_hmac("portal.accounts.name", text, algorithm="sha256").hexdigest()


def marked_name(request: HttpRequest | None, credentials: dict[str, Any] | None) -> str:
    """For django-axes: the name of a try."""
    return mark_of(str((credentials or {}).get(get_user_model().USERNAME_FIELD) or ""))


def network_address(request: HttpRequest) -> str | None:
    """For django-axes: the first address of the network; None where it is not known."""
    return network_of(request).partition("/")[0] or None


def nobody(*_told: Any) -> str:
    """For django-axes: what its lines in the log say of who tried."""
    return "somebody"


def must_wait(request: HttpRequest, name: str) -> int:
    """Seconds until that name may be tried from there; 0 takes the turn."""
    credentials = {get_user_model().USERNAME_FIELD: name}
    if not AxesProxyHandler.is_allowed(request, credentials):
        return locked_for(request, name)
    seconds = Pace.turn(mark_of(name))
    return 0 if seconds and _is_known(name, network_of(request)) else seconds


def locked_for(request: HttpRequest, name: str) -> int:
    """Seconds until django-axes lets that name be tried from there again."""
    tries = AccessAttempt.objects.filter(username=mark_of(name), ip_address=network_address(request))
    last = tries.aggregate(last=Max("attempt_time"))["last"]
    if last is None:
        return 1
    until = last + (get_cool_off(request) or dt.timedelta(0))
    return max(1, math.ceil((until - timezone.now()).total_seconds()))


def lift(user: AbstractBaseUser) -> int:
    """The user may be tried again at once, from everywhere. How many waits that ended."""
    mark = mark_of(user.get_username())
    return AxesProxyHandler.reset_attempts(username=mark) + Pace.forget(mark)


def _is_known(name: str, network: str) -> bool:
    if not network:
        return False
    since = timezone.now() - KNOWN_FOR
    return Event.objects.filter(kind=Event.Kind.SIGNED_IN, user=name, network=network, at__gt=since).exists()


class Tries(AxesDatabaseHandler):
    """django-axes' own, of which no word that was sent is kept, and to which a try that was not made does not count."""

    def user_login_failed(
        self, sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any
    ) -> None:
        if request is None or getattr(request, "sign_in_untried", False):
            return
        sent = request.GET, request.POST
        request.GET = request.POST = QueryDict()
        request.axes_user_agent = request.axes_http_accept = request.axes_path_info = ""
        try:
            super().user_login_failed(sender, credentials, request, **kwargs)
        finally:
            request.GET, request.POST = sent
        name = str(credentials.get(get_user_model().USERNAME_FIELD) or "")
        Pace.failed(mark_of(name))
        if request.axes_locked_out:
            request.sign_in_wait = locked_for(request, name)
