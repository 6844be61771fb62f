"""Signed notes that travel with forms and in cookies: when a form was given out, and whose comment it is."""

from __future__ import annotations

import datetime as dt
import math
import time

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language, override

from interviews.comments.models import Comment

#: A form stays open while its reader listens, and perhaps overnight.
FORM_LASTS = dt.timedelta(days=1, hours=6)
#: How long its author may change a comment.
AUTHOR_MAY_CHANGE = dt.timedelta(minutes=30)

_FORM = "interviews.comments.form"
_RECEIPT = signing.Signer(sep=".", salt="interviews.comments.received")
_AUTHOR = "interviews.comments.author"


def form_stamp() -> str:
    return signing.TimestampSigner(sep=".", salt=_FORM).sign("f")


def age_of(stamp: str) -> float | None:
    """Seconds since that form was given out; None where it was not given out here, or too long ago."""
    signer = signing.TimestampSigner(sep=".", salt=_FORM)
    try:
        signer.unsign(stamp, max_age=FORM_LASTS)
    except signing.BadSignature:
        return None
    return max(time.time() - signing.b62_decode(stamp.split(".")[1]), 0.0)


def receipt_key(comment: Comment) -> str:
    """Shows its holder one comment before others see it; good for nothing else."""
    return _RECEIPT.sign(str(comment.pk))


def receipt_is_of(key: str, pk: int) -> bool:
    try:
        return _RECEIPT.unsign(key) == str(pk)
    except signing.BadSignature:
        return False


def remember_author(request: HttpRequest, response: HttpResponse, comment: Comment) -> None:
    """A cookie by which the browser that wrote a comment may change it, sent to that comment's own pages alone.

    One for each language, as these pages have an address in each.
    """
    for language, _name in settings.LANGUAGES:
        with override(language):
            path = comment.get_absolute_url()
        response.set_signed_cookie(
            _cookie(comment, language),
            comment.uid,
            salt=_AUTHOR,
            max_age=AUTHOR_MAY_CHANGE,
            path=path,
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE or request.is_secure(),
            samesite="Strict",
        )


def is_author(request: HttpRequest, comment: Comment) -> bool:
    name = _cookie(comment, get_language())
    said = request.get_signed_cookie(name, "", salt=_AUTHOR, max_age=AUTHOR_MAY_CHANGE)
    return bool(said) and said == comment.uid


def minutes_left(comment: Comment) -> int:
    """For how many minutes its author may still change it, the one that has begun among them."""
    left = comment.created_at + AUTHOR_MAY_CHANGE - timezone.now()
    return max(math.ceil(left / dt.timedelta(minutes=1)), 0)


def _cookie(comment: Comment, language: str | None) -> str:
    # It is sent to the comment's own address alone, so it cannot be `__Host-`.
    prefix = "__Secure-" if settings.SESSION_COOKIE_SECURE else ""
    return f"{prefix}author-{comment.pk}-{language}"
