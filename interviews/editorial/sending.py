"""Notices by mail: each claimed by one process, one letter for a person, written from what they may see at that moment.

A notice is sent once at most. Where the server fails it is due again; where a process dies between the claim and the
server's answer it stays at the desk alone.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation

from interviews.editorial import letters
from interviews.editorial.looking import those_seen
from interviews.editorial.models import Notice, NoticeChoice
from interviews.mailing import REFUSALS, over_one_connection

log = logging.getLogger(__name__)

_DOWN = "interviews.editorial.sending.down"


def send(keys: Iterable[int]) -> int:
    """Sends those of these notices that are due at once; gives how many letters that were."""
    return _send(at_once().filter(pk__in=list(keys)))


def send_due(*, digest: bool) -> int:
    """All that is due at once; as a digest, what those are told who hear once a day. Gives how many letters."""
    return _send(daily() if digest else at_once())


def at_once() -> QuerySet:
    chosen = NoticeChoice.objects.filter(how=NoticeChoice.How.AT_ONCE)
    return _due().filter(user__in=chosen.values("user"))


def daily() -> QuerySet:
    """Of those who chose it, and of those who chose nothing."""
    others = NoticeChoice.objects.exclude(how=NoticeChoice.How.DAILY)
    return _due().exclude(user__in=others.values("user"))


def _due() -> QuerySet:
    people = {"user__is_active": True, "user__is_staff": True}
    rows = Notice.objects.unsent().filter(**people).exclude(user__email="")
    return rows.select_related("user", "interview", "by").order_by("user", "pk")


def _send(due: QuerySet) -> int:
    if not settings.SENDS_LETTERS or not (rows := list(due)):
        return 0
    return over_one_connection(_by_person(rows), _send_to, down=_DOWN, log=log, what="notices")


def _by_person(rows: list[Notice]) -> Iterator[tuple[Any, list[Notice]]]:
    """Each with what they may be told by now: who may not look at an interview any more hears nothing of it."""
    for _key, group in groupby(rows, key=lambda row: row.user_id):
        told = list(group)
        user = told[0].user
        seen = those_seen(user, {row.interview_id for row in told})
        choice = NoticeChoice.objects.of(user)
        yield user, [row for row in told if row.interview_id in seen and choice.wants(row.kind)]


def _send_to(person: tuple[Any, list[Notice]], server: Any) -> bool:
    user, told = person
    with transaction.atomic():  # of two that come at once, one has all of them
        claimed = [row for row in told if row.claim()]
    if not claimed:
        return False
    with translation.override(settings.LANGUAGE_CODE):
        message = letters.message_of(user, claimed)
    try:
        server.send_messages([message])
    except REFUSALS as error:
        log.warning("The notices of account %s were refused: %s", user.pk, error)
        return False
    except OSError:
        for row in claimed:
            row.release()
        raise
    return True
