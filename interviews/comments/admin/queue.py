"""The queue: what waits, what is suspected, what was reported, on one page, to be decided one by one or together."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from interviews.comments.admin.corrections import waiting_for
from interviews.comments.admin.deciding import Deciding
from interviews.comments.admin.replying import Replying
from interviews.comments.dossier import dossiers
from interviews.comments.models import Comment
from interviews.comments.queue import PAGE_LENGTH, Age, Asked, Tab, counts
from interviews.comments.wording import DECISIONS

#: What can be done with many at once, by the tab: the status that the comments have there, and those they can get.
_TOGETHER = {
    Tab.WAITING: (Comment.Status.PENDING, ("approved", "rejected", "spam")),
    Tab.SUSPECTED: (Comment.Status.SPAM, ("spam", "approved", "rejected")),
    Tab.REPORTED: (Comment.Status.APPROVED, ("approved", "removed", "spam")),
}


class Queue(Deciding, Replying):
    """The pages of the queue, for the admin of comments."""

    def get_urls(self) -> list[URLPattern]:
        def page(route: str, view: Any, name: str, only: Any = require_POST) -> URLPattern:
            return path(route, self.admin_site.admin_view(only(view)), name=f"comments_comment_{name}")

        return [
            page("queue/", self.queue_view, "queue", require_safe),
            page("queue/together/", self.together_view, "together"),
            page("queue/undo/", self.undo_view, "undo"),
            page("queue/<int:pk>/", self.one_view, "one", require_safe),
            page("queue/<int:pk>/decide/", self.decide_view, "decide"),
            page("queue/<int:pk>/reply/", self.reply_view, "reply"),
            *super().get_urls(),
        ]

    def queue_view(self, request: HttpRequest) -> HttpResponse:
        """`?tab=`, `?reason=`, `?interview=`, `?age=`, `?page=`; `?ticked=1` ticks all of the page."""
        asked = Asked.of(request.GET)
        page = Paginator(asked.comments(), PAGE_LENGTH).get_page(request.GET.get("page"))
        before, together = _TOGETHER.get(asked.tab, ("", ()))
        context = {
            "title": gettext("Queue"),
            "asked": asked,
            "tabs": [(tab, number, f"?tab={tab}") for tab, number in counts().items()],
            "ages": Age.choices,
            "reasons": asked.tab.reasons,
            "interviews": asked.interviews(),
            "page": page,
            "dossiers": dossiers(page.object_list, request.user),
            "together": [(after, DECISIONS[before, after]) for after in together],
            "ticked": request.GET.get("ticked") == "1",
            "corrections": waiting_for(request, self.admin_site),
            "here": asked.query(),
            "query": asked.query(page=page.number if page.number > 1 else None),
        }
        return self._page(request, "queue", context)

    def one_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """One comment as it stands in the queue, whatever its status: for links from elsewhere."""
        return self._one(request, pk)

    def _one(self, request: HttpRequest, pk: int, form: Any = None, status: int = 200) -> HttpResponse:
        found = dossiers(Comment.objects.filter(pk=get_object_or_404(Comment, pk=pk).pk), request.user)
        shown = [replace(one, form=form) for one in found]
        context = {"title": gettext("One comment"), "dossiers": shown, "query": request.GET.urlencode()}
        return self._page(request, "one", context, status)

    def _page(self, request: HttpRequest, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        request.current_app = self.admin_site.name
        context = {
            **self.admin_site.each_context(request),
            "opts": Comment._meta,
            "may_moderate": self.has_moderate_permission(request),
            "may_change": self.has_change_permission(request),
            **context,
        }
        return TemplateResponse(request, f"admin/comments/queue/{name}.html", context, status=status)
