"""For guests who sign in: what readers ask them, and where to answer."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView, LogoutView
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy
from django.views.decorators.http import require_safe

from interviews.comments.models import Comment, SpeakerAccount
from interviews.comments.views.answers import private

PAGE_LENGTH = 50

QUESTIONS = reverse_lazy("comments:questions")
SIGN_IN = reverse_lazy("comments:sign-in")


class SignIn(LoginView):
    """The desk lets editors in alone; a guest is none."""

    template_name = "comments/sign_in.html"
    next_page = QUESTIONS

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Without the name of the host, which would stand for the site's own."""
        context = super().get_context_data(**kwargs)
        del context["site"], context["site_name"]
        return context

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        kwargs["status"] = 422 if context["form"].is_bound else 200
        return private(super().render_to_response(context, **kwargs))


class SignOut(LogoutView):
    next_page = SIGN_IN


@login_required(login_url=SIGN_IN)
@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """The questions on the interviews in which they were heard that nobody answered yet, the oldest first."""
    account = SpeakerAccount.objects.filter(user=request.user).select_related("speaker").first()
    asked = account.questions() if account else Comment.objects.none()
    rows = asked.select_related("interview", "segment").defer("email", "network").oldest_first()
    page = Paginator(rows, PAGE_LENGTH).get_page(request.GET.get("page"))
    context = {
        "account": account,
        "questions": page.object_list,
        "page": page.number,
        "page_count": page.paginator.num_pages,
        "total": page.paginator.count,
    }
    return private(render(request, "comments/questions.html", context))
