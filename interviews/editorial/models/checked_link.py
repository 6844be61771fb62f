from __future__ import annotations

import datetime as dt
import hashlib
import ipaddress
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

#: From when on an address that is gone is told as dead: it was asked again on another day. A server that is down for a
#: night is mended in the morning.
GONE_FOR = dt.timedelta(hours=20)
#: The same where a server does not answer, or says that it is out of order: that often passes.
DOWN_FOR = dt.timedelta(days=7)


class CheckedLinkQuerySet(models.QuerySet):
    def of(self, urls: Iterable[str]) -> CheckedLinkQuerySet:
        return self.filter(digest__in=[digest_of(url) for url in urls])

    def due(self, now: dt.datetime, every: dt.timedelta) -> CheckedLinkQuerySet:
        """Those to be asked again: what failed after `GONE_FOR`, all others when it is so long ago."""
        failing = models.Q(failing_since__isnull=False, checked_at__lte=now - GONE_FOR)
        return self.filter(failing | models.Q(checked_at__lte=now - every))

    def dead(self) -> list[CheckedLink]:
        """Those that editors are told of, the newest first; few fail, and the rows say which are dead."""
        failing = self.filter(failing_since__isnull=False).order_by("-failing_since", "pk")
        return [link for link in failing if link.is_dead]


class CheckedLink(models.Model):
    """An address to which an interview leads, and what came of asking for it.

    `status` is the HTTP status of the last answer, None where there was none. `failing_since` is the first of the
    checks in a row that failed. `length` is in bytes.
    """

    on_pages = "never"

    class Problem(models.TextChoices):
        NONE = "", _("none")
        GONE = "gone", _("it is not there")
        DOWN = "down", _("its server does not answer, or is out of order")
        PRIVATE = "private", _("it leads into a private network")

    url = models.TextField(_("address"))
    #: Of the address: an index of PostgreSQL takes no text of any length.
    digest = models.CharField(max_length=64, unique=True, editable=False)
    status = models.PositiveSmallIntegerField(_("status"), null=True)
    problem = models.CharField(_("problem"), max_length=10, choices=Problem, blank=True)
    checked_at = models.DateTimeField(_("checked"), default=timezone.now)
    failing_since = models.DateTimeField(_("failing since"), null=True)
    accepts_ranges = models.BooleanField(_("plays from the midst"), null=True)
    length = models.PositiveBigIntegerField(_("bytes"), null=True)

    objects = CheckedLinkQuerySet.as_manager()

    class Meta:
        ordering = ["url"]
        default_permissions = ()
        verbose_name = _("checked link")
        verbose_name_plural = _("checked links")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(problem__in=["", "gone", "down", "private"]), name="checked_link_problem_known"
            ),
            models.CheckConstraint(
                condition=models.Q(problem="", failing_since__isnull=True)
                | (~models.Q(problem="") & models.Q(failing_since__isnull=False)),
                name="checked_link_fails_since_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.url

    def save(self, *args: object, **kwargs: object) -> None:
        self.digest = digest_of(self.url)
        super().save(*args, **kwargs)

    @property
    def is_dead(self) -> bool:
        """Whether editors are told: never after one failure alone, but where no reader could ever follow it.

        A name that leads into a private network from here may well lead elsewhere for readers.
        """
        if self.failing_since is None:
            return False
        if self.problem == self.Problem.PRIVATE:
            return _is_no_public_name(self.url)
        patience = GONE_FOR if self.problem == self.Problem.GONE else DOWN_FOR
        return self.checked_at - self.failing_since >= patience


def _is_no_public_name(url: str) -> bool:
    """``localhost``, ``nas``, ``nas.local``, ``192.168.1.7``."""
    try:
        host = urlsplit(url).hostname or ""
        ipaddress.ip_address(host)
    except ValueError:
        return "." not in host or host.endswith((".local", ".localhost", ".internal", ".lan"))
    return True


def digest_of(url: str) -> str:
    return hashlib.sha256(url.encode("utf-8", "surrogatepass")).hexdigest()
