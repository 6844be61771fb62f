from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from interviews.models.interview import Interview


class Source(models.Model):
    """The original file an interview came from: the identity of an import.

    What came is kept (`text`, or `data` of a file that is no text) so that a better reader can read it again.
    `document` is what was stored last time, so that a later import can tell an editor's change from the source's.
    """

    on_pages = "never"

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="sources", verbose_name=_("interview"))
    key = models.CharField(_("address"), max_length=1000, unique=True)
    digest = models.CharField(_("digest"), max_length=64, db_index=True)
    format = models.CharField(_("format"), max_length=40, default="page-text")
    name = models.CharField(_("file name"), max_length=255, blank=True)
    text = models.TextField(_("text"), blank=True, help_text=_("As it came; of a file that is no text, empty."))
    data = models.BinaryField(_("file"), null=True, editable=False)
    document = models.JSONField(_("document"))
    findings = models.JSONField(_("findings"), default=list, blank=True)
    companions = models.JSONField(_("files beside it"), default=list, blank=True, editable=False)
    imported_at = models.DateTimeField(_("imported"), auto_now=True)

    class Meta:
        ordering = ["key"]
        verbose_name = _("source")
        verbose_name_plural = _("sources")

    def __str__(self) -> str:
        return self.key
