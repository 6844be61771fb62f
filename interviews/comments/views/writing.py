"""Writing a comment, answering one, and seeing that it arrived."""

from __future__ import annotations

import logging

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import Error as DatabaseFailure
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from interviews.comments import following, proof, stamps
from interviews.comments.arrival import Circumstances, Refused, receive
from interviews.comments.forms import CommentForm
from interviews.comments.models import Comment, NetworkKey
from interviews.comments.origin import sent_from_here
from interviews.comments.rules import rules_of
from interviews.comments.spam_service import opinion
from interviews.comments.speaking import Writer, writer_of
from interviews.comments.spoken_on import published
from interviews.comments.talk import by_itself, known_end
from interviews.comments.views.answers import (
    NOT_SHOWN,
    SeeOther,
    is_sent_from_here,
    not_here,
    private,
    takes_forms,
    told,
)
from interviews.comments.views.reading import conversation
from interviews.comments.wording import wait_in_words
from interviews.database_faults import takes_nothing
from interviews.kept import kept
from interviews.models import Interview

log = logging.getLogger(__name__)

#: What a refusal is, as an answer of HTTP.
REFUSALS = {
    Refused.CLOSED: 403,
    Refused.BLOCKED: 403,
    Refused.LOCKED: 403,
    Refused.TOO_FAST: 429,
    Refused.UNPROVED: 200,
}
#: What neither an editor nor its author took away.
KEPT = (Comment.Status.PENDING, Comment.Status.APPROVED, Comment.Status.SPAM)
#: Why the comment of who signed in is not sent from a page for strangers at once.
UNDER_ANOTHER_NAME = "under_another_name"


@kept("sort", "page", "segment")
@takes_forms
def comments(request: HttpRequest, slug: str) -> HttpResponse:
    """The conversation by itself, and the place where every comment is sent to."""
    interview = published(slug)
    if request.method != "POST":
        return conversation(request, interview)
    writer, rules = writer_of(request, interview), rules_of(interview)
    try:
        form = CommentForm(interview, request.POST, rules=rules, writer=writer)
    except RequestDataTooBig:
        return write_page(request, CommentForm(interview, rules=rules, writer=writer), status=413)
    if not is_sent_from_here(request):
        return write_page(request, form, status=403)
    if not form.is_valid():
        return write_page(request, form, status=422)
    if "preview" in request.POST:
        return write_page(request, form, status=200)
    if writer and not request.POST.get("signed_in"):
        # From a page made for strangers: who signed in sees first under which name it will stand.
        return write_page(request, form, status=200, refused=Refused(UNDER_ANOTHER_NAME))
    return _taken(request, form)


def _taken(request: HttpRequest, form: CommentForm) -> HttpResponse:
    """Stores what was typed and leads its author to see it; or gives it back with the reason."""
    new = form.comment()
    circumstances = Circumstances.of(
        request,
        age=form.age,
        trap=form.is_trapped,
        service=opinion(new, request),
        proof=proof.spend(request.POST["proof"]) if "proof" in request.POST else None,
    )
    try:
        comment = receive(new, circumstances, form.rules)
    except DatabaseFailure as error:
        if not takes_nothing(error):
            raise
        # The disk is full, or takes nothing: reading may go on.
        log.error("a comment could not be stored: %s", error)
        form.add_error(None, _("Your comment could not be saved just now. Your words are still here: send them again."))
        return write_page(request, form, status=503)
    except Refused as refused:
        if refused.why == Refused.LOCKED:  # sent again without what it answers, it is taken
            form.add_error("parent", _("The editors closed this thread in the meantime."))
        return write_page(request, form, status=REFUSALS[refused.why], refused=refused)
    follows = form.cleaned_data.get("follow", False)
    marks = [] if comment is new else NetworkKey.marks(circumstances.network)
    if comment.email == new.email:
        following.ask_author(comment, follows=follows)
    elif follows and new.email:  # what is public keeps the address that it has, and whoever repeats it may follow it
        following.ask_reader(new.email, comment.interview, marks, comment)
    if comment is not new and comment.status == Comment.Status.APPROVED:
        return SeeOther(comment.get_absolute_url())  # anybody can repeat what is shown: that makes nobody its author
    response = SeeOther(received_address(comment))
    # A second click comes from where the first did; the same words from elsewhere are somebody else's.
    if comment is new or comment.network in (marks or [""]):
        stamps.remember_author(request, response, comment)
    return response


def received_address(comment: Comment) -> str:
    address = reverse("comments:received", args=[comment.interview.slug, comment.pk])
    return f"{address}?key={stamps.receipt_key(comment)}"


@require_safe
def write(request: HttpRequest, slug: str) -> HttpResponse:
    """The form on a page of its own, perhaps for one answer."""
    interview = published(slug)
    initial = {"segment": request.GET.get("segment", "")}
    return write_page(request, fresh(request, interview, initial), status=200)


@require_safe
def reply(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The form below the comment that it answers."""
    interview = published(slug)
    parent = interview.comments.approved().filter(pk=pk).first()
    if parent is None:
        return not_here(request, NOT_SHOWN, interview)
    form = fresh(request, interview, {"parent": parent})
    if parent.takes_no_replies and not (form.writer and form.writer.voice == Comment.Voice.EDITOR):
        words = _("The editors closed this thread: nobody can reply in it. You can write a comment of its own.")
        return told(request, _("This thread is closed"), words, interview, status=403)
    return write_page(request, form, status=200)


@require_safe
def received(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What its author sees of a comment that waits. Without the key from the form it does not exist."""
    interview = published(slug)
    comment = interview.comments.select_related("segment", "parent").filter(pk=pk).first()
    if comment is None or not stamps.receipt_is_of(request.GET.get("key", ""), pk):
        return not_here(request, _("This address shows a comment to its author only."), interview)
    changeable = stamps.is_author(request, comment) and may_change(comment)
    if comment.status == Comment.Status.APPROVED and not changeable:
        return private(HttpResponseRedirect(comment.get_absolute_url()))
    context = {
        "interview": interview,
        "comment": by_itself(comment),
        "length": known_end(interview),
        "key": request.GET["key"],
        "is_awaited": comment.status in KEPT and following.is_awaited(comment),
        "minutes_left": stamps.minutes_left(comment) if changeable else 0,
    }
    return private(render(request, "comments/received.html", context))


def may_change(comment: Comment) -> bool:
    """Its author may change what nobody answered in public, and no editor took away.

    A reply that waits, or is spam, neither holds its author up nor shows that it is there.
    """
    approved = Comment.Status.APPROVED
    return (
        comment.status in KEPT and not comment.replies.filter(Q(status=approved) | Q(events__after=approved)).exists()
    )


def fresh(request: HttpRequest, interview: Interview, initial: dict) -> CommentForm:
    return CommentForm(interview, initial=initial, rules=rules_of(interview), writer=_known(request, interview))


def _known(request: HttpRequest, interview: Interview) -> Writer | None:
    """Who signed in; a page for strangers asks for no session, so that it can be the same for all."""
    return writer_of(request, interview) if settings.SESSION_COOKIE_NAME in request.COOKIES else None


def write_page(request: HttpRequest, form: CommentForm, *, status: int, refused: Refused | None = None) -> HttpResponse:
    """The form with all that was typed. A refusal says why and is nobody else's to see."""
    segment = form.spoken_of()
    if segment and not form.is_bound and segment.start is not None:
        form.initial.setdefault("moment", segment.start)
    context = {
        "interview": form.interview,
        "form": form,
        "status": status,
        "refused": refused,
        "wait": wait_in_words(refused.seconds) if refused else "",
        # Once asked for, the token stays in the form until it is sent.
        "with_token": form.writer or (request.method == "POST" and not sent_from_here(request)),
        "parent": form.answered(),
        "segment": segment,
        "challenge": proof.challenge() if refused and refused.why == Refused.UNPROVED else None,
        "length": form.end,
        "preview": _preview(form) if status == 200 and "preview" in request.POST and form.is_valid() else None,
    }
    response = render(request, "comments/write.html", context, status=status)
    if refused and refused.seconds:
        response["Retry-After"] = str(refused.seconds)
    return private(response) if request.method == "POST" or form.writer else response


def _preview(form: CommentForm) -> Comment:
    """The comment as it will stand, which is stored nowhere."""
    comment = form.comment()
    comment.remember()
    comment.body_html = comment.rendered_body()
    return by_itself(comment)
