"""All that the conversation knows of one person, who is known by an e-mail address: given out whole, or erased."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from interviews.comments.models import (
    BlockRule,
    Comment,
    CommentRevision,
    Correction,
    Letter,
    ModerationEvent,
    Report,
    Subscription,
    recounted,
)
from interviews.lasting import lasting_address
from interviews.models import Interview, Revision, Source
from interviews.search.index import refresh

_COUNTED = {
    "deleted": ngettext_lazy("%d comment", "%d comments"),
    "emptied": ngettext_lazy("%d more of which the place is left", "%d more of which the places are left"),
    "subscriptions": ngettext_lazy("%d subscription", "%d subscriptions"),
    "letters": ngettext_lazy("%d letter", "%d letters"),
    "corrections": ngettext_lazy("%d correction", "%d corrections"),
}
#: Told only where there are any.
_SELDOM = {"corrections"}


@dataclass(frozen=True, slots=True)
class Erased:
    """What was done, and what names the person elsewhere: only somebody who reads it can tell what to do with that."""

    deleted: int
    emptied: int
    subscriptions: int
    letters: int
    left: list[str] = field(default_factory=list)
    corrections: int = 0

    def __str__(self) -> str:
        numbers = {what: getattr(self, what) for what in _COUNTED}
        return ", ".join(
            str(_COUNTED[what] % number) for what, number in numbers.items() if number or what not in _SELDOM
        )


def comments_of(address: str) -> QuerySet:
    """What was written under that address, or by an account that has it."""
    return Comment.objects.filter(Q(email__iexact=address) | Q(user__email__iexact=address))


def data_of(address: str) -> dict[str, Any]:
    """Everything, as plain values for JSON.

    Reports are kept without a sign of who sent them, so none can be given out as somebody's own; those against the
    person's comments are told by reason and time.
    """
    comments = comments_of(address).select_related("interview", "parent", "segment").order_by("created_at", "pk")
    return {
        "address": address,
        "site": settings.SITE_URL,
        "exported_at": timezone.now(),
        "comments": [_comment(row) for row in comments.prefetch_related("revisions", "events", "reports")],
        "subscriptions": [
            {
                "email": row.email,
                "interview": row.interview.title,
                "replies_to": row.comment.body if row.comment_id else None,
                "language": row.language,
                "created_at": row.created_at,
                "confirmed_at": row.confirmed_at,
                "last_letter_at": row.last_letter_at,
            }
            for row in Subscription.objects.of(address).select_related("interview", "comment")
        ],
        "letters": list(Letter.objects.to(address).values("kind", "created_at", "sent_at", "answered_at")),
        "corrections": [_correction(row) for row in _corrections(address)],
        "block_rules": list(_rules(address).values("pattern", "action", "note", "created_at", "expires_on")),
    }


def exported(address: str) -> str:
    """The same as JSON."""
    return json.dumps(data_of(address), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)


def _comment(row: Comment) -> dict[str, Any]:
    return {
        "address": settings.SITE_URL + lasting_address(row),
        "interview": row.interview.title,
        "is_reply": row.parent_id is not None,
        "about": row.about,
        "moment": row.moment,
        "kind": row.kind,
        "voice": row.voice,
        "name": row.name,
        "email": row.email,
        "email_confirmed_at": row.email_confirmed_at,
        "url": row.url,
        "body": row.body,
        "status": row.status,
        "held_for": row.reasons,
        "network": row.network,
        "created_at": row.created_at,
        "edited_at": row.edited_at,
        "earlier_words": [
            {"name": one.name, "body": one.body, "replaced_at": one.replaced_at} for one in row.revisions.all()
        ],
        "decisions": [
            {"before": one.before, "after": one.after, "mark": one.mark, "note": one.note, "at": one.at}
            for one in row.events.all()
        ],
        "reports_against_it": [{"reason": one.reason, "at": one.at} for one in row.reports.all()],
    }


def _corrections(address: str) -> QuerySet:
    return Correction.objects.filter(email__iexact=address).select_related("interview")


def _correction(row: Correction) -> dict[str, Any]:
    kept = ("was_question", "was_answer", "question", "answer", "why", "name", "email", "credit", "network")
    told = {name: getattr(row, name) for name in (*kept, "created_at", "status", "decided_at", "reply", "published_at")}
    return {"interview": row.interview.title, "entry": row.uid, "held_for": row.reasons, **told}


def erase(address: str) -> Erased:
    """Erases all that is known of the person, in one transaction; harmless twice.

    A comment that somebody answered leaves an empty place, on which the answers hang. All others are deleted.
    """
    # Locked before they are looked for: nobody answers in between.
    interviews = set(comments_of(address).values_list("interview_id", flat=True))
    with recounted(interviews):
        rows = list(comments_of(address).filter(interview__in=interviews).values_list("pk", "depth"))
        keys = [pk for pk, _depth in rows]
        _forget_in_the_log(keys)
        deleted = emptied = 0
        # From the deepest up: what is answered by the same person alone goes with its answers.
        for depth in sorted({depth for _pk, depth in rows}, reverse=True):
            level = Comment.objects.filter(pk__in=[pk for pk, its in rows if its == depth])
            deleted += level.filter(replies=None).count()
            level.filter(pk__in=list(level.filter(replies=None).values_list("pk", flat=True))).delete()
            emptied += _empty(level)
        subscriptions = Subscription.objects.of(address).delete()[1].get("comments.Subscription", 0)
        letters = Letter.objects.to(address).delete()[0]
        corrections = _erase_corrections(address)
        deleted += _clear_away(interviews)
        refresh(interviews)
        # What was deleted leaves no date of its own; by this one, feeds that are asked for news tell of it.
        Interview.objects.filter(pk__in=interviews).update(updated_at=timezone.now())
    return Erased(deleted, emptied, subscriptions, letters, list(_left(address)), corrections)


def erasable(address: str) -> Erased:
    """What `erase` would do: the very same, taken back."""
    with transaction.atomic():
        would = erase(address)
        transaction.set_rollback(True)
    return would


def _erase_corrections(address: str) -> int:
    """What was accepted is the editors' text, and stays without a name; all else is deleted. Gives how many."""
    theirs = Correction.objects.filter(email__iexact=address)
    accepted = theirs.filter(status=Correction.Status.ACCEPTED)
    for row in theirs.exclude(name=""):
        # The history names who suggested the words: once more for each time that they were accepted.
        states = Revision.objects.filter(interview=row.interview_id, reason=Revision.Reason.EDITED)
        states.filter(note__contains=row.name).update(note="")
    emptied = accepted.update(name="", email="", why="", reply="", credit=False, network="")
    return emptied + theirs.delete()[1].get("comments.Correction", 0)


def _empty(comments: QuerySet) -> int:
    """Takes everything out of these comments but their place."""
    now = timezone.now()
    rows = list(comments.values_list("pk", "revision", "status"))
    keys = [pk for pk, _revision, _status in rows]
    CommentRevision.objects.filter(comment__in=keys).delete()
    Report.objects.filter(comment__in=keys).delete()
    ModerationEvent.objects.filter(comment__in=keys).update(note="")
    note = _("erased at its author’s request")
    ModerationEvent.objects.bulk_create(
        ModerationEvent(comment_id=pk, revision=revision, before=status, after=Comment.Status.REMOVED, note=note)
        for pk, revision, status in rows
    )
    Comment.objects.filter(pk__in=keys).update(
        status=Comment.Status.REMOVED, erased_at=now, name="", email="", email_confirmed_at=None, url="", body="",
        body_html="", gist="", voice="", user=None, network="", reasons=[], about="", segment=None, begun=None,
        moment=None, kind="comment", edited_at=None, picked_at=None,
    )  # fmt: skip
    return len(keys)


def _clear_away(interviews: Iterable[int]) -> int:
    """Deletes empty places on which nothing hangs any more."""
    deleted = 0
    while keys := list(
        Comment.objects.filter(interview__in=interviews, erased_at__isnull=False, replies=None).values_list(
            "pk", flat=True
        )
    ):
        Comment.objects.filter(pk__in=keys).delete()
        deleted += len(keys)
    return deleted


def _forget_in_the_log(keys: Iterable[int]) -> None:
    """The desk's own log calls each comment by its name and first words."""
    named = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(Comment), object_id__in=[str(key) for key in keys]
    )
    named.update(object_repr=_("a comment that was erased"))


def _left(address: str) -> Iterable[str]:
    for rule in _rules(address):
        yield _("block rule: %(rule)s") % {"rule": rule}
    for row in Comment.objects.filter(body__icontains=address).select_related("interview").order_by("pk"):
        yield _("the words of another comment: %(address)s") % {"address": lasting_address(row)}
    for source in Source.objects.filter(text__icontains=address).order_by("pk"):
        yield _("the file that was imported: %(name)s") % {"name": source.name}
    for user in get_user_model().objects.filter(email__iexact=address):
        yield _("the account of %(user)s") % {"user": user.get_username()}


def _rules(address: str) -> QuerySet:
    return BlockRule.objects.filter(kind=BlockRule.Kind.ADDRESS, pattern__iexact=address)
