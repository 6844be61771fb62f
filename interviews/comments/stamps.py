"""Signed notes that travel with forms and in cookies: when a form was given out, and whose comment it is."""

from __future__ import annotations

import datetime as dt
import time

from django.core import signing
from django.http import HttpRequest, HttpResponse

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


def remember_author(request: HttpRequest, response: HttpResponse, comment: Comment, path: str) -> None:
    """A cookie by which the browser that wrote a comment may change it, sent to that comment's own pages alone."""
    response.set_signed_cookie(
        f"author-{comment.pk}",
        comment.uid,
        salt=_AUTHOR,
        max_age=AUTHOR_MAY_CHANGE,
        path=path,
        httponly=True,
        secure=request.is_secure(),
        samesite="Strict",
    )


def is_author(request: HttpRequest, comment: Comment) -> bool:
    said = request.get_signed_cookie(f"author-{comment.pk}", "", salt=_AUTHOR, max_age=AUTHOR_MAY_CHANGE)
    return bool(said) and said == comment.uid
