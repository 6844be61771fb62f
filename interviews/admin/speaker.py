from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from interviews.admin.merging.speakers import SpeakerMerging
from interviews.admin.moving import Moving
from interviews.admin.named import names_seen
from interviews.admin.seen import seen
from interviews.admin.speaker_aliases import AliasInline
from interviews.models import Appearance, Bio, Interview, Revision, Speaker
from interviews.models.language import check_language_tag
from interviews.search.index import heard_in, refresh


class BioForm(forms.ModelForm):
    def clean_language(self) -> str:
        check_language_tag(self.cleaned_data["language"])
        return self.cleaned_data["language"]

    def clean(self) -> dict[str, Any]:
        """Words for a portrait that is new; those of old are asked for where the picture or its words are touched."""
        given = super().clean() or self.cleaned_data
        touched = {"portrait", "portrait_alt"} & set(self.changed_data)
        if touched and given.get("portrait") and not given.get("portrait_alt", "").strip():
            self.add_error("portrait_alt", gettext("Say what the portrait shows, for those who cannot see it."))
        return given


class BioInline(admin.StackedInline):
    model = Bio
    form = BioForm
    template = "admin/rows/inline.html"
    summary_template = "admin/rows/bio.html"
    extra = 1  # the only one there is where there is no script
    fields = [("as_of", "language"), "text", "portrait", "portrait_alt"]
    verbose_name_plural = _("biographies, the newest first")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return names_seen(request, super().get_queryset(request))


@admin.register(Speaker)
class SpeakerAdmin(Moving, SpeakerMerging):
    list_display = ["name", "sort_name", "appearance_count", "newest_bio", "website"]
    search_fields = ["name", "sort_name", "name_key", "slug"]
    ordering = ["sort_name", "pk"]
    list_per_page = 50
    fields = ["name", "sort_name", "slug", "website", "appearances_in_words"]
    readonly_fields = ["appearances_in_words"]
    inlines = [BioInline, AliasInline]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        newest = names_seen(request, Bio.objects.filter(speaker=OuterRef("pk"))).values("text")[:1]
        rows = names_seen(request, super().get_queryset(request))
        return rows.annotate(appearance_count=Count("appearances"), newest_bio=Subquery(newest))

    def save_related(
        self, request: HttpRequest, form: forms.ModelForm, formsets: list[forms.BaseInlineFormSet], change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        concerned = heard_in([form.instance])
        refresh(concerned)
        Revision.objects.doubt(concerned)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Speaker | None:
        speaker = super().get_object(request, object_id, from_field)
        if speaker is not None:
            rows = seen(request, Interview)
            speaker.looked_at_in = Interview.objects.none() if rows is None else rows.order_by()
        return speaker

    @admin.display(description=_("appearances"), ordering="appearance_count")
    def appearance_count(self, speaker: Speaker) -> int:
        return speaker.appearance_count

    @admin.display(description=_("biography"))
    def newest_bio(self, speaker: Speaker) -> str:
        text = speaker.newest_bio or ""
        return f"{text[:70]}…" if len(text) > 70 else text or gettext("none")

    @admin.display(description=_("appearances"))
    def appearances_in_words(self, speaker: Speaker) -> SafeString | str:
        """Those in interviews that the editor may look at."""
        if speaker.pk is None:
            return gettext("None yet. People are put into an interview on its own page.")
        rows = Appearance.objects.filter(speaker=speaker, interview__in=getattr(speaker, "looked_at_in", ()))
        rows = rows.select_related("interview", "speaker").newest_first()
        lines = format_html_join("", '<li><a href="{}">{}</a> ({}){}</li>', (_line(row) for row in rows))
        return format_html('<ul class="appearances">{}</ul>', lines) if lines else gettext("None yet.")

    def view_on_site(self, speaker: Speaker) -> str | None:
        """Only where the public may hear the person."""
        heard = Speaker.objects.published().filter(pk=speaker.pk).exists()
        return speaker.get_absolute_url() if heard else None


def _line(row: Appearance) -> tuple[str, str, str, str]:
    credited = gettext(", credited as %(name)s") % {"name": row.name} if row.name else ""
    address = reverse("admin:interviews_interview_change", args=[row.interview_id])
    return address, row.interview.title, row.get_role_display(), credited
