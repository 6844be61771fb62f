"""Decisions of the queue: on one comment, on several together, and taking them back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext

from interviews.comments.dossier import as_seen, parsed, seen_of, token_of
from interviews.comments.models import Comment, ModerationEvent, Overtaken, Seen, recounted
from interviews.comments.models.decisions import last_decision_about
from interviews.comments.wording import DECISIONS
from interviews.names import account_name
from interviews.numbers import whole_number

Status = Comment.Status

#: As many as one reads through before saying yes, and as one form may hold.
MOST_TOGETHER = 100


class Deciding(admin.ModelAdmin):
    """Every decision carries how the comment was when it was shown (`Seen`), and whoever comes second is told."""

    def has_moderate_permission(self, request: HttpRequest) -> bool:
        """Asked by Django for actions with `permissions=["moderate"]`."""
        return request.user.has_perm("comments.moderate_comment")

    def _moderating(self, request: HttpRequest) -> None:
        if not (self.has_view_permission(request) and self.has_moderate_permission(request)):
            raise PermissionDenied

    def _back(self, request: HttpRequest, to: str = "") -> HttpResponse:
        """To the queue as it was narrowed, where the next comment stands; or to the list that the decision is from."""
        if "list" in request.POST:
            query = QueryDict(request.POST["list"]).urlencode()
            return HttpResponseRedirect(f"{reverse('admin:comments_comment_changelist')}{'?' if query else ''}{query}")
        query = request.GET.urlencode()
        number = to or request.POST.get("next", "")
        place = f"#item-{number}" if whole_number(number) is not None else ""
        return HttpResponseRedirect(f"{reverse('admin:comments_comment_queue')}{'?' if query else ''}{query}{place}")

    def decide_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A status for one comment, or one of the marks that leave its status alone."""
        self._moderating(request)
        found = parsed(request.POST.get("seen", ""))
        after = request.POST.get("decision", "")
        if mark := MARKS.get(request.POST.get("mark", "")):
            comment = get_object_or_404(Comment.objects.select_related("parent", "root"), pk=pk)
            self.message_user(request, mark(comment, request.user) % {"name": comment.name}, messages.SUCCESS)
            return self._back(request, str(pk))
        if found is None or found[0] != pk or (found[1].status, after) not in DECISIONS:
            self.message_user(request, gettext("Nothing was decided: the form was not whole."), messages.WARNING)
            return self._back(request, str(pk))
        comment = get_object_or_404(Comment, pk=pk)
        self._decided(request, [(comment, found[1])], after)
        return self._back(request)

    def together_view(self, request: HttpRequest) -> HttpResponse:
        """The ticked comments: first a page that says what would happen to each, then what it said."""
        self._moderating(request)
        after = request.POST.get("decision", "")
        chosen = dict(filter(None, map(parsed, request.POST.getlist("item"))))
        chosen = {pk: seen for pk, seen in chosen.items() if (seen.status, after) in DECISIONS}
        comments = Comment.objects.filter(pk__in=chosen).select_related("interview").oldest_first()
        pairs = [(comment, chosen[comment.pk]) for comment in comments]
        if not pairs:
            self.message_user(request, gettext("Tick the comments that are meant."), messages.WARNING)
            return self._back(request)
        if "confirmed" in request.POST:
            self._decided(request, pairs, after)
            return self._back(request)
        return self._confirmation(request, pairs, after, DECISIONS[pairs[0][1].status, after])

    def ask(self, request: HttpRequest, comments: QuerySet, after: str, words: str) -> HttpResponse | None:
        """The same for comments ticked in the list of all, as they are now; the page shows all of their words.

        None, with a message, where no such decision can be made about any of them.
        """
        before = [status for status, then in DECISIONS if then == after != status]
        rows = as_seen(comments.filter(status__in=before).select_related("interview")).oldest_first()
        pairs = [(row, seen_of(row)) for row in rows[:MOST_TOGETHER]]
        if not pairs:
            self.message_user(request, gettext("About none of these can that be decided."), messages.WARNING)
            return None
        return self._confirmation(request, pairs, after, words, comments.count() - len(pairs), request.GET.urlencode())

    def _confirmation(
        self,
        request: HttpRequest,
        pairs: Iterable[tuple[Comment, Seen]],
        after: str,
        words: str | Promise,
        left_out: int = 0,
        of_list: str | None = None,
    ) -> HttpResponse:
        context = {
            "title": gettext("Are you sure?"),
            "decision": after,
            "words": words,
            "items": [
                (comment, token_of(comment.pk, seen), "" if seen.holds_of(comment) else str(Overtaken(comment, seen)))
                for comment, seen in pairs
            ],
            "left_out": left_out,
            "list": of_list,
            "query": request.GET.urlencode() if of_list is None else "",
        }
        return self._page(request, "together", context)

    def _decided(self, request: HttpRequest, pairs: Iterable[tuple[Comment, Seen]], after: str) -> None:
        """Decides, tells what became of it, and offers to take it back."""
        pairs = list(pairs)
        done, as_it_was, overtaken = [], [], []
        with recounted({comment.interview_id for comment, _seen in pairs}):
            for comment, seen in pairs:
                try:
                    if seen.status == after:
                        changed = comment.confirm(request.user, seen=seen)
                    else:
                        changed = comment.decide(after, request.user, seen=seen)
                except Overtaken as error:
                    overtaken.append(error)
                else:
                    (done if changed else as_it_was).append(comment)
            events = [comment.events.decisions().order_by("pk").last().pk for comment in done]
        for error in overtaken:
            self.message_user(request, gettext("%s Nothing was changed.") % error, messages.WARNING)
        for comment in as_it_was:
            self.message_user(request, _already(comment), messages.INFO)
        if done:
            numbers = {"count": len(done), "status": Status(after).label, "name": done[0].name}
            one = gettext("The comment of %(name)s is now: %(status)s.")
            several = ngettext(
                "%(count)d comment is now: %(status)s.", "%(count)d comments are now: %(status)s.", len(done)
            )
            message = one if len(done) == 1 else several
            # Whoever shows the message gives the button: see `undo_of`.
            tags = " ".join(["undo", *map(str, events)])
            self.message_user(request, message % numbers, messages.SUCCESS, extra_tags=tags)

    def undo_view(self, request: HttpRequest) -> HttpResponse:
        """Takes back one's own decisions, each as long as nothing has happened to the comment since."""
        self._moderating(request)
        keys = [key for key in map(whole_number, request.POST.getlist("event")) if key]
        own = ModerationEvent.objects.decisions().filter(pk__in=keys, actor=request.user, undoes=None)
        events = list(own.select_related("comment").order_by("-pk"))
        done = []
        with recounted({event.comment.interview_id for event in events}):
            for event in events:
                try:
                    event.comment.undo(event, request.user)
                except Overtaken as error:
                    self.message_user(request, gettext("%s Nothing was changed.") % error, messages.WARNING)
                else:
                    done.append(event.comment)
        if done:
            numbers = {"count": len(done), "name": done[0].name, "status": Status(done[0].status).label}
            one = gettext("Taken back. The comment of %(name)s is again: %(status)s.")
            several = ngettext("%(count)d decision taken back.", "%(count)d decisions taken back.", len(done))
            message = one if len(done) == 1 else several
            self.message_user(request, message % numbers, messages.SUCCESS)
        return self._back(request, str(done[-1].pk) if done else "")


def _already(comment: Comment) -> str:
    """Somebody else wanted the same, and was quicker."""
    event = last_decision_about(comment)
    who = {"name": comment.name, "status": comment.get_status_display()}
    if event and event.actor:
        who["actor"] = account_name(event.actor)
        return gettext("The comment of %(name)s is so already, by %(actor)s: %(status)s.") % who
    return gettext("The comment of %(name)s is so already: %(status)s.") % who


def _answers(comment: Comment, by: Any) -> str:
    with transaction.atomic():
        question = get_object_or_404(Comment.objects.select_for_update(of=("self",)), pk=comment.parent_id)
        try:
            question.take_answer(comment)
        except ValueError:
            return gettext("Only a public reply to a question can be its answer. Nothing was changed.")
    return gettext("What %(name)s wrote answers the question.")


def _is_unanswered(comment: Comment, by: Any) -> str:
    comment.take_answer(None)
    return gettext("The question of %(name)s is open again.")


def _picked(comment: Comment, by: Any) -> str:
    comment.pick(by)
    return gettext("The comment of %(name)s is an editors’ pick.")


def _unpicked(comment: Comment, by: Any) -> str:
    comment.unpick(by)
    return gettext("The comment of %(name)s is no editors’ pick any more.")


def _locked(comment: Comment, by: Any) -> str:
    (comment.root or comment).lock(by)
    return gettext("The thread takes no more replies.")


def _unlocked(comment: Comment, by: Any) -> str:
    (comment.root or comment).unlock(by)
    return gettext("The thread takes replies again.")


MARKS = {
    "answer": _answers,
    "no_answer": _is_unanswered,
    "pick": _picked,
    "unpick": _unpicked,
    "lock": _locked,
    "unlock": _unlocked,
}
