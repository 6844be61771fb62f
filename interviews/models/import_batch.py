from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from interviews.models.interview import Interview


class ImportBatch(models.Model):
    """What was loaded together: one run of the command, or one upload."""

    on_pages = "never"

    started_at = models.DateTimeField(_("started"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who"),
    )
    origin = models.CharField(_("from"), max_length=400, help_text=_("The paths given, or the file uploaded."))
    tags = models.JSONField(_("tags given"), default=list, blank=True)
    series = models.CharField(_("series given"), max_length=200, blank=True)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)

    class Meta:
        ordering = ["-started_at", "-pk"]
        verbose_name = _("import")
        verbose_name_plural = _("imports")

    def __str__(self) -> str:
        return self.origin


class ImportLine(models.Model):
    """One source that a batch created or updated.

    What was updated is told by `changes`. Of an interview that was created, `before` holds what shows whether people
    worked on it since: its status, the files that came along, the digest of what readers had said, and what came
    (`came`), where that is not what its source says.
    """

    on_pages = "never"

    class Outcome(models.TextChoices):
        CREATED = "created", _("created")
        UPDATED = "updated", _("updated")

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="lines", verbose_name=_("import"))
    interview = models.ForeignKey(
        Interview, models.SET_NULL, null=True, blank=True, related_name="import_lines", verbose_name=_("interview")
    )
    source_key = models.CharField(_("source"), max_length=1000)
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome)
    before = models.JSONField(_("before"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("imported source")
        verbose_name_plural = _("imported sources")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome__in=["created", "updated"]), name="import_line_outcome_known"
            ),
        ]

    def __str__(self) -> str:
        return self.source_key


class ImportChange(models.Model):
    """What a batch did to one row, so that an undo can put it back: the row was made, changed, or deleted.

    `before` holds the columns as they were, of a changed row those that changed; it is None where the row was made.
    `after` tells what they became without repeating it: the digest of each changed column, or one of a whole row that
    was made; it is None where the row was deleted. Changes of a new interview's own rows are not kept, since they go
    with it: only those that other interviews may share, without a line.
    """

    on_pages = "never"

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="changes", verbose_name=_("import"))
    line = models.ForeignKey(
        ImportLine, models.CASCADE, null=True, blank=True, related_name="changes", verbose_name=_("imported source")
    )
    model = models.CharField(_("kind"), max_length=100)
    row = models.BigIntegerField(_("row"))
    before = models.JSONField(_("before"), null=True, blank=True)
    after = models.JSONField(_("after"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        default_permissions = ()
        verbose_name = _("change by an import")
        verbose_name_plural = _("changes by imports")

    def __str__(self) -> str:
        return f"{self.model} {self.row}"
