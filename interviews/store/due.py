"""Changes whose moment has come: no clock of the operating system is asked to run anything.

Whoever asks for a page first after the moment publishes them. A process looks at most once a second, so readers see
them to the second, and a page costs no query more.
"""

from __future__ import annotations

import logging
import time

from django.db import Error as DatabaseFailure
from django.db import transaction
from django.utils import timezone

from interviews.documents.errors import DocumentError
from interviews.models import Interview, Revision
from interviews.store.beside import publish_changes

log = logging.getLogger(__name__)

#: Seconds between two looks of a process.
LOOKS_EVERY = 1.0


class _Looking:
    """When this process looks next, on a clock that nobody sets."""

    next_at = 0.0


def publish_due_changes_now_and_then() -> None:
    """Publishes what is due, where this process did not look within the last second. Raises nothing."""
    now = time.monotonic()
    if now < _Looking.next_at:
        return
    _Looking.next_at = now + LOOKS_EVERY
    try:
        publish_due_changes()
    except DatabaseFailure as error:  # away, read-only, or another process does it at this moment
        log.warning("scheduled changes are looked for again in a second: %s", error)


def publish_due_changes() -> int:
    """Publishes the drafts whose moment has come, the earliest first; returns how many.

    One that cannot be published stays a draft without a moment; the log says why.
    """
    due = Interview.objects.filter(goes_live_at__lte=timezone.now()).order_by("goes_live_at", "pk")
    return sum(_publish(pk) for pk in due.values_list("pk", flat=True))


def _publish(pk: int) -> bool:
    with transaction.atomic():
        # The interview first, as everybody locks them. Whoever waited for another process finds the draft gone.
        list(Interview.objects.select_for_update().filter(pk__in=Interview.objects.filter(pk=pk).values("edits")))
        locked = Interview.objects.select_for_update(of=("self",)).filter(pk=pk, goes_live_at__lte=timezone.now())
        draft = locked.first()
        if draft is None:
            return False
        last = Revision.objects.like(draft).order_by("-number").select_related("author").first()
        try:
            with transaction.atomic():
                publish_changes(draft, by=last.author if last else None)
        except DocumentError as error:
            log.error("the changes to interview %s could not go live: %s", draft.edits_id, error)
            Interview.objects.filter(pk=pk).update(goes_live_at=None)
            return False
    return True
