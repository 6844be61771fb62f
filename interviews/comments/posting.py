"""Sending letters: each claimed by one process, written from what is true at that moment, tried again where it failed.

A letter is sent a second time only where a process dies between the mail server's answer and the note of it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

from interviews.comments import letters
from interviews.comments.models import Letter
from interviews.mailing import REFUSALS, over_one_connection

log = logging.getLogger(__name__)

_DOWN = "interviews.comments.posting.down"


def post(keys: Iterable[int]) -> int:
    """Sends those of these letters that are due, over one connection; gives how many were sent.

    Where the server fails, the rest stays due: `manage.py send_letters` tries it again.
    """
    due = Letter.objects.due().filter(pk__in=list(keys)).order_by("pk")
    return over_one_connection(due, _send, down=_DOWN, log=log, what="letters")


def _send(letter: Letter, server: Any) -> bool:
    if not letter.claim():
        return False
    message = letters.message_of(letter)
    if message is None:  # nothing may be told of it now; that may change
        letter.release()
        return False
    try:
        server.send_messages([message])
    except REFUSALS as error:
        log.warning("Letter %s was refused: %s", letter.pk, error)
        return False
    letter.sent()
    return True
