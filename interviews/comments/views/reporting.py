"""Telling the editors that a comment should not be there."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from interviews.comments.forms import ReportForm
from interviews.comments.models import NetworkKey
from interviews.comments.network import network_of
from interviews.comments.spoken_on import published
from interviews.comments.views.answers import NOT_SHOWN, is_sent_from_here, not_here, private, takes_forms

#: Reports of one network on all comments, until an editor has settled some: nobody needs more.
MOST_OPEN = 20


@takes_forms
def report(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A form that asks what is wrong; and thanks, whether the report was new or is known already."""
    interview = published(slug)
    comment = interview.comments.approved().filter(pk=pk).first()
    if comment is None:
        return not_here(request, NOT_SHOWN, interview)
    context = {"interview": interview, "comment": comment, "with_token": False, "done": False}
    if request.method != "POST":
        return render(request, "comments/report.html", context | {"form": ReportForm(), "status": 200})
    form = ReportForm(request.POST)
    sent = is_sent_from_here(request)
    if not sent or not form.is_valid():
        context |= {"form": form, "status": 422 if sent else 403, "with_token": not sent}
        return private(render(request, "comments/report.html", context, status=context["status"]))
    if not form.cleaned_data["topic"]:
        _keep(request, form, comment)
    return private(render(request, "comments/report.html", context | {"done": True, "status": 200}))


def _keep(request: HttpRequest, form: ReportForm, comment: object) -> None:
    marks = NetworkKey.marks(network_of(request))
    row = form.save(commit=False)
    row.comment, row.network = comment, next(iter(marks), "")
    if marks and type(row).objects.filter(network__in=marks, settled_at=None).count() >= MOST_OPEN:
        return
    row.keep()
