"""Sending letters: each claimed by one process, written from what is true at that moment, tried again where it failed.

A letter is sent a second time only where a process dies between the mail server's answer and the note of it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from django.core.cache import cache

from interviews.comments import letters
from interviews.comments.models import Letter
from interviews.mailing import REFUSALS, server_of_mail

log = logging.getLogger(__name__)

#: A server that failed is left alone for so many seconds: nobody's page waits for it a second time.
LEFT_ALONE = 60
_DOWN = "interviews.comments.posting.down"


def post(keys: Iterable[int]) -> int:
    """Sends those of these letters that are due, over one connection; gives how many were sent.

    Where the server fails, the rest stays due: `manage.py send_letters` tries it again.
    """
    if cache.get(_DOWN):
        return 0
    sent = 0
    server = server_of_mail()
    try:
        server.open()
        for letter in Letter.objects.due().filter(pk__in=list(keys)).order_by("pk"):
            sent += _send(letter, server)
    except OSError as error:  # those of smtplib among them
        cache.set(_DOWN, True, LEFT_ALONE)
        log.warning("The mail server fails; letters are kept and tried again: %s", error)
    finally:
        with suppress(OSError):
            server.close()
    return sent


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
