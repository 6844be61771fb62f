"""For superusers: what became of accounts, and who has to wait at the door."""

from __future__ import annotations

import datetime as dt
from typing import Any

from axes.models import AccessAttempt
from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from interviews.editorial.reports.table import written
from portal.accounts.models import Event, Pace
from portal.accounts.models.event import log
from portal.accounts.trying import lift, mark_of

LISTED = 50


class AskedForm(forms.Form):
    """What is to be seen of the log. What is no date or kind narrows nothing."""

    person = forms.CharField(label=_("Person"), required=False, max_length=150)
    kind = forms.ChoiceField(label=_("What"), required=False, choices=[("", _("everything")), *Event.Kind.choices])
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def rows(self) -> QuerySet:
        rows = Event.objects.all()
        self.is_valid()
        asked = self.cleaned_data
        if asked.get("person"):
            rows = rows.filter(Q(user=asked["person"]) | Q(actor=asked["person"]))
        if asked.get("kind"):
            rows = rows.filter(kind=asked["kind"])
        if asked.get("since"):
            rows = rows.filter(at__gte=_begins(asked["since"]))
        if asked.get("until"):
            rows = rows.filter(at__lt=_begins(asked["until"] + dt.timedelta(days=1)))
        return rows


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    _superusers_only(request)
    form = AskedForm(request.GET)
    page = Paginator(form.rows(), LISTED).get_page(request.GET.get("page"))
    asked = request.GET.copy()
    asked.pop("page", None)
    context = {
        "title": gettext("Log of accounts"),
        "form": form,
        "page": page,
        "asked": asked.urlencode(),
        "days": settings.ACCOUNT_LOG_DAYS,
        "zone": timezone.get_current_timezone_name(),
    }
    return _shown(request, "log", context)


@require_safe
def file(request: HttpRequest) -> StreamingHttpResponse:
    """All that the page lists, as CSV."""
    _superusers_only(request)
    cells = (
        (
            timezone.localtime(event.at).isoformat(timespec="seconds"),
            event.kind,
            event.actor,
            event.user,
            event.network,
            event.detail,
        )
        for event in AskedForm(request.GET).rows().iterator()
    )
    head = [gettext(word) for word in ("when", "what", "who", "to whom", "network", "more")]
    answer = StreamingHttpResponse(written(head, cells), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="accounts.csv"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def waits(request: HttpRequest) -> HttpResponse:
    """The accounts that were tried in vain lately; sent, it lets one of them be tried again at once."""
    _superusers_only(request)
    users = get_user_model()._default_manager
    if request.method == "POST":
        user = get_object_or_404(users, pk=request.POST.get("user") if request.POST.get("user", "").isdecimal() else 0)
        if lift(user):
            log(Event.Kind.LIFTED, request=request, user=user, actor=request.user)
        messages.success(request, gettext("%(name)s can sign in again at once.") % {"name": user.get_username()})
        return redirect("desk_sign_in_waits")
    now = timezone.now()
    tried: dict[str, int] = {}
    for mark, failures in AccessAttempt.objects.filter(attempt_time__gt=now - settings.AXES_COOLOFF_TIME).values_list(
        "username", "failures_since_start"
    ):
        tried[mark] = max(failures, tried.get(mark, 0))
    for mark, failures in Pace.objects.filter(last_at__gt=now - dt.timedelta(hours=1)).values_list("mark", "failures"):
        tried[mark] = max(failures, tried.get(mark, 0))
    found = []
    if tried:
        for user in users.order_by("username").iterator():
            if failures := tried.get(mark_of(user.get_username())):
                found.append((user, failures))
    return _shown(request, "waits", {"title": gettext("Waits at the door"), "found": found})


def _begins(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def _superusers_only(request: HttpRequest) -> None:
    if not request.user.is_superuser:
        raise PermissionDenied


def _shown(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    request.current_app = admin.site.name
    return TemplateResponse(request, f"admin/accounts/{template}.html", {**admin.site.each_context(request), **context})
