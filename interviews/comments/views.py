"""Writing a comment, answering one, and seeing that it arrived."""

from __future__ import annotations

from django.core import signing
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseRedirectBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from interviews.comments.forms import CommentForm
from interviews.comments.models import Comment
from interviews.comments.origin import has_token, sent_from_here
from interviews.models import Interview

#: A signature that shows its holder one comment before others see it; by its salt, good for nothing else.
_receipts = signing.Signer(sep=".", salt="interviews.comments.received")


class SeeOther(HttpResponseRedirectBase):
    """After a POST: whatever the browser, the next request is a GET (RFC 9110, 15.4.4)."""

    status_code = 303


@csrf_exempt  # checks itself, below: a token would make every visitor's page a different one
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, slug: str) -> HttpResponse:
    """The form on a page of its own, and the place where every comment is sent to."""
    interview = _published(slug)
    if request.method != "POST":
        form = CommentForm(interview, initial={"segment": request.GET.get("segment", "")})
        return _page(request, form, status=200)
    try:
        form = CommentForm(interview, request.POST)
    except RequestDataTooBig:
        return _page(request, CommentForm(interview), status=413)
    if not (sent_from_here(request) or has_token(request)):
        return _page(request, form, status=403)
    if not form.is_valid():
        return _page(request, form, status=422)
    return SeeOther(_receipt_url(form.receive()))


@require_safe
def reply(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The form below the comment that it answers."""
    interview = _published(slug)
    parent = get_object_or_404(interview.comments.approved(), pk=pk)
    return _page(request, CommentForm(interview, initial={"parent": parent}), status=200)


@never_cache
@require_safe
def received(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What its author sees of a comment that waits. Without the key from the form it does not exist."""
    try:
        known = _receipts.unsign(request.GET.get("key", "")) == str(pk)
    except signing.BadSignature:
        known = False
    if not known:
        raise Http404(_("This address shows a comment to its author only."))
    comment = get_object_or_404(_published(slug).comments.all(), pk=pk)
    if comment.status == Comment.Status.APPROVED:
        return HttpResponseRedirect(comment.get_absolute_url())
    context = {"interview": comment.interview, "comment": comment}
    response = render(request, "comments/received.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


def _published(slug: str) -> Interview:
    return get_object_or_404(Interview.objects.published().with_people(), slug=slug)


def _page(request: HttpRequest, form: CommentForm, *, status: int) -> HttpResponse:
    """The form with all that was typed. A refusal says why and is nobody else's to see."""
    context = {
        "interview": form.interview,
        "form": form,
        "status": status,
        # Once asked for, the token stays in the form until it is sent.
        "with_token": request.method == "POST" and not sent_from_here(request),
        "parent": form.answered(),
        "segment": form.spoken_of(),
    }
    response = render(request, "comments/write.html", context, status=status)
    if status != 200:
        add_never_cache_headers(response)
    return response


def _receipt_url(comment: Comment) -> str:
    address = reverse("comments:received", args=[comment.interview.slug, comment.pk])
    return f"{address}?key={_receipts.sign(str(comment.pk))}"
