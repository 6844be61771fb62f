"""Changing or withdrawing one's own comment, for half an hour, by the cookie of the browser that wrote it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from interviews.comments import stamps
from interviews.comments.arrival import Refused, revise
from interviews.comments.forms import EditForm
from interviews.comments.models import Comment, Overtaken
from interviews.comments.spam_service import opinion
from interviews.comments.views.answers import SeeOther, is_sent_from_here, private, published
from interviews.comments.views.writing import may_change, received_address

#: A refusal is an answer of its own: nobody else may have it, and the words typed stand in it.
CONFLICT = 409


@csrf_exempt  # checks itself: see `is_sent_from_here`
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    comment = _own(request, slug, pk)
    if request.method != "POST":
        return _page(request, comment, EditForm(comment), status=200)
    form = EditForm(comment, request.POST)
    if not is_sent_from_here(request):
        return _page(request, comment, form, status=403)
    if not form.is_valid():
        return _page(request, comment, form, status=422)
    if not may_change(comment):
        return _page(request, comment, form, status=CONFLICT)
    body = form.cleaned_data["body"]
    try:
        # The service is asked before, so that nobody waits for it.
        revise(comment, body, seen=form.cleaned_data["revision"], service=opinion(comment, request, body))
    except Overtaken:
        return _page(request, comment, form, status=CONFLICT)
    except Refused:
        form.add_error("body", _("The rules of this site refuse it as it is, for a word or a link in it. Change it."))
        return _page(request, comment, form, status=422)
    return SeeOther(received_address(comment))


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A page that asks, and the withdrawal when it is sent."""
    comment = _own(request, slug, pk)
    token = request.method == "POST" and not is_sent_from_here(request)
    if request.method == "POST" and not token and may_change(comment):
        comment.decide(Comment.Status.WITHDRAWN, note=_("by its author"))
        return SeeOther(received_address(comment))
    refused = request.method == "POST" and not token
    context = {"interview": comment.interview, "comment": comment, "with_token": token, "refused": refused}
    status = CONFLICT if refused else 403 if token else 200
    return private(render(request, "comments/withdraw.html", context, status=status))


def _own(request: HttpRequest, slug: str, pk: int) -> Comment:
    comment = get_object_or_404(published(slug).comments.all(), pk=pk)
    if not stamps.is_author(request, comment):
        message = _("Only the browser that wrote a comment may change it, for half an hour.")
        raise Http404(message)
    return comment


def _page(request: HttpRequest, comment: Comment, form: EditForm, *, status: int) -> HttpResponse:
    context = {
        "interview": comment.interview,
        "comment": comment,
        "form": form,
        "status": status,
        "with_token": status == 403,
    }
    return private(render(request, "comments/edit.html", context, status=status))
