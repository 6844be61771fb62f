"""How much one network may write. Counted in the rows themselves: exact, whatever the number of processes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import timedelta
from functools import partial

from django.db import models
from django.db.models import QuerySet
from django.utils import timezone

from interviews.comments.models import Comment, Correction
from interviews.models import Interview
from interviews.models.prepared import Given, Prepared

#: What was written later than this from now was written before the clock was set back, and holds nobody up. (The clocks
#: of two nodes differ by less.)
DRIFT = timedelta(minutes=1)
#: So many comments and corrections within so long a time.
LIMITS = ((1, timedelta(seconds=10)), (5, timedelta(minutes=10)), (20, timedelta(days=1)))


def _lately(rows: QuerySet) -> QuerySet:
    marks = [Given("one", models.CharField()), Given("other", models.CharField())]
    since, until = (Given(name, models.DateTimeField()) for name in ("since", "until"))
    return rows.filter(network__in=marks, created_at__gt=since, created_at__lte=until).values_list("created_at")


_WRITTEN = [Prepared(partial(_lately, model.objects.order_by())) for model in (Comment, Correction)]


def seconds_to_wait(marks: Sequence[str], interview: Interview, slow_mode: int = 0) -> int:
    """Seconds until a network of these marks may write (here) again; 0 where it may. An unknown one always may."""
    if not marks:
        return 0
    now = timezone.now()
    longest = max(within for _most, within in LIMITS)
    asked = {"one": marks[0], "other": marks[-1], "since": now - longest, "until": now + DRIFT}
    written = sorted((moment for lately in _WRITTEN for (moment,) in lately(**asked)), reverse=True)
    until = [written[most - 1] + within for most, within in LIMITS if len(written) >= most]
    here = Comment.objects.filter(network__in=marks, interview=interview, created_at__lte=now + DRIFT)
    if slow_mode and (last := here.order_by("-created_at").first()):
        until.append(last.created_at + timedelta(seconds=slow_mode))
    return max((math.ceil((moment - now).total_seconds()) for moment in until if moment > now), default=0)
