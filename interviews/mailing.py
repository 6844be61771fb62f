"""What letters of every room are made of, and the server that takes them."""

from __future__ import annotations

import email.policy
import logging
import smtplib
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any, TypeVar

import django
from django.core import mail
from django.core.cache import cache
from django.core.mail import EmailMultiAlternatives

#: A server that failed is left alone for so many seconds: nobody's page waits for it a second time.
LEFT_ALONE = 60
#: What speaks against one letter, and not against the server.
REFUSALS = (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError, ValueError)


_Letter = TypeVar("_Letter")


class Message(EmailMultiAlternatives):
    """A letter of a machine (RFC 3834), with its long headers whole."""

    def message(self, **given: Any) -> Any:
        if django.VERSION >= (6,):
            # Python's policies fold at 78 characters, and what has no space by encoding it: then no mailbox reads an
            # address in it. 998 is what RFC 5322 allows.
            given["policy"] = given.get("policy", email.policy.default).clone(max_line_length=998)
        return super().message(**given)


def machine_headers(ends_at: str = "") -> dict[str, str]:
    """Those of a letter that nobody wrote; `ends_at` is the address that ends such letters by one click (RFC 8058)."""
    headers = {"Auto-Submitted": "auto-generated"}
    if ends_at:
        headers |= {"List-Unsubscribe": f"<{ends_at}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return headers


def over_one_connection(
    letters: Iterable[_Letter], send: Callable[[_Letter, Any], bool], *, down: str, log: logging.Logger, what: str
) -> int:
    """Has each of them sent; gives how many `send` says were.

    A server that fails is left alone for a while under the name `down`; `what` is kept meanwhile, as the log says.
    """
    if cache.get(down):
        return 0
    sent, server = 0, server_of_mail()
    try:
        server.open()
        for letter in letters:
            sent += send(letter, server)
    except OSError as error:  # those of smtplib among them
        cache.set(down, True, LEFT_ALONE)
        log.warning("The mail server fails; %s are kept and tried again: %s", what, error)
    finally:
        with suppress(OSError):
            server.close()
    return sent


def server_of_mail() -> Any:
    """A connection to the mail server, not opened yet."""
    # Django 6.1 has a dictionary of servers, and tells of the way before that.
    return mail.mailers.default if hasattr(mail, "mailers") else mail.get_connection()
