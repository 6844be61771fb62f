from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets

from django.db import connection, models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from interviews.models.prepared import Given, Prepared

#: After this many days nothing tells any more from which network a comment came.
KEPT_DAYS = 60


class NetworkKey(models.Model):
    """The key of one month, by which networks are told apart without being known.

    A plain hash of an address is undone by hashing all addresses; with a key that is then destroyed it cannot be.
    """

    on_pages = "never"

    month = models.DateField(_("month"), unique=True)
    secret = models.CharField(max_length=64, editable=False)

    class Meta:
        ordering = ["-month"]
        verbose_name = _("key of the networks")
        verbose_name_plural = _("keys of the networks")

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"

    def mark(self, network: str) -> str:
        """32 characters for that network, the same all month, of which the network cannot be told without the key."""
        return hmac.new(bytes.fromhex(self.secret), network.encode(), hashlib.sha256).hexdigest()[:32]

    @classmethod
    def of_month(cls, day: dt.date) -> NetworkKey:
        """Made where it is not there yet; two processes at once get the same."""
        month = day.replace(day=1)
        return cls.objects.get_or_create(month=month, defaults={"secret": secrets.token_hex(32)})[0]

    @classmethod
    def one_at_a_time(cls) -> None:
        """Within a transaction: whoever else asks for this waits until it is through. So what is counted is exact."""
        if connection.features.has_select_for_update:  # SQLite lets one transaction write at a time
            list(cls.objects.select_for_update().filter(pk=cls.of_month(timezone.now().date()).pk))

    @classmethod
    def marks(cls, network: str) -> list[str]:
        """That network's marks now and last month: what was written on the last evening of a month still counts."""
        if not network:
            return []
        month = timezone.now().date().replace(day=1)
        before = (month - dt.timedelta(days=1)).replace(day=1)
        keys = _KEYS(now=month, before=before)
        if not keys or keys[0].month != month:
            keys = [cls.of_month(month), *keys]
        return [key.mark(network) for key in keys]


_KEYS = Prepared(
    lambda: NetworkKey.objects.filter(
        month__in=[Given("now", models.DateField()), Given("before", models.DateField())]
    ).order_by("-month")
)
