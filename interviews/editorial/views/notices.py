"""The notices of whoever is at the desk, and how they want to be told."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from interviews.editorial.looking import seen_by, those_seen
from interviews.editorial.models import Notice, NoticeChoice, NoticeKind
from interviews.editorial.wording import place_of, sentence_of
from interviews.numbers import whole_number

LISTED = 50


class ChoiceForm(forms.Form):
    how = forms.ChoiceField(label=_("How I am told"), choices=NoticeChoice.How, widget=forms.RadioSelect)
    kinds = forms.MultipleChoiceField(
        label=_("Of what"), choices=NoticeKind, required=False, widget=forms.CheckboxSelectMultiple
    )

    def put(self, user: Any) -> None:
        without = [kind for kind in NoticeKind.values if kind not in self.cleaned_data["kinds"]]
        NoticeChoice.objects.update_or_create(user=user, defaults={"how": self.cleaned_data["how"], "without": without})


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Only what concerns interviews that they may still look at. Looking at the page marks nothing as seen."""
    mine = Notice.objects.filter(user=request.user, interview__in=seen_by(request.user).values("pk"))
    choice = NoticeChoice.objects.of(request.user)
    kinds = [kind for kind in NoticeKind.values if kind not in choice.without]
    form = ChoiceForm(request.POST if "_choose" in request.POST else None, initial={"how": choice.how, "kinds": kinds})
    if request.method == "POST":
        if "_choose" not in request.POST:
            return _seen(request, mine)
        if form.is_valid():
            form.put(request.user)
            messages.success(request, gettext("Saved."))
            return HttpResponseRedirect(request.path)
    shown = Paginator(mine.select_related("interview", "by"), LISTED).get_page(request.GET.get("page"))
    seen = those_seen(request.user, {notice.interview_id for notice in shown})
    shown.object_list = [notice for notice in shown if notice.interview_id in seen]
    for notice in shown:
        notice.sentence, notice.place = sentence_of(notice), place_of(notice)
    context = {
        **admin.site.each_context(request),
        "title": gettext("My notices"),
        "page": shown,
        "unseen": mine.unseen().count(),
        "form": form,
        "sends_letters": settings.SENDS_LETTERS,
        "address": request.user.email,
        "zone": timezone.get_current_timezone_name(),
    }
    return TemplateResponse(request, "admin/notices/page.html", context)


def _seen(request: HttpRequest, mine: Any) -> HttpResponse:
    """Marks one as seen, or all of them."""
    if "_all" not in request.POST:
        number = whole_number(request.POST.get("seen", ""))
        mine = mine.filter(pk=number) if number else mine.none()
        if not mine.exists():
            raise Http404
    count = mine.see()
    told = ngettext("%(count)d notice marked as seen.", "%(count)d notices marked as seen.", count)
    messages.success(request, told % {"count": count})
    return HttpResponseRedirect(request.get_full_path())
