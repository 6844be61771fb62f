"""Which rows an editor may look at: what each model's admin says of itself."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest


def seen(request: HttpRequest, model: type) -> QuerySet | None:
    """The rows that the editor may look at; None where that is none of them."""
    desk = admin.site.get_model_admin(model)
    return desk.get_queryset(request) if desk.has_view_or_change_permission(request) else None
