"""The conversation on one interview as it is shown: its outline, and the comments of a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

from interviews.comments.models import Comment
from interviews.comments.moderation import Rules
from interviews.comments.outline import DEEPEST_SHOWN, PAGE_LENGTH, Outline, Row, Thread, outline
from interviews.comments.rules import rules_of
from interviews.models import Interview, Segment

#: Long texts that no page of comments shows, and an address that no public page may.
_NOT_SHOWN = ("email", "body", "network", "reasons", "segment__answer_html", "segment__question_html")


@dataclass(frozen=True, slots=True)
class ShownThread:
    """A thread with the comments that a page shows of it; `root` is None where the beginning may not be seen."""

    thread: Thread
    root: Comment | None
    replies: Sequence[Comment]

    @property
    def anchor(self) -> str:
        return f"comment-{self.thread.root}"


@dataclass(frozen=True)
class Talk:
    interview: Interview
    outline: Outline

    @cached_property
    def rules(self) -> Rules:
        """Those of this conversation. Two queries, the first time."""
        return rules_of(self.interview)

    def __len__(self) -> int:
        return len(self.outline)

    def on(self, segment: Segment) -> int:
        """How many comments speak of the segment, replies among them."""
        return self.outline.on.get(segment.pk, 0)

    @property
    def moments(self) -> str:
        """The moments that comments speak of beside those on segments, as seconds parted by spaces."""
        return " ".join(map(str, self.outline.moments))

    def shown(self, threads: Iterable[Thread]) -> list[ShownThread]:
        """The threads, each with the replies that stand with it. One query."""
        threads = list(threads)
        rows = self._rows([pk for thread in threads for pk in (thread.root, *(one.pk for one in thread.shown))])
        return [self._with(rows, thread, thread.shown) for thread in threads]

    def whole(self, thread: Thread, page: int) -> ShownThread:
        """A page of the thread's replies, below its beginning. One query."""
        replies = thread.replies[(page - 1) * PAGE_LENGTH : page * PAGE_LENGTH]
        return self._with(self._rows([thread.root, *(reply.pk for reply in replies)]), thread, replies)

    def _with(self, rows: dict[int, Comment], thread: Thread, replies: Iterable[Any]) -> ShownThread:
        shown = []
        for reply in replies:
            if reply.pk in rows:  # else decided about since the outline was drawn
                rows[reply.pk].level = reply.level
                shown.append(rows[reply.pk])
        return ShownThread(thread, rows.get(thread.root), shown)

    def _rows(self, keys: Iterable[int]) -> dict[int, Comment]:
        related = ("segment", "answer")
        known = Comment.objects.approved().filter(pk__in=set(keys)).select_related(*related)
        rows = {row.pk: row for row in known.defer(*_NOT_SHOWN, "answer__email", "answer__body", "answer__network")}
        for row in rows.values():
            row.interview = self.interview
            row.number = self.outline.numbers.get(row.pk)
            row.level = 0
            row.is_locked = row.pk in self.outline.locked
            row.answered_number = self.outline.numbers.get(row.parent_id)
            row.answered = rows.get(row.parent_id)
        return rows


def known_end(interview: Interview) -> timedelta | None:
    """How far the recording reaches, as far as is known: its length, or else the last time of the index.

    No query where the page has the segments.
    """
    if interview.duration:
        return interview.duration
    return max((segment.start for segment in interview.segments.all() if segment.start is not None), default=None)


def by_itself(comment: Comment) -> Comment:
    """The comment for a page of its own, where nothing around it shows whom it answers. Two queries at most."""
    comment.level, comment.answered, comment.answered_number = 0, None, None
    if comment.parent_id:
        comment.level = DEEPEST_SHOWN
        comment.answered_number = talk_of(comment.interview).outline.numbers.get(comment.parent_id)
        comment.answered = comment.parent if comment.answered_number else None
    return comment


def talk_of(interview: Interview) -> Talk:
    """What is said of an interview, as far as it may be seen. One query, of numbers only."""
    approved = Comment.objects.approved().filter(interview=interview).oldest_first()
    rows = approved.values_list(
        "pk", "parent_id", "root_id", "segment_id", "root__segment_id", "locked_at", "root__locked_at", "moment"
    )
    return Talk(
        interview,
        outline(
            Row(pk, parent, root, begun or own, bool(locked or shut), moment and int(moment.total_seconds()))
            for pk, parent, root, own, begun, locked, shut, moment in rows
        ),
    )
