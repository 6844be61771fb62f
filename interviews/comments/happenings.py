"""What editors decided about the comments and corrections of an interview, for its history."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils.translation import ngettext, ngettext_lazy

from interviews.admin.happenings import Act, Event, folded
from interviews.comments.models import CommentRevision, Correction, ModerationEvent
from interviews.models import Interview

#: What is told of a decision, by the status or mark that it gave, and of how many there are.
_TOLD = {
    "approved": ngettext_lazy("%(count)d comment approved.", "%(count)d comments approved.", "count"),
    "rejected": ngettext_lazy("%(count)d comment rejected.", "%(count)d comments rejected.", "count"),
    "spam": ngettext_lazy("%(count)d comment marked as spam.", "%(count)d comments marked as spam.", "count"),
    "removed": ngettext_lazy("%(count)d comment removed.", "%(count)d comments removed.", "count"),
    "pending": ngettext_lazy(
        "%(count)d comment made to wait again.", "%(count)d comments made to wait again.", "count"
    ),
    "withdrawn": ngettext_lazy("%(count)d comment withdrawn.", "%(count)d comments withdrawn.", "count"),
    "confirmed": ngettext_lazy("%(count)d report set aside.", "%(count)d reports set aside.", "count"),
    "picked": ngettext_lazy("%(count)d comment picked.", "%(count)d comments picked.", "count"),
    "unpicked": ngettext_lazy("%(count)d comment picked no longer.", "%(count)d comments picked no longer.", "count"),
    "locked": ngettext_lazy("%(count)d thread locked.", "%(count)d threads locked.", "count"),
    "unlocked": ngettext_lazy("%(count)d thread unlocked.", "%(count)d threads unlocked.", "count"),
    "edited": ngettext_lazy("%(count)d comment edited.", "%(count)d comments edited.", "count"),
}


def comments_decided(interview: Interview, user: Any) -> Iterable[Event]:
    """For those who may look at comments; two queries. What the rules did by themselves is no decision of anybody."""
    if not (user.has_perm("comments.view_comment") or user.has_perm("comments.change_comment")):
        return ()
    acts = [*_decisions(interview), *_edits(interview)]
    return [Event(act.at, act.by, str(_TOLD[act.kind] % {"count": act.count}), link=act.link) for act in folded(acts)]


def corrections_decided(interview: Interview, user: Any) -> Iterable[Event]:
    """Those that were declined, for who may change interviews; accepted ones are states of the history."""
    if not user.has_perm("interviews.change_interview"):
        return
    rows = Correction.objects.filter(interview=interview, status=Correction.Status.DECLINED)
    rows = rows.exclude(decided_by=None).select_related("decided_by")
    acts = [Act(row.decided_at, row.decided_by, "declined", _page_of(row)) for row in rows if row.decided_at]
    for act in folded(acts):
        told = ngettext(
            "%(count)d correction of a reader declined.", "%(count)d corrections of readers declined.", act.count
        )
        yield Event(act.at, act.by, told % {"count": act.count}, link=act.link)


def _page_of(row: Correction) -> str:
    return reverse("admin:comments_correction_change", args=[row.pk])


def _decisions(interview: Interview) -> Iterator[Act]:
    rows = ModerationEvent.objects.filter(comment__interview=interview, actor__isnull=False)
    for row in (
        rows.select_related("actor").order_by("at", "pk").only("at", "actor", "before", "after", "mark", "comment")
    ):
        kind = row.mark or ("confirmed" if (row.before, row.after) == ("approved", "approved") else row.after)
        yield Act(row.at, row.actor, kind, _one(row.comment_id))


def _edits(interview: Interview) -> Iterator[Act]:
    """By others than who wrote it."""
    rows = CommentRevision.objects.filter(comment__interview=interview, editor__isnull=False)
    rows = rows.exclude(editor=F("comment__user")).select_related("editor").defer("body")
    for row in rows:
        yield Act(row.replaced_at, row.editor, "edited", _one(row.comment_id))


def _one(pk: int) -> str:
    return reverse("admin:comments_comment_one", args=[pk])
