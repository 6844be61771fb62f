"""What the desk keeps for a while only."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from interviews.editorial.models import Notice, OpenedState, Presence, WorkingDraft

#: Keys of forms that were saved: a request that comes later than this does not come.
FINISHED_FOR = dt.timedelta(days=1)
#: Notices that were seen; those that nobody saw are kept four times as long.
SEEN_FOR = dt.timedelta(days=90)


def purge(now: dt.datetime | None = None) -> int:
    """Drops unsaved work that nobody came back for, what only it needed, and old notices. Returns how many drafts went.

    The state that forms of an interview are opened in now is kept, however old: someone may have one open.
    """
    now = now or timezone.now()
    limit = now - dt.timedelta(days=settings.DRAFTS_KEPT_DAYS)
    with transaction.atomic():
        dropped = WorkingDraft.objects.filter(finished=False, saved_at__lt=limit).delete()[0]
        WorkingDraft.objects.filter(finished=True, saved_at__lt=now - FINISHED_FOR).delete()
        waiting = WorkingDraft.objects.filter(interview=OuterRef("interview"), finished=False)
        old = OpenedState.objects.filter(opened_at__lt=limit).exclude(version=F("interview__updated_at"))
        old.exclude(Exists(waiting)).delete()
        Presence.objects.filter(seen_at__lt=now - FINISHED_FOR).delete()
        Notice.objects.filter(seen_at__lt=now - SEEN_FOR).delete()
        Notice.objects.filter(at__lt=now - 4 * SEEN_FOR).delete()
    return dropped
