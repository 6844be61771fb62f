"""Publishing and withdrawing: verbs, never a field of a form that someone had opened an hour ago."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from interviews.documents.linting import Flaw, blocking
from interviews.editorial.admin.desk_page import DeskPages
from interviews.editorial.admin.readiness.shown import in_words
from interviews.editorial.flow import Move, tell
from interviews.editorial.readiness import flaws_of, flaws_of_many
from interviews.models import Interview
from interviews.models.attribution import attributed

#: Interviews that are looked at together before they are published.
AT_ONCE = 200


def state_of(interview: Interview) -> str:
    """One word or two: for a list."""
    if interview.has_ended:
        return gettext("withdrawn")
    if interview.status == Interview.Status.PUBLISHED and not interview.is_published:
        return gettext("scheduled")
    return interview.get_status_display()


def seen_by_the_public(interview: Interview) -> SafeString:
    """What a reader finds now, in a sentence."""
    address = interview.get_absolute_url()
    since, until = moment_in_words(interview.published_at), moment_in_words(interview.withdraws_at)
    if interview.is_published and until:
        told = gettext('The public sees it since {} and until {} at <a href="{}">{}</a>.')
        return format_html(told, since, until, address, address)
    if interview.is_published:
        return format_html(gettext('The public sees it since {} at <a href="{}">{}</a>.'), since, address, address)
    if interview.has_ended:
        return format_html(gettext("The public no longer sees it since {}; {} says so."), until, address)
    if interview.status == Interview.Status.PUBLISHED and until:
        return format_html(gettext("The public will see it from {} until {} at {}."), since, until, address)
    if interview.status == Interview.Status.PUBLISHED:
        return format_html(gettext("The public will see it from {} at {}."), since, address)
    if interview.status == Interview.Status.TRASHED:
        return format_html(gettext("It is in the trash since {}."), moment_in_words(interview.trashed_at))
    if interview.status == Interview.Status.WITHDRAWN:
        return format_html(gettext("The public no longer sees it; {} says so. Nothing was deleted."), address)
    return format_html(gettext("The public does not see it yet; it will be at {}."), address)


def moment_in_words(at: dt.datetime | None) -> str:
    """With the time zone, always; empty where there is none."""
    if at is None:
        return ""
    return f"{formats.date_format(timezone.localtime(at), 'DATETIME_FORMAT')} ({timezone.get_current_timezone_name()})"


class PublishingMixin(DeskPages):
    actions = ["publish_selected", "withdraw_selected"]

    def has_publish_permission(self, request: HttpRequest, obj: Interview | None = None) -> bool:
        return self.has_change_permission(request, obj) and request.user.has_perm("interviews.publish_interview")

    @admin.action(description=_("Publish the selected interviews"), permissions=["publish"])
    def publish_selected(self, request: HttpRequest, queryset: QuerySet) -> None:
        chosen = [interview for interview in queryset if self.has_publish_permission(request, interview)]
        done: list[Interview] = []
        for place in range(0, len(chosen), AT_ONCE):
            portion = chosen[place : place + AT_ONCE]
            flaws = flaws_of_many(portion)
            done += [one for one in portion if self._publish(request, one, flaws=flaws[one.pk])]
        message = ngettext("%(count)d interview published.", "%(count)d interviews published.", len(done))
        self.message_user(request, message % {"count": len(done)}, _level(done))

    @admin.action(description=_("Withdraw the selected interviews"), permissions=["publish"])
    def withdraw_selected(self, request: HttpRequest, queryset: QuerySet) -> None:
        may = [interview for interview in queryset if self.has_publish_permission(request, interview)]
        done = [interview for interview in may if self._withdraw(request, interview)]
        message = ngettext("%(count)d interview withdrawn.", "%(count)d interviews withdrawn.", len(done))
        self.message_user(request, message % {"count": len(done)}, _level(done))

    def against(self, interview: Interview, flaws: list[Flaw] | None = None) -> str:
        """What stands against publishing it, in words; asked for here where it is not at hand."""
        return in_words(blocking(flaws_of(interview) if flaws is None else flaws))

    def put_before_readers(self, request: HttpRequest, interview: Interview) -> bool:
        """Publishes it, or the draft of changes, as the form’s button does: for pages of what stands beside."""
        return self.has_publish_permission(request, interview) and self._publish(request, interview)

    def _publish(
        self,
        request: HttpRequest,
        interview: Interview,
        *,
        anyway: bool = False,
        flaws: list[Flaw] | None = None,
        at: dt.datetime | None = None,
    ) -> bool:
        """Refused where findings stand against it, unless one publishes in spite of them; what was found is asked for
        here where it is not at hand."""
        if interview.status == Interview.Status.PUBLISHED and not interview.has_ended:
            return False
        against = self.against(interview, flaws)
        if against and not anyway:
            self.message_user(request, refused(interview, against), messages.ERROR)
            return False
        with transaction.atomic():
            if not interview.publish(at=at):
                return False
            told = gettext("Published in spite of: %(findings)s.") % {"findings": against}
            self.log_change(request, interview, told if against else gettext("Published."))
            if interview.is_published:  # of what is set for later, readers see nothing yet
                tell(interview, Move.PUBLISHED, request.user)
        self.message_user(request, _announced(interview), messages.SUCCESS)
        if not interview.segments.exists():
            self.message_user(request, gettext("It is public, and has no time index yet."), messages.WARNING)
        return True

    def _withdraw(self, request: HttpRequest, interview: Interview) -> bool:
        if not interview.withdraw():
            return False
        self.log_change(request, interview, gettext("Withdrawn."))
        return True

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if {"_publish", "_withdraw"} & set(request.POST) and not self.has_publish_permission(request):
            raise PermissionDenied  # before anything is saved
        with attributed():
            return super().changeform_view(request, *args, **kwargs)

    def response_add(self, request: HttpRequest, obj: Interview, post_url_continue: str | None = None) -> HttpResponse:
        return self._turned(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Interview) -> HttpResponse:
        return self._turned(request, obj) or super().response_change(request, obj)

    def _turned(self, request: HttpRequest, interview: Interview) -> HttpResponse | None:
        """What the button asked for, once the form is saved; None where it was none of these two."""
        if "_publish" in request.POST:
            self._publish(request, interview)
        elif "_withdraw" in request.POST:
            if self._withdraw(request, interview.live):
                message = gettext("“%(title)s” is saved and withdrawn. Nothing was deleted.")
                self.message_user(request, message % {"title": interview}, messages.SUCCESS)
        else:
            return None
        return HttpResponseRedirect(self.address_of(interview.live))


def _level(done: list[Interview]) -> int:
    return messages.SUCCESS if done else messages.WARNING


def refused(interview: Interview, against: str) -> SafeString:
    return what_to_do(interview, gettext('“{}” is not published: {}. <a href="{}">What to do about it</a>'), against)


def what_to_do(interview: Interview, words: str, against: str) -> SafeString:
    """The words have a place for the title, for what stands against it, and for the page that cures it."""
    page = reverse("admin:interviews_interview_ready", args=[interview.pk])
    return format_html(words, interview.title, against, page)


def _announced(interview: Interview) -> SafeString:
    return format_html("“{}”: {}", interview.title, seen_by_the_public(interview))
