"""The page that finds, and the same as JSON for the palette."""

from __future__ import annotations

from itertools import groupby

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from interviews.admin.finding.places import Found
from interviews.admin.finding.rows import find

#: Characters of what is typed that are looked at.
LONGEST = 200


def headings() -> dict[str, str]:
    return {
        "page": gettext("Pages"),
        "interview": gettext("Interviews"),
        "segment": gettext("Segments"),
        "speaker": gettext("Speakers"),
        "tag": gettext("Tags"),
        "series": gettext("Series"),
    }


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """`q` is what is sought. It works without script; the palette is the same in a dialog."""
    typed = _typed(request)
    context = {
        **admin.site.each_context(request),
        "title": gettext("Find"),
        "typed": typed,
        "groups": _grouped(find(request, typed)),
    }
    return TemplateResponse(request, "admin/find.html", context)


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    groups = [
        {"heading": heading, "found": [one._asdict() for one in found]}
        for heading, found in _grouped(find(request, _typed(request)))
    ]
    return JsonResponse({"groups": groups}, json_dumps_params={"ensure_ascii": False})


def _typed(request: HttpRequest) -> str:
    return request.GET.get("q", "").replace("\0", "").strip()[:LONGEST]


def _grouped(found: list[Found]) -> list[tuple[str, list[Found]]]:
    named = headings()
    return [(named[kind], list(some)) for kind, some in groupby(found, key=lambda one: one.kind)]
