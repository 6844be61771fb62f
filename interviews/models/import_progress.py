from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from interviews.models.import_batch import ImportBatch
from interviews.models.upload import Upload
from interviews.progress import Pace

#: After so long without a word from it, an import has ended with its process.
SILENT_AFTER = dt.timedelta(minutes=2)
#: To take one back is one transaction, of which others hear nothing until it ends.
SILENT_WHILE_UNDOING = dt.timedelta(minutes=20)
#: Failures that are kept one by one; all are counted.
MOST_KEPT = 20


class ImportProgress(models.Model):
    """How far the work on an upload is that goes on behind its answer, and what came of it where no line of its batch
    tells.

    First it is looked at what the upload would become, and shown; when the editor has decided, it is looked at once
    more, and imported; and perhaps taken back later. `done`, `expected` (None: nobody knows) and `began_at` are of the
    present step. The batch is there from the decision on, the upload until all is imported.
    """

    on_pages = "never"

    class State(models.TextChoices):
        LOOKING = "looking", _("being looked at")
        LOOKED = "looked", _("looked at")
        CHECKING = "checking", _("being looked at once more")
        IMPORTING = "importing", _("being imported")
        DONE = "done", _("imported")
        OVERTAKEN = "overtaken", _("not begun: the site had changed")
        STOPPED = "stopped", _("stopped")
        UNDOING = "undoing", _("being taken back")
        UNDONE = "undone", _("taken back")
        NOT_UNDONE = "not_undone", _("not taken back")

    batch = models.OneToOneField(
        ImportBatch, models.CASCADE, null=True, blank=True, related_name="progress", verbose_name=_("import")
    )
    upload = models.OneToOneField(
        Upload, models.CASCADE, null=True, blank=True, related_name="progress", verbose_name=_("upload")
    )
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.LOOKING)
    expected = models.PositiveIntegerField(_("interviews"), null=True, blank=True)
    done = models.PositiveIntegerField(_("done"), default=0)
    began_at = models.DateTimeField(_("begun"), default=timezone.now)
    heard_at = models.DateTimeField(_("last heard of"), default=timezone.now)
    counts = models.JSONField(_("outcomes"), default=dict, blank=True)
    failures = models.JSONField(_("failures"), default=list, blank=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("progress of an import")
        verbose_name_plural = _("progress of imports")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    state__in=[
                        *("looking", "looked", "checking", "importing", "done", "overtaken", "stopped"),
                        *("undoing", "undone", "not_undone"),
                    ]
                ),
                name="import_progress_state_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch or self.upload}: {self.state}"

    @property
    def is_running(self) -> bool:
        silent = SILENT_WHILE_UNDOING if self.state == self.State.UNDOING else SILENT_AFTER
        return self._has_begun and timezone.now() - self.heard_at < silent

    @property
    def is_stopped(self) -> bool:
        """Whether it ended before its end, and may have said so or not."""
        said = self.state in (self.State.STOPPED, self.State.NOT_UNDONE)
        return said or (self._has_begun and not self.is_running)

    @property
    def pace(self) -> Pace:
        """As of when it was last heard of."""
        return Pace(self.done, self.expected, self.done, (self.heard_at - self.began_at).total_seconds())

    def begin(self, state: str, expected: int | None, **given: Any) -> None:
        """A step, of so many interviews where that is known."""
        now = timezone.now()
        self._become(state=state, expected=expected, done=0, began_at=now, heard_at=now, **given)

    def reach(self, done: int) -> None:
        known = self.expected if self.expected is not None and done <= self.expected else None
        self._become(done=done, expected=known, heard_at=timezone.now())

    def end(self, state: str, **given: Any) -> None:
        self._become(state=state, heard_at=timezone.now(), **given)

    @property
    def _has_begun(self) -> bool:
        return self.state in (self.State.LOOKING, self.State.CHECKING, self.State.IMPORTING, self.State.UNDOING)

    def _become(self, **given: Any) -> None:
        for name, value in given.items():
            setattr(self, name, value)
        self.save(update_fields=list(given) if self.pk else None)
