from __future__ import annotations

from typing import Any

import taggit.admin
import taggit.models
from django.contrib import admin
from django.db import transaction
from django.db.models import F, QuerySet
from django.forms import BaseInlineFormSet, ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from interviews.admin.asked_of_many import AskedOfMany
from interviews.admin.merging.tags import TagMerging
from interviews.admin.moving import Moving
from interviews.admin.named import names_seen
from interviews.admin.offered_tags import OfferedTags
from interviews.admin.suggested_tags import SuggestedTags
from interviews.admin.tag_synonyms import SynonymInline, TagForm
from interviews.models import Revision, Tag, TaggedInterview, TaggedSegment
from interviews.models.tag import uses
from interviews.search.index import refresh, tagged_with

# Imported above, so that its tags are there to be taken off, whatever the order of the apps.
# Nothing on this site carries taggit's own tags; two entries named “Tags” would be one too many.
admin.site.unregister(taggit.models.Tag)


class UsedFilter(admin.SimpleListFilter):
    title = _("use")
    parameter_name = "used"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("no", _("nowhere used")), ("yes", _("used"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        match self.value():
            case "no":
                return queryset.filter(interview_uses=0, segment_uses=0)
            case "yes":
                return queryset.exclude(interview_uses=0, segment_uses=0)
        return queryset


@admin.register(Tag)
class TagAdmin(Moving, TagMerging, AskedOfMany, OfferedTags, SuggestedTags):
    form = TagForm
    inlines = [SynonymInline]
    list_display = ["name", "uses", "interview_uses", "segment_uses", "slug"]
    list_filter = [UsedFilter]
    search_fields = ["name", "slug"]
    fields = ["name", "slug", "description", "question"]
    prepopulated_fields = {"slug": ["name"]}
    list_per_page = 100

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        counted = names_seen(request, super().get_queryset(request)).annotate(
            interview_uses=uses(TaggedInterview), segment_uses=uses(TaggedSegment)
        )
        return counted.annotate(uses=F("interview_uses") + F("segment_uses"))

    def save_related(
        self, request: HttpRequest, form: ModelForm, formsets: list[BaseInlineFormSet], change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        merged = [other for formset in formsets for other in formset.to_take_in()]
        for other in merged:
            form.instance.take_in(other)
        if change and "name" in form.changed_data:
            form.instance.keep_name(form.initial["name"])
        if change and ("name" in form.changed_data or any(formset.has_changed() for formset in formsets)):
            concerned = tagged_with([form.instance])
            refresh(concerned)
            Revision.objects.doubt(concerned)

    def delete_model(self, request: HttpRequest, obj: Tag) -> None:
        self.delete_queryset(request, Tag.objects.filter(pk=obj.pk))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        with transaction.atomic():
            concerned = list(tagged_with(queryset))
            queryset.delete()
            refresh(concerned)
            Revision.objects.doubt(concerned)

    @admin.display(description=_("uses"), ordering="uses")
    def uses(self, tag: Tag) -> int:
        return tag.uses

    @admin.display(description=_("on interviews"), ordering="interview_uses")
    def interview_uses(self, tag: Tag) -> int:
        return tag.interview_uses

    @admin.display(description=_("on segments"), ordering="segment_uses")
    def segment_uses(self, tag: Tag) -> int:
        return tag.segment_uses

    def view_on_site(self, tag: Tag) -> str | None:
        """Only where the public finds something under the tag."""
        return tag.get_absolute_url() if Tag.objects.published().filter(pk=tag.pk).exists() else None
