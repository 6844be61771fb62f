"""What the home page opens with, as editors choose it from the list of interviews."""

from __future__ import annotations

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from interviews.editorial.admin.publishing import PublishingMixin


class FeaturingMixin(PublishingMixin):
    """Beside publishing, and for those who may publish: what the home page shows is no less public."""

    actions = [*PublishingMixin.actions, "feature_selected", "unfeature_selected"]

    @admin.action(description=_("Put the selected interviews on the home page"), permissions=["publish"])
    def feature_selected(self, request: HttpRequest, queryset: QuerySet) -> None:
        done = [interview for interview in queryset if interview.feature()]
        for interview in done:
            self.log_change(request, interview, gettext("Put on the home page."))
        message = ngettext(
            "%(count)d interview put on the home page.", "%(count)d interviews put on the home page.", len(done)
        )
        self.message_user(request, message % {"count": len(done)}, messages.SUCCESS if done else messages.WARNING)
        if hidden := [str(interview) for interview in done if not interview.is_published]:
            told = gettext("The public does not see it yet, and it stands there once it does: %(titles)s")
            self.message_user(request, told % {"titles": ", ".join(hidden)}, messages.WARNING)

    @admin.action(description=_("Take the selected interviews off the home page"), permissions=["publish"])
    def unfeature_selected(self, request: HttpRequest, queryset: QuerySet) -> None:
        done = [interview for interview in queryset if interview.unfeature()]
        for interview in done:
            self.log_change(request, interview, gettext("Taken off the home page."))
        message = ngettext(
            "%(count)d interview taken off the home page.", "%(count)d interviews taken off the home page.", len(done)
        )
        self.message_user(request, message % {"count": len(done)}, messages.SUCCESS if done else messages.WARNING)
