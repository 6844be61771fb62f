from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from interviews.admin.seen import sees_all
from interviews.editorial.models import CheckedLink
from interviews.editorial.reports.report import Asked, Line, Report


def _dead(request: HttpRequest, _asked: Asked) -> Sequence[CheckedLink] | None:
    return CheckedLink.objects.dead() if sees_all(request) else None


def _line_of(link: CheckedLink) -> Line:
    return Line(
        link.url, reverse("desk_link", args=[link.pk]), about=str(link.get_problem_display()), at=link.failing_since
    )


REPORTS = [
    Report(
        "links",
        _("Links"),
        _("Broken links"),
        _("They lead nowhere, and did not on another day either. Each leads to the interviews that have it."),
        _dead,
        _line_of,
    ),
]
