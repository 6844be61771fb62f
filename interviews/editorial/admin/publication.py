"""Since when, until when and where readers find an interview, and when the changes to it go live: a page of its own.

None of it waits in a draft, as what the interview says does: it holds from the moment it is saved.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.widgets import AdminSplitDateTime
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from interviews.admin.moving import keep_address
from interviews.editorial.admin.moments import name_parts, require_since_when
from interviews.editorial.admin.publishing import PublishingMixin, seen_by_the_public, state_of
from interviews.models import Interview
from interviews.store.beside import draft_beside, schedule_changes
from interviews.store.version import version_of

MOMENTS = ("published_at", "withdraws_at", "goes_live_at")


class PublicationForm(forms.ModelForm):
    version = forms.CharField(widget=forms.HiddenInput)
    goes_live_at = forms.SplitDateTimeField(
        label=_("The draft of changes goes live"),
        required=False,
        widget=AdminSplitDateTime,
        help_text=_("Left empty: when somebody publishes it."),
    )

    class Meta:
        model = Interview
        fields = ["slug", "published_at", "withdraws_at", "withdrawal_notice"]
        field_classes = dict.fromkeys(MOMENTS[:2], forms.SplitDateTimeField)
        widgets = {
            **dict.fromkeys(MOMENTS[:2], AdminSplitDateTime),
            "withdrawal_notice": forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
        }

    def __init__(self, *args: Any, draft: Interview | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.draft = draft
        self.initial["version"] = version_of(self.instance)
        self.fields["withdrawal_notice"].widget.attrs["lang"] = self.instance.language
        self.fields["slug"].required = True
        self.fields["slug"].help_text = _("The last part of the page’s address. Old addresses lead on.")
        if draft is None:
            del self.fields["goes_live_at"]
        else:
            self.initial["goes_live_at"] = draft.goes_live_at
        for name in MOMENTS:
            if name in self.fields:
                name_parts(self.fields[name])

    def clean_goes_live_at(self) -> Any:
        at = self.cleaned_data["goes_live_at"]
        if at and at <= timezone.now() and "goes_live_at" in self.changed_data:
            raise ValidationError(gettext("This moment has passed. To publish the changes now, do so in their form."))
        return at

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        begins, ends = given.get("published_at"), given.get("withdraws_at")
        require_since_when(self, given)
        if begins and ends and ends <= begins:
            self.add_error("withdraws_at", gettext("It would be withdrawn before it is published."))
        elif ends and ends <= timezone.now() and "withdraws_at" in self.changed_data:
            message = gettext("This moment has passed. To withdraw the interview now, press “Withdraw”.")
            self.add_error("withdraws_at", message)
        return given


class PublicationPage(PublishingMixin):
    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.publication_view)
        return [path("<int:pk>/publication/", view, name="interviews_interview_publication"), *super().get_urls()]

    def publication_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        interview = self.looked_at(request, pk)
        if not self.has_publish_permission(request, interview):
            raise PermissionDenied
        with transaction.atomic():
            if request.method == "POST":
                interview = Interview.objects.select_for_update().get(pk=interview.pk)
            draft = draft_beside(interview)
            sent = request.POST if request.method == "POST" else None
            form = PublicationForm(sent, instance=interview, draft=draft)
            if request.method == "POST":
                if request.POST.get("version") != version_of(interview):
                    form.add_error(
                        None, gettext("Someone changed this interview meanwhile. Look at it and send again.")
                    )
                    form.data = {**form.data.dict(), "version": version_of(interview)}
                elif form.is_valid():
                    self._save(request, form)
                    return HttpResponseRedirect(request.path)
        stored = Interview.objects.get(pk=interview.pk)
        context = {
            "title": gettext("Address and times"),
            "form": form,
            "media": self.media + form.media,
            "state": state_of(stored),
            "seen_by_the_public": seen_by_the_public(stored),
            "zone": timezone.get_current_timezone_name(),
            "is_public": stored.status == Interview.Status.PUBLISHED,
            "draft": draft,
        }
        return self.page(request, stored, "publication", context)

    def _save(self, request: HttpRequest, form: PublicationForm) -> None:
        interview = form.save(commit=False)
        changed = [str(form[name].label) for name in form.changed_data if name != "version"]
        if changed:
            interview.save(update_fields=[*PublicationForm.Meta.fields, "updated_at"])
            keep_address(interview, form)
            if form.draft is not None and "goes_live_at" in form.changed_data:
                schedule_changes(form.draft, form.cleaned_data["goes_live_at"])
            told = gettext("Address and times changed: %(names)s.") % {"names": ", ".join(changed)}
            self.log_change(request, interview, told)
        if "_publish" in request.POST:
            self._publish(request, interview, at=form.cleaned_data["published_at"])
        elif "_withdraw" in request.POST:
            if self._withdraw(request, interview):
                self.message_user(request, gettext("Withdrawn. Nothing was deleted."), messages.SUCCESS)
        else:
            message = gettext("Saved.") if changed else gettext("Nothing was changed.")
            self.message_user(request, message, messages.SUCCESS)
