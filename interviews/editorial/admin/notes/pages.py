"""The notes of an interview: a page of their own, and what its form tells of them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext

from interviews.admin.seen import AT_THE_DESK
from interviews.editorial.admin.desk_page import DeskPages
from interviews.editorial.admin.notes.forms import NoteForm, WordsForm
from interviews.editorial.admin.notes.threads import grouped, places_of, threads_of
from interviews.editorial.admin.segments import SegmentFormSet
from interviews.editorial.looking import with_permission
from interviews.editorial.models import EditorNote, Notice, NoticeKind
from interviews.editorial.notices import tell
from interviews.models import Interview
from interviews.numbers import whole_number
from interviews.store.beside import as_edited

UNPROCESSABLE = 422
#: Names that are offered below the form.
OFFERED = 30


class NotesPages(DeskPages):
    def get_urls(self) -> list[URLPattern]:
        notes = self.admin_site.admin_view(self.notes_view)
        return [path("<int:pk>/notes/", notes, name="interviews_interview_notes"), *super().get_urls()]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The form tells how many notes are open, on the whole and on each segment: one query."""
        interview = context.get("original")
        if interview is not None:
            counts = EditorNote.objects.open_counts(interview)
            context["open_notes"] = counts.total()
            for rows in context["inline_admin_formsets"]:
                if isinstance(rows.formset, SegmentFormSet):
                    for form in rows.formset.initial_forms:
                        form.open_notes = counts[form.instance.uid]
        return super().render_change_form(request, context, *args, **kwargs)

    def notes_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Whoever may look at the interview reads its notes and writes some."""
        interview = self.looked_at(request, pk)
        if request.method == "POST":
            return self._sent_note(request, interview)
        return self._notes(request, interview)

    def _notes(
        self, request: HttpRequest, interview: Interview, form: NoteForm | None = None, answering: Any = None
    ) -> HttpResponse:
        """`answering` is the thread with a form that was refused."""
        edited = as_edited(interview)
        places = places_of(edited)
        if form is None:
            wanted = request.GET.get("segment", "")
            form = NoteForm(interview=interview, places=places, initial={"segment": wanted if wanted in places else ""})
        threads = threads_of(interview, request.user)
        for thread in threads:
            refused = answering is not None and answering[0] == thread.pk
            thread.form = answering[1] if refused else WordsForm(interview=interview, auto_id=f"id_{thread.pk}_%s")
            thread.form.fields["words"].label = gettext("Reply")
        context = {
            "title": gettext("Notes"),
            "form": form,
            "open_groups": grouped((one for one in threads if one.resolved_at is None), places),
            "resolved_groups": grouped((one for one in threads if one.resolved_at is not None), places),
            "resolved_count": sum(one.resolved_at is not None for one in threads),
            "writing_on": places.get(form["segment"].value() or "") if form["segment"].value() else None,
            "names": [
                user.get_username() for user in with_permission(*AT_THE_DESK).exclude(pk=request.user.pk)[:OFFERED]
            ],
            "zone": timezone.get_current_timezone_name(),
        }
        response = self.page(request, interview, "notes", context)
        if form.is_bound or answering is not None:
            response.status_code = UNPROCESSABLE
        return response

    def _sent_note(self, request: HttpRequest, interview: Interview) -> HttpResponse:
        for verb in ("reply", "resolve", "reopen", "delete"):
            if verb in request.POST:
                note = self._note(interview, request.POST[verb])
                return getattr(self, f"_{verb}_note")(request, interview, note)
        places = places_of(as_edited(interview))
        form = NoteForm(request.POST, interview=interview, places=places)
        if not form.is_valid():
            return self._notes(request, interview, form)
        with transaction.atomic():
            uid = form.cleaned_data["segment"]
            note = EditorNote.objects.create(
                interview=interview,
                segment_uid=uid,
                heading=places[uid].heading,
                field=form.cleaned_data["field"],
                words=form.cleaned_data["words"],
                author=request.user,
            )
            tell(form.people, NoticeKind.MENTIONED, interview, request.user, note.words)
        self.message_user(request, gettext("The note is saved."), messages.SUCCESS)
        return self._back_to(request, note)

    def _note(self, interview: Interview, key: str) -> EditorNote:
        number = whole_number(key)
        note = EditorNote.objects.of(interview).select_related("parent").filter(pk=number).first() if number else None
        if note is None:
            raise Http404
        return note

    def _reply_note(self, request: HttpRequest, interview: Interview, note: EditorNote) -> HttpResponse:
        thread = note.thread
        form = WordsForm(request.POST, interview=interview, auto_id=f"id_{thread.pk}_%s")
        if not form.is_valid():
            return self._notes(request, interview, answering=(thread.pk, form))
        with transaction.atomic():
            answer = thread.answer(form.cleaned_data["words"], by=request.user)
            tell(form.people, NoticeKind.MENTIONED, interview, request.user, answer.words)
            tell(_others_in(thread, form.people), NoticeKind.REPLIED, interview, request.user, answer.words)
        self.message_user(request, gettext("The reply is saved."), messages.SUCCESS)
        return self._back_to(request, thread)

    def _resolve_note(self, request: HttpRequest, interview: Interview, note: EditorNote) -> HttpResponse:
        note.resolve(by=request.user)
        self.message_user(request, gettext("The note is resolved. It stands below the open ones."), messages.SUCCESS)
        return HttpResponseRedirect(request.path)

    def _reopen_note(self, request: HttpRequest, interview: Interview, note: EditorNote) -> HttpResponse:
        note.reopen()
        self.message_user(request, gettext("The note is open again."), messages.SUCCESS)
        return self._back_to(request, note.thread)

    def _delete_note(self, request: HttpRequest, interview: Interview, note: EditorNote) -> HttpResponse:
        with transaction.atomic():
            note = EditorNote.objects.select_for_update().get(pk=note.pk)  # as `answer` locks what is answered
            if not note.may_be_deleted_by(request.user):
                raise PermissionDenied
            Notice.objects.quoting(note).delete()
            note.delete()
        self.message_user(request, gettext("The note is deleted."), messages.SUCCESS)
        return HttpResponseRedirect(request.path)

    def _back_to(self, request: HttpRequest, note: EditorNote) -> HttpResponse:
        return HttpResponseRedirect(f"{request.path}#note-{note.pk}")


def _others_in(thread: EditorNote, named: list[Any]) -> list[Any]:
    """Who wrote in the thread, and is not told already as somebody who is named."""
    rows = EditorNote.objects.filter(parent=thread).select_related("author")
    writers = {note.author for note in (thread, *rows) if note.author is not None}
    return list(writers - set(named))
