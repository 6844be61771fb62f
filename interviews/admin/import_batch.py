from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from interviews.admin.importing import behind
from interviews.admin.importing.pace import pace_in_words
from interviews.admin.importing.preview import DUPLICATE, named_interviews
from interviews.admin.importing.undo import from_data, told
from interviews.admin.importing.views import ImportSteps, failure_in_words, outcome_in_words, progress_of
from interviews.documents.errors import Finding
from interviews.models import ImportBatch, ImportLine, ImportProgress, Source

#: Lines of a batch that its page lists.
LISTED = 500


@admin.register(ImportBatch)
class ImportBatchAdmin(ImportSteps):
    """What was imported, by whom, and what became of it. A log: it is added to by importing, and taken back by undoing;
    its rows are neither changed nor deleted."""

    change_form_template = "admin/importing/batch.html"
    list_display = ["origin", "started_at", "by", "created_count", "updated_count", "undone_at"]
    list_select_related = ["by"]
    search_fields = ["origin", "lines__source_key"]
    date_hierarchy = "started_at"
    list_per_page = 50
    readonly_fields = ["started_at", "by", "origin", "tags_given", "series", "undone_at"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        counted = {
            name: Count("lines", filter=Q(lines__outcome=name), distinct=True) for name in ImportLine.Outcome.values
        }
        return super().get_queryset(request).annotate(**{f"{name}_lines": count for name, count in counted.items()})

    def get_fields(self, request: HttpRequest, obj: ImportBatch | None = None) -> list:
        said = [
            name
            for name, value in (("tags_given", "tags"), ("series", "series"), ("undone_at", "undone_at"))
            if getattr(obj, value, None)
        ]
        return [("started_at", "by"), "origin", *said]

    def has_view_permission(self, request: HttpRequest, obj: ImportBatch | None = None) -> bool:
        """Who imports also sees what came of it."""
        return super().has_view_permission(request, obj) or self.has_add_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: ImportBatch | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ImportBatch | None = None) -> bool:
        return False

    @admin.display(description=_("created"), ordering="created_lines")
    def created_count(self, batch: ImportBatch) -> int:
        return batch.created_lines

    @admin.display(description=_("updated"), ordering="updated_lines")
    def updated_count(self, batch: ImportBatch) -> int:
        return batch.updated_lines

    @admin.display(description=_("tags given"), empty_value="–")
    def tags_given(self, batch: ImportBatch) -> str:
        return ", ".join(batch.tags)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        batch = self.get_object(request, object_id) if object_id.isdecimal() else None
        context = {"subtitle": None, "title": gettext("Import"), **(extra_context or {})}
        if batch is not None and self.has_view_permission(request, batch):
            context |= self._progress(request, batch)
            if not context["running"]:
                context |= _lines(batch)
                context["may_undo"] = batch.undone_at is None and self.may_undo(request)
        return super().change_view(request, object_id, form_url, context)

    def _progress(self, request: HttpRequest, batch: ImportBatch) -> dict[str, Any]:
        progress = progress_of(batch)
        if progress is None:
            return {"running": False}
        undone = progress.state == ImportProgress.State.UNDONE
        failures = [
            failure_in_words(one["source"], [Finding(**found) for found in one["findings"]])
            for one in progress.failures
        ]
        title = gettext("Importing…") if progress.is_running else gettext("Import")
        return {
            "title": title,
            "running": progress.is_running,
            "progress": progress,
            "how_far": (how_far := behind.pace_of(progress)),
            "pace": pace_in_words(how_far),
            "taken_back": [words for _level, words in told(from_data(progress.counts))] if undone else [],
            "outcome": "" if undone else outcome_in_words(Counter(progress.counts)),
            "failures": failures,
            "more_failures": 0 if undone else progress.counts.get("failed", 0) - len(failures),
            "may_look_again": progress.upload is not None and progress.upload.by_id == request.user.pk,
        }


def _lines(batch: ImportBatch) -> dict[str, Any]:
    """The lines with what was found in their sources, in two queries."""
    lines = list(batch.lines.select_related("interview").defer("before")[:LISTED])
    sources = Source.objects.filter(key__in=[line.source_key for line in lines]).values_list("key", "pk", "findings")
    known = {key: (pk, [Finding(**finding) for finding in findings]) for key, pk, findings in sources}
    twins = []
    for line in lines:
        line.source_pk, line.findings = known.get(line.source_key, (None, []))
        line.name = line.source_key.rpartition("/")[2]
        twins += [(line.interview, one) for one in line.findings if one.code == DUPLICATE and line.interview]
    others = named_interviews(finding for _interview, finding in twins)
    return {
        "lines": lines,
        "not_listed": max(0, batch.created_lines + batch.updated_lines - LISTED),
        "duplicates": [(interview.title, finding, others.get(finding)) for interview, finding in twins],
    }
