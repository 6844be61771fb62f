"""How much one network may write. Counted in the rows themselves: exact, whatever the number of processes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone

from interviews.comments.models import Comment, Correction
from interviews.models import Interview

#: What was written later than this from now was written before the clock was set back, and holds nobody up. (The clocks
#: of two nodes differ by less.)
DRIFT = timedelta(minutes=1)
#: So many comments and corrections within so long a time.
LIMITS = ((1, timedelta(seconds=10)), (5, timedelta(minutes=10)), (20, timedelta(days=1)))


def seconds_to_wait(marks: Sequence[str], interview: Interview, slow_mode: int = 0) -> int:
    """Seconds until a network of these marks may write (here) again; 0 where it may. An unknown one always may."""
    if not marks:
        return 0
    now = timezone.now()
    longest = max(within for _most, within in LIMITS)
    own = Comment.objects.filter(network__in=marks)
    lately = [
        rows.filter(created_at__gt=now - longest, created_at__lte=now + DRIFT).values_list("created_at", flat=True)
        for rows in (own, Correction.objects.filter(network__in=marks))
    ]
    written = sorted((moment for moments in lately for moment in moments), reverse=True)
    until = [written[most - 1] + within for most, within in LIMITS if len(written) >= most]
    if slow_mode and (
        last := own.filter(interview=interview, created_at__lte=now + DRIFT).order_by("-created_at").first()
    ):
        until.append(last.created_at + timedelta(seconds=slow_mode))
    return max((math.ceil((moment - now).total_seconds()) for moment in until if moment > now), default=0)
