"""Who else is at the form now. Never a lock: whoever is not heard of for a while is gone."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path, reverse
from django.utils import formats, timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from interviews.editorial.admin.together.drafts import WorkingDrafts
from interviews.editorial.models import Presence
from interviews.editorial.models.presence import POLL
from interviews.models import Interview
from interviews.names import account_name


class Presences(WorkingDrafts):
    def get_urls(self) -> list[URLPattern]:
        return [
            path("<int:number>/presence/", never_cache(self.presence_view), name="interviews_interview_presence"),
            *super().get_urls(),
        ]

    def presence_view(self, request: HttpRequest, number: int) -> HttpResponse:
        """A form that is open tells so, and hears who else has one; `leaving` when it is closed."""
        refused = self.refused(request, number)
        if refused is not None:
            return refused
        if not Interview.objects.filter(pk=number).exists():
            return JsonResponse({"problem": "gone"}, status=404)
        if request.POST.get("leaving"):
            Presence.objects.filter(user=request.user, interview=number).delete()
            return JsonResponse({})
        mine = Presence.objects.seen(
            request.user,
            number,
            take_over=bool(request.POST.get("take_over")),
            looking=bool(request.POST.get("looking")),
        )
        others = list(Presence.objects.here(number, but=request.user))
        by = mine.taken_over_by if not mine.writes else None
        return JsonResponse(
            {
                "writes": mine.writes,
                "others": [told(other) for other in others],
                "writer": next((account_name(other.user) for other in others if other.writes), ""),
                "taken": _taken(by) if by else "",
            }
        )

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        interview = context.get("original")
        if interview is not None and self.has_change_permission(request, interview):
            site = self.admin_site.name
            context |= {
                "present": [told(other) for other in Presence.objects.here(interview.pk, but=request.user)],
                "presence_address": reverse(f"{site}:interviews_interview_presence", args=[interview.pk]),
                "presence_seconds": int(POLL.total_seconds()),
            }
        return super().render_change_form(request, context, *args, **kwargs)


def told(other: Presence) -> str:
    since = timezone.localtime(other.since)
    return gettext("%(who)s has this interview open too (since %(time)s).") % {
        "who": account_name(other.user),
        "time": f"{formats.date_format(since, 'H:i')} {since:%Z}",
    }


def _taken(by: Any) -> str:
    return gettext("%(who)s took over. What you typed is kept as your draft; look on, or take over again.") % {
        "who": account_name(by)
    }
