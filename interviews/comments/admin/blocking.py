from __future__ import annotations

from django.contrib import admin

from interviews.comments.models import BlockRule


@admin.register(BlockRule)
class BlockRuleAdmin(admin.ModelAdmin):
    list_display = ["pattern", "kind", "action", "hits", "expires_on", "note"]
    list_filter = ["kind", "action"]
    search_fields = ["pattern", "note"]
    fields = ["kind", "pattern", "action", "expires_on", "note", "hits", "created_at"]
    readonly_fields = ["hits", "created_at"]

    def get_fields(self, request: object, obj: BlockRule | None = None) -> list[str]:
        """A new one has met nothing yet."""
        return self.fields if obj else self.fields[:5]
