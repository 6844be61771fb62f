from __future__ import annotations

import taggit.admin
import taggit.models
from django.contrib import admin
from django.db import transaction
from django.db.models import F, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from interviews.admin.asked_of_many import AskedOfMany
from interviews.admin.suggested_tags import SuggestedTags
from interviews.models import Tag, TaggedInterview, TaggedSegment
from interviews.models.tag import uses
from interviews.search.index import refresh, tagged_with

# Imported above, so that its tags are there to be taken off, whatever the order of the apps.
# Nothing on this site carries taggit's own tags; two entries named “Tags” would be one too many.
admin.site.unregister(taggit.models.Tag)


@admin.register(Tag)
class TagAdmin(AskedOfMany, SuggestedTags):
    list_display = ["name", "uses", "interview_uses", "segment_uses", "slug"]
    search_fields = ["name", "slug"]
    fields = ["name", "slug", "description", "question"]
    prepopulated_fields = {"slug": ["name"]}
    list_per_page = 100

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        counted = (
            super()
            .get_queryset(request)
            .annotate(interview_uses=uses(TaggedInterview), segment_uses=uses(TaggedSegment))
        )
        return counted.annotate(uses=F("interview_uses") + F("segment_uses"))

    def save_model(self, request: HttpRequest, obj: Tag, form: ModelForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and "name" in form.changed_data:
            refresh(tagged_with([obj]))

    def delete_model(self, request: HttpRequest, obj: Tag) -> None:
        self.delete_queryset(request, Tag.objects.filter(pk=obj.pk))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        with transaction.atomic():
            concerned = list(tagged_with(queryset))
            queryset.delete()
            refresh(concerned)

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
