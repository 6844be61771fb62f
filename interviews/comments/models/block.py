from __future__ import annotations

import ipaddress
import re

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from interviews.search.words import folded

#: Wider networks than these are half of the world: such a rule is a slip of the pen.
WIDEST = {4: 8, 6: 16}

_DOMAIN = re.compile(r"(?!-)[\w-]+(?:\.[\w-]+)+")
_BEFORE_A_DOMAIN = re.compile(r"^(?:[a-z]+://)?(?:[^/@\s]*@)?(?:www\.)?")


class BlockRule(models.Model):
    """What in a comment holds it, marks it as spam or has it refused."""

    on_pages = "never"

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

    def clean(self) -> None:
        """What is typed as what it is compared with: an address of a page is its domain, an address its network."""
        written = {
            self.Kind.WORD: _word,
            self.Kind.ADDRESS: _address,
            self.Kind.LINK: _domain,
            self.Kind.NETWORK: _network,
        }
        if self.kind in written and self.pattern:
            try:
                self.pattern = written[self.kind](self.pattern.strip())
            except ValidationError as error:
                raise ValidationError({"pattern": error}) from None


def _word(typed: str) -> str:
    if not folded(typed).strip():
        raise ValidationError(_("Write a word or several: signs alone are not looked for."))
    return typed


def _address(typed: str) -> str:
    user, at, domain = typed.casefold().rpartition("@")
    if not at or "@" in user or re.search(r"\s", typed) or not _DOMAIN.fullmatch(domain):
        raise ValidationError(_("Write a whole address like name@example.org, or all of a domain as @example.org."))
    return f"{user}@{domain}"


def _domain(typed: str) -> str:
    domain = re.split(r"[/?#]", _BEFORE_A_DOMAIN.sub("", typed.casefold()), maxsplit=1)[0].partition(":")[0]
    if not _DOMAIN.fullmatch(domain.rstrip(".")):
        raise ValidationError(_("Write a domain like example.org; what lies below it is meant too."))
    return domain.rstrip(".")


def _network(typed: str) -> str:
    try:
        network = ipaddress.ip_network(typed, strict=False)
    except ValueError:
        message = _("Write an address or a network, like 203.0.113.7, 203.0.113.0/24 or 2001:db8::/64.")
        raise ValidationError(message) from None
    if network.prefixlen < WIDEST[network.version]:
        raise ValidationError(_("This network is far too wide: it holds millions of readers."))
    return str(network)
