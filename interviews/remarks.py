"""What readers said, on its way into and out of documents.

The models here know no comments: who keeps them stands above, and joins with `keep_with` in the `ready` of its
`AppConfig`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from django.db import models

from interviews.documents.data import as_data
from interviews.documents.document import CommentEntry
from interviews.documents.errors import Finding
from interviews.models import Interview, Segment
from interviews.rows.traces import digest


class Keeper(Protocol):
    """Who keeps readers' remarks."""

    def entries_of(self, interview: Interview) -> Iterable[CommentEntry]:
        """All remarks on an interview, whatever their state, the oldest first."""

    def add(self, interview: Interview, entries: Sequence[CommentEntry]) -> tuple[int, list[Finding]]:
        """Stores the remarks whose key the interview does not know yet; gives how many, and what was odd."""


_keepers: list[Keeper] = []


def keep_with(keeper: Keeper) -> None:
    if keeper not in _keepers:
        _keepers.append(keeper)


def remarks_on(interview: Interview) -> tuple[CommentEntry, ...]:
    return tuple(entry for keeper in _keepers for entry in keeper.entries_of(interview))


def remarks_digest(interview: Interview) -> str:
    """Tells whether anything was said, answered or decided since; empty where nobody says anything."""
    remarks = [as_data(entry) for entry in remarks_on(interview)]
    return digest(remarks) if remarks else ""


def add_remarks(interview: Interview, entries: Sequence[CommentEntry]) -> tuple[int, list[Finding]]:
    """Adds what is new; a remark that is here already stays as editors left it. Belongs into a transaction."""
    added, findings = 0, []
    for keeper in _keepers if entries else ():
        count, found = keeper.add(interview, entries)
        added += count
        findings += found
    return added, findings


def answered_segments(interview: Interview) -> set[str]:
    """The uids of the segments on which something hangs that is not the document's: readers' remarks."""
    hanging = models.Q()
    for relation in Segment._meta.related_objects:
        if relation.on_delete is models.SET_NULL:
            hanging |= models.Q(**{f"{relation.name}__isnull": False})
    return set(interview.segments.filter(hanging).values_list("uid", flat=True)) if hanging else set()
