"""The rules of the conversation: the site's, of which there is one row, and those of single interviews."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse

from interviews.comments.models import InterviewPolicy, SitePolicy


@admin.register(SitePolicy)
class SitePolicyAdmin(admin.ModelAdmin):
    """The list of one leads straight to its form, which shows the defaults until it is saved for the first time."""

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:comments_sitepolicy_change", args=[1]))

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> SitePolicy | None:
        return SitePolicy.current() if object_id == "1" else None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: SitePolicy | None = None) -> bool:
        return False


@admin.register(InterviewPolicy)
class InterviewPolicyAdmin(admin.ModelAdmin):
    list_display = ["interview", "mode", "closes_on", "slow_mode"]
    list_filter = ["mode"]
    list_select_related = ["interview"]
    autocomplete_fields = ["interview"]
    search_fields = ["interview__title"]
    ordering = ["interview__title", "pk"]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.of_view)
        return [path("of/<int:pk>/", view, name="comments_interviewpolicy_of"), *super().get_urls()]

    def of_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """To the rules of that interview, or to where it is given some."""
        row = InterviewPolicy.objects.filter(interview=pk).first()
        if row:
            return HttpResponseRedirect(reverse("admin:comments_interviewpolicy_change", args=[row.pk]))
        return HttpResponseRedirect(f"{reverse('admin:comments_interviewpolicy_add')}?interview={pk}")
