"""What many guests were asked, and everyone's answer to it."""

from __future__ import annotations

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from interviews.kept import kept
from interviews.models import Segment, Tag
from interviews.views import structured
from interviews.views.browse import PAGE_LENGTH
from interviews.views.sharing import shared_page


@kept("page")
@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    asked = Tag.objects.questions().published().with_answer_counts()
    page = Paginator(asked, PAGE_LENGTH).get_page(request.GET.get("page"))
    return render(request, "interviews/questions.html", {"page": page})


@kept("page")
@require_safe
def question(request: HttpRequest, slug: str) -> HttpResponse:
    shown = get_object_or_404(Tag.objects.published(), slug=slug)
    if not shown.question:
        return redirect(shown)
    given = Segment.objects.published().filter(tagged__tag=shown).with_sound()
    answers = given.with_interviews().select_related("answered_by__speaker").newest_first()
    page = Paginator(answers, PAGE_LENGTH).get_page(request.GET.get("page"))
    context = {
        "question": shown,
        "page": page,
        "shared": shared_page(request, shown.question, shown.description, language=settings.LANGUAGE_CODE),
        "structured": structured.of_tag(request, shown),
    }
    return render(request, "interviews/question.html", context)
