from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.contrib.admin.models import DELETION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from interviews.comments.models import Subscription


class State(admin.SimpleListFilter):
    title = _("status")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return [("confirmed", _("confirmed")), ("unconfirmed", _("not confirmed"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        narrowed = {"confirmed": queryset.confirmed, "unconfirmed": queryset.unconfirmed}
        return narrowed[self.value()]() if self.value() in narrowed else queryset


@admin.register(Subscription)
class SubscriptionAdmin(admin.ModelAdmin):
    """Who follows what by e-mail. One can be ended, which deletes it; only its reader makes and confirms it."""

    list_display = ["email", "state", "follows", "interview", "created_at"]
    list_filter = [State, "created_at"]
    list_select_related = ["interview", "comment"]
    search_fields = ["email"]
    fields = ["email", "state", "follows", "interview", "created_at", "confirmed_at", "last_letter_at"]
    readonly_fields = ["state", "follows"]
    ordering = ["-created_at", "-pk"]

    @admin.display(description=_("status"), ordering="confirmed_at")
    def state(self, subscription: Subscription) -> str:
        return gettext("confirmed") if subscription.confirmed_at else gettext("not confirmed")

    @admin.display(description=_("follows"), ordering="comment")
    def follows(self, subscription: Subscription) -> str:
        if subscription.comment is None:
            return gettext("the whole conversation")
        return gettext("replies to “%(words)s”") % {"words": Truncator(subscription.comment.body).chars(60)}

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Subscription | None = None) -> bool:
        return False

    def log_deletions(self, request: HttpRequest, queryset: Iterable[Subscription]) -> Any:
        """With a subscription its address goes: the log of the desk tells that one was ended, and not whose."""
        logged = super().log_deletions(request, queryset)
        LogEntry.objects.filter(
            content_type=ContentType.objects.get_for_model(Subscription),
            action_flag=DELETION,
            object_id__in=[str(row.pk) for row in queryset],
        ).update(object_repr=gettext("a subscription"))
        return logged
