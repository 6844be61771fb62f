"""An editor's or guest's answer from within the queue."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext

from interviews.comments.arrival import Circumstances, Refused, receive
from interviews.comments.dossier import parsed
from interviews.comments.forms import body_field
from interviews.comments.models import Comment, Overtaken, Seen, recounted
from interviews.comments.rules import rules_of
from interviews.comments.speaking import writer_of
from interviews.comments.wording import REFUSALS

Status = Comment.Status

CONFLICT, UNPROCESSABLE = 409, 422


class ReplyForm(forms.Form):
    body = body_field()

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="reply-%s")


class Replying(admin.ModelAdmin):
    def reply_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Publishes an answer under the name of who signed in; what waits is approved with it. All of it or nothing.

        What was typed is never lost: where it cannot be sent, it is shown again with the reason.
        """
        self._moderating(request)
        comment = get_object_or_404(Comment.objects.select_related("interview"), pk=pk)
        form, found = ReplyForm(request.POST), parsed(request.POST.get("seen", ""))
        writer = writer_of(request, comment.interview)
        if not form.is_valid():
            return self._one(request, pk, form, UNPROCESSABLE)
        try:
            if found is None or found[0] != pk or writer is None:
                raise Overtaken(comment)
            with recounted([comment.interview_id]):
                _public(comment, found[1], request.user)
                given = {"user": writer.user, "name": writer.name, "voice": writer.voice}
                reply = Comment(interview=comment.interview, parent=comment, body=form.cleaned_data["body"], **given)
                receive(reply, Circumstances.of(request), rules_of(comment.interview))
        except Overtaken as error:
            form.add_error(None, gettext("%s Nothing was changed.") % error)
            return self._one(request, pk, form, CONFLICT)
        except Refused as refused:
            form.add_error(None, REFUSALS[refused.why])
            return self._one(request, pk, form, CONFLICT)
        name, voice = writer.name, writer.voice_in_words
        message = gettext("Your answer to %(name)s is published, as %(writer)s (%(voice)s).")
        self.message_user(request, message % {"name": comment.name, "writer": name, "voice": voice}, messages.SUCCESS)
        return self._back(request)


def _public(comment: Comment, seen: Seen, by: Any) -> None:
    """Sees to it that the comment, as it was read, is public; else `Overtaken`."""
    row = Comment.objects.select_for_update().get(pk=comment.pk)
    if seen.status in (Status.PENDING, Status.SPAM):
        row.decide(Status.APPROVED, by, seen=seen)
    elif (seen.revision, Status.APPROVED) != (row.revision, row.status):
        raise Overtaken(row, seen)
    comment.status = Status.APPROVED
