"""Whether the public sees something, since when and until when: one column and the moments that belong to it."""

from __future__ import annotations

import datetime as dt

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

#: What publishing, withdrawing and the trash change.
_TURNED = ("status", "published_at", "withdraws_at", "trashed_at")


class Publication(models.Model):
    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", _("withdrawn")
        TRASHED = "trashed", _("in the trash")

    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.DRAFT, editable=False)
    published_at = models.DateTimeField(_("published here"), null=True, blank=True)
    withdraws_at = models.DateTimeField(
        _("to be withdrawn"), null=True, blank=True, help_text=_("From then on the public sees it no more.")
    )
    withdrawal_notice = models.CharField(
        _("notice of the withdrawal"),
        max_length=400,
        blank=True,
        help_text=_("What readers find at its address once it is withdrawn, beside the fact."),
    )
    trashed_at = models.DateTimeField(_("put into the trash"), null=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_published(self) -> bool:
        """The same rule as `published()`, for a row at hand."""
        begun = self.status == self.Status.PUBLISHED and self.published_at <= timezone.now()
        return begun and not self.has_ended

    @property
    def has_ended(self) -> bool:
        """Whether the time that was set for its withdrawal has come."""
        ends_at = self.withdraws_at if self.status == self.Status.PUBLISHED else None
        return ends_at is not None and ends_at <= timezone.now()

    def publish(self, at: dt.datetime | None = None) -> bool:
        """Makes it public from `at` (now, where not given), to the second. False where it already was.

        A time for its withdrawal that has passed by then is forgotten.
        """
        return self._turn(self.Status.PUBLISHED, at.replace(microsecond=0) if at else None)

    def withdraw(self) -> bool:
        """Takes it off the public pages; nothing is deleted. False where it was not public."""
        return self._turn(self.Status.WITHDRAWN)

    def put_into_trash(self) -> bool:
        """Takes it off the pages and off the editors' lists; nothing is deleted yet. False where it was there."""
        return self._turn(self.Status.TRASHED)

    def take_out_of_trash(self) -> bool:
        """It comes back withdrawn where the public ever saw it, and as a draft otherwise. False where it was not there.

        Never public at once: what was deleted on purpose is looked at before readers see it again.
        """
        return self._turn(self.Status.DRAFT)

    def _turn(self, status: str, at: dt.datetime | None = None) -> bool:
        with transaction.atomic():
            row = type(self)._base_manager.select_for_update().get(pk=self.pk)
            turned = row._set(status, at)
            if turned:
                row.save(update_fields=[*_TURNED, "updated_at"])
        if turned:
            for name in _TURNED:
                setattr(self, name, getattr(row, name))
        return bool(turned)

    def _set(self, status: str, at: dt.datetime | None) -> bool:
        """Sets the columns, and tells whether there was anything to be turned."""
        states, old, now = self.Status, self.status, timezone.now()
        if status == states.PUBLISHED:
            if old == status and at in (None, self.published_at) and not self.has_ended:
                return False
            self.published_at = at or self.published_at or now.replace(microsecond=0)
            if self.withdraws_at and self.withdraws_at <= max(now, self.published_at):
                self.withdraws_at = None
        elif (status == states.WITHDRAWN and old != states.PUBLISHED) or (status == states.TRASHED and old == status):
            return False
        elif status == states.DRAFT:
            if old != states.TRASHED:
                return False
            seen = self.published_at is not None and self.published_at <= now
            status = states.WITHDRAWN if seen else states.DRAFT
        self.status = status
        self.trashed_at = now if status == states.TRASHED else None
        return True
