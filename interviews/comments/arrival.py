"""A comment arrives: it is judged and stored, or refused with the reason, in one transaction."""

from __future__ import annotations

import copy
from dataclasses import dataclass, replace
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from interviews.comments import blocking, moderation, reserved
from interviews.comments.limits import seconds_to_wait
from interviews.comments.models import Comment, NetworkKey, locked, recounted
from interviews.comments.moderation import Rules, Submission
from interviews.comments.network import network_of
from interviews.comments.rules import rules_of
from interviews.comments.said import Said, said
from interviews.models.prepared import Given, Prepared

#: The same words elsewhere count for so long.
REPEATS_WITHIN = timedelta(days=7)
#: Beyond so many it is not counted.
MOST_REPEATS = 100


class Refused(Exception):
    """The comment was not taken. `seconds`: when the same may be sent again, where that is a matter of time."""

    CLOSED, BLOCKED, TOO_FAST, LOCKED, UNPROVED = "closed", "blocked", "too_fast", "locked", "unproved"

    def __init__(self, why: str, seconds: int = 0) -> None:
        self.why, self.seconds = why, seconds
        super().__init__(why)


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What is known of a comment beside its words."""

    network: str = ""
    #: Seconds since the form was given out; None: the form does not say so credibly.
    age: float | None = None
    trap: bool = False
    service: str = ""
    #: Whether the work that was asked for is done; None where none was asked for yet.
    proof: bool | None = None
    #: Whether its author may be taken for somebody else; None where nobody has looked yet.
    poses: bool | None = None

    @classmethod
    def of(cls, request: HttpRequest, **given: object) -> Circumstances:
        return cls(network=network_of(request), **given)


def receive(comment: Comment, circumstances: Circumstances, rules: Rules) -> Comment:
    """Stores a new comment with the status it deserves, and gives it, or the one it repeats (a second click).

    `rules`: those of its interview, as its form had them. `Refused` where it is not taken; then nothing is stored.
    """
    if rules.closed:
        raise Refused(Refused.CLOSED)
    comment.hang()
    comment.remember()
    network = circumstances.network
    # All that needs no other comment is found out before: behind this one everybody else waits.
    what = said(comment.body)
    circumstances = replace(circumstances, poses=_poses(comment))
    with locked([comment.interview_id]):  # what is shown is counted by `decide`
        # One at a time from here on: a second click waits for the first, and a limit is no estimate.
        NetworkKey.one_at_a_time()
        marks = NetworkKey.marks(network)
        if earlier := comment.twin(marks):
            earlier.complete(comment)
            return earlier
        if _is_locked(comment):
            raise Refused(Refused.LOCKED)
        if not comment.voice and (seconds := seconds_to_wait(marks, comment.interview, rules.slow_mode)):
            raise Refused(Refused.TOO_FAST, seconds)
        waiting = Comment.objects.waiting().filter(interview=comment.interview)
        verdict = verdict_on(comment, what, circumstances, rules, waiting)
        if not verdict.refused:
            comment.network = next(iter(marks), "")
            comment.reasons = [str(reason) for reason in verdict.reasons]
            comment.save(force_insert=True)
            if verdict.status != comment.status:
                comment.decide(verdict.status)
            return comment
    raise Refused(Refused.BLOCKED)


def verdict_on(
    comment: Comment, what: Said, circumstances: Circumstances, rules: Rules, waiting: QuerySet
) -> moderation.Verdict:
    """What becomes of what arrives, which says that; `waiting` are all like it that wait there.

    `Refused` where work is asked of its browser first.
    """
    met = blocking.met_by(comment, what, circumstances.network)
    given = _submission(comment, what, circumstances, {rule.action for rule in met})
    verdict = moderation.judge(given, rules)
    if settings.PROOF_OF_WORK and not circumstances.proof and moderation.is_risky(verdict, waiting.count()):
        if circumstances.proof is None:
            raise Refused(Refused.UNPROVED)
        return moderation.without_proof(verdict)
    return verdict


def revise(comment: Comment, body: str, *, seen: int, service: str = "") -> bool:
    """Gives a comment its author's other words, judged as new ones are. False where they are the same.

    `Refused` where a block rule refuses them, `Overtaken` where the revision that its author saw does not stand any
    more; then the comment is as it was.
    """
    with recounted([comment.interview_id]):
        rows = Comment.objects.select_for_update(of=("self",)).select_related("interview", "user")
        row = rows.get(pk=comment.pk)
        verdict = moderation.after_edit(
            row.status, row.reasons, _verdict_on(row, body, service=service), voice=bool(row.voice)
        )
        if not verdict.refused:
            return row.rewrite(body, by=row.user, status=verdict.status, reasons=verdict.reasons, seen=seen)
    raise Refused(Refused.BLOCKED)


def _verdict_on(row: Comment, body: str, *, service: str = "", rules: Rules | None = None) -> moderation.Verdict:
    """What these words of a stored comment deserve today, whatever was true of how it came."""
    draft = copy.copy(row)
    draft.body = body
    what = said(body)
    met = blocking.met_by(draft, what, network="")
    circumstances = Circumstances(age=moderation.QUICKEST, service=service)
    given = _submission(draft, what, circumstances, {rule.action for rule in met})
    return moderation.judge(given, rules or rules_of(row.interview))


def _is_locked(comment: Comment) -> bool:
    """Whether what it answers, or anything above that, takes no more replies."""
    if not comment.parent_id or comment.voice == Comment.Voice.EDITOR:
        return False
    return comment.parent.takes_no_replies


def _submission(comment: Comment, what: Said, circumstances: Circumstances, blocked: set[str]) -> Submission:
    return Submission(
        links=what.links,
        forum_markup=moderation.has_forum_markup(comment.body),
        trap=circumstances.trap,
        age=circumstances.age,
        repeats=_repeats(comment, what),
        blocked=frozenset(blocked),
        poses=_poses(comment) if circumstances.poses is None else circumstances.poses,
        voice=bool(comment.voice),
        approved_before=approved_before(comment),
        service=circumstances.service,
    )


def _poses(comment: Comment) -> bool:
    return not comment.voice and reserved.poses(comment.name, comment.interview)


def _repeats(comment: Comment, what: Said) -> int:
    if not what.gist:
        return 0
    since = timezone.now() - REPEATS_WITHIN
    return len({pk for (pk,) in _SAME(gist=what.gist, since=since)} - {comment.pk})


_SAME = Prepared(
    lambda: (
        Comment.objects.filter(
            gist=Given("gist", models.TextField()), created_at__gt=Given("since", models.DateTimeField())
        )
        .order_by()
        .values_list("pk")[:MOST_REPEATS]
    )
)


def approved_before(comment: Comment) -> int:
    """Earlier comments of the address that an editor approved; 0 where this one's address is not confirmed.

    A confirmed address is what somebody showed to own, for each of these comments: to type another's gains nothing.
    """
    return approved_of_address(comment) if comment.email_confirmed_at else 0


def approved_of_address(comment: Comment) -> int:
    """The same, as if this one's address were confirmed; 0 without one."""
    if not comment.email:
        return 0
    theirs = Comment.objects.approved().filter(email__iexact=comment.email, email_confirmed_at__isnull=False)
    return theirs.exclude(pk=comment.pk).count()


def reconsider(comment: Comment, rules: Rules | None = None) -> bool:
    """Shows a comment that waits, now that its address is confirmed, where its author is trusted and nothing speaks
    against it; what does is kept as its reasons. True where it is shown by that."""
    rules = rules or rules_of(comment.interview)
    with recounted([comment.interview_id]):
        row = Comment.objects.select_for_update(of=("self",)).select_related("interview").get(pk=comment.pk)
        if row.status != Comment.Status.PENDING or row.reasons or not rules.trusts(approved_before(row)):
            return False
        verdict = _verdict_on(row, row.body, rules=rules)
        if verdict.status == Comment.Status.APPROVED:
            return row.decide(verdict.status)
        Comment.objects.filter(pk=row.pk).update(reasons=list(verdict.reasons))
        return False
