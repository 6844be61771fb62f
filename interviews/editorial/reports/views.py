"""The list of the reports, a page of one, its file, and where a broken link stands."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from interviews.admin.finding.places import Place, offer
from interviews.admin.seen import AT_THE_DESK, seen, sees_all
from interviews.editorial.models import CheckedLink
from interviews.editorial.reports import interviews, links, people, tags
from interviews.editorial.reports.report import DAYS, Asked, Report, number_of
from interviews.editorial.reports.table import written
from interviews.editorial.reports.whereabouts import with_address
from interviews.models import Interview

LISTED = 50
#: Interviews that are named as those that have a link.
MOST = 50
REPORTS = {report.name: report for report in (*interviews.REPORTS, *people.REPORTS, *tags.REPORTS, *links.REPORTS)}

offer(Place(_("Reports"), "desk_reports", AT_THE_DESK))


@require_safe
def all_of_them(request: HttpRequest) -> HttpResponse:
    """Each with how many lines it has: one query a report."""
    _require_sight(request)
    asked = Asked.of(request)
    made = [(report, report.rows(request, asked)) for report in REPORTS.values()]
    counted = [(report, number_of(rows)) for report, rows in made if rows is not None]
    groups = [(group, list(ones)) for group, ones in groupby(counted, key=lambda one: str(one[0].group))]
    return _shown(request, "reports", {"title": gettext("Reports"), "groups": groups, "asked": asked, "days": DAYS})


@require_safe
def one(request: HttpRequest, name: str) -> HttpResponse:
    report, rows, asked = _asked_for(request, name)
    page = Paginator(rows, LISTED).get_page(request.GET.get("page"))
    context = {
        "title": str(report.title),
        "report": report,
        "page": page,
        "lines": [report.line(row) for row in page],
        "asked": asked,
        "days": DAYS,
        "zone": timezone.get_current_timezone_name(),
    }
    return _shown(request, "report", context)


@require_safe
def file(request: HttpRequest, name: str) -> StreamingHttpResponse:
    """All lines, as CSV: what it is, what is said of it, the moment by ISO 8601, the address at the desk."""
    report, rows, _asked = _asked_for(request, name)
    lines = (report.line(row) for row in (rows.iterator() if isinstance(rows, QuerySet) else rows))
    cells = (
        (
            line.label,
            str(line.about),
            timezone.localtime(line.at).isoformat(timespec="seconds") if line.at else "",
            request.build_absolute_uri(line.url),
        )
        for line in lines
    )
    head = (str(report.title), gettext("what is said of it"), gettext("when"), gettext("address"))
    answer = StreamingHttpResponse(written(head, cells), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{report.name}.csv"'
    return answer


@require_safe
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """Where a link that was checked stands."""
    rows = _require_sight(request)
    if not sees_all(request):
        raise PermissionDenied
    checked = get_object_or_404(CheckedLink, pk=pk)
    found = with_address(rows.exclude(status=Interview.Status.TRASHED), checked.url).order_by("-pk")
    context = {
        "title": gettext("A link"),
        "link": checked,
        "lines": [interviews.line_of(row) for row in found[:MOST]],
        "zone": timezone.get_current_timezone_name(),
    }
    return _shown(request, "link", context)


def _require_sight(request: HttpRequest) -> QuerySet:
    rows = seen(request, Interview)
    if rows is None:
        raise PermissionDenied
    return rows


def _asked_for(request: HttpRequest, name: str) -> tuple[Report, Any, Asked]:
    _require_sight(request)
    if name not in REPORTS:
        raise Http404
    asked = Asked.of(request)
    rows = REPORTS[name].rows(request, asked)
    if rows is None:
        raise PermissionDenied
    return REPORTS[name], rows, asked


def _shown(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    request.current_app = admin.site.name
    context = {**admin.site.each_context(request), **context}
    return TemplateResponse(request, f"admin/house/{template}.html", context)
