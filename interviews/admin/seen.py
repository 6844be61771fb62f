"""Which rows an editor may look at: what each model's admin says of itself."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

#: With one of these somebody looks at interviews at the desk: at all of them, or at those that are theirs.
AT_THE_DESK = ("interviews.view_interview", "interviews.change_interview", "interviews.change_own_interview")


def seen(request: HttpRequest, model: type) -> QuerySet | None:
    """The rows that the editor may look at; None where that is none of them."""
    desk = admin.site.get_model_admin(model)
    return desk.get_queryset(request) if desk.has_view_or_change_permission(request) else None


def sees_all(request: HttpRequest) -> bool:
    """Whether it is the whole archive that the editor may look at, and not only what is theirs."""
    return any(map(request.user.has_perm, AT_THE_DESK[:2]))
