from __future__ import annotations

from django.contrib import admin
from django.db import transaction
from django.db.models import Count, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from interviews.admin.moving import Moving
from interviews.admin.named import names_seen
from interviews.models import Interview, Revision, Series
from interviews.search.index import refresh


@admin.register(Series)
class SeriesAdmin(Moving):
    list_display = ["title", "interview_count", "slug"]
    search_fields = ["title", "slug"]
    fields = ["title", "slug", "description"]
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = names_seen(request, super().get_queryset(request))
        return rows.annotate(interview_count=Count("interviews")).order_by("title")

    def save_model(self, request: HttpRequest, obj: Series, form: ModelForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and "title" in form.changed_data:
            concerned = Interview.objects.filter(series=obj)
            refresh(concerned)
            Revision.objects.doubt(concerned)

    def delete_model(self, request: HttpRequest, obj: Series) -> None:
        self.delete_queryset(request, Series.objects.filter(pk=obj.pk))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        with transaction.atomic():
            concerned = list(Interview.objects.filter(series__in=queryset).values_list("pk", flat=True))
            queryset.delete()
            refresh(concerned)
            Revision.objects.doubt(concerned)

    @admin.display(description=_("interviews"), ordering="interview_count")
    def interview_count(self, series: Series) -> int:
        return series.interview_count

    def view_on_site(self, series: Series) -> str | None:
        """Only where the public finds something: a series of drafts has no page."""
        return series.get_absolute_url() if Series.objects.published().filter(pk=series.pk).exists() else None
