"""Unsaved work: kept every few seconds while someone types, offered again when the form is opened."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import RequestDataTooBig
from django.forms import BaseInlineFormSet, ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.urls import URLPattern, path, reverse
from django.utils import formats, timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from interviews.editorial.admin.onto_draft import onto_draft
from interviews.editorial.admin.together.asked import Held
from interviews.editorial.admin.together.form import ASKED, BASE, DECIDED, MergingForm, is_typed
from interviews.editorial.admin.together.forms import VERSION
from interviews.editorial.admin.together.rows_again import onto_rows_of, with_uids
from interviews.editorial.merging.page import Place
from interviews.editorial.models import WorkingDraft
from interviews.editorial.models.working_draft import written
from interviews.models import Interview
from interviews.numbers import whole_number

#: Hidden fields: the key of the open form, which its script makes, and the draft that it was filled with.
KEY, TOOK_UP = "draft_key", "took_up"


class WorkingDrafts(MergingForm):
    def get_urls(self) -> list[URLPattern]:
        wrapped = self.admin_site.admin_view
        return [
            path("add/draft/", never_cache(self.keep_view), name="interviews_interview_keep_new"),
            path("<int:number>/draft/", never_cache(self.keep_view), name="interviews_interview_keep"),
            path("drafts/<int:pk>/discard/", wrapped(self.discard_view), name="interviews_interview_discard"),
            *super().get_urls(),
        ]

    # --- kept -----------------------------------------------------------------------------------------------

    def keep_view(self, request: HttpRequest, number: int = 0) -> HttpResponse:
        """What is typed, as a JSON object of names and values. Answers in JSON, refusals too."""
        refused = self.refused(request, number)
        if refused is not None:
            return refused
        try:
            fields = json.loads(request.body)
        except RequestDataTooBig:
            told = gettext("Too long to be kept as a draft. Save it.")
            return JsonResponse({"problem": "too-large", "told": told}, status=413)
        except ValueError:
            fields = None
        if not isinstance(fields, dict) or not all(isinstance(value, str) for value in fields.values()):
            return JsonResponse({"problem": "unreadable"}, status=400)
        key = fields.get(KEY, "")
        if not key or len(key) > 40:
            return JsonResponse({"problem": "unreadable"}, status=400)
        interview = Interview.objects.filter(pk=number).first() if number else None
        before = WorkingDraft.objects.filter(user=request.user, key=key, finished=False).first()
        if number and interview is None and not WorkingDraft.objects.filter(user=request.user, key=key).exists():
            return JsonResponse({"problem": "gone", "told": _gone()}, status=404)
        typed = {name: value for name, value in fields.items() if _is_kept(name)}
        typed = with_uids(typed, interview, before.fields if before else {})
        draft = WorkingDraft.objects.put(
            request.user,
            (interview.edits_id or number) if interview else number,
            key,
            version=fields.get(VERSION, "")[:40],
            title=typed.get("title", ""),
            text=written(typed),
            replaces=whole_number(fields.get(TOOK_UP, "")),
        )
        if draft is None:
            return JsonResponse({"saved": True})
        told = gettext("Draft saved %(time)s") % {"time": clock(draft.saved_at, "H:i:s")}
        return JsonResponse({"told": told, "draft": draft.pk})

    def refused(self, request: HttpRequest, number: int) -> HttpResponse | None:
        """What answers someone who may not type here, None for who may."""
        if not self.admin_site.has_permission(request):
            told = gettext("You are signed out. What you type is kept in this browser until you sign in again.")
            return JsonResponse({"problem": "signed-out", "told": told}, status=403)
        interview = Interview.objects.select_related("edits").filter(pk=number).first() if number else None
        if not (self.has_change_permission(request, interview) if number else self.has_add_permission(request)):
            return JsonResponse({"problem": "forbidden"}, status=403)
        if request.method != "POST":
            return JsonResponse({"problem": "method"}, status=405, headers={"Allow": "POST"})
        return None

    def discard_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Only one's own; what is not there, or not one's own, is gone already."""
        draft = WorkingDraft.objects.filter(user=request.user, pk=pk).defer("text").first()
        back = self.address_of_new()
        if draft is not None:
            if draft.interview_id:
                back = reverse(f"{self.admin_site.name}:interviews_interview_change", args=[draft.interview_id])
            if request.method == "POST":
                draft.delete()
        return HttpResponseRedirect(back)

    def save_related(
        self, request: HttpRequest, form: ModelForm, formsets: list[BaseInlineFormSet], change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        key = request.POST.get(KEY, "")[:40]
        number = form.instance.live.pk if change else 0
        WorkingDraft.objects.finish(request.user, number, key, whole_number(request.POST.get(TOOK_UP, "")))

    # --- taken up ---------------------------------------------------------------------------------------------

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        asked = whole_number(request.GET.get("draft", "")) if request.method == "GET" else None
        if asked:
            draft = WorkingDraft.objects.filter(user=request.user, pk=asked, finished=False).first()
            if draft is not None:
                self._take_up(request, whole_number(object_id or ""), draft)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def _take_up(self, request: HttpRequest, number: int | None, draft: WorkingDraft) -> None:
        """Fills the form in as if it had been sent, and holds it back from being saved."""
        data = QueryDict(mutable=True)
        for name, value in {**draft.fields, VERSION: draft.version}.items():
            data[name] = value
        if number:
            interview = Interview.objects.filter(pk=number).first()
            if (
                interview is None
                or draft.number != interview.live.pk
                or not self.has_change_permission(request, interview)
            ):
                return
            if interview.edits is not None:  # it may have been typed before there was a draft of changes
                data = onto_draft(data, interview.edits, interview, is_new=False)
            onto_rows_of(data, interview)
            here = self.opened(request, interview)
            held = self.hold(request, interview, here, data, draft.version, _undecided(data), reason="draft")
            for name in [name for name in data if name in (ASKED, BASE) or name.startswith(DECIDED)]:
                del data[name]  # the form asks anew
        else:
            if draft.interview_id is not None or not self.has_add_permission(request):
                return
            data = self.as_new(request, data)
            held = request.held = Held("draft", fresh=True)
        held.draft_at, held.takes_up = draft.saved_at, str(draft.pk)
        _none = request.FILES  # asked for before: of a POST, Django would read the files and the form anew
        request.POST = data
        request.method = "POST"

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        interview = context.get("original")
        may = self.has_change_permission(request, interview) if interview else self.has_add_permission(request)
        if may:
            held = getattr(request, "held", None)
            data = request.POST
            context |= {
                "draft_key": data.get(KEY, "")[:40],
                "took_up": held.takes_up if held and held.takes_up else data.get(TOOK_UP, ""),
                "draft_address": self._keep_address(interview),
                "csrf_cookie": settings.CSRF_COOKIE_NAME,
                "typing_number": interview.pk if interview else 0,
            }
            if not context["adminform"].form.is_bound:
                drafts = WorkingDraft.objects
                rows = drafts.of(request.user, interview.live.pk) if interview else drafts.orphans(request.user)
                context["drafts"] = list(rows[:20])
        return super().render_change_form(request, context, *args, **kwargs)

    def typed_into_what_is_gone(self, request: HttpRequest, extra_context: dict[str, Any] | None) -> HttpResponse:
        """A draft of changes may be gone while its interview is there: what was typed into it is taken up on that.

        What is saved as a new interview is this draft no more.
        """
        key = request.POST.get(KEY, "")
        draft = WorkingDraft.objects.filter(user=request.user, key=key, finished=False).first() if key else None
        if draft is not None and draft.interview is not None:
            typed = {name: "\n".join(request.POST.getlist(name)) for name in request.POST if _is_kept(name)}
            draft.text = written(with_uids(typed, None, draft.fields))
            draft.save(update_fields=["text"])
            told = gettext("The draft of changes was published or discarded while you had it open.")
            self.message_user(request, told, messages.WARNING)
            live = reverse(f"{self.admin_site.name}:interviews_interview_change", args=[draft.interview_id])
            return HttpResponseRedirect(f"{live}?draft={draft.pk}")
        if draft is not None:
            request.POST = request.POST.copy()
            request.POST[TOOK_UP] = str(draft.pk)
        return super().typed_into_what_is_gone(request, extra_context)

    def _keep_address(self, interview: Interview | None) -> str:
        site = self.admin_site.name
        if interview is None:
            return reverse(f"{site}:interviews_interview_keep_new")
        return reverse(f"{site}:interviews_interview_keep", args=[interview.pk])

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> HttpResponse:
        """Who left unsaved work on an interview that is no more finds it where a new one is written."""
        number = whole_number(object_id)
        if number and self.has_add_permission(request):
            draft = WorkingDraft.objects.of(request.user, number).filter(interview=None).first()
            if draft is not None:
                self.message_user(request, _gone(), "WARNING")
                return HttpResponseRedirect(f"{self.address_of_new()}?draft={draft.pk}")
        return super()._get_obj_does_not_exist_redirect(request, opts, object_id)


def _is_kept(name: str) -> bool:
    """What is typed, and what is still to be decided."""
    asked = name in (ASKED, BASE) or name.startswith(DECIDED)
    return asked or (is_typed(name) and name not in (KEY, TOOK_UP))


def _undecided(data: QueryDict) -> list[Place]:
    """Of the places that were asked, a line each, those of which nothing was chosen."""
    asked = data.get(ASKED, "").splitlines()
    return [place for text in asked if not data.get(f"{DECIDED}{text}") and (place := Place.read(text))]


def clock(at: Any, form: str) -> str:
    return f"{formats.date_format(timezone.localtime(at), form)} {timezone.localtime(at):%Z}"


def _gone() -> str:
    return gettext("This interview was deleted. Saving what you typed makes a new draft of it.")
