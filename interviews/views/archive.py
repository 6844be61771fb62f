"""Interviews by year and month."""

from __future__ import annotations

import datetime as dt

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from interviews.browsing.archive import archive as by_date
from interviews.browsing.archive import dated
from interviews.browsing.totals import totals_of
from interviews.kept import kept
from interviews.views.browse import page_of


@kept("page")
@require_safe
def archive(request: HttpRequest) -> HttpResponse:
    found = by_date()
    years = [
        (year, [(dt.date(year.number, month, 1), count) for month, count in year.months.items()])
        for year in found.years
    ]
    return render(request, "interviews/archive.html", {"years": years, "undated": found.undated})


@kept("page")
@require_safe
def when(request: HttpRequest, year: str = "", month: str = "") -> HttpResponse:
    """Of a year, of a month of it, or (with neither) of no date that is known."""
    if not 1 <= int(month or 1) <= 12 or int(year or 1) < 1:
        raise Http404
    interviews = dated(int(year) if year else None, int(month) if month else None)
    page = page_of(interviews, request)
    if not page.paginator.count:
        raise Http404
    years = by_date().years if year and not month else []
    known = next((one.months for one in years if one.number == int(year)), {})
    context = {
        "page": page,
        "totals": totals_of(interviews, page.paginator.count),
        "day": dt.date(int(year), int(month or 1), 1) if year else None,
        "month": month,
        "months": [(dt.date(int(year), number, 1), count) for number, count in known.items()],
    }
    return render(request, "interviews/archive_part.html", context)
