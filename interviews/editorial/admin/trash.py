"""Deleting at the desk: first into the trash, and for good only from there."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from interviews.admin.actions import asked_for
from interviews.editorial.admin.publishing import PublishingMixin, seen_by_the_public
from interviews.models import Interview
from interviews.models.trash import KEPT_DAYS

IN_TRASH = Interview.Status.TRASHED


class TrashMixin(PublishingMixin):
    """Who may delete may put into the trash; what readers see goes there by who may publish too."""

    own_actions = ("trash_selected", "take_selected_out")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.take_out_view)
        return [path("<int:pk>/take-out/", view, name="interviews_interview_take_out"), *super().get_urls()]

    def get_actions(self, request: HttpRequest, action_location: Any = None) -> dict[str, Any]:
        """Django's own deletes at once, what hangs on it included."""
        actions = super().get_actions(request, **asked_for(action_location))
        actions.pop("delete_selected", None)
        listing_trash = request.GET.get("status__exact") == IN_TRASH
        actions.pop("trash_selected" if listing_trash else "take_selected_out", None)
        return actions

    def has_change_permission(self, request: HttpRequest, obj: Interview | None = None) -> bool:
        """What lies in the trash is looked at, and taken out before it is changed."""
        return super().has_change_permission(request, obj) and (obj is None or obj.live.status != IN_TRASH)

    def has_trash_permission(self, request: HttpRequest) -> bool:
        return self.has_delete_permission(request)

    def _may_trash(self, request: HttpRequest, interview: Interview) -> bool:
        public = interview.status == Interview.Status.PUBLISHED
        may = self.has_delete_permission(request, interview)
        return may and (not public or request.user.has_perm("interviews.publish_interview"))

    def delete_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """Asks, and puts it into the trash; from there Django's page deletes it for good."""
        interview = self.get_object(request, object_id)
        if interview is None or interview.status == IN_TRASH:
            return super().delete_view(request, object_id, *args, **kwargs)
        if not self._may_trash(request, interview):
            raise PermissionDenied
        if request.method == "POST":
            self._trash(request, interview)
            message = gettext("“%(title)s” is in the trash, and can be taken out of it for %(days)d days.")
            self.message_user(request, message % {"title": interview, "days": KEPT_DAYS}, messages.SUCCESS)
            return HttpResponseRedirect(reverse(f"{self.admin_site.name}:interviews_interview_changelist"))
        context = {
            "title": gettext("Put into the trash?"),
            "days": KEPT_DAYS,
            "seen_by_the_public": seen_by_the_public(interview),
        }
        return self.page(request, interview, "trash", context)

    def take_out_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        interview = self.looked_at(request, pk)
        if request.method != "POST" or not self.has_delete_permission(request, interview):
            raise PermissionDenied
        self._take_out(request, interview)
        self.message_user(request, seen_by_the_public(interview), messages.SUCCESS)
        return HttpResponseRedirect(self.address_of(interview))

    @admin.action(description=_("Put the selected interviews into the trash"), permissions=["trash"])
    def trash_selected(self, request: HttpRequest, queryset: QuerySet) -> None:
        may = [interview for interview in queryset if self._may_trash(request, interview)]
        done = [interview for interview in may if self._trash(request, interview)]
        message = ngettext(
            "%(count)d interview put into the trash.", "%(count)d interviews put into the trash.", len(done)
        )
        self.message_user(request, message % {"count": len(done)}, messages.SUCCESS if done else messages.WARNING)
        if len(may) < len(queryset):
            message = gettext("What readers see was left: it is for those who may publish to take it off the site.")
            self.message_user(request, message, messages.WARNING)

    @admin.action(description=_("Take the selected interviews out of the trash"), permissions=["trash"])
    def take_selected_out(self, request: HttpRequest, queryset: QuerySet) -> None:
        done = [interview for interview in queryset if self._take_out(request, interview)]
        message = ngettext(
            "%(count)d interview taken out of the trash.", "%(count)d interviews taken out of the trash.", len(done)
        )
        self.message_user(request, message % {"count": len(done)}, messages.SUCCESS if done else messages.WARNING)

    def _trash(self, request: HttpRequest, interview: Interview) -> bool:
        done = interview.put_into_trash()
        if done:
            self.log_change(request, interview, gettext("Put into the trash."))
        return done

    def _take_out(self, request: HttpRequest, interview: Interview) -> bool:
        done = interview.take_out_of_trash()
        if done:
            self.log_change(request, interview, gettext("Taken out of the trash."))
        return done
