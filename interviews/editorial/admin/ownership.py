"""Whose interview it is: who writes may change their own drafts, and see no others."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from interviews.models import Interview

OWN = "interviews.change_own_interview"


class Ownership(admin.ModelAdmin):
    """Beside Django's permissions, which are for all interviews: `change_own_interview`.

    It lets somebody write interviews, look at those that they own or that are assigned to them, and change these as
    long as they are drafts that readers never saw. Whoever may change or view all is not held by it.
    """

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) or request.user.has_perm(OWN)

    def has_view_permission(self, request: HttpRequest, obj: Interview | None = None) -> bool:
        return super().has_view_permission(request, obj) or may_view_own(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Interview | None = None) -> bool:
        return super().has_change_permission(request, obj) or may_change_own(request, obj)

    def may_change_all(self, request: HttpRequest) -> bool:
        return super().has_change_permission(request)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = super().get_queryset(request)
        if super().has_view_permission(request) or super().has_change_permission(request):
            return rows
        mine = Q(owner=request.user.pk) | Q(assigned_to=request.user.pk)
        return rows.filter(mine, edits=None)


def is_own(request: HttpRequest, interview: Interview | None) -> bool:
    """None stands for some interview or other."""
    return interview is None or request.user.pk in (interview.live.owner_id, interview.live.assigned_to_id)


def may_view_own(request: HttpRequest, interview: Interview | None) -> bool:
    return request.user.has_perm(OWN) and is_own(request, interview)


def may_change_own(request: HttpRequest, interview: Interview | None) -> bool:
    is_draft = interview is None or (interview.status == Interview.Status.DRAFT and interview.edits_id is None)
    return is_draft and may_view_own(request, interview)
