"""What interviews lack. Each condition is answered by an index, whatever the size of the archive."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from interviews.admin.seen import seen
from interviews.editorial.admin.publishing import state_of
from interviews.editorial.reports.report import Asked, Line, Report
from interviews.models import Appearance, Interview, Recording, Segment
from interviews.models.tag_of_interview import TagOfInterview

GROUP = _("Interviews")
_COLUMNS = ("title", "language", "status", "published_at", "withdraws_at", "updated_at", "edits__title")


def _those(condition: Callable[[QuerySet, Asked], QuerySet]) -> Callable[[HttpRequest, Asked], QuerySet | None]:
    def rows(request: HttpRequest, asked: Asked) -> QuerySet | None:
        found = seen(request, Interview)
        if found is None:
            return None
        return condition(found.kept(), asked).order_by("-updated_at", "-pk").only(*_COLUMNS)

    return rows


def line_of(interview: Interview) -> Line:
    address = reverse("admin:interviews_interview_change", args=[interview.pk])
    return Line(interview.title, address, interview.language, state_of(interview), interview.updated_at)


def _without(model: type, **which: Any) -> Q:
    return Q(~Exists(model._default_manager.filter(interview=OuterRef("pk"), **which)))


def _without_recording(rows: QuerySet, _asked: Asked) -> QuerySet:
    return rows.filter(~Exists(Recording.objects.playable().filter(interview=OuterRef("pk"))))


def _without_biography(rows: QuerySet, _asked: Asked) -> QuerySet:
    """With a guest, none of whom is introduced."""
    guests = Appearance.objects.filter(interview=OuterRef("pk")).exclude(role__in=Appearance.HOSTING)
    return rows.filter(Exists(guests)).filter(~Exists(guests.filter(bio__isnull=False)))


def _left_alone(rows: QuerySet, asked: Asked) -> QuerySet:
    """In the making, and nobody wrote a word."""
    before = timezone.now() - timedelta(days=asked.days)
    return rows.filter(status__in=Interview.IN_THE_MAKING, updated_at__lt=before)


def _copies_left_alone(request: HttpRequest, asked: Asked) -> QuerySet | None:
    rows = seen(request, Interview)
    if rows is None:
        return None
    before = timezone.now() - timedelta(days=asked.days)
    rows = rows.exclude(edits__status=Interview.Status.TRASHED)
    return rows.filter(edits__isnull=False, updated_at__lt=before).order_by("updated_at").only(*_COLUMNS)


def _public(rows: QuerySet) -> QuerySet:
    return rows.filter(status=Interview.Status.PUBLISHED)


REPORTS = [
    Report(
        "no-tags",
        GROUP,
        _("No tags"),
        _("Neither the interview nor any of its segments has one: lists and suggestions pass it by."),
        _those(lambda rows, _asked: rows.filter(_without(TagOfInterview))),
        line_of,
    ),
    Report(
        "no-recording",
        GROUP,
        _("Nothing to hear"),
        _("No recording, or one that was announced only."),
        _those(_without_recording),
        line_of,
    ),
    Report(
        "no-segments",
        GROUP,
        _("No time index"),
        _("Not one segment."),
        _those(lambda rows, _asked: rows.filter(_without(Segment))),
        line_of,
    ),
    Report(
        "no-biography",
        GROUP,
        _("Nobody is introduced"),
        _("There are guests, and none of them has a biography here."),
        _those(_without_biography),
        line_of,
    ),
    Report(
        "no-rights",
        GROUP,
        _("Published without rights"),
        _("Readers are not told what they may do with it."),
        _those(lambda rows, _asked: _public(rows).filter(rights="")),
        line_of,
    ),
    Report(
        "no-language",
        GROUP,
        _("Published without a language"),
        _("Screen readers and the search do not know how to read it."),
        _those(lambda rows, _asked: _public(rows).filter(language__in=["", "und", "mul", "zxx", "mis"])),
        line_of,
    ),
    Report(
        "stale-drafts",
        GROUP,
        _("Drafts left alone"),
        _("Not published yet, and nobody changed them for long."),
        _those(_left_alone),
        line_of,
        has_days=True,
    ),
    Report(
        "stale-changes",
        GROUP,
        _("Drafts of changes left alone"),
        _("Begun beside a page that readers see, and neither published nor discarded."),
        _copies_left_alone,
        line_of,
        has_days=True,
    ),
]
