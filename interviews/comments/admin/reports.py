from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest

from interviews.comments.models import Report


@admin.register(Report)
class ReportAdmin(admin.ModelAdmin):
    """What readers reported, to look up; it is answered in the queue."""

    list_display = ["comment", "reason", "note", "at", "settled_at"]
    list_filter = ["reason", ("settled_at", admin.EmptyFieldListFilter), "at"]
    list_select_related = ["comment"]
    search_fields = ["note", "comment__name", "comment__body"]
    fields = ["comment", "reason", "note", "at", "settled_at"]
    ordering = ["-at", "-pk"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Report | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Report | None = None) -> bool:
        return False
