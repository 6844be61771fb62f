from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from interviews.admin.dashboard.panels import SHOWN, Panel, Row
from interviews.admin.seen import sees_all
from interviews.editorial.models import CheckedLink


def broken_links(request: HttpRequest) -> Panel | None:
    if not sees_all(request):
        return None
    dead = CheckedLink.objects.dead()
    whole = reverse("desk_report", args=["links"])
    rows = [Row(link.url, whole, about=link.get_problem_display(), at=link.failing_since) for link in dead[:SHOWN]]
    return Panel("links", gettext("Broken links"), len(dead), rows, whole, gettext("All broken links"))
