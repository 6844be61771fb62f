"""Search: moments, interviews and biographies that have the words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from interviews.models import Interview, Recording
from interviews.search.facets import Choice, facets, without
from interviews.search.hits import Hit, Hits
from interviews.search.hits import search as hits_of
from interviews.search.meant import meant
from interviews.search.query import LONGEST, Query, Term, parse

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


@dataclass
class Facet:
    """What a search can be narrowed by; `in_words` are people's own, and no words of the interface."""

    label: str | Promise
    in_words: bool
    choices: list[tuple[str | Promise, Choice]]


@dataclass
class Narrowing:
    """What a search is narrowed by, and the query without it."""

    label: str | Promise
    in_words: bool
    value: str | Promise
    query: Query


_IN_WORDS = ("speaker", "tag")
_FACETS = {"speaker": _("Speaker"), "tag": _("Topic"), "year": _("Year"), "in": _("Where")}
_PLACES = {"question": _("Questions"), "answer": _("Answers"), "bio": _("Biographies"), "comment": _("Comments")}


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """`q` is what was typed (see `interviews/search/query.py`); nothing that can be typed is an error."""
    typed = request.GET.get("q", "").strip()[:LONGEST]
    query = parse(typed)
    hits = hits_of(query)
    page = Paginator(hits, PAGE_LENGTH).get_page(request.GET.get("page")) if query else None
    context = {
        "typed": typed,
        "query": query,
        "hits": hits,
        "page": page,
        "found": _by_interview(page.object_list) if page else [],
        "facets": _facets(hits) if page and page.object_list else [],
        "narrowed": _narrowings(query) if query else [],
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


def _facets(hits: Hits) -> list[Facet]:
    found = facets(hits)
    return [
        Facet(label, field in _IN_WORDS, [(_PLACES.get(one.value, one.value), one) for one in found[field]])
        for field, label in _FACETS.items()
        if found[field]
    ]


def _narrowings(query: Query) -> list[Narrowing]:
    return [
        Narrowing(_FACETS[term.field], term.field in _IN_WORDS, _value(term), wider) for term, wider in without(query)
    ]


def _value(term: Term) -> str | Promise:
    if term.field == "in":
        return _PLACES[term.words[0]]
    return ("–" if term.field == "year" else " ").join(term.words)
