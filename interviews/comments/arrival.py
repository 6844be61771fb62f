"""A comment arrives: it is judged and stored, or refused with the reason, in one transaction."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import HttpRequest
from django.utils import timezone

from interviews.comments import blocking, moderation, posing
from interviews.comments.limits import seconds_to_wait
from interviews.comments.models import Comment, NetworkKey, SpeakerAccount, recounted
from interviews.comments.moderation import Rules, Submission
from interviews.comments.network import network_of
from interviews.comments.rules import rules_of
from interviews.models import Interview

#: The same words elsewhere count for so long.
REPEATS_WITHIN = timedelta(days=7)
#: Shorter words ("Thank you!") are anybody's.
SHORTEST_REPEAT = 40
#: Who calls himself so claims to speak for the site.
TITLES = ("editor", "moderator", "administrator", "webmaster", "rédaction", "rédacteur", "rédactrice", "modérateur")


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

    @classmethod
    def of(cls, request: HttpRequest, **given: object) -> Circumstances:
        return cls(network=network_of(request), **given)


def receive(comment: Comment, circumstances: Circumstances) -> Comment:
    """Stores a new comment with the status it deserves, and gives it, or the one it repeats (a second click).

    `Refused` where it is not taken; then nothing is stored.
    """
    rules = rules_of(comment.interview)
    if rules.closed:
        raise Refused(Refused.CLOSED)
    comment.hang()
    comment.remember()
    network = circumstances.network
    with recounted([comment.interview_id]):
        # One at a time from here on: a second click waits for the first, and a limit is no estimate.
        NetworkKey.one_at_a_time()
        if earlier := comment.twin():
            return earlier
        if _is_locked(comment):
            raise Refused(Refused.LOCKED)
        marks = NetworkKey.marks(network)
        if not comment.voice and (seconds := seconds_to_wait(marks, comment.interview, rules.slow_mode)):
            raise Refused(Refused.TOO_FAST, seconds)
        met = blocking.met_by(comment, network)
        given = _submission(comment, circumstances, {rule.action for rule in met})
        verdict = moderation.judge(given, rules)
        if settings.PROOF_OF_WORK and not circumstances.proof and _is_risky(comment, verdict):
            if circumstances.proof is None:
                raise Refused(Refused.UNPROVED)
            verdict = moderation.without_proof(verdict)
        if not verdict.refused:
            comment.network = next(iter(marks), "")
            comment.reasons = [str(reason) for reason in verdict.reasons]
            comment.save(force_insert=True)
            if verdict.status != comment.status:
                comment.decide(verdict.status)
            return comment
    raise Refused(Refused.BLOCKED)


def _is_risky(comment: Comment, verdict: moderation.Verdict) -> bool:
    return moderation.is_risky(verdict, Comment.objects.waiting().filter(interview=comment.interview).count())


def status_after_edit(comment: Comment, body: str) -> str:
    """What a stored comment is to be once its author gave it these words."""
    draft = copy.copy(comment)
    draft.body = body
    met = blocking.met_by(draft, network="")
    given = _submission(draft, Circumstances(age=moderation.QUICKEST), {rule.action for rule in met})
    verdict = moderation.judge(given, rules_of(comment.interview))
    return moderation.after_edit(comment.status, verdict, voice=bool(comment.voice))


def _is_locked(comment: Comment) -> bool:
    """Whether what it answers, or anything above that, takes no more replies."""
    if not comment.parent_id or comment.voice == Comment.Voice.EDITOR:
        return False
    return comment.parent.takes_no_replies


def _submission(comment: Comment, circumstances: Circumstances, blocked: set[str]) -> Submission:
    return Submission(
        links=moderation.links_in(comment.body),
        forum_markup=moderation.has_forum_markup(comment.body),
        trap=circumstances.trap,
        age=circumstances.age,
        repeats=_repeats(comment),
        blocked=frozenset(blocked),
        poses=not comment.voice and posing.poses(comment.name, names_taken(comment.interview)),
        voice=bool(comment.voice),
        approved_before=approved_before(comment),
        service=circumstances.service,
    )


def _repeats(comment: Comment) -> int:
    if len(comment.body) < SHORTEST_REPEAT:
        return 0
    same = Comment.objects.filter(body=comment.body, created_at__gt=timezone.now() - REPEATS_WITHIN)
    return same.exclude(pk=comment.pk).count()


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


def names_taken(interview: Interview) -> list[str]:
    """Whose name nobody else may write under: who takes part, who signs in here, and titles that claim as much."""
    taking_part = {appearance.credited_name for appearance in interview.appearances.select_related("speaker")}
    signing_in = SpeakerAccount.objects.values_list("speaker__name", flat=True)
    staff = [user.get_full_name() for user in get_user_model().objects.filter(is_staff=True, is_active=True)]
    return [*taking_part, *signing_in, *filter(None, staff), *TITLES]


def reconsider(comment: Comment, rules: Rules | None = None) -> bool:
    """Shows a comment that waits, now that its address is confirmed, where its author is trusted and nothing speaks
    against it. True where it is shown by that."""
    rules = rules or rules_of(comment.interview)
    with recounted([comment.interview_id]):
        row = Comment.objects.select_for_update().get(pk=comment.pk)
        if row.status != Comment.Status.PENDING or row.reasons or not rules.trusts(approved_before(row)):
            return False
        return row.decide(Comment.Status.APPROVED)
