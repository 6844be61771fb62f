"""Who was heard: all of them from A to Z, and each."""

from __future__ import annotations

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from interviews.browsing.letters import MOST_TOGETHER, letters
from interviews.browsing.letters import speakers as speakers_in_order
from interviews.browsing.totals import totals_of
from interviews.kept import kept
from interviews.models import Bio, Interview, Speaker
from interviews.structured_data import beginning_of
from interviews.views import structured
from interviews.views.browse import PAGE_LENGTH, listed
from interviews.views.sharing import Shared, shared_page


@kept("letter", "page")
@require_safe
def speakers(request: HttpRequest) -> HttpResponse:
    """All of them, or those of a letter (`?letter=B`) where they are very many."""
    found = letters(request.GET.get("letter", ""))
    page = Paginator(found.keys, MOST_TOGETHER).get_page(request.GET.get("page"))
    asked = {"letter": found.shown} if found.shown and request.GET.get("letter") else {}
    lasting = asked | ({"page": page.number} if page.number > 1 else {})
    context = {
        "letters": found,
        "page": page,
        "speakers": speakers_in_order(list(page.object_list)),
        "kept": f"{urlencode(asked)}&" if asked else "",
        "lasting_query": f"?{urlencode(lasting)}" if lasting else "",
    }
    return render(request, "interviews/speakers.html", context)


@kept("page")
@require_safe
def speaker(request: HttpRequest, slug: str) -> HttpResponse:
    shown = get_object_or_404(Speaker.objects.published(), slug=slug)
    heard = shown.appearances.published()
    introduced = heard.exclude(bio=None).select_related("bio").newest_first().first()
    bio = introduced.bio if introduced else None
    rows = heard.guests_first().prefetch_related(Prefetch("interview", listed(Interview.objects.published())))
    page = Paginator(rows, PAGE_LENGTH).get_page(request.GET.get("page"))
    together = Interview.objects.published().filter(pk__in=heard.values("interview"))
    context = {
        "speaker": shown,
        "page": page,
        "totals": totals_of(together, page.paginator.count),
        "as_guest": [row for row in page if not row.is_host],
        "as_host": [row for row in page if row.is_host],
        "bio": bio,
        "shared": _shared(request, shown, bio),
        "structured": structured.of_speaker(request, shown, bio),
        "credited": next((row for row in page if row.credited_title), None),
    }
    return render(request, "interviews/speaker.html", context)


def _shared(request: HttpRequest, speaker: Speaker, bio: Bio | None) -> Shared:
    if bio is None:
        return shared_page(request, speaker.name)
    return shared_page(request, speaker.name, beginning_of(bio.html), language=bio.language, bio=bio)
