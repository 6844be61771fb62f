"""A draft behind a link: read by the guest, who approves the text or asks for corrections."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from interviews.editorial.models import DraftAnswer, DraftLink, NoticeKind
from interviews.editorial.notices import tell
from interviews.editorial.preview import kept_private, preview_of
from interviews.models import Interview, Revision
from interviews.store.beside import as_edited
from interviews.store.history import Revising
from interviews.store.version import version_of

GONE = 410
CONFLICT = 409
UNPROCESSABLE = 422
TOO_MANY = 429
#: Answers to one link: a guest has second thoughts, a script has thousands.
MOST_ANSWERS = 50
LONGEST_ANSWER = 10_000
#: What whoever made the link is told.
_TOLD = {
    DraftAnswer.Verdict.APPROVED: NoticeKind.APPROVED,
    DraftAnswer.Verdict.CORRECTIONS: NoticeKind.CORRECTIONS,
}


class AnswerForm(forms.Form):
    verdict = forms.ChoiceField(
        choices=[
            (DraftAnswer.Verdict.APPROVED, _("The text may be published as it is")),
            (DraftAnswer.Verdict.CORRECTIONS, _("Something is to be corrected first")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )
    words = forms.CharField(required=False, max_length=LONGEST_ANSWER, widget=forms.Textarea(attrs={"rows": 8}))
    version = forms.CharField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, str]:
        given = super().clean() or {}
        if given.get("verdict") == DraftAnswer.Verdict.CORRECTIONS and not given.get("words"):
            self.add_error("words", ValidationError(gettext("Say what is to be corrected.")))
        return given


@csrf_exempt  # the address is known to its reader alone, and no account is asked for
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, token: str) -> HttpResponse:
    link = DraftLink.objects.at(token)
    if link is None:
        raise Http404
    if not link.is_open or link.interview.status == Interview.Status.TRASHED:
        return kept_private(render(request, "editorial/ended.html", {"link": link}, status=GONE))
    if request.method == "POST":
        return _answered(request, link)
    DraftLink.objects.filter(pk=link.pk).update(opened_at=timezone.now())
    return _shown(request, link)


def _shown(request: HttpRequest, link: DraftLink, form: AnswerForm | None = None, status: int = 200) -> HttpResponse:
    read = as_edited(link.interview)
    version = version_of(read)
    if form is None:
        form = AnswerForm(initial={"version": version})
    else:
        form.data = {**form.data.dict(), "version": version}
    answers = list(link.answers.all())
    response = preview_of(request, read, link=link, form=form, answers=answers)
    response.status_code = status
    return response


def _answered(request: HttpRequest, link: DraftLink) -> HttpResponse:
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _shown(request, link, form, UNPROCESSABLE)
    with transaction.atomic():
        interview = Interview.objects.select_for_update().get(pk=link.interview_id)
        read = as_edited(interview)
        if form.cleaned_data["version"] != version_of(read):
            form.add_error(
                None, gettext("The text was changed while you read. Look at it again, then send your answer.")
            )
            return _shown(request, link, form, CONFLICT)
        if link.answers.count() >= MOST_ANSWERS:
            form.add_error(None, gettext("You have answered very often. Write to whoever sent you the link."))
            return _shown(request, link, form, TOO_MANY)
        Revising(read, Revision.Reason.EDITED).before()
        state = Revision.objects.like(read).order_by("-number").values_list("number", flat=True)[0]
        verdict, words = form.cleaned_data["verdict"], form.cleaned_data["words"]
        link.answers.create(verdict=verdict, words=words, state=state)
        told = f"{link.reader}: {words}" if words else link.reader
        tell([link.created_by], _TOLD[verdict], interview, words=told)
    return HttpResponseRedirect(f"{request.path}#answered")
