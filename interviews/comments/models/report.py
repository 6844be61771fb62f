from __future__ import annotations

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from interviews.comments.models.comment import Comment


class Report(models.Model):
    """What a reader says against a comment that is shown. An editor answers it by a decision, or sets it aside."""

    on_pages = "never"

    class Reason(models.TextChoices):
        SPAM = "spam", _("It is advertising")
        OFFENCE = "offence", _("It insults or threatens somebody")
        PRIVATE = "private", _("It tells something private")
        WRONG = "wrong", _("It says something untrue")
        OTHER = "other", _("Something else")

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="reports", verbose_name=_("comment"))
    reason = models.CharField(_("reason"), max_length=10, choices=Reason)
    note = models.CharField(_("in your words"), max_length=500, blank=True)
    #: Of the network it came from, as in a comment; empty once that is purged, and where it was not known.
    network = models.CharField(max_length=32, blank=True, editable=False)
    at = models.DateTimeField(_("when"), auto_now_add=True)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "network"],
                condition=~models.Q(network="") & models.Q(settled_at=None),
                name="report_once_from_a_network",
            ),
            models.CheckConstraint(
                condition=models.Q(reason__in=["spam", "offence", "private", "wrong", "other"]),
                name="report_reason_known",
            ),
        ]

    def __str__(self) -> str:
        return self.get_reason_display()

    def keep(self) -> bool:
        """Stores a new report, after all others of its comment. False where that network has an open one there."""
        try:
            with transaction.atomic():
                # One at a time: whoever sees a report (`Seen`) sees all with a smaller key.
                list(Comment.objects.select_for_update().filter(pk=self.comment_id))
                self.save(force_insert=True)
        except IntegrityError:
            return False
        return True
