"""A reader suggests other words for an entry: the form, what it changes word by word, and thanks."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from interviews.comments import proof
from interviews.comments.arrival import Circumstances, Refused
from interviews.comments.correcting import as_comment, receive, version_of
from interviews.comments.correction_form import CorrectionForm
from interviews.comments.origin import sent_from_here
from interviews.comments.spam_service import opinion
from interviews.comments.spoken_on import published
from interviews.comments.views.answers import SeeOther, is_sent_from_here, private, takes_forms
from interviews.comments.wording import wait_in_words
from interviews.documents.changed_words import changed_words
from interviews.models import Interview, Segment

REFUSALS = {Refused.BLOCKED: 403, Refused.TOO_FAST: 429, Refused.UNPROVED: 200}


@takes_forms
def correct(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """The form; sent with `preview`, what it would change; sent without, it is kept for the editors."""
    segment = _segment(published(slug), uid)
    if request.method != "POST":
        return _page(request, CorrectionForm(segment), status=200)
    form = CorrectionForm(segment, request.POST)
    if not is_sent_from_here(request):
        return _page(request, form, status=403)
    if not form.is_valid():
        return _page(request, form, status=422)
    if form.is_stale:
        return _page(request, form, status=409)
    if "preview" in request.POST:
        return _page(request, form, status=200)
    new = form.correction()
    circumstances = Circumstances.of(
        request,
        age=form.age,
        trap=form.is_trapped,
        service=opinion(as_comment(new), request),
        proof=proof.spend(request.POST["proof"]) if "proof" in request.POST else None,
    )
    try:
        receive(new, circumstances)
    except Refused as refused:
        return _page(request, form, status=REFUSALS[refused.why], refused=refused)
    return SeeOther(reverse("comments:corrected", args=[slug, uid]))


@require_safe
def corrected(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """Thanks, the same for all: nothing is told of what was sent."""
    interview = published(slug)
    context = {"interview": interview, "segment": _segment(interview, uid)}
    return render(request, "comments/corrected.html", context)


def _segment(interview: Interview, uid: str) -> Segment:
    """Raises Http404; of what has no words nothing can be corrected."""
    plausible = 0 < len(uid) <= 40 and uid.isprintable()
    segment = interview.segments.filter(uid=uid).first() if plausible else None
    if segment is None or not (segment.question or segment.answer):
        raise Http404
    segment.interview = interview
    return segment


def _page(request: HttpRequest, form: CorrectionForm, *, status: int, refused: Refused | None = None) -> HttpResponse:
    """The form with all that was typed. A refusal says why and is nobody else's to see."""
    if status == 409:
        # What is sent next was written in sight of the words as they stand now.
        form.data = form.data.copy()
        form.data["seen"] = version_of(form.segment)
    context: dict[str, Any] = {
        "interview": form.segment.interview,
        "segment": form.segment,
        "form": form,
        "status": status,
        "refused": refused,
        "wait": wait_in_words(refused.seconds) if refused else "",
        "with_token": request.method == "POST" and not sent_from_here(request),
        "challenge": proof.challenge() if refused and refused.why == Refused.UNPROVED else None,
        "preview": _changes(form) if request.method == "POST" and form.is_valid() else None,
    }
    response = render(request, "comments/correct.html", context, status=status)
    if refused and refused.seconds:
        response["Retry-After"] = str(refused.seconds)
    return private(response) if request.method == "POST" else response


def _changes(form: CorrectionForm) -> list[tuple[Any, Any]]:
    """What was typed against what stands there, word by word: of each field that differs its name and the pieces."""
    new = form.correction()
    pairs = (("question", new.was_question, new.question), ("answer", new.was_answer, new.answer))
    return [(form.fields[name].label, changed_words(was, now)) for name, was, now in pairs if was != now]
