"""All that an editor should see of a comment before deciding about it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Lower
from django.utils.functional import Promise

from interviews.comments.models import Comment, ModerationEvent, Report, Seen
from interviews.comments.speaking import Writer, writers_of
from interviews.comments.wording import DECISIONS, in_words
from interviews.numbers import whole_number

Status = Comment.Status


@dataclass(frozen=True, slots=True)
class History:
    """What became of the other comments of the same address, or of the same network."""

    approved: int = 0
    waiting: int = 0
    rejected: int = 0
    spam: int = 0

    def __bool__(self) -> bool:
        return any((self.approved, self.waiting, self.rejected, self.spam))


@dataclass(frozen=True, slots=True)
class Decision:
    """A button: the status it gives, its words, and the key that presses it."""

    status: str
    words: Promise
    key: str


@dataclass(frozen=True, slots=True)
class Dossier:
    comment: Comment
    seen: Seen
    history: History
    suspected: bool = False
    reports: Sequence[Report] = ()
    replies: Sequence[Comment] = ()
    writer: Writer | None = None
    #: The answer that was typed, where it could not be sent.
    form: Any = field(default=None, compare=False)

    @property
    def token(self) -> str:
        return token_of(self.comment.pk, self.seen)

    @property
    def reasons(self) -> list[Promise | str]:
        return in_words(self.comment.reasons)

    @property
    def decisions(self) -> list[Decision]:
        doubted = self.suspected or bool(self.reports)
        return [
            Decision(after, words, _key(after))
            for (before, after), words in DECISIONS.items()
            if before == self.comment.status and (before != after or doubted) and not self.comment.erased_at
        ]

    @property
    def is_public(self) -> bool:
        return self.comment.status == Status.APPROVED

    @property
    def may_be_answered(self) -> bool:
        """What waits is approved by that."""
        return self.comment.status in (Status.APPROVED, Status.PENDING, Status.SPAM)

    @property
    def thread(self) -> Comment:
        return self.comment.root or self.comment

    @property
    def may_answer_its_question(self) -> bool:
        parent = self.comment.parent
        return bool(self.is_public and parent and parent.is_question and parent.answer_id != self.comment.pk)


def _key(status: str) -> str:
    return {Status.APPROVED: "a", Status.SPAM: "s"}.get(status, "r")


def token_of(pk: int, seen: Seen) -> str:
    """What a form carries of a comment: which one, and how it was when it was shown."""
    return f"{pk}-{seen.revision}-{seen.status}-{seen.event}-{seen.report}"


def parsed(token: str) -> tuple[int, Seen] | None:
    """None for what no form here carries."""
    parts = token.split("-")
    if len(parts) != 5 or parts[2] not in Status.values:
        return None
    pk, revision, event, report = (whole_number(part) for part in (*parts[:2], *parts[3:]))
    if pk is None or revision is None or event is None or report is None:
        return None
    return pk, Seen(revision, parts[2], event, report)


def dossiers(comments: QuerySet, user: Any) -> list[Dossier]:
    """The comments with all that concerns them. Eight queries at most, whatever their number."""
    unsettled = Prefetch("reports", Report.objects.filter(settled_at=None), to_attr="open_reports")
    replies = Prefetch("replies", Comment.objects.approved().oldest_first().defer("network"), to_attr="public_replies")
    related = ("interview", "segment", "parent", "root", "answer")
    rows = list(as_seen(comments.select_related(*related).prefetch_related(unsettled, replies, "revisions")))
    suspected = set(Comment.objects.suspected().filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
    histories = _histories(rows)
    writers = writers_of(user, {row.interview_id for row in rows})
    return [
        Dossier(
            row,
            seen_of(row),
            histories[row.pk],
            row.pk in suspected,
            row.open_reports,
            row.public_replies if row.is_question else (),
            writers.get(row.interview_id),
        )
        for row in rows
    ]


def as_seen(comments: QuerySet) -> QuerySet:
    """Each with what `seen_of` tells of it."""
    decisions = ModerationEvent.objects.decisions().filter(comment=OuterRef("pk"))
    reports = Report.objects.filter(comment=OuterRef("pk"), settled_at=None)
    last = {"last_event": decisions, "last_report": reports}
    keys = {name: Coalesce(Subquery(rows.order_by("-pk").values("pk")[:1]), 0) for name, rows in last.items()}
    return comments.annotate(**keys)


def seen_of(comment: Comment) -> Seen:
    """How a comment of `as_seen` is, for whom it is shown to."""
    return Seen(comment.revision, comment.status, comment.last_event, comment.last_report)


def same_author(comment: Comment) -> Q:
    """The comments of the same address, or, as long as that is known, of the same network."""
    same = Q(pk=comment.pk)
    if comment.email:
        same |= Q(email__iexact=comment.email)
    if comment.network:
        same |= Q(network=comment.network)
    return same


def _histories(comments: Iterable[Comment]) -> dict[int, History]:
    """For each of the comments, in one query: grouped by what is compared, so that nothing is counted twice."""
    comments = list(comments)
    emails = {comment.email.lower() for comment in comments} - {""}
    networks = {comment.network for comment in comments} - {""}
    found: dict[tuple[str, str], Counter] = defaultdict(Counter)
    if emails or networks:
        theirs = Comment.objects.order_by().annotate(address=Lower("email"))
        theirs = theirs.filter(Q(address__in=emails) | Q(network__in=networks))
        for address, network, status, number in theirs.values_list("address", "network", "status").annotate(
            number=Count("pk")
        ):
            found[address, network][status] += number
    return {comment.pk: _history(comment, found) for comment in comments}


def _history(comment: Comment, found: dict[tuple[str, str], Counter]) -> History:
    total: Counter = Counter()
    for (address, network), numbers in found.items():
        if (comment.email and address == comment.email.lower()) or (comment.network and network == comment.network):
            total += numbers
    total[comment.status] = max(total[comment.status] - 1, 0)  # without itself
    return History(
        total[Status.APPROVED],
        total[Status.PENDING],
        total[Status.REJECTED] + total[Status.REMOVED],
        total[Status.SPAM],
    )
