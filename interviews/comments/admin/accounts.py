from __future__ import annotations

from django.contrib import admin

from interviews.comments.models import SpeakerAccount


@admin.register(SpeakerAccount)
class SpeakerAccountAdmin(admin.ModelAdmin):
    list_display = ["speaker", "user"]
    list_select_related = ["speaker", "user"]
    autocomplete_fields = ["user", "speaker"]
    search_fields = ["speaker__name", "user__username", "user__last_name"]
    ordering = ["speaker__sort_name", "pk"]
