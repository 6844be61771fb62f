"""The preview beside the form, and links to it for those who have no account."""

from __future__ import annotations

import datetime as dt

from csp.decorators import csp_replace
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.clickjacking import xframe_options_sameorigin

from interviews.editorial.admin.desk_page import DeskPages
from interviews.editorial.models import DraftLink
from interviews.editorial.preview import preview_of
from interviews.numbers import whole_number
from interviews.store.beside import as_edited
from interviews.store.history import state_number
from interviews.views.origin import origin_of

#: How long a link may work, in days.
DAYS = (7, 14, 30, 90)
#: Links of one interview that are listed, the newest first.
LISTED = 100


FOUND = 302
UNPROCESSABLE = 422


def _without_verbs(sent: QueryDict) -> QueryDict:
    """The fields, to be saved as by “Save and continue editing”; publishing and its like are no preview."""
    kept = sent.copy()
    for name in sent:
        if name.startswith("_"):
            del kept[name]
    kept["_continue"] = "1"
    return kept


class LinkForm(forms.Form):
    reader = forms.CharField(
        label=_("For whom"), max_length=200, help_text=_("The guest’s name: it stands on the page.")
    )
    days = forms.TypedChoiceField(label=_("Works for"), coerce=int, initial=14)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["days"].choices = [
            (days, ngettext("%(count)d day", "%(count)d days", days) % {"count": days}) for days in DAYS
        ]


class SharingPages(DeskPages):
    def get_urls(self) -> list[URLPattern]:
        wrapped = self.admin_site.admin_view
        return [
            path("<int:pk>/preview/", wrapped(self.preview_view), name="interviews_interview_preview"),
            path("<int:pk>/share/", wrapped(self.share_view), name="interviews_interview_share"),
            *super().get_urls(),
        ]

    @method_decorator(xframe_options_sameorigin)
    @method_decorator(csp_replace({"frame-ancestors": ["'self'"]}))
    def preview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The page as the draft makes it; sent the form, as what is typed there would, and nothing is stored."""
        interview = self.looked_at(request, pk)
        if request.method != "POST":
            return preview_of(request, as_edited(interview))
        if not self.has_change_permission(request, interview):
            raise PermissionDenied
        request.POST = _without_verbs(request.POST)  # type: ignore[assignment]
        with transaction.atomic():
            with transaction.atomic():
                saved = self.changeform_view(request, str(pk)).status_code == FOUND
                if not saved:
                    transaction.set_rollback(True)
            response = preview_of(request, as_edited(interview), is_unsaved=saved, is_stale=not saved)
            transaction.set_rollback(True)
        list(messages.get_messages(request))  # they tell of a save that was none
        if not saved:
            response.status_code = UNPROCESSABLE
        return response

    def share_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        interview = self.looked_at(request, pk)
        if not self.has_change_permission(request, interview):
            raise PermissionDenied
        links = DraftLink.objects.filter(interview=interview).select_related("created_by").prefetch_related("answers")
        form = LinkForm(request.POST if "_make" in request.POST else None)
        if "revoke" in request.POST:
            number = whole_number(request.POST["revoke"])
            link = links.filter(pk=number).first() if number else None
            if link is None:
                raise Http404
            if link.revoke():
                self.log_change(request, interview, gettext("Link for %(name)s revoked.") % {"name": link.reader})
            self.message_user(request, gettext("The link shows nothing any more."), messages.SUCCESS)
            return HttpResponseRedirect(request.path)
        if "_make" in request.POST and form.is_valid():
            reader = form.cleaned_data["reader"]
            until = timezone.now() + dt.timedelta(days=form.cleaned_data["days"])
            link = DraftLink.objects.create(
                interview=interview, reader=reader, created_by=request.user, expires_at=until
            )
            self.log_change(request, interview, gettext("Link to the draft made for %(name)s.") % {"name": reader})
            self.message_user(
                request, gettext("The link is made: copy it from the list and send it."), messages.SUCCESS
            )
            return HttpResponseRedirect(f"{request.path}#link-{link.pk}")
        there = as_edited(interview)
        context = {
            "title": gettext("Share the draft"),
            "form": form,
            "links": list(links[:LISTED]),
            "origin": origin_of(request),
            "has_draft": there.edits_id is not None,
            "state": state_number(there),
            "zone": timezone.get_current_timezone_name(),
        }
        return self.page(request, interview, "share", context)
