from __future__ import annotations

import datetime as dt
import math

from django.db import models, transaction
from django.utils import timezone

#: Wrong tries of one name, from wherever they come, that cost no time: a person mistypes, and has old passwords.
FREE = 10
#: The longest wait between two tries: 1,440 a day, of passwords that are none of the common ones.
LONGEST = dt.timedelta(minutes=1)
#: After so long without a wrong try nothing is remembered.
FORGOTTEN = dt.timedelta(hours=1)


class Pace(models.Model):
    """How fast a name may be tried, whatever address it is tried from: so spraying one from many is slow.

    A try takes its turn in one statement of the database, so that of many at once, on whatever worker or node, one
    goes through. Names are not stored but marked (`portal/accounts/trying.py`): what is typed there may be a password.
    """

    on_pages = "never"

    mark = models.CharField(max_length=64, unique=True)
    failures = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()
    again_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.mark

    @classmethod
    def turn(cls, mark: str, free: int = FREE) -> int:
        """0 where it may be tried now, which takes the turn; otherwise the seconds to wait."""
        now = timezone.now()
        row = cls.objects.filter(mark=mark, failures__gte=free, last_at__gt=now - FORGOTTEN).first()
        if row is None:
            return 0
        taken = cls.objects.filter(pk=row.pk, again_at__lte=now).update(again_at=now + wait(row.failures, free))
        return 0 if taken else max(1, math.ceil((row.again_at - now).total_seconds()))

    @classmethod
    def failed(cls, mark: str, free: int = FREE) -> None:
        now = timezone.now()
        with transaction.atomic():
            new = {"last_at": now, "again_at": now}
            row, _made = cls.objects.select_for_update().get_or_create(mark=mark, defaults=new)
            remembered = row.failures if row.last_at > now - FORGOTTEN else 0
            row.failures, row.last_at = remembered + 1, now
            row.again_at = now + wait(row.failures, free)
            row.save()

    @classmethod
    def forget(cls, mark: str) -> int:
        return cls.objects.filter(mark=mark).delete()[0]


def wait(failures: int, free: int = FREE) -> dt.timedelta:
    """1, 2, 4, … seconds up to LONGEST, from the first failure that is not free."""
    if failures < free:
        return dt.timedelta(0)
    return min(LONGEST, dt.timedelta(seconds=2 ** min(failures - free, 10)))
