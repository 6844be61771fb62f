"""What is kept for a while only."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from interviews.comments.following import UNCONFIRMED_FOR
from interviews.comments.models import Comment, Correction, Letter, NetworkKey, Report, Subscription, UsedProof
from interviews.comments.models.network import KEPT_DAYS
from interviews.models.attribution import attributed

#: What was handed in longer ago is refused as too old (`interviews.comments.proof.LASTS`).
PROOFS_KEPT = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Purged:
    """How many of each."""

    marks: int
    keys: int
    subscriptions: int
    letters: int


def purge(now: dt.datetime | None = None) -> Purged:
    """Empties the marks of networks after KEPT_DAYS and destroys their keys; drops what was never confirmed.

    Harmless twice. A key goes once no mark that was made with it is left.
    """
    now = now or timezone.now()
    limit = now - dt.timedelta(days=KEPT_DAYS)
    stale = now - UNCONFIRMED_FOR
    with attributed(), transaction.atomic():
        marked = (
            Comment.objects.filter(created_at__lt=limit),
            Correction.objects.filter(created_at__lt=limit),
            Report.objects.filter(at__lt=limit),
            Letter.objects.filter(created_at__lt=limit),
        )
        marks = sum(rows.exclude(network="").update(network="") for rows in marked)
        # The last day of its month is past the limit: the first of the limit's own month comes after it.
        keys = NetworkKey.objects.filter(month__lt=limit.date().replace(day=1)).delete()[0]
        # Questions nobody answered, and those that were: the replies that were told stay, lest they are told again.
        asked = Letter.objects.filter(kind=Letter.Kind.CONFIRM)
        letters = asked.filter(answered_at=None, created_at__lt=stale).delete()[0]
        letters += asked.filter(created_at__lt=limit).delete()[0]
        UsedProof.objects.filter(at__lt=now - PROOFS_KEPT).delete()
        unconfirmed = Subscription.objects.unconfirmed().filter(created_at__lt=stale, letters=None)
        subscriptions = unconfirmed.delete()[1].get("comments.Subscription", 0)
    return Purged(marks, keys, subscriptions, letters)
