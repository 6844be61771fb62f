"""Publications, withdrawals and changes that go live, each at its moment."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.contrib import admin
from django.db.models import CharField, F, QuerySet, Value
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from interviews.admin.seen import seen
from interviews.models import Interview

PUBLISHED, CHANGED, WITHDRAWN = "published", "changed", "withdrawn"
WORDS = {PUBLISHED: _("is published"), CHANGED: _("its changes go live"), WITHDRAWN: _("is withdrawn")}
WORDS_OF_PAST = {PUBLISHED: _("was published"), CHANGED: _("its changes went live"), WITHDRAWN: _("was withdrawn")}


@dataclass(frozen=True, slots=True)
class Event:
    """`interview` is the key of the interview itself, also where its draft of changes goes live."""

    at: dt.datetime
    what: str
    interview: int
    title: str
    language: str

    @property
    def is_past(self) -> bool:
        return self.at <= timezone.now()

    @property
    def words(self) -> str:
        return str((WORDS_OF_PAST if self.is_past else WORDS)[self.what])


def events(request: HttpRequest, since: dt.datetime, until: dt.datetime | None = None) -> QuerySet | None:
    """What happens from `since` until before `until`, the first of it first, as rows for `event_of`; None for who may
    look at no interview. One query, which can be counted and sliced.

    What is past is told only as far as it is still so: of an interview that was withdrawn by hand, nothing.
    """
    rows = seen(request, Interview)
    if rows is None:
        return None
    rows = rows.order_by()
    public = rows.without_copies().filter(status=Interview.Status.PUBLISHED)
    return _happening(public, "published_at", PUBLISHED, since, until).union(
        _happening(public, "withdraws_at", WITHDRAWN, since, until),
        _happening(rows.filter(edits__isnull=False), "goes_live_at", CHANGED, since, until),
        all=True,
    ).order_by("moment", "number", "what")  # fmt: skip


def _happening(rows: QuerySet, column: str, what: str, since: dt.datetime, until: dt.datetime | None) -> QuerySet:
    rows = rows.filter(**{f"{column}__gte": since})
    if until is not None:
        rows = rows.filter(**{f"{column}__lt": until})
    number = F("edits_id") if what == CHANGED else F("pk")
    named = {"moment": F(column), "what": Value(what, output_field=CharField()), "number": number}
    return rows.select_related(None).annotate(**named).values_list("moment", "what", "number", "title", "language")


def event_of(row: tuple) -> Event:
    return Event(*row)


def address_of(request: HttpRequest, event: Event) -> str:
    """Where the moment can be changed, for those who may; else the form."""
    may = admin.site.get_model_admin(Interview).has_publish_permission(request)
    page = "publication" if may else "change"
    return reverse(f"admin:interviews_interview_{page}", args=[event.interview])
