"""For guests who sign in: what readers ask them, and where to answer."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from interviews.comments.models import Comment, SpeakerAccount
from interviews.comments.views.answers import private

PAGE_LENGTH = 50


@login_required
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
