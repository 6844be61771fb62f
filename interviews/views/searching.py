"""Search: moments, interviews and biographies that have the words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from interviews.models import Interview, Recording
from interviews.search.facets import address, all_removed, chosen, facets
from interviews.search.hits import Hit
from interviews.search.hits import search as hits_of
from interviews.search.meant import meant
from interviews.search.query import LONGEST, parse

PAGE_LENGTH = 20


@dataclass
class Found:
    """An interview and what was found in it: itself (`whole`), biographies of its people, moments; the best first."""

    interview: Interview
    whole: Hit | None = None
    others: list[Hit] = field(default_factory=list)
    recording: Recording | None = None  # of which its moments are

    @property
    def words_html(self) -> str:
        """Of its introduction, where what was sought stands there and not in its title alone."""
        words = self.whole.excerpt_html if self.whole else ""
        return words if "<mark>" in words else ""


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """`q` is what was typed (see `interviews/search/query.py`); nothing that can be typed is an error.

    With `all`, the oldest are looked at too, where the newest had enough to show.
    """
    typed = request.GET.get("q", "").strip()[:LONGEST]
    query = parse(typed)
    hits = hits_of(query, thorough="all" in request.GET)
    page = Paginator(hits, PAGE_LENGTH).get_page(request.GET.get("page")) if query else None
    context = {
        "typed": typed,
        "query": query,
        "hits": hits,
        "page": page,
        "found": _by_interview(page.object_list) if page else [],
        "facets": facets(hits) if page and page.object_list else [],
        "chosen": chosen(query) if query else [],
        "all_removed": address(all_removed(query)),
        "kept": f"q={quote(typed)}&{'all&' if hits.thorough else ''}",
        "meant": meant(hits) if query else None,
        "longest": LONGEST,
    }
    return render(request, "interviews/search.html", context)


def _by_interview(hits: Sequence[Hit]) -> list[Found]:
    """The hits of a page, those of one interview together, where its best one stands; one query."""
    found: dict[int, Found] = {}
    for hit in hits:
        group = found.setdefault(hit.interview.pk, Found(hit.interview))
        if hit.kind == "interview":
            group.whole = hit
        else:
            group.others.append(hit)
    recordings: dict[int, Recording] = {}
    for recording in Recording.objects.playable().filter(interview__in=found).order_by("position", "pk"):
        recordings.setdefault(recording.interview_id, recording)
    for pk, group in found.items():
        group.recording = recordings.get(pk)
    return list(found.values())
