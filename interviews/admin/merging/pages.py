"""The page on which several rows become one: what hangs on each, which one stays, and then it is done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, DELETION, LogEntry
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from interviews.models.former_slug import former_slugs
from interviews.numbers import whole_number
from interviews.store.merging import lock, pointing_at, state_of

#: Rows that are merged at once.
MOST = 10
#: Things of one kind that are named; of more, their number.
NAMED = 15
#: Rows that a search offers.
OFFERED = 20


@dataclass(frozen=True)
class Fact:
    """What hangs on a row: all of one kind, the first of them named, perhaps with an address at the desk."""

    label: str
    count: int
    named: Sequence[tuple[str, str]]

    @property
    def more(self) -> int:
        return self.count - len(self.named)


def fact(label: object, found: QuerySet, name: Any = str, address: Any = lambda row: "") -> Fact:
    rows = list(found[: NAMED + 1])
    count = found.count() if len(rows) > NAMED else len(rows)
    return Fact(str(label), count, [(name(row), address(row)) for row in rows[:NAMED]])


def other_facts(row: models.Model, known: Iterable[str]) -> list[Fact]:
    """Whatever else points at the row, by the models' labels."""
    columns = [column for column in pointing_at(type(row)) if column.model._meta.label not in known]
    return [
        fact(column.model._meta.verbose_name_plural, column.model._base_manager.filter(**{column.name: row}))
        for column in columns
    ]


def former_addresses(row: Any) -> Fact:
    slugs = former_slugs(row)
    return Fact(gettext("former addresses"), len(slugs), [(slug, "") for slug in slugs[:NAMED]])


class Merging(admin.ModelAdmin):
    actions = ["merge_selected"]
    change_form_template = "admin/merging/change_form.html"
    merge_lead = ""

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context["may_merge"] = context.get("original") is not None and self.has_merge_permission(request)
        return super().render_change_form(request, context, *args, **kwargs)

    def has_merge_permission(self, request: HttpRequest) -> bool:
        """Of those that are one, all but one go."""
        return self.has_change_permission(request) and self.has_delete_permission(request)

    @admin.action(description=_("Merge the selected into one…"), permissions=["merge"])
    def merge_selected(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        keys = list(queryset.order_by("pk").values_list("pk", flat=True)[: MOST + 1])
        if not 2 <= len(keys) <= MOST:
            message = gettext("Select from two to %(most)d that are one.") % {"most": MOST}
            self.message_user(request, message, messages.WARNING)
            return None
        return HttpResponseRedirect(f"{self._merge_address()}?{urlencode({'row': keys}, doseq=True)}")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.merge_view)
        return [path("merge/", view, name=f"interviews_{self.opts.model_name}_merge"), *super().get_urls()]

    def merge_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_merge_permission(request):
            raise PermissionDenied
        rows = self._chosen(request)
        problem = ""
        if request.method == "POST":
            stays, problem = self._merged(request, rows)
            if stays is not None:
                return HttpResponseRedirect(reverse(f"admin:interviews_{self.opts.model_name}_change", args=[stays.pk]))
            rows = self._chosen(request)  # as they are now
        asked = request.GET.get("q", "").strip()[:100]
        request.current_app = self.admin_site.name
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": gettext("Merge: %(what)s") % {"what": self.opts.verbose_name_plural},
            "lead": self.merge_lead,
            "problem": problem,
            "rows": [(row, self.facts(row)) for row in rows],
            "stays": whole_number(request.POST.get("stays", "")) or (self.stays_first(rows) if rows else None),
            "conflicts": self.conflicts(rows) if len(rows) > 1 else [],
            "questions": self.in_question(rows),
            "seen": state_of(rows) if rows else "",
            "q": asked,
            "offered": self._offered(request, rows, asked) if len(rows) < MOST else [],
        }
        return TemplateResponse(request, "admin/merging/page.html", context)

    # --- what each kind says of itself --------------------------------------------------------------------------

    def facts(self, row: Any) -> list[Fact]:
        raise NotImplementedError

    def stays_first(self, rows: Sequence[Any]) -> int:
        """The key of the row that is proposed to stay."""
        raise NotImplementedError

    def alike(self, rows: Sequence[Any]) -> QuerySet:
        """Those that may be one with these."""
        raise NotImplementedError

    def merge(self, stays: Any, others: Sequence[Any]) -> None:
        raise NotImplementedError

    def conflicts(self, rows: Sequence[Any]) -> list[str]:
        """What both have and only one may have, each in a sentence that says what becomes of it."""
        return []

    def in_question(self, rows: Sequence[Any]) -> list[str]:
        """What speaks against it, in sentences; it is done nevertheless where the editor says so."""
        return []

    # ------------------------------------------------------------------------------------------------------------

    def _merge_address(self) -> str:
        return reverse(f"admin:interviews_{self.opts.model_name}_merge")

    def _chosen(self, request: HttpRequest) -> list[Any]:
        given = request.POST if request.method == "POST" else request.GET
        keys = list(dict.fromkeys(key for key in map(whole_number, given.getlist("row")) if key))[:MOST]
        found = self.model.objects.in_bulk(keys)
        return [found[key] for key in keys if key in found]

    def _offered(self, request: HttpRequest, rows: Sequence[Any], asked: str) -> list[Any]:
        if asked:
            found, _twice = self.get_search_results(request, self.model.objects.all(), asked)
        else:
            found = self.alike(rows) if rows else self.model.objects.none()
        return list(found.exclude(pk__in=[row.pk for row in rows])[:OFFERED])

    def _merged(self, request: HttpRequest, rows: list[Any]) -> tuple[Any, str]:
        """The row that stays, or why nothing was done."""
        with transaction.atomic():
            rows = lock(rows) if rows else []
            stays = next((row for row in rows if row.pk == whole_number(request.POST.get("stays", ""))), None)
            if len(rows) < 2 or stays is None:
                return None, gettext("Choose at least two, and which of them stays.")
            if any(
                not (self.has_change_permission(request, row) and self.has_delete_permission(request, row))
                for row in rows
            ):
                raise PermissionDenied
            if state_of(rows) != request.POST.get("seen"):
                return None, gettext(
                    "Something of this changed after it was shown; nothing was done. Look at it again."
                )
            if self.in_question(rows) and "nevertheless" not in request.POST:
                return None, gettext("Nothing was done: tick that you want it nevertheless.")
            others = [row for row in rows if row is not stays]
            names = ", ".join(f"“{row}” ({row.slug})" for row in others)
            by = request.user.pk
            told = gettext("Merged into “%(name)s” (%(slug)s).") % {"name": stays, "slug": stays.slug}
            LogEntry.objects.log_actions(by, others, DELETION, told)
            self.merge(stays, others)
            told = gettext("Took in %(names)s.") % {"names": names}
            LogEntry.objects.log_actions(by, [stays], CHANGE, told)
        message = gettext("“%(name)s” took in %(names)s. The old addresses lead here.")
        self.message_user(request, message % {"name": stays, "names": names}, messages.SUCCESS)
        return stays, ""
