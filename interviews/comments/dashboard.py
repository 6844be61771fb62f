"""The panels of the conversation on the start page of the desk."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext

from interviews.admin.dashboard.panels import Panel, Row, first_of
from interviews.comments.correcting import corrections_for
from interviews.comments.models import Comment
from interviews.comments.queue import Tab

_COLUMNS = ("name", "body", "created_at", "interview__title", "interview__language")


def comments_waiting(request: HttpRequest) -> Panel | None:
    """Three queries: those that wait, and how many are suspected and reported."""
    if not _may(request):
        return None
    count, found = _oldest(Tab.WAITING)
    beside = [(str(tab.label), tab.rows.count(), _queue(tab)) for tab in (Tab.SUSPECTED, Tab.REPORTED)]
    return Panel(
        "comments",
        gettext("Comments waiting"),
        count,
        _rows(found),
        _queue(Tab.WAITING),
        gettext("Queue of comments"),
        beside=beside,
    )


def questions_unanswered(request: HttpRequest) -> Panel | None:
    if not _may(request):
        return None
    count, found = _oldest(Tab.QUESTIONS)
    return Panel(
        "questions",
        gettext("Questions to guests without an answer"),
        count,
        _rows(found),
        _queue(Tab.QUESTIONS),
        gettext("All of these questions"),
    )


def corrections_waiting(request: HttpRequest) -> Panel | None:
    mine = corrections_for(request, admin.site)
    if mine is None:
        return None
    rows = mine.undecided().select_related("interview")
    columns = ("name", "created_at", "interview__title", "interview__language")
    count, found = first_of(rows.order_by("created_at", "pk"), *columns)
    return Panel(
        "corrections",
        gettext("Readers’ corrections"),
        count,
        [
            Row(
                row.interview.title,
                reverse("admin:comments_correction_change", args=[row.pk]),
                row.interview.language,
                row.name,
                row.created_at,
            )
            for row in found
        ],
        reverse("admin:comments_correction_changelist"),
        gettext("All corrections that wait"),
    )


def _may(request: HttpRequest) -> bool:
    return admin.site.get_model_admin(Comment).has_view_permission(request)


def _queue(tab: Tab) -> str:
    return f"{reverse('admin:comments_comment_queue')}?tab={tab}"


def _oldest(tab: Tab) -> tuple[int, list[Comment]]:
    rows: QuerySet = tab.rows.select_related("interview").oldest_first()
    return first_of(rows, *_COLUMNS)


def _rows(comments: Iterable[Comment]) -> list[Row]:
    return [
        Row(
            Truncator(comment.body).chars(90),
            reverse("admin:comments_comment_one", args=[comment.pk]),
            comment.interview.language,
            comment.name,
            comment.created_at,
        )
        for comment in comments
    ]
