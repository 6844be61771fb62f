"""``{% load dashboard %}``: what the start page of the desk shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import template
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from interviews.admin.dashboard.panels import Panel, panels
from interviews.models import ImportBatch, Interview

register = template.Library()


@dataclass(frozen=True, slots=True)
class Dashboard:
    """`ways` are what to do first, where there is no interview yet: words, address, what comes of it.
    `pages` are those of the house that this editor may see: words, address."""

    waiting: list[Panel]
    quiet: list[Panel]
    ways: list[tuple[str, str, str]]
    pages: list[tuple[str, str]]
    zone: str


@register.simple_tag(takes_context=True)
def dashboard(context: Any) -> Dashboard:
    request = context["request"]
    made = panels(request)
    waiting = [panel for panel in made if panel.waits]
    ways = [] if Interview.objects.exists() else _first_ways(request)
    quiet = [panel for panel in made if not panel.waits]
    return Dashboard(waiting, quiet, ways, _pages(request), timezone.get_current_timezone_name())


def _pages(request: Any) -> list[tuple[str, str]]:
    if not admin.site.get_model_admin(Interview).has_view_or_change_permission(request):
        return []
    return [(gettext("Calendar"), reverse("desk_calendar")), (gettext("Reports"), reverse("desk_reports"))]


def _first_ways(request: Any) -> list[tuple[str, str, str]]:
    """For those who may: one who may not add anything is told nothing of it."""
    ways = []
    desk = admin.site.get_model_admin(Interview)
    if admin.site.get_model_admin(ImportBatch).has_add_permission(request):
        address = reverse("admin:interviews_importbatch_add")
        about = gettext("A page, a Word file, subtitles, a feed, an archive: you see first what becomes of each line.")
        ways.append((gettext("Import a document"), address, about))
        about = gettext("Copied from a page or a letter; it is read like a document.")
        ways.append((gettext("Paste a text"), f"{address}#id_pasted", about))
    if desk.has_add_permission(request):
        about = gettext("An empty form: who is heard, what was asked, when.")
        ways.append((gettext("Write one"), reverse("admin:interviews_interview_add"), about))
    return ways
