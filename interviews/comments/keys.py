"""The signed keys in the addresses of letters: each opens one thing, and none can be made up."""

from __future__ import annotations

import datetime as dt

from django.core import signing

from interviews.comments.models import Letter, Subscription
from interviews.comments.models.letter import recipient_of

#: How long an address waits to be confirmed: over a weekend.
CONFIRMS_FOR = dt.timedelta(days=3)

_CONFIRM = "interviews.comments.confirm"
_END = signing.Signer(sep=".", salt="interviews.comments.unsubscribe")


class Expired(Exception):
    """The key was good, and is too old."""


def confirming_key(letter: Letter) -> str:
    return signing.TimestampSigner(sep=".", salt=_CONFIRM).sign(str(letter.pk))


def letter_of(key: str) -> Letter | None:
    """The letter that such a key came with; None where it is none of ours, or of something that is gone. `Expired`."""
    try:
        said = signing.TimestampSigner(sep=".", salt=_CONFIRM).unsign(key, max_age=CONFIRMS_FOR)
    except signing.SignatureExpired as error:
        raise Expired from error
    except signing.BadSignature:
        return None
    letters = Letter.objects.filter(kind=Letter.Kind.CONFIRM)
    return letters.select_related("comment__interview", "subscription__interview").filter(pk=int(said)).first()


def ending_key(subscription: Subscription) -> str:
    """For good: a letter may be found after years, and must end what it speaks of."""
    return _END.sign(f"{subscription.pk}-{_owner(subscription)}")


def is_ending_key(key: str) -> bool:
    """Whether the key was made here, for a subscription that may be gone by now."""
    return _said(key) is not None


def subscription_of(key: str) -> Subscription | None:
    """What the key ends; None where it ended already."""
    pk, _, owner = (_said(key) or "0-").partition("-")
    found = Subscription.objects.select_related("interview", "comment").filter(pk=int(pk)).first()
    return found if found and _owner(found) == owner else None


def _said(key: str) -> str | None:
    try:
        return _END.unsign(key)
    except signing.BadSignature:
        return None


def _owner(subscription: Subscription) -> str:
    # A number may name another row one day, in a database that was loaded anew.
    return recipient_of(subscription.email)[:8]
