from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class BlockRule(models.Model):
    """What in a comment holds it, marks it as spam or has it refused."""

    class Kind(models.TextChoices):
        WORD = "word", _("a word or phrase of the comment or the name")
        ADDRESS = "address", _("an e-mail address, or a domain like @example.org")
        LINK = "link", _("a domain that is linked to")
        NETWORK = "network", _("a network, like 203.0.113.0/24")

    class Action(models.TextChoices):
        HOLD = "hold", _("hold for approval")
        SPAM = "spam", _("mark as spam")
        REFUSE = "refuse", _("refuse, and say so")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    pattern = models.CharField(_("what"), max_length=200)
    action = models.CharField(_("then"), max_length=10, choices=Action, default=Action.HOLD)
    note = models.CharField(_("why"), max_length=200, blank=True)
    expires_on = models.DateField(_("until"), null=True, blank=True, help_text=_("Empty: for good."))
    hits = models.PositiveIntegerField(_("hits"), default=0, editable=False)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)

    class Meta:
        ordering = ["kind", "pattern", "pk"]
        verbose_name = _("block rule")
        verbose_name_plural = _("block rules")
        constraints = [
            models.UniqueConstraint(fields=["kind", "pattern"], name="block_rule_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["word", "address", "link", "network"])
                & models.Q(action__in=["hold", "spam", "refuse"]),
                name="block_rule_known",
            ),
            models.CheckConstraint(condition=~models.Q(pattern=""), name="block_rule_says_what"),
        ]

    def __str__(self) -> str:
        return f"{self.pattern} → {self.get_action_display()}"
