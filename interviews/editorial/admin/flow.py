"""Review and assignment at the desk: a page of its own, and two buttons of the form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from interviews.admin.seen import AT_THE_DESK
from interviews.editorial.admin.ownership import is_own
from interviews.editorial.admin.publishing import PublishingMixin, state_of, what_to_do
from interviews.editorial.flow import AGAIN, Move, assign, send
from interviews.editorial.looking import with_permission
from interviews.models import Interview
from interviews.names import account_name
from interviews.store.beside import as_edited
from interviews.store.version import version_of

#: Buttons of the form and of the page, by what they do.
BUTTONS = {"_review": Move.SUBMITTED, "_back": Move.SENT_BACK, "_ready": Move.READY}
STATES = Interview.Status


class FlowForm(forms.Form):
    assigned_to = forms.ModelChoiceField(
        label=_("Assigned to"),
        queryset=None,
        required=False,
        empty_label=_("nobody"),
        help_text=_("Who works on it now."),
        show_hidden_initial=True,  # what one did not choose is no word against what a colleague chose meanwhile
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        help_text=_("For whoever has it next; it stands in the history."),
    )
    version = forms.CharField(widget=forms.HiddenInput, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, interview: Interview, may_assign: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial |= {
            "assigned_to": interview.live.assigned_to_id,
            "version": version_of(interview),
            "seen": interview.status,
        }
        if not may_assign:
            del self.fields["assigned_to"]
            return
        here = Q(pk=interview.live.assigned_to_id)
        anyone = Q(pk__in=with_permission(*AT_THE_DESK).values("pk"))
        self.fields["assigned_to"].queryset = get_user_model().objects.filter(here | anyone).order_by("username")
        self.fields["assigned_to"].label_from_instance = account_name


class OnTheDesk(admin.SimpleListFilter):
    """Whose it is, and what waits; a draft of changes counts as its interview."""

    title = _("desk")
    parameter_name = "desk"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return [
            ("mine", _("mine")),
            ("assigned", _("assigned to me")),
            ("review", _("waiting for review")),
            ("ready", _("ready to publish")),
            ("nobody", _("in the making, and nobody’s")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        match self.value():
            case "mine":
                return queryset.filter(owner=request.user.pk)
            case "assigned":
                return queryset.filter(assigned_to=request.user.pk)
            case "review":
                return waiting(queryset, STATES.IN_REVIEW)
            case "ready":
                return waiting(queryset, STATES.READY)
            case "nobody":
                return queryset.filter(assigned_to=None, status__in=Interview.IN_THE_MAKING)
        return queryset


def waiting(interviews: QuerySet, status: str) -> QuerySet:
    """Those in that state, or with a draft of changes in it."""
    beside = Interview._base_manager.filter(edits=OuterRef("pk"), status=status)
    return interviews.filter(Q(status=status) | Q(Exists(beside)), edits=None)


class FlowPages(PublishingMixin):
    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.flow_view)
        return [path("<int:pk>/flow/", view, name="interviews_interview_flow"), *super().get_urls()]

    def has_assign_permission(self, request: HttpRequest, obj: Interview | None = None) -> bool:
        return self.may_change_all(request)

    @admin.action(description=_("Put the selected on my desk"), permissions=["assign"])
    def assign_selected(self, request: HttpRequest, queryset: QuerySet) -> None:
        done = [interview for interview in queryset if assign(interview, request.user, request.user)]
        for interview in done:
            self.log_change(request, interview, gettext("Assigned to %(name)s.") % {"name": account_name(request.user)})
        message = ngettext(
            "%(count)d interview is on your desk now.", "%(count)d interviews are on your desk now.", len(done)
        )
        self.message_user(request, message % {"count": len(done)}, messages.SUCCESS if done else messages.WARNING)

    def moves(self, request: HttpRequest, interview: Interview) -> set[str]:
        """The buttons that this user has for it, as it is now."""
        may_change = self.has_change_permission(request, interview)
        may_review = may_change and request.user.has_perm(Interview.REVIEW)
        found = set()
        if interview.status == STATES.DRAFT and may_change:
            found.add("_review")
        if may_review and interview.status in (STATES.DRAFT, STATES.IN_REVIEW):
            found.add("_ready")
        if interview.status in (STATES.IN_REVIEW, STATES.READY) and may_review:
            found.add("_back")
        if interview.status == STATES.IN_REVIEW and interview.edits_id is None and is_own(request, interview):
            found.add("_back")  # who submitted it thought better of it
        return found

    def flow_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        with transaction.atomic():
            return self._flow(request, pk)

    def _flow(self, request: HttpRequest, pk: int) -> HttpResponse:
        interview = as_edited(self.looked_at(request, pk))
        if request.method == "POST":  # the interview before its draft, as everybody locks them
            for key in filter(None, (interview.edits_id, interview.pk)):
                Interview.objects.select_for_update().get(pk=key)
            interview = as_edited(self.looked_at(request, pk))
        moves, may_assign = self.moves(request, interview), self.has_assign_permission(request)
        sent = request.POST if request.method == "POST" else None
        form = FlowForm(sent, interview=interview, may_assign=may_assign)
        if sent is not None:
            pressed = next((name for name in BUTTONS if name in sent), "")
            if pressed and sent.get("seen", interview.status) != interview.status:
                told = gettext("Nothing was done: it is %(state)s by now.") % {"state": state_of(interview)}
                self.message_user(request, told, messages.WARNING)
                form.data = {**sent.dict(), "seen": interview.status, "version": version_of(interview)}
            elif (pressed and pressed not in moves) or not (pressed or may_assign):
                raise PermissionDenied
            elif form.is_valid() and self._done(request, interview, form, pressed):
                return HttpResponseRedirect(request.path)
        context = {
            "title": gettext("Review and assignment"),
            "form": form,
            "moves": moves,
            "may_assign": may_assign,
            "edited": interview,
            "state": state_of(interview),
            "is_mine": is_own(request, interview),
        }
        return self.page(request, interview.live, "flow", context)

    def _done(self, request: HttpRequest, interview: Interview, form: FlowForm, pressed: str) -> bool:
        note = form.cleaned_data["note"]
        if pressed == "_ready" and form.cleaned_data["version"] != version_of(interview):
            form.add_error(None, gettext("Someone changed this interview meanwhile. Look at it and send again."))
            form.data = {**form.data.dict(), "version": version_of(interview)}
            return False
        if pressed and self._refused(request, interview, BUTTONS[pressed]):
            return False
        if "assigned_to" in form.changed_data and "assigned_to" in form.fields:
            to = form.cleaned_data["assigned_to"]
            if assign(interview, to, request.user, "" if pressed else note):
                told = (
                    gettext("Assigned to %(name)s.") % {"name": account_name(to)}
                    if to
                    else gettext("Assigned to nobody.")
                )
                self.log_change(request, interview, told if pressed or not note else f"{told} {note}")
                self.message_user(request, told, messages.SUCCESS)
        if pressed:
            self._send_on(request, interview, BUTTONS[pressed], note)
        return True

    def _refused(self, request: HttpRequest, interview: Interview, move: Move) -> bool:
        """Where something stands against publishing it, it is not called ready; a message says what."""
        against = self.against(interview) if move == Move.READY else ""
        if against:
            words = gettext('“{}” is not called ready: {}. <a href="{}">What to do about it</a>')
            self.message_user(request, what_to_do(interview, words, against), messages.ERROR)
        return bool(against)

    def _send_on(self, request: HttpRequest, interview: Interview, move: Move, note: str = "") -> None:
        """With a line in the log, and a message."""
        if send(interview, move, request.user, note):
            told = f"{move.label}." if not note else f"{move.label}: {note}"
            self.log_change(request, interview, told)
            message = gettext("“%(title)s” is %(state)s now.")
            self.message_user(request, message % {"title": interview, "state": state_of(interview)}, messages.SUCCESS)

    def tell_of_unready(self, request: HttpRequest, interview: Interview, was: tuple) -> None:
        """Saving made it wait for review again, where somebody changed it who may not say that it is ready."""
        if was != (interview.status, interview.goes_live_at):
            self.message_user(request, AGAIN, messages.WARNING)

    def response_add(self, request: HttpRequest, obj: Interview, post_url_continue: str | None = None) -> HttpResponse:
        response = super().response_add(request, obj, post_url_continue)
        return self._sent_from_form(request, obj) or response

    def response_change(self, request: HttpRequest, obj: Interview) -> HttpResponse:
        response = super().response_change(request, obj)
        return self._sent_from_form(request, obj) or response

    def _sent_from_form(self, request: HttpRequest, interview: Interview) -> HttpResponse | None:
        """What the button asked for, once the form is saved; the form again where it was refused."""
        pressed = next((name for name in ("_review", "_ready") if name in request.POST), "")
        if not pressed or interview.pk is None or pressed not in self.moves(request, interview):
            return None
        if self._refused(request, interview, BUTTONS[pressed]):
            return HttpResponseRedirect(self.address_of(interview))
        self._send_on(request, interview, BUTTONS[pressed])
        return None

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        interview = context.get("original")
        if interview is not None:
            moves = self.moves(request, interview)
            context |= {
                "edited_state": state_of(interview) if interview.edits_id else "",
                "show_review": "_review" in moves and "_ready" not in moves,
                "show_ready": "_ready" in moves,
            }
        return super().render_change_form(request, context, *args, **kwargs)
