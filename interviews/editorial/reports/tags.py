from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from interviews.admin.named import names_seen
from interviews.editorial.reports.report import Asked, Line, Report
from interviews.models import Tag, TaggedInterview, TaggedSegment
from interviews.models.tag import uses

GROUP = _("Tags")


def _seen(request: HttpRequest) -> QuerySet | None:
    may = any(request.user.has_perm(f"interviews.{verb}_tag") for verb in ("view", "change"))
    return names_seen(request, Tag.objects.order_by("name", "pk")) if may else None


def _used_once(request: HttpRequest, _asked: Asked) -> QuerySet | None:
    """On one interview or on one segment."""
    rows = _seen(request)
    if rows is None:
        return None
    return rows.annotate(used=uses(TaggedInterview) + uses(TaggedSegment)).filter(used=1)


def _used_nowhere(request: HttpRequest, _asked: Asked) -> QuerySet | None:
    rows = _seen(request)
    if rows is None:
        return None
    for through in (TaggedInterview, TaggedSegment):
        rows = rows.filter(~Exists(through.objects.filter(tag=OuterRef("pk"))))
    return rows


def _line_of(tag: Tag) -> Line:
    return Line(tag.name, reverse("admin:interviews_tag_change", args=[tag.pk]), about=tag.question)


REPORTS = [
    Report(
        "tags-used-once",
        GROUP,
        _("Tags used once"),
        _("They lead from one place to nowhere else; perhaps they mean what another says."),
        _used_once,
        _line_of,
    ),
    Report(
        "tags-used-nowhere",
        GROUP,
        _("Tags used nowhere"),
        _("In the list of tags they can be deleted together."),
        _used_nowhere,
        _line_of,
    ),
]
