"""Many interviews changed at once from their list: asked, shown, and then done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from interviews.admin.named import names_seen
from interviews.admin.tag_names import TagNamesField
from interviews.models import Interview, Series
from interviews.models.language import check_language_tag
from interviews.models.tag import known_tag, synonym_of
from interviews.numbers import whole_number
from interviews.store.bulk import BulkChange, Done, Effect, carry_out, effects
from interviews.store.version import version_of

#: Interviews that are changed at once: their history is kept one by one.
MOST = 200
#: In the place of a series, to take interviews out of theirs.
NO_SERIES = "none"


class BulkForm(forms.Form):
    """What is left empty stays as it is."""

    add = TagNamesField(label=_("Add tags"))
    remove = TagNamesField(
        label=_("Remove tags"), help_text=_("From the interviews themselves; their segments keep theirs.")
    )
    series = forms.ChoiceField(label=_("Series"), required=False)
    rights = forms.CharField(label=_("Rights"), required=False, max_length=400)
    no_rights = forms.BooleanField(label=_("Empty the rights"), required=False)
    language = forms.CharField(
        label=_("Language"), required=False, max_length=35, help_text=_("As in “en” or “fr-CA”.")
    )

    def __init__(self, *args: Any, series: QuerySet, **kwargs: Any) -> None:
        """`series` are those that may be chosen."""
        super().__init__(*args, **kwargs)
        titles = ((str(pk), title) for pk, title in series.values_list("pk", "title"))
        self.fields["series"].choices = [("", _("as it is")), (NO_SERIES, _("in no series")), *titles]

    def clean_remove(self) -> list[str]:
        for name in self.cleaned_data["remove"]:
            if known_tag(name) is None and synonym_of(name) is None:
                raise ValidationError(gettext("There is no tag “%(name)s”."), code="unknown", params={"name": name})
        return self.cleaned_data["remove"]

    def clean_language(self) -> str:
        if self.cleaned_data["language"]:
            check_language_tag(self.cleaned_data["language"])
        return self.cleaned_data["language"]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if self.errors:
            return given
        if {name.casefold() for name in given["add"]} & {name.casefold() for name in given["remove"]}:
            self.add_error("remove", gettext("A tag is either added or removed."))
        if given["rights"] and given["no_rights"]:
            self.add_error("no_rights", gettext("Either write the rights, or empty them."))
        if not any(given.values()):
            raise ValidationError(gettext("Nothing is to be changed: fill in at least one field."), code="nothing")
        return given

    def change(self) -> BulkChange:
        given = self.cleaned_data
        columns: dict[str, Series | str | None] = {}
        if given["series"]:
            chosen = None if given["series"] == NO_SERIES else Series.objects.get(pk=given["series"])
            columns["series"] = chosen
        if given["rights"] or given["no_rights"]:
            columns["rights"] = given["rights"]
        if given["language"]:
            columns["language"] = given["language"]
        return BulkChange(add=given["add"], remove=given["remove"], columns=columns)


class BulkChanging(admin.ModelAdmin):
    @admin.action(description=_("Change the selected together…"), permissions=["change"])
    def change_selected(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        keys = list(queryset.order_by("pk").values_list("pk", flat=True)[: MOST + 1])
        if len(keys) > MOST:
            message = gettext("Select at most %(most)d at once.") % {"most": MOST}
            self.message_user(request, message, messages.WARNING)
            return None
        return HttpResponseRedirect(f"{reverse('admin:interviews_interview_bulk')}?{urlencode({'row': keys}, True)}")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.bulk_view)
        return [path("bulk/", view, name="interviews_interview_bulk"), *super().get_urls()]

    def bulk_view(self, request: HttpRequest) -> HttpResponse:
        """Without `preview` what is to be changed is asked; with it, the effect on each is shown; sent, it is done."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        given = request.POST if request.method == "POST" else request.GET
        keys = list(dict.fromkeys(key for key in map(whole_number, given.getlist("row")) if key))[:MOST]
        rows = self._changeable(request, keys)
        asked = "preview" in given
        form = BulkForm(given if asked else None, series=names_seen(request, Series.objects.all()))
        change = form.change() if asked and form.is_valid() else None
        if request.method == "POST" and change is not None and rows:
            return self._change_together(request, [row.pk for row in rows], change)
        told = effects(rows, change) if change is not None else []
        request.current_app = self.admin_site.name
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": gettext("Change interviews together"),
            "form": form,
            "rows": rows,
            "left_out": len(keys) - len(rows),
            "shown": change is not None,
            "changed": [(effect.interview, version_of(effect.interview), _lines(effect)) for effect in told if effect],
            "unchanged": [effect.interview for effect in told if not effect],
        }
        return TemplateResponse(request, "admin/interviews/interview/bulk/page.html", context)

    def _changeable(self, request: HttpRequest, keys: Sequence[int]) -> list[Interview]:
        rows = self.model.objects.without_copies().filter(pk__in=keys).select_related("series").newest_first()
        return [row for row in rows if self._may_change_now(request, row)]

    def _may_change_now(self, request: HttpRequest, row: Interview) -> bool:
        """What readers see is changed at once: by those who may publish."""
        may_show = not row.is_published or request.user.has_perm("interviews.publish_interview")
        return may_show and self.has_change_permission(request, row)

    def _change_together(self, request: HttpRequest, keys: Sequence[int], change: BulkChange) -> HttpResponse:
        versions = {key: request.POST.get(f"version-{key}", "") for key in keys}
        shown = {key: version for key, version in versions.items() if version}
        done = carry_out(self.model.objects.all(), shown, change, request.user)
        for effect in done.changed:
            told = gettext("Changed together with others: %(what)s.")
            told %= {"what": "; ".join(f"{label}: {words}" for label, words in _lines(effect))}
            LogEntry.objects.log_actions(request.user.pk, [effect.interview], CHANGE, told)
        self._tell_of_changes(request, done)
        return HttpResponseRedirect(reverse("admin:interviews_interview_changelist"))

    def _tell_of_changes(self, request: HttpRequest, done: Done) -> None:
        count = len(done.changed)
        words = ngettext("%(count)d interview changed.", "%(count)d interviews changed.", count) % {"count": count}
        self.message_user(request, words, messages.SUCCESS if count else messages.WARNING)
        if done.overtaken:
            told = gettext("Left as they are, since someone changed them after they were shown: %(titles)s")
            self.message_user(request, told % {"titles": _titles(done.overtaken)}, messages.WARNING)


def _lines(effect: Effect) -> list[tuple[str, str]]:
    lines = []
    if effect.added:
        lines.append((gettext("tags added"), ", ".join(effect.added)))
    if effect.removed:
        lines.append((gettext("tags removed"), ", ".join(effect.removed)))
    for name, (before, after) in effect.columns.items():
        label = str(Interview._meta.get_field(name).verbose_name)
        lines.append((label, f"{before or gettext('none')} → {after or gettext('none')}"))
    return lines


def _titles(rows: Iterable[Interview]) -> str:
    return "; ".join(f"“{row.title[:80]}”" for row in rows)
