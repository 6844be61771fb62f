"""The list of all comments, and the page of one: what readers wrote, and who decided what."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminURLFieldWidget
from django.db import models
from django.db.models import Case, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from interviews.comments.admin.queue import Queue
from interviews.comments.dossier import same_author
from interviews.comments.models import Comment

Status = Comment.Status

#: Characters of a comment in the queue: enough to decide about most of them.
EXCERPT = 160

_WAITING_FIRST = Case(When(status=Status.PENDING, then=Value(0)), default=Value(1))

_SHOWN = ["status_in_words", "decisions", "interview", "parent", "created_at", "as_shown"]

#: What the three buttons and the three actions do, in the order in which they are offered.
_DECISIONS = {
    Status.APPROVED: _("Approve"),
    Status.REJECTED: _("Reject"),
    Status.SPAM: _("Mark as spam"),
}


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
        value = self.value() or ""
        plausible = value.isascii() and value.isdigit() and len(value) < 16
        return Comment.objects.filter(pk=value).first() if plausible else None


@admin.register(Comment)
class CommentAdmin(Queue):
    """Words, name and addresses can be edited, to take personal data out; the history says who did.

    What a comment belongs to cannot, nor its status but by a decision.
    """

    list_display = ["excerpt", "name", "status_in_words", "on_interview", "created_at"]
    list_filter = ["status", "created_at", SameAuthor]
    list_select_related = ["interview"]
    list_per_page = 50
    ordering = [_WAITING_FIRST, "-created_at", "-pk"]
    search_fields = ["name", "email", "body", "interview__title"]
    actions = ["approve", "reject", "mark_as_spam"]
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
        lines = (
            (date_format(localtime(event.at), "DATETIME_FORMAT"), event, event.actor or "—")
            for event in comment.events.select_related("actor")
        )
        return format_html_join(mark_safe("<br>"), "{} · {} · {}", lines) or None

    def get_fields(self, request: HttpRequest, obj: Comment | None = None) -> list[str]:
        written = ["name", "email", "url", "body"]
        if obj is None:
            return ["interview", "parent", "segment", *written]
        return [*_SHOWN, "segment", *written]

    def get_readonly_fields(self, request: HttpRequest, obj: Comment | None = None) -> list[str]:
        return _SHOWN if obj else []

    def get_actions(self, request: HttpRequest, action_location: Any = None) -> dict[str, Any]:
        """Deleting comes last: what readers wrote is decided on, not removed."""
        # Django 6.1 says for which place it asks; 5.2 knows no places.
        place = {} if action_location is None else {"action_location": action_location}
        actions = super().get_actions(request, **place)
        return dict(sorted(actions.items(), key=lambda named: named[0] == "delete_selected"))

    def has_moderate_permission(self, request: HttpRequest) -> bool:
        """Asked by Django for actions with `permissions=["moderate"]`."""
        return request.user.has_perm("comments.moderate_comment")

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        context["show_save_and_add_another"] = False  # comments come one by one
        shown = context.get("original")
        withdrawn = shown is not None and shown.status == Status.WITHDRAWN
        may_decide = self.has_moderate_permission(request) and not withdrawn
        context["decisions"] = list(_DECISIONS.items()) if may_decide else []
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

    def response_change(self, request: HttpRequest, obj: Comment) -> HttpResponse:
        if self.has_moderate_permission(request) and obj.status != Status.WITHDRAWN:
            for status in _DECISIONS:
                if f"_decide_{status}" in request.POST:
                    obj.decide(status, by=request.user)
        return super().response_change(request, obj)

    @admin.action(description=_("Approve the selected comments"), permissions=["moderate"])
    def approve(self, request: HttpRequest, comments: QuerySet) -> None:
        self._decide(request, comments, Status.APPROVED)

    @admin.action(description=_("Reject the selected comments"), permissions=["moderate"])
    def reject(self, request: HttpRequest, comments: QuerySet) -> None:
        self._decide(request, comments, Status.REJECTED)

    @admin.action(description=_("Mark the selected comments as spam"), permissions=["moderate"])
    def mark_as_spam(self, request: HttpRequest, comments: QuerySet) -> None:
        self._decide(request, comments, Status.SPAM)

    def _decide(self, request: HttpRequest, comments: QuerySet, status: str) -> None:
        """What its author withdrew no editor shows again."""
        decided = comments.exclude(status=Status.WITHDRAWN).order_by("interview", "pk")
        changed = sum(comment.decide(status, by=request.user) for comment in decided)
        message = ngettext("%(count)d comment is now: %(status)s.", "%(count)d comments are now: %(status)s.", changed)
        numbers = {"count": changed, "status": Status(status).label}
        self.message_user(request, message % numbers, messages.SUCCESS if changed else messages.INFO)
