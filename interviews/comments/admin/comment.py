"""The list of all comments, and the page of one: what readers wrote, and who decided what."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminURLFieldWidget
from django.db import models
from django.db.models import Case, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from interviews.admin.actions import asked_for
from interviews.comments import typed
from interviews.comments.admin.person import Persons
from interviews.comments.admin.queue import Queue
from interviews.comments.dossier import same_author
from interviews.comments.models import Comment, Overtaken, Seen
from interviews.models import Interview
from interviews.numbers import whole_number

Status = Comment.Status

#: Characters of a comment in the queue: enough to decide about most of them.
EXCERPT = 160

_WAITING_FIRST = Case(When(status=Status.PENDING, then=Value(0)), default=Value(1))

_SHOWN = ["status_in_words", "decisions", "interview", "parent", "created_at", "as_shown"]


class Unchanging(forms.IntegerField):
    """What a form carries, and nobody changes."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class WordsForm(forms.ModelForm):
    """What an editor may change of a comment. Only what was changed in the form counts as changed, and words are
    replaced by who saw them: what its author or a colleague wrote meanwhile stays."""

    seen = Unchanging(label="", required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = self.instance.revision
        for field in self.fields.values():
            field.show_hidden_initial = self.instance.pk is not None and not field.widget.is_hidden

    def clean_body(self) -> str:
        return typed.paragraphs(self.cleaned_data["body"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        seen = Seen(cleaned.get("seen") or 0, self.instance.status)
        if self.instance.pk and "body" in self.changed_data and not seen.holds_of(self.instance):
            words = _("%s The words below were not stored: copy what you need and open this page again.")
            self.add_error("body", words % Overtaken(self.instance, seen))
        return cleaned


class SameAuthor(admin.SimpleListFilter):
    """``?author_of=12``: the comments of whoever wrote that one. Offered by the queue, and nowhere else."""

    title = _("author")
    parameter_name = "author_of"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        comment = self._comment()
        return [(str(comment.pk), comment.name)] if comment else []

    def has_output(self) -> bool:
        return self.value() is not None

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        comment = self._comment()
        return queryset.filter(same_author(comment)) if comment else queryset

    def _comment(self) -> Comment | None:
        pk = whole_number(self.value() or "")
        return Comment.objects.filter(pk=pk).first() if pk else None


@admin.register(Comment)
class CommentAdmin(Persons, Queue):
    """Words, name and addresses can be edited, to take personal data out; the history says who did.

    What a comment belongs to cannot, nor its status but by a decision, and the queue decides.
    """

    list_display = ["excerpt", "name", "status_in_words", "on_interview", "created_at"]
    list_filter = ["status", "created_at", SameAuthor]
    list_select_related = ["interview"]
    list_per_page = 50
    ordering = [_WAITING_FIRST, "-created_at", "-pk"]
    search_fields = ["name", "email", "body", "interview__title"]
    form = WordsForm
    actions = ["approve", "reject", "remove", "mark_as_spam"]
    raw_id_fields = ["interview", "parent", "segment"]
    formfield_overrides = {models.URLField: {"assume_scheme": "https", "widget": AdminURLFieldWidget}}

    @admin.display(description=_("comment"))
    def excerpt(self, comment: Comment) -> str:
        return Truncator(comment.body).chars(EXCERPT)

    @admin.display(description=_("interview"), ordering="interview")
    def on_interview(self, comment: Comment) -> str:
        """The beginning of its title, which names the guest."""
        return Truncator(comment.interview.title).chars(50)

    @admin.display(description=_("status"), ordering="status")
    def status_in_words(self, comment: Comment) -> str:
        return comment.get_status_display()

    @admin.display(description=_("as shown"))
    def as_shown(self, comment: Comment) -> SafeString:
        # Safe because `richtext.remark` made it: Markdown without HTML, then cleaned to a list of tags.
        return mark_safe(comment.body_html)  # noqa: S308

    @admin.display(description=_("decisions"))
    def decisions(self, comment: Comment) -> SafeString | None:
        """The whole log: what was decided, picked, locked, by whom and when."""
        lines = (
            (date_format(localtime(event.at), "DATETIME_FORMAT"), event, event.actor or "—")
            for event in comment.events.select_related("actor")
        )
        return format_html_join(mark_safe("<br>"), "{} · {} · {}", lines) or None

    def get_fields(self, request: HttpRequest, obj: Comment | None = None) -> list[str]:
        written = ["name", "email", "url", "body"]
        if obj is None:
            return ["interview", "parent", "segment", *written]
        return [*_SHOWN, "segment", *written, *(["seen"] if self.has_change_permission(request, obj) else [])]

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Comment | None:
        """As it is until the request is over: who decides about it or edits it at the same time waits."""
        comment = super().get_object(request, object_id, from_field)
        if comment is not None and request.method == "POST":
            Interview.objects.select_for_update().get(pk=comment.interview_id)  # as every decision does first
            comment.refresh_from_db()
        return comment

    def get_readonly_fields(self, request: HttpRequest, obj: Comment | None = None) -> list[str]:
        return _SHOWN if obj else []

    def get_actions(self, request: HttpRequest, action_location: Any = None) -> dict[str, Any]:
        """Deleting comes last: what readers wrote is decided on, not removed."""
        actions = super().get_actions(request, **asked_for(action_location))
        return dict(sorted(actions.items(), key=lambda named: named[0] == "delete_selected"))

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        context["show_save_and_add_another"] = False  # comments come one by one
        context["may_moderate"] = self.has_moderate_permission(request)
        return super().render_change_form(request, context, **kwargs)

    def save_model(self, request: HttpRequest, obj: Comment, form: Any, change: bool) -> None:
        if not change:
            super().save_model(request, obj, form, change)
            return
        edited = [name for name in form.changed_data if name != "body"]
        if edited:
            # Only what was edited: a whole row would undo another editor's decision of this moment.
            obj.save(update_fields=edited)
        if "body" in form.changed_data:
            obj.rewrite(obj.body, by=request.user)

    @admin.action(description=_("Approve the selected comments"), permissions=["moderate"])
    def approve(self, request: HttpRequest, comments: QuerySet) -> HttpResponse | None:
        return self.ask(request, comments, Status.APPROVED, gettext("Approve"))

    @admin.action(description=_("Reject the selected comments"), permissions=["moderate"])
    def reject(self, request: HttpRequest, comments: QuerySet) -> HttpResponse | None:
        return self.ask(request, comments, Status.REJECTED, gettext("Reject"))

    @admin.action(description=_("Remove the selected comments"), permissions=["moderate"])
    def remove(self, request: HttpRequest, comments: QuerySet) -> HttpResponse | None:
        return self.ask(request, comments, Status.REMOVED, gettext("Remove"))

    @admin.action(description=_("Mark the selected comments as spam"), permissions=["moderate"])
    def mark_as_spam(self, request: HttpRequest, comments: QuerySet) -> HttpResponse | None:
        return self.ask(request, comments, Status.SPAM, gettext("Mark as spam"))
