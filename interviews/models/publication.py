"""Whether the public sees something, since when and until when: one column and the moments that belong to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from interviews.models.attribution import attributed
from interviews.models.generation import count, of_interview, of_series

#: What publishing, withdrawing and the trash change.
_TURNED = ("status", "published_at", "withdraws_at", "trashed_at")


class Publication(models.Model):
    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        IN_REVIEW = "review", _("in review")
        READY = "ready", _("ready to publish")
        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", _("withdrawn")
        TRASHED = "trashed", _("in the trash")

    #: Readers have not seen it yet, and editors are at it.
    IN_THE_MAKING = (Status.DRAFT, Status.IN_REVIEW, Status.READY)

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
        """Makes it public from `at` (now, where not given), to the second. False where it already was, or is trashed.

        A time for its withdrawal that has passed by then is forgotten.
        """
        among = [status for status in self.Status if status != self.Status.TRASHED]
        return self._turn(self.Status.PUBLISHED, at.replace(microsecond=0) if at else None, among=among)

    def withdraw(self) -> bool:
        """Takes it off the public pages; nothing is deleted. False where it was not public."""
        return self._turn(self.Status.WITHDRAWN, among=[self.Status.PUBLISHED])

    def submit_for_review(self) -> bool:
        """A draft waits for somebody to read it, or to read again what was ready. False where it did already."""
        return self._turn(self.Status.IN_REVIEW, among=[self.Status.DRAFT, self.Status.READY])

    def send_back(self) -> bool:
        """It is a draft again. False where nobody had it for review."""
        return self._turn(self.Status.DRAFT, among=[self.Status.IN_REVIEW, self.Status.READY])

    def mark_ready(self) -> bool:
        """It was read, and may be published as it is. False where that was said, or is not to be said any more."""
        return self._turn(self.Status.READY, among=[self.Status.DRAFT, self.Status.IN_REVIEW])

    def put_into_trash(self) -> bool:
        """Takes it off the pages and off the editors' lists; nothing is deleted yet. False where it was there."""
        among = [status for status in self.Status if status != self.Status.TRASHED]
        return self._turn(self.Status.TRASHED, among=among)

    def take_out_of_trash(self) -> bool:
        """It comes back withdrawn where the public ever saw it, and as a draft otherwise. False where it was not there.

        Never public at once: what was deleted on purpose is looked at before readers see it again.
        """
        return self._turn(self.Status.DRAFT, among=[self.Status.TRASHED])

    def _turn(self, status: str, at: dt.datetime | None = None, among: Collection[str] = Status.values) -> bool:
        """Out of one of the states given."""
        with attributed(), transaction.atomic():
            row = type(self)._base_manager.select_for_update().get(pk=self.pk)
            before = row.status
            turned = before in among and row._set(status, at)
            if turned and {before, row.status} <= set(self.IN_THE_MAKING):
                row.save(update_fields=_TURNED)  # whoever has the form open has all that there is
            elif turned:
                row.save(update_fields=[*_TURNED, "updated_at"])
                count(of_interview(row.pk), *([of_series(row.series_id)] if row.series_id else []))
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
        elif old == states.TRASHED and self.published_at is not None and self.published_at <= now:
            status = states.WITHDRAWN
        self.status = status
        self.trashed_at = now if status == states.TRASHED else None
        return True
