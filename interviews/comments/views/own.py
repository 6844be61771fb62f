"""Changing or withdrawing one's own comment, for half an hour, by the cookie of the browser that wrote it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from interviews.comments import stamps
from interviews.comments.arrival import Refused, revise
from interviews.comments.forms import EditForm
from interviews.comments.models import Comment, Overtaken
from interviews.comments.spam_service import opinion
from interviews.comments.spoken_on import published
from interviews.comments.views.answers import SeeOther, is_sent_from_here, not_here, private, takes_forms, told
from interviews.comments.views.writing import fresh, may_change, received_address, write_page
from interviews.models import Interview

#: A refusal is an answer of its own: nobody else may have it, and the words typed stand in it.
CONFLICT = 409
#: Why an edit is not taken from a browser that is not, or no longer, known as its author's.
NOT_ITS_AUTHOR = "not_its_author"


@takes_forms
def edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    interview = published(slug)
    comment = _own(request, interview, pk)
    if comment is None:
        return _not_its_author(request, interview)
    if request.method != "POST" and not may_change(comment):
        words = _("Somebody has replied meanwhile, or an editor decided about it. Say in a reply what is to be added.")
        return told(request, _("Your comment stays as it is"), words, interview, status=CONFLICT)
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


@takes_forms
def withdraw(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A page that asks, and the withdrawal when it is sent."""
    interview = published(slug)
    comment = _own(request, interview, pk)
    if comment is None:
        return not_here(request, _only_its_author(), interview)
    token = request.method == "POST" and not is_sent_from_here(request)
    refused = not token and not may_change(comment)
    if request.method == "POST" and not token and not refused:
        comment.decide(Comment.Status.WITHDRAWN, note=_("by its author"))
        return SeeOther(received_address(comment))
    context = {"interview": interview, "comment": comment, "with_token": token, "refused": refused}
    status = CONFLICT if refused else 403 if token else 200
    return private(render(request, "comments/withdraw.html", context, status=status))


def _own(request: HttpRequest, interview: Interview, pk: int) -> Comment | None:
    """The comment, where this browser wrote it within the last half hour."""
    comment = interview.comments.filter(pk=pk).first()
    return comment if comment and stamps.is_author(request, comment) else None


def _only_its_author() -> str:
    return _("Only the browser that wrote a comment may change it, for half an hour.")


def _not_its_author(request: HttpRequest, interview: Interview) -> HttpResponse:
    """What was typed meanwhile is kept: it can be sent as a comment of its own."""
    if request.method != "POST":
        return not_here(request, _only_its_author(), interview)
    form = fresh(request, interview, {"body": request.POST.get("body", "")})
    return write_page(request, form, status=403, refused=Refused(NOT_ITS_AUTHOR))


def _page(request: HttpRequest, comment: Comment, form: EditForm, *, status: int) -> HttpResponse:
    context = {
        "interview": comment.interview,
        "comment": comment,
        "form": form,
        "status": status,
        "with_token": status == 403,
    }
    return private(render(request, "comments/edit.html", context, status=status))
