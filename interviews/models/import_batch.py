from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from interviews.models.interview import Interview


class ImportBatch(models.Model):
    """What was loaded together: one run of the command, or one upload."""

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
    """One source that a batch created or updated. `before` is what an undo puts back: document and source.

    Of one that was created it holds what came (`came`), where that is not what its source says.
    """

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
