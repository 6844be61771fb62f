from __future__ import annotations

from datetime import timedelta

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext

from interviews.admin.dashboard.panels import Panel, Row, first_of
from interviews.editorial.models import DraftAnswer
from interviews.models import Interview

#: Days in which an answer is new.
NEW_FOR = 14


def guests_answers(request: HttpRequest) -> Panel | None:
    """What was said of drafts by those who got a link. As the page of the links: for those who may change."""
    desk = admin.site.get_model_admin(Interview)
    if not desk.has_change_permission(request):
        return None
    since = timezone.now() - timedelta(days=NEW_FOR)
    mine = desk.get_queryset(request).order_by()
    answers = DraftAnswer.objects.filter(at__gt=since, link__interview__in=mine).order_by("-at", "-pk")
    count, found = first_of(
        answers.select_related("link__interview"),
        *("verdict", "words", "at", "link__reader", "link__interview__title", "link__interview__language"),
    )
    return Panel(
        "answers",
        gettext("Guests’ answers to drafts"),
        count,
        [
            Row(
                answer.link.interview.title,
                reverse("admin:interviews_interview_share", args=[answer.link.interview_id]),
                answer.link.interview.language,
                ": ".join(filter(None, [f"{answer.link.reader}, {answer}", Truncator(answer.words).chars(80)])),
                answer.at,
            )
            for answer in found
        ],
        about=gettext("Of the last %(count)d days.") % {"count": NEW_FOR},
    )
