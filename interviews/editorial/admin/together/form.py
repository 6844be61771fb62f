"""The form of an interview that someone else saved meanwhile, or that is filled in with unsaved work."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from typing import Any

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext

from interviews.editorial.admin.ownership import may_view_own
from interviews.editorial.admin.together.asked import Held, Names, last_change, questions, told
from interviews.editorial.admin.together.forms import KINDS, VERSION, Opened, data_of, opened, sent
from interviews.editorial.merging.page import Page, Place, Row
from interviews.editorial.merging.three_way import Conflict, merge
from interviews.editorial.models import OpenedState
from interviews.models import Interview
from interviews.numbers import whole_number
from interviews.store.version import written

#: Names that the part about a merge sends: what is asked, how it was decided, and the version both began from.
ASKED, DECIDED, BASE = "asked", "decided-", "merge_base"
#: Choices among rows that a new interview does not have.
UNSTORED = frozenset({"answered_by", "bio"})
#: What became of the row that was to be locked.
GONE = "gone"
PRESSED = ("_publish", "_withdraw", "_review", "_ready", "_continue", "_addanother", "_save")


class MergingForm(admin.ModelAdmin):
    """Before Django's own view sees a form that was sent, the form is brought to the version that is stored now."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        number = whole_number(object_id or "")
        if request.method != "POST" or not number:
            return super().changeform_view(request, object_id, form_url, extra_context)
        if not self.may_change_all(request) and (state := self._moved_on(request, number)):
            return self._told_what_was_typed(request, gettext("It is %(state)s by now") % {"state": state})
        request.to_be_locked = number
        response = super().changeform_view(request, object_id, form_url, extra_context)
        gone = (
            request.to_be_locked is GONE and not Interview.objects.filter(pk=number).exists()
        )  # for nobody is it here
        if gone and self.has_change_permission(request):
            return self.typed_into_what_is_gone(request, extra_context)
        return response

    def _moved_on(self, request: HttpRequest, number: int) -> str:
        """In which state it is by now, of a draft that was this user's to change when the form was opened."""
        interview = self.get_queryset(request).filter(pk=number).first()
        if interview is None or not may_view_own(request, interview) or self.has_change_permission(request, interview):
            return ""
        return str(interview.get_status_display())

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Interview | None:
        """That of a form that was sent is locked until all is saved or shown: nobody saves in between.

        Here and not before, because Django's view has begun its transaction by now, and asks for the row anyway.
        """
        number = getattr(request, "to_be_locked", None)
        if not isinstance(number, int):
            return super().get_object(request, object_id, from_field)
        interview = self.get_queryset(request).select_for_update(of=("self",)).filter(pk=number).first()
        request.to_be_locked = None if interview is not None else GONE
        if (
            interview is not None
            and self._needs_a_look(request, interview.updated_at)
            and self.has_change_permission(request, interview)
        ):
            self._bring_up_to_date(request, interview)
        return interview

    def _needs_a_look(self, request: HttpRequest, now: dt.datetime) -> bool:
        return request.POST.get(VERSION) != written(now) or ASKED in request.POST

    def _bring_up_to_date(self, request: HttpRequest, interview: Interview) -> None:
        """Changes what was sent, and holds it back unless all was decided and nothing else changed."""
        here = self.opened(request, interview)
        given = request.POST.copy()
        begun = given.get(BASE, "")
        undecided = self._decide(request, interview, here, given)
        if given.get(VERSION) != written(interview.updated_at):
            self.hold(request, interview, here, given, given.get(VERSION, ""), undecided)
        elif undecided:
            base = OpenedState.objects.page(interview.pk, moment(begun))
            typed = sent(given, here, here.page)
            held = Held("undecided", pressed(given), base=begun)
            names = Names(here, base, typed.page)
            again = list(_again(undecided, base, typed.page, here.page))
            held.questions = list(questions(names, again, typed.page, typed.rows, interview.language, missing=True))
            request.held = held
        request.POST = given

    def hold(
        self,
        request: HttpRequest,
        interview: Interview,
        here: Opened,
        given: QueryDict,
        version: str,
        undecided: Iterable[Place] = (),
        reason: str = "changed",
    ) -> Held:
        """Fills `given` with what mine and theirs make together, and has it shown, not saved."""
        base = OpenedState.objects.page(interview.pk, moment(version))
        typed = sent(given, here, base)
        merged = merge(base, typed.page, here.page, KINDS)
        conflicts = list(merged.conflicts)
        known = {conflict.place for conflict in conflicts}
        left = [place for place in undecided if place not in known]
        if left:
            earlier = OpenedState.objects.page(interview.pk, moment(given.get(BASE, "")))
            conflicts += _again(left, earlier, merged.page, here.page)
        data = data_of(merged.page, here, written(interview.updated_at))
        held = Held(reason, pressed(given), base=given.get(BASE, "") if left else version)
        if version != written(interview.updated_at):
            held.change = last_change(interview, moment(version), request.user)
        self._replace(given, data)
        self._remember(interview, here.form, here.listings, lambda: here.page)
        names = Names(here, base, typed.page)
        rows = sent(given, here, here.page).rows
        held.questions = list(questions(names, conflicts, typed.page, rows, interview.language))
        held.taken, held.kept = told(names, merged.taken), told(names, merged.kept)
        held.fresh = True
        request.held = held
        return held

    def _replace(self, given: QueryDict, data: dict[str, str]) -> None:
        """All that the forms would send; what else was sent stays."""
        lists = tuple(f"{name.removesuffix('TOTAL_FORMS')}" for name in data if name.endswith("-TOTAL_FORMS"))
        for name in [name for name in given if name.startswith(lists)]:
            del given[name]
        for name, value in data.items():
            given[name] = value

    def _decide(self, request: HttpRequest, interview: Interview, here: Opened, given: QueryDict) -> list[Place]:
        """Does what was chosen; returns the places of which nothing was."""
        asked = [place for text in given.getlist(ASKED) if (place := Place.read(text))]
        if not asked:
            return []
        rows = sent(given, here, OpenedState.objects.page(interview.pk, moment(given.get(VERSION, "")))).rows
        theirs = {(name, row.key): row for name, listed in here.page.lists.items() for row in listed}
        undecided = []
        for place in asked:
            choice = given.get(f"{DECIDED}{place}", "")
            begin = rows.get((place.list, place.key), "")
            row = theirs.get((place.list, place.key))
            if choice not in ("mine", "theirs", "typed"):
                undecided.append(place)
            elif place.list and not place.field:
                self._decide_row(given, here, place, begin, choice, row is not None)
            elif choice == "theirs" and not place.list:
                given[place.field] = here.page.fields.get(place.field, "")
            elif choice == "theirs" and row is not None and begin:
                given[f"{begin}{place.field}"] = row.values.get(place.field, "")
        return undecided

    def _decide_row(self, given: QueryDict, here: Opened, place: Place, begin: str, choice: str, stored: bool) -> None:
        """Where they have the row, mine is that it goes; where they do not, theirs is."""
        if stored and choice == "mine" and begin:
            given[f"{begin}DELETE"] = "on"
        elif not stored and choice == "theirs" and begin:
            for name, value in here.listings[place.list].blank.items():
                given[f"{begin}{name}"] = value
            for name in ("position", "again"):
                given.pop(f"{begin}{name}", None)

    def typed_into_what_is_gone(self, request: HttpRequest, extra_context: dict[str, Any] | None) -> HttpResponse:
        """The interview was deleted: its form becomes that of a new one, or else all that was typed is shown."""
        if not self.has_add_permission(request):
            return self._told_what_was_typed(request, gettext("This interview was deleted"))
        held = Held("gone", pressed(request.POST), fresh=True)
        request.POST = self.as_new(request, request.POST)
        request.held = held
        return self.changeform_view(request, None, self.address_of_new(), extra_context)

    def _told_what_was_typed(self, request: HttpRequest, title: str) -> HttpResponse:
        typed = [
            (name, text)
            for name, text in request.POST.items()
            if text and is_typed(name) and not name.endswith(("_FORMS", "-id", "-interview", "-position"))
        ]
        context = {**self.admin_site.each_context(request), "title": title, "opts": self.opts, "typed": typed}
        return TemplateResponse(request, "admin/interviews/interview/together/gone.html", context, status=409)

    def as_new(self, request: HttpRequest, data: QueryDict) -> QueryDict:
        """The same words in the form of a new interview. Who answers is chosen among stored people: not yet."""
        here = self.opened(request, None)
        typed = sent(data, here, None).page
        lists = {
            name: tuple(
                Row(f"+{number}", {field: "" if field in UNSTORED else value for field, value in row.values.items()})
                for number, row in enumerate(rows)
                if not row.deleted
            )
            for name, rows in typed.lists.items()
        }
        given = data.copy()
        self._replace(given, data_of(Page(typed.fields, lists), here, ""))
        return given

    def address_of_new(self) -> str:
        return reverse(f"{self.admin_site.name}:interviews_interview_add")

    def opened(self, request: HttpRequest, interview: Interview | None) -> Opened:
        """What this user would find who opens the form now."""
        held = getattr(request, "held", None)
        request.held = None
        form = self.get_form(request, interview, change=interview is not None)(instance=interview)
        formsets = []
        for formset, inline in self.get_formsets_with_inlines(request, interview):
            rows = formset(
                instance=form.instance, prefix=formset.get_default_prefix(), queryset=inline.get_queryset(request)
            )
            formsets.append(rows)
        request.held = held
        return opened(form, formsets)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> type[ModelForm]:
        form = super().get_form(request, obj, change, **kwargs)
        if getattr(request, "held", None):
            form.held = gettext("Nothing is saved yet.")
        return form

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        form, held = context["adminform"].form, getattr(request, "held", None)
        formsets = [rows.formset for rows in context["inline_admin_formsets"]]
        interview = context.get("original")
        if held:
            context["held"] = held
            if _only_held(form, formsets):
                context["errors"] = None
        if interview is not None and not form.is_bound and self.has_change_permission(request, interview):
            self._remember(interview, form, formsets, lambda: opened(form, formsets).page)
        return super().render_change_form(request, context, *args, **kwargs)

    def _remember(self, interview: Interview, form: ModelForm, formsets: Collection, page: Callable[[], Page]) -> None:
        """Keeps what a form of this version says, for when it is sent and another one was saved before it."""
        version, seen = interview.updated_at, len(form.fields) + 1_000 * len(formsets)
        kept = OpenedState.objects.filter(interview=interview, version=version)
        widest = kept.values_list("breadth", flat=True).first()
        if widest is None or widest < seen:
            OpenedState.objects.keep(interview.pk, version, page(), seen)


def moment(version: str) -> dt.datetime | None:
    """When the interview was saved whose form names this version; None for anything else."""
    try:
        found = parse_datetime(version)
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None else None


def is_typed(name: str) -> bool:
    """Not what only the form itself knows: its token, its buttons, and what is to be decided."""
    return name != VERSION and name not in (ASKED, BASE) and not name.startswith(("csrf", "_", DECIDED))


def pressed(data: QueryDict) -> str:
    return next((name for name in PRESSED if name in data), "_save")


def _only_held(form: ModelForm, formsets: list) -> bool:
    told = form.errors.get_json_data()
    only = set(told) <= {"__all__"} and all(error["code"] == "held" for error in told.get("__all__", ()))
    return only and not any(formset.total_error_count() for formset in formsets)


def _again(places: Iterable[Place], base: Page | None, mine: Page, theirs: Page) -> Iterable[Conflict]:
    """The same conflicts, by what stands in the form now."""
    for place in places:
        was, here, there = (_value(page, place) for page in (base, mine, theirs))
        if place.list and not place.field:  # a row that they have is one that I deleted, and the other way round
            here, there = ("", None) if there is None else (None, "")
        yield Conflict(place, was, here, there)


def _value(page: Page | None, place: Place) -> str | None:
    if page is None:
        return None
    if not place.list:
        return page.fields.get(place.field)
    row = next((row for row in page.lists.get(place.list, ()) if row.key == place.key), None)
    if row is None or row.deleted:
        return None
    return row.values.get(place.field, "") if place.field else ""
