"""Reading a conversation: all of it page by page, one thread, one comment wherever it stands."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from interviews.comments.forms import CommentForm
from interviews.comments.models import Correction
from interviews.comments.outline import PAGE_LENGTH, Sort, pages
from interviews.comments.spoken_on import published
from interviews.comments.talk import Talk, known_end, talk_of
from interviews.comments.templatetags.comments import SORTS
from interviews.comments.views.answers import NOT_SHOWN, not_here
from interviews.kept import depend_on, kept
from interviews.models import Interview
from interviews.numbers import whole_number


def conversation(request: HttpRequest, interview: Interview) -> HttpResponse:
    """`?sort=`, `?page=`, `?segment=` (one answer's comments)."""
    talk = talk_of(interview)
    uid = request.GET.get("segment", "")[:40].replace("\0", "")
    segment = interview.segments.filter(uid=uid).first() if uid else None
    sort = _sort(request.GET.get("sort", ""))
    outline = talk.outline.about(segment.pk) if segment else talk.outline
    paged = pages(outline.sorted(sort))
    number = _number(request.GET.get("page", ""), len(paged))
    pinned = {"segment": segment.uid, "moment": segment.start} if segment else {}
    form = CommentForm(interview, rules=talk.rules, initial=pinned)
    context = {
        "interview": interview,
        "talk": talk,
        "count": talk.on(segment) if segment else len(talk),
        "threads": talk.shown(paged[number - 1]),
        "segment": segment,
        "credited": Correction.objects.credited_on(segment) if segment else [],
        "sort": sort,
        "sorts": SORTS,
        "kept": f"sort={sort}&" if sort != Sort.OLDEST else f"segment={segment.uid}&" if segment else "",
        "page": number,
        "page_count": len(paged),
        "rules": talk.rules,
        "form": form,
        "length": form.end,
        "sends_letters": settings.SENDS_LETTERS,
    }
    response = render(request, "comments/conversation.html", context)
    return depend_on(response, interview, turns_at=[talk.rules.closes_at])


@kept("page")
@require_safe
def thread(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One comment with all its replies, `?page=` by page."""
    interview = published(slug)
    talk = talk_of(interview)
    found = talk.outline.thread_of(pk)
    if found is None or found.root != pk:
        return not_here(request, _("No comment that is shown begins here."), interview)
    number = _number(request.GET.get("page", ""), found.page_count)
    shown = talk.whole(found, number)
    context = {
        "interview": interview,
        "talk": talk,
        "thread": shown,
        "threads": [shown],
        "closed": talk.rules.closed,
        "page": number,
        "page_count": found.page_count,
        "length": known_end(interview),
    }
    response = render(request, "comments/one_thread.html", context)
    return depend_on(response, interview, turns_at=[talk.rules.closes_at])


@require_safe
def comment(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The lasting address of a comment: leads to the page on which it stands, folded away or not."""
    interview = published(slug)
    address = place_of(pk, talk_of(interview))
    if address is None:
        return not_here(request, NOT_SHOWN, interview)
    return HttpResponseRedirect(address)


def place_of(pk: int, talk: Talk) -> str | None:
    """Where the comment stands now; None where it may not be seen and nothing stands in its place."""
    outline, slug = talk.outline, talk.interview.slug
    found = outline.thread_of(pk)
    if found is None:
        return None
    shown = {found.root, *(reply.pk for reply in found.shown)}
    if pk in shown:
        number = next(n for n, page in enumerate(pages(outline.threads), start=1) if found in page)
        page = f"{reverse('comments:comments', args=[slug])}?page={number}"
        return f"{talk.interview.get_absolute_url() if number == 1 else page}#comment-{pk}"
    place = next(place for place, reply in enumerate(found.replies) if reply.pk == pk)
    page = f"?page={place // PAGE_LENGTH + 1}" if place >= PAGE_LENGTH else ""
    return f"{reverse('comments:thread', args=[slug, found.root])}{page}#comment-{pk}"


def _sort(asked: str) -> Sort:
    return Sort(asked) if asked in set(Sort) else Sort.OLDEST


def _number(asked: str, last: int) -> int:
    """A page that is there: links into a conversation outlive its length."""
    return min(whole_number(asked) or 1, last)
