"""Telling those at the desk what happened. What happens is told in its own transaction, and sent after that."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from interviews.editorial.flow import Move
from interviews.editorial.looking import with_permission
from interviews.editorial.models import Notice, NoticeChoice, NoticeKind
from interviews.editorial.models.notice import quoted
from interviews.models import Interview


def tell(people: Iterable[Any], kind: str, interview: Interview, by: Any = None, words: str = "") -> int:
    """Tells each of them once, but whoever did it, and those who do not want to hear of it. How many are told.

    What was not seen yet is not told twice: the latest words take the place of those before.
    """
    users = {user.pk: user for user in people if user is not None and user.is_active}
    if by is not None:
        users.pop(by.pk, None)
    chosen = {row.pk: row for row in NoticeChoice.objects.filter(pk__in=[*users])} if users else {}
    at_once = []
    told = 0
    for key, user in users.items():
        choice = chosen.get(key) or NoticeChoice(user=user)
        if choice.wants(kind):
            notice = _put(user, kind, interview.live, by, quoted(words))
            told += 1
            if choice.how == NoticeChoice.How.AT_ONCE:
                at_once.append(notice)
    if at_once and settings.SENDS_LETTERS:
        from interviews.editorial.tasks import send

        transaction.on_commit(partial(send.enqueue, at_once), robust=True)
    return told


def _put(user: Any, kind: str, interview: Interview, by: Any, words: str) -> int:
    told = {"user": user, "kind": kind, "interview": interview, "by": by}
    rows = Notice.objects.unseen().filter(**told)
    fresh = {"words": words, "at": timezone.now(), "mailed_at": None}
    for _attempt in range(3):  # it may be told, or seen, by another process between two steps
        known = rows.select_for_update().first() if by is not None else None  # guests are several, and have no account
        if known is not None:
            Notice.objects.filter(pk=known.pk).update(**fresh)
            return int(known.pk)
        try:
            with transaction.atomic():
                return int(Notice.objects.create(**told, words=words).pk)
        except IntegrityError:
            continue
    return int(rows.values_list("pk", flat=True)[0])


def told_of_a_move(interview: Interview, move: Move, by: Any = None, note: str = "") -> int:
    """Who may review hears of what is submitted; owner and assignee of what becomes of it. How many are told."""
    kind = NoticeKind(move.value)
    if move == Move.SUBMITTED:
        return tell(with_permission(Interview.REVIEW), kind, interview, by, note)
    return tell([interview.owner, interview.assigned_to], kind, interview, by, note)


def told_of_an_assignment(interview: Interview, to: Any, by: Any = None, note: str = "") -> int:
    """Whom it is assigned to now hears of it; nobody, where it is nobody's."""
    return tell([to], NoticeKind.ASSIGNED, interview, by, note)
