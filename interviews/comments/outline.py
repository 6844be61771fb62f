"""How a conversation is laid out: threads, their pages, what is folded, and where each comment is found. PURE.

A comment that may not be seen is not here at all. Its visible replies stay where they were: below their thread's
beginning, in whose place something says that it is gone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

#: Comments on one page of a conversation, as far as whole threads allow it: some 80 KB.
PAGE_LENGTH = 50
#: The same of the first page, which stands below an interview of some 60 KB.
FIRST_PAGE_LENGTH = 30
#: Replies of a thread that are shown with it; all of them are on the thread's own page.
SHOWN_REPLIES = 8
#: Moments marked on the bar of a player, beside those of the entries: more would be a line.
MOST_MOMENTS = 200
#: Levels that are set in, counted from 0: on a telephone more leave no room for words.
DEEPEST_SHOWN = 2


class Row(NamedTuple):
    """What the outline needs of a comment, and nothing else: there may be thousands."""

    pk: int
    parent: int | None
    root: int | None
    #: The segment that its thread began with, or else its own.
    segment: int | None
    #: Whether an editor locked it, or what its thread begins with.
    locked: bool = False
    #: The moment it speaks of, in seconds.
    moment: int | None = None


class Sort(StrEnum):
    OLDEST = "oldest"
    NEWEST = "newest"
    MOST_REPLIED = "replies"


class Reply(NamedTuple):
    pk: int
    level: int


@dataclass(frozen=True, slots=True)
class Thread:
    """A comment and its replies, each after what it answers."""

    root: int
    replies: tuple[Reply, ...]
    #: False where the beginning may not be seen (any more).
    is_rooted: bool = True

    @property
    def shown(self) -> tuple[Reply, ...]:
        """The replies shown with it. To fold a single one away would take as much room as it does."""
        return self.replies if len(self.replies) <= SHOWN_REPLIES + 1 else self.replies[:SHOWN_REPLIES]

    @property
    def folded(self) -> int:
        return len(self.replies) - len(self.shown)

    @property
    def page_count(self) -> int:
        """Pages of the thread by itself, of PAGE_LENGTH replies."""
        return max(-(-len(self.replies) // PAGE_LENGTH), 1)


@dataclass(frozen=True, slots=True)
class Outline:
    """A whole conversation, the rows given oldest first."""

    rows: Mapping[int, Row]
    #: Counted from 1 as they were written: what a comment is called, wherever it is shown.
    numbers: Mapping[int, int]
    threads: tuple[Thread, ...]
    #: Comments by segment.
    on: Mapping[int, int] = field(default_factory=dict)
    #: What nobody may reply to: what is locked, and all below it.
    locked: frozenset[int] = frozenset()

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def moments(self) -> list[int]:
        """Those of comments that speak of no segment, in seconds, each as often as it is spoken of."""
        return sorted(row.moment for row in self.rows.values() if row.moment is not None and not row.segment)[
            :MOST_MOMENTS
        ]

    def sorted(self, by: Sort) -> tuple[Thread, ...]:
        if by == Sort.NEWEST:
            return self.threads[::-1]
        if by == Sort.MOST_REPLIED:
            return tuple(sorted(self.threads, key=lambda thread: -len(thread.replies)))
        return self.threads

    def about(self, segment: int) -> Outline:
        """The threads in which somebody speaks of that segment; numbers stay what they are."""

        def speaks(thread: Thread) -> bool:
            members = (thread.root, *(reply.pk for reply in thread.replies))
            return any(pk in self.rows and self.rows[pk].segment == segment for pk in members)

        return Outline(self.rows, self.numbers, tuple(filter(speaks, self.threads)), self.on, self.locked)

    def thread_of(self, pk: int) -> Thread | None:
        """The thread in which a comment stands; that of a beginning that may not be seen too."""
        root = self.rows[pk].root or pk if pk in self.rows else pk
        return next((thread for thread in self.threads if thread.root == root), None)


def outline(rows: Iterable[Row]) -> Outline:
    """The conversation of these rows."""
    known = {row.pk: row for row in rows}
    below: dict[int, list[int]] = {}
    roots: dict[int, None] = {}
    on: dict[int, int] = {}
    for row in known.values():
        root = row.root or row.pk
        roots.setdefault(root)
        if row.root:
            # What answers something unseen hangs on the beginning of its thread.
            below.setdefault(row.parent if row.parent in known else root, []).append(row.pk)
        if row.segment:
            on[row.segment] = on.get(row.segment, 0) + 1
    threads = tuple(Thread(root, tuple(_replies(root, below)), root in known) for root in roots)
    numbers = {pk: number for number, pk in enumerate(known, start=1)}
    return Outline(known, numbers, threads, on, frozenset(_locked(known, below)))


def _locked(known: Mapping[int, Row], below: Mapping[int, list[int]]) -> set[int]:
    waiting = [row.pk for row in known.values() if row.locked]
    locked: set[int] = set()
    while waiting:
        pk = waiting.pop()
        if pk not in locked:
            locked.add(pk)
            waiting += below.get(pk, ())
    return locked


def _replies(root: int, below: Mapping[int, list[int]]) -> Iterator[Reply]:
    """Each reply after what it answers. No recursion: what is stored elsewhere may be deep."""
    waiting = [Reply(pk, 1) for pk in reversed(below.get(root, ()))]
    while waiting:
        reply = waiting.pop()
        yield Reply(reply.pk, min(reply.level, DEEPEST_SHOWN))
        waiting += [Reply(pk, reply.level + 1) for pk in reversed(below.get(reply.pk, ()))]


def pages(threads: Iterable[Thread]) -> list[list[Thread]]:
    """The threads, page by page: none is parted, and a page is full before the next begins. At least one page."""
    filled: list[list[Thread]] = [[]]
    length = 0
    for thread in threads:
        weight = 1 + len(thread.shown)
        most = PAGE_LENGTH if filled[1:] else FIRST_PAGE_LENGTH
        if length and length + weight > most:
            filled.append([])
            length = 0
        filled[-1].append(thread)
        length += weight
    return filled
