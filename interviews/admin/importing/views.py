"""The steps of an import: send, look, correct, confirm. And the way back."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext, ngettext

from interviews.admin.importing import behind
from interviews.admin.importing.forms import CorrectionForm, SendForm
from interviews.admin.importing.pace import pace_in_words
from interviews.admin.importing.preview import correctable, preview_of, text_of
from interviews.admin.importing.subjects import in_words
from interviews.admin.importing.undo import REHEARSED, told, undo_rehearsed
from interviews.admin.importing.uploaded import PASTED, Taken, namesake, taken_in
from interviews.documents.errors import Finding
from interviews.importing.report import ReportLine
from interviews.importing.undoing import undo
from interviews.models import ImportBatch, ImportProgress, Series, Upload
from interviews.models.upload import throw_away_old_uploads

_log = logging.getLogger(__name__)

#: Failures that are told one by one.
MOST_TOLD = 5
SERIES_OFFERED = 200


class ImportSteps(admin.ModelAdmin):
    """The pages of an import, for the admin of ImportBatch."""

    def get_urls(self) -> list[URLPattern]:
        wrapped = self.admin_site.admin_view
        return [
            path("upload/<str:token>/", wrapped(self.preview_view), name="interviews_importbatch_preview"),
            path("<int:pk>/undo/", wrapped(self.undo_view), name="interviews_importbatch_undo"),
            *super().get_urls(),
        ]

    # --- send -----------------------------------------------------------------------------------------------

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        self._insist(self.has_add_permission(request))
        sent = (request.POST, request.FILES) if request.method == "POST" else ()
        form = SendForm(*sent, user=request.user)
        if request.method == "POST" and form.is_valid():
            throw_away_old_uploads()
            try:
                upload = form.save(request.user)
            except OSError as error:
                _log.error("an upload could not be kept: %s", error)
                form.add_error(None, gettext("There is no room for this on the server just now; nothing was kept."))
            else:
                return redirect("admin:interviews_importbatch_preview", upload.token)
        context = {"title": gettext("Import interviews"), "form": form, "known_series": _known_series()}
        return self._page(request, "send", context)

    # --- look, correct, confirm -----------------------------------------------------------------------------

    def preview_view(self, request: HttpRequest, token: str) -> HttpResponse:
        self._insist(self.has_add_permission(request))
        upload = get_object_or_404(Upload.objects.kept(), token=token, by=request.user)
        if not upload.path.is_file():
            raise Http404
        if request.method == "POST" and "_cancel" in request.POST:
            upload.delete()
            self.message_user(request, gettext("Nothing was imported; the upload is thrown away."))
            return redirect("admin:interviews_importbatch_changelist")
        large = behind.may_last(upload)
        if large and (progress := behind.running(upload)) is not None:
            return self._waiting(request, upload, progress)
        sent = request.POST if request.method == "POST" else None
        form = CorrectionForm(sent, user=request.user, upload=upload, text=correctable(text_of(upload)))
        if request.method == "POST" and form.is_valid():
            if "_confirm" in request.POST:
                return self._confirmed(request, upload, form, large=large)
            form.save()
            behind.forget(upload)
            return HttpResponseRedirect(request.path)
        lines = None
        if large and (lines := behind.look(upload, request.user)) is None:
            return self._waiting(request, upload, ImportProgress.objects.get(upload=upload))
        preview = preview_of(upload, request.user, lines)
        known = namesake(upload) if preview.counts["created"] and not upload.new_version else None
        context = {
            "title": _title(upload),
            "upload": upload,
            "form": form,
            "preview": preview,
            "namesake": known,
            "known_series": _known_series(),
        }
        return self._page(request, "preview", context)

    def _waiting(self, request: HttpRequest, upload: Upload, progress: ImportProgress) -> HttpResponse:
        """Until it is known what the upload becomes; of one that was decided on, its batch tells."""
        if progress.batch is not None:
            return redirect("admin:interviews_importbatch_change", progress.batch.pk)
        if progress.is_stopped:
            behind.forget(upload)
        context = {
            "title": _title(upload),
            "upload": upload,
            "progress": progress,
            "how_far": progress.pace,
            "pace": pace_in_words(progress.pace),
        }
        return self._page(request, "looking", context)

    def _confirmed(
        self, request: HttpRequest, upload: Upload, form: CorrectionForm, *, large: bool
    ) -> HttpResponseRedirect:
        """Stores what the preview showed, and nothing else: what was typed since, or has changed, is shown first."""
        seen = request.POST.get("seen", "")
        if form.differs:
            form.save()
            behind.forget(upload)
            message = gettext("Nothing is imported yet: you changed something. This is what it becomes now.")
        elif large:
            if (batch := behind.take_in(upload, request.user, seen)) is None:
                return HttpResponseRedirect(request.path)
            self.log_addition(request, batch, gettext("Import begun."))
            return redirect("admin:interviews_importbatch_change", batch.pk)
        elif seen != preview_of(upload, request.user).signature:
            message = gettext("Nothing is imported yet: the site has changed meanwhile. This is what it becomes now.")
        else:
            taken = taken_in(upload, request.user)
            self._tell(request, taken)
            if taken.batch.pk is None:
                return redirect("admin:interviews_importbatch_changelist")
            self.log_addition(request, taken.batch, gettext("Imported."))
            return redirect("admin:interviews_importbatch_change", taken.batch.pk)
        self.message_user(request, message, messages.WARNING)
        return HttpResponseRedirect(request.path)

    def _tell(self, request: HttpRequest, taken: Taken) -> None:
        counts = Counter(line.outcome for line in taken.lines)
        if taken.batch.pk is None:
            self.message_user(request, gettext("Nothing was changed."), messages.WARNING)
        else:
            self.message_user(request, outcome_in_words(counts), messages.SUCCESS)
        failures = [line for line in taken.lines if line.outcome == "failed"]
        for line in failures[:MOST_TOLD]:
            self.message_user(request, _failure(line), messages.WARNING)
        if len(failures) > MOST_TOLD:
            more = ngettext("%(count)d more failed.", "%(count)d more failed.", len(failures) - MOST_TOLD)
            self.message_user(request, more % {"count": len(failures) - MOST_TOLD}, messages.WARNING)

    # --- and back -------------------------------------------------------------------------------------------

    def may_undo(self, request: HttpRequest) -> bool:
        """It deletes interviews and changes others."""
        return request.user.has_perms(["interviews.delete_importbatch", "interviews.change_interview"])

    def undo_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        self._insist(self.may_undo(request))
        batch = get_object_or_404(ImportBatch, pk=pk)
        page = reverse("admin:interviews_importbatch_change", args=[pk])
        if (progress := progress_of(batch)) is not None and progress.is_running:
            self.message_user(request, gettext("This import still goes on."), messages.WARNING)
            return HttpResponseRedirect(page)
        if batch.undone_at is not None:
            self.message_user(request, gettext("This import was taken back already."), messages.WARNING)
            return HttpResponseRedirect(page)
        if request.method != "POST":
            context = {"title": gettext("Undo the import?"), "batch": batch, "undone": undo_rehearsed(batch)}
            return self._page(request, "undo", context)
        if batch.lines.count() > REHEARSED:
            self.log_change(request, batch, gettext("Taken back."))
            behind.take_back(batch, request.user)
            return HttpResponseRedirect(page)
        undone = undo(batch, request.user)
        self.log_change(request, batch, gettext("Taken back."))
        for level, message in told(undone):
            self.message_user(request, message, level)
        return HttpResponseRedirect(page)

    # --- shared ---------------------------------------------------------------------------------------------

    def _insist(self, may: bool) -> None:
        if not may:
            raise PermissionDenied

    def _page(self, request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
        request.current_app = self.admin_site.name
        context = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        return TemplateResponse(request, f"admin/importing/{name}.html", context)


def outcome_in_words(counts: Counter[str]) -> str:
    said = {
        "created": ngettext("%(count)d interview created", "%(count)d interviews created", counts["created"]),
        "updated": ngettext("%(count)d updated", "%(count)d updated", counts["updated"]),
        "unchanged": ngettext("%(count)d unchanged", "%(count)d unchanged", counts["unchanged"]),
        "failed": ngettext("%(count)d failed", "%(count)d failed", counts["failed"]),
    }
    parts = [words % {"count": counts[name]} for name, words in said.items() if counts[name]]
    return f"{', '.join(parts)}."


def progress_of(batch: ImportBatch) -> ImportProgress | None:
    """Of one that goes on, or went on, behind its answer."""
    return ImportProgress.objects.filter(batch=batch).select_related("upload").first()


def _failure(line: ReportLine) -> str:
    return failure_in_words(line.source, line.findings)


def failure_in_words(source: str, findings: Iterable[Finding]) -> str:
    reasons = "; ".join(in_words(finding) for finding in findings)
    return gettext("“%(source)s” was not imported: %(reasons)s") % {"source": source, "reasons": reasons}


def _title(upload: Upload) -> str:
    return gettext("Import “%(name)s”") % {"name": gettext(upload.name) if upload.name == PASTED else upload}


def _known_series() -> list[str]:
    return list(Series.objects.values_list("title", flat=True)[:SERIES_OFFERED])
