"""What lay in the trash long enough is deleted for good."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from interviews.models import Interview
from interviews.models.trash import KEPT_DAYS
from interviews.remarks import remarks_on


@dataclass
class Emptied:
    """Their addresses: of those deleted, and of those kept for what readers said there."""

    deleted: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


def empty_trash(now: dt.datetime | None = None, *, with_remarks: bool = False) -> Emptied:
    """Deletes what was put into the trash more than KEPT_DAYS ago, each in a transaction of its own.

    Readers' remarks would go along: an interview that has any stays, unless they are meant too.
    """
    limit = (now or timezone.now()) - dt.timedelta(days=KEPT_DAYS)
    emptied = Emptied()
    old = Interview.objects.filter(status=Interview.Status.TRASHED, trashed_at__lt=limit)
    for pk in list(old.order_by("trashed_at", "pk").values_list("pk", flat=True)):
        with transaction.atomic():
            interview = old.select_for_update().filter(pk=pk).first()
            if interview is None:
                continue  # taken out a moment ago
            if not with_remarks and remarks_on(interview):
                emptied.kept.append(interview.slug)
                continue
            interview.delete()
            emptied.deleted.append(interview.slug)
    return emptied
