from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from interviews.admin.dashboard.panels import Panel, Row, first_of
from interviews.admin.seen import seen
from interviews.models import ImportBatch
from interviews.names import account_name

#: Days in which an import is still told of.
TOLD_FOR = 30


def last_imports(request: HttpRequest) -> Panel | None:
    batches = seen(request, ImportBatch)
    if batches is None:
        return None
    since = timezone.now() - timedelta(days=TOLD_FOR)
    rows = batches.filter(started_at__gt=since).select_related("by").order_by("-started_at", "-pk")
    count, found = first_of(
        rows, "origin", "started_at", "undone_at", "by__username", "by__first_name", "by__last_name"
    )
    return Panel(
        "imports",
        gettext("Last imports"),
        count,
        [
            Row(
                batch.origin,
                reverse("admin:interviews_importbatch_change", args=[batch.pk]),
                about=gettext("taken back") if batch.undone_at else account_name(batch.by) if batch.by else "",
                at=batch.started_at,
            )
            for batch in found
        ],
        reverse("admin:interviews_importbatch_changelist"),
        gettext("All imports"),
        about=gettext("Of the last %(count)d days.") % {"count": TOLD_FOR},
    )
