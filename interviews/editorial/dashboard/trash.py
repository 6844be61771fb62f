from __future__ import annotations

from datetime import timedelta

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from interviews.admin.dashboard.panels import Panel, Row, first_of
from interviews.editorial.admin.publishing import moment_in_words
from interviews.models import Interview
from interviews.models.trash import KEPT_DAYS

#: Days before the end of its time in the trash in which an interview is told of.
WARNED = 7


def in_trash(request: HttpRequest) -> Panel | None:
    """What is soon deleted for good, for those who may take it out."""
    desk = admin.site.get_model_admin(Interview)
    if not desk.has_delete_permission(request):
        return None
    before = timezone.now() - timedelta(days=KEPT_DAYS - WARNED)
    rows = desk.get_queryset(request).without_copies().filter(status=Interview.Status.TRASHED, trashed_at__lte=before)
    count, found = first_of(rows.order_by("trashed_at", "pk"), "title", "language", "trashed_at", "edits__title")
    kept = timedelta(days=KEPT_DAYS)
    return Panel(
        "trash",
        gettext("In the trash, soon deleted for good"),
        count,
        [
            Row(
                row.title,
                reverse("admin:interviews_interview_change", args=[row.pk]),
                row.language,
                gettext("kept until %(moment)s") % {"moment": moment_in_words(row.trashed_at + kept)},
            )
            for row in found
        ],
        reverse("admin:interviews_interview_changelist") + f"?status__exact={Interview.Status.TRASHED}",
        gettext("All in the trash"),
    )
