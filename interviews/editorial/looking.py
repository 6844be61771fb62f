"""Who may look at an interview at the desk, asked outside of a request for its page: the desk itself decides."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from interviews.admin.seen import seen
from interviews.models import Interview

_BACKEND = "django.contrib.auth.backends.ModelBackend"


def may_look(user: Any, interview: Interview) -> bool:
    return bool(those_seen(user, [interview.pk]))


def those_seen(user: Any, keys: Iterable[int]) -> set[int]:
    """Those of these interviews that the user may look at."""
    desk, request = admin.site.get_model_admin(Interview), _asked_by(user)
    rows = seen_by(user).filter(pk__in=list(keys))
    return {row.pk for row in rows if desk.has_view_or_change_permission(request, row)}


def seen_by(user: Any) -> QuerySet:
    """Interviews that the user may look at, for a subquery; the desk is asked of each besides, before it is told of."""
    rows = seen(_asked_by(user), Interview) if user.is_active and user.is_staff else None
    return Interview.objects.none() if rows is None else rows.order_by()


def with_permission(*permissions: str) -> QuerySet:
    """Those who sign in at the desk and have one of these permissions."""
    users = get_user_model().objects
    having = [Q(pk__in=users.with_perm(name, backend=_BACKEND).values("pk")) for name in permissions]
    anyone = having[0]
    for one in having[1:]:
        anyone |= one
    return users.filter(anyone, is_active=True, is_staff=True).order_by(get_user_model().USERNAME_FIELD)


def _asked_by(user: Any) -> HttpRequest:
    request = HttpRequest()
    request.user = user
    return request
