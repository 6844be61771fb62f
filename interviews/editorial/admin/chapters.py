"""A sound file that is uploaded: what was read of it is told, and its chapters are offered as segments."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import BaseInlineFormSet, ModelForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.defaultfilters import filesizeformat
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext, ngettext

from interviews import timecode
from interviews.documents.errors import DocumentError
from interviews.editorial.admin.desk_page import DeskPages
from interviews.editorial.admin.ownership import OWN
from interviews.models import Interview, Recording
from interviews.numbers import whole_number
from interviews.store.file_chapters import Overtaken, add_chapters, offered
from interviews.store.version import version_of


class FileChapters(DeskPages):
    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.chapters_view)
        address = "<int:pk>/recordings/<int:recording>/chapters/"
        return [path(address, view, name="interviews_interview_chapters"), *super().get_urls()]

    def save_formset(self, request: HttpRequest, form: ModelForm, formset: BaseInlineFormSet, change: bool) -> None:
        super().save_formset(request, form, formset, change)
        if formset.model is Recording:
            kept = [row for row in formset.forms if row.instance.pk and row not in formset.deleted_forms]
            new = [row.instance for row in kept if "file" in row.changed_data and row.instance.file]
            for recording in new:
                self._tell_of_sound(request, recording)
            with_chapters = [recording for recording in new if self._may_add(request) and offered(recording)]
            request.offered_chapters = with_chapters[:1]

    def response_add(self, request: HttpRequest, obj: Interview, post_url_continue: str | None = None) -> HttpResponse:
        response = super().response_add(request, obj, post_url_continue)
        return self._chapters_offered(request, obj) or response

    def response_change(self, request: HttpRequest, obj: Interview) -> HttpResponse:
        response = super().response_change(request, obj)
        return self._chapters_offered(request, obj) or response

    def chapters_view(self, request: HttpRequest, pk: int, recording: int) -> HttpResponse:
        interview = self.get_object(request, str(pk))
        if interview is None or not self.has_change_permission(request, interview) or not self._may_add(request):
            raise PermissionDenied
        row = Recording.objects.filter(interview=interview, pk=recording).first()
        if row is None or (interview.edits_id is None and interview.is_published):  # readers see that one
            raise Http404
        if request.method == "POST" and self._added(request, interview, row):
            return HttpResponseRedirect(f"{self.address_of(interview)}#segments-group")
        found = offered(row)
        context = {
            "title": gettext("Chapters in the file"),
            "recording": row,
            "chapters": found,
            "fresh": sum(not one.known for one in found),
            "version": version_of(Interview.objects.get(pk=interview.pk)),
        }
        return self.page(request, interview, "chapters", context)

    def _may_add(self, request: HttpRequest) -> bool:
        return any(map(request.user.has_perm, ("interviews.add_segment", OWN)))

    def _tell_of_sound(self, request: HttpRequest, recording: Recording) -> None:
        name = recording.file.name.rpartition("/")[2]
        if recording.bitrate is None:
            message = gettext(
                "“%(name)s” is stored, but its sound could not be measured: it may be damaged, cut off, or no sound "
                "at all. Play it, and type its length yourself where it is right."
            )
            self.message_user(request, message % {"name": name}, messages.WARNING)
            return
        length = timecode.written(recording.duration) if recording.duration is not None else gettext("unknown")
        message = gettext("“%(name)s”: length %(length)s, %(size)s, %(type)s, %(rate)d kbit/s.")
        facts = {"name": name, "length": length, "type": recording.media_type, "rate": recording.bitrate}
        self.message_user(request, message % {**facts, "size": filesizeformat(recording.size or 0)}, messages.INFO)

    def _chapters_offered(self, request: HttpRequest, interview: Interview) -> HttpResponse | None:
        """To the chapters of a file that came with the form, where the editor asked for nothing else."""
        waiting: list[Recording] = getattr(request, "offered_chapters", [])
        elsewhere = {"_publish", "_withdraw", "_addanother", "_popup", "_saveasnew"}
        if not waiting or elsewhere & set(request.POST):
            return None
        keys = [interview.pk, waiting[0].pk]
        return HttpResponseRedirect(reverse("admin:interviews_interview_chapters", args=keys))

    def _added(self, request: HttpRequest, interview: Interview, recording: Recording) -> bool:
        numbers = {number for number in map(whole_number, request.POST.getlist("chapter")) if number is not None}
        told: dict[str, Any] = {}
        try:
            told["count"] = add_chapters(recording, numbers, request.POST.get("version", ""), request.user)
        except Overtaken:
            message = gettext("Someone changed this interview after its chapters were shown; nothing was added.")
            self.message_user(request, message, messages.WARNING)
            return False
        except DocumentError as error:
            self.message_user(request, str(error), messages.ERROR)
            return False
        if not told["count"]:
            self.message_user(request, gettext("Nothing was ticked, and nothing changed."), messages.WARNING)
            return False
        words = ngettext("%(count)d chapter became a segment.", "%(count)d chapters became segments.", told["count"])
        self.log_change(request, interview, words % told)
        self.message_user(request, words % told, messages.SUCCESS)
        return True
