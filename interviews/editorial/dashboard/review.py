from __future__ import annotations

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from interviews.admin.dashboard.panels import Panel, Row, first_of
from interviews.editorial.admin.publishing import state_of
from interviews.models import Interview

_COLUMNS = ("title", "language", "status", "updated_at", "edits__title")  # all that `_lines` reads


def on_my_desk(request: HttpRequest) -> Panel | None:
    """What was assigned to one and is not done: in the making itself, or with a draft of changes."""
    desk = admin.site.get_model_admin(Interview)
    if not desk.has_change_permission(request):
        return None
    beside = Exists(Interview._base_manager.filter(edits=OuterRef("pk")))
    rows = desk.get_queryset(request).kept().filter(assigned_to=request.user.pk)
    open_ones = rows.filter(Q(status__in=Interview.IN_THE_MAKING) | Q(beside))
    count, found = first_of(open_ones.order_by("-updated_at", "-pk"), *_COLUMNS)
    return Panel(
        "desk", gettext("On my desk"), count, _lines(found), _listed("assigned"), gettext("All assigned to me")
    )


def review(request: HttpRequest) -> Panel | None:
    """What somebody is to read, and what may be published as it is. Two queries."""
    desk = admin.site.get_model_admin(Interview)
    if not (desk.has_change_permission(request) and request.user.has_perm(Interview.REVIEW)):
        return None
    rows = desk.get_queryset(request).exclude(edits__status=Interview.Status.TRASHED)
    count, found = first_of(_first_come(rows, Interview.Status.IN_REVIEW), *_COLUMNS)
    ready = _first_come(rows, Interview.Status.READY).count()
    return Panel(
        "review",
        gettext("Waiting for review"),
        count,
        _lines(found),
        _listed("review"),
        gettext("All waiting for review"),
        beside=[(gettext("Ready to publish"), ready, _listed("ready"))],
    )


def _first_come(rows: QuerySet, status: str) -> QuerySet:
    return rows.filter(status=status).order_by("updated_at", "pk")


def _lines(rows: list[Interview]) -> list[Row]:
    return [
        Row(
            row.title,
            reverse("admin:interviews_interview_change", args=[row.pk]),
            row.language,
            gettext("draft of changes") if row.edits_id or row.status not in Interview.IN_THE_MAKING else state_of(row),
            row.updated_at,
        )
        for row in rows
    ]


def _listed(desk: str) -> str:
    return f"{reverse('admin:interviews_interview_changelist')}?desk={desk}"
