"""How the conversation is kept: for the whole site, and where an interview differs."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from interviews.models import Interview


class Mode(models.TextChoices):
    OPEN = "open", _("open: shown at once, unless something speaks against it")
    APPROVE_FIRST = "approve_first", _("approve first: shown once an editor has read it")
    CLOSED = "closed", _("closed: what was said stays, nothing new is taken")


class SitePolicy(models.Model):
    """The rules of the site; one row at most. Without one, the defaults hold."""

    on_pages = "anywhere"

    mode = models.CharField(_("comments are"), max_length=20, choices=Mode, default=Mode.APPROVE_FIRST)
    closes_after_days = models.PositiveSmallIntegerField(
        _("close after days"),
        null=True,
        blank=True,
        help_text=_("So many days after an interview was published. Empty: never."),
    )
    trusted_after = models.PositiveSmallIntegerField(
        _("trusted after"),
        null=True,
        blank=True,
        help_text=_("After so many approved comments of a confirmed address the next are shown at once."),
    )
    slow_mode = models.PositiveIntegerField(
        _("seconds between comments"),
        default=0,
        help_text=_("Between two comments of one reader on one interview. 0: no such limit."),
    )
    takes_urls = models.BooleanField(
        _("ask for a web address"), default=True, help_text=_("To which the reader’s name links.")
    )
    takes_questions = models.BooleanField(
        _("questions to the guest"), default=True, help_text=_("A comment can be marked as a question to the guest.")
    )

    class Meta:
        verbose_name = _("rules of the conversation")
        verbose_name_plural = _("rules of the conversation")
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="site_policy_is_one"),
            models.CheckConstraint(condition=models.Q(mode__in=Mode.values), name="site_policy_mode_known"),
        ]

    def __str__(self) -> str:
        return str(_("Rules of the conversation"))

    def save(self, *args: object, **kwargs: object) -> None:
        self.pk = 1
        super().save(*args, **kwargs)

    @classmethod
    def current(cls) -> SitePolicy:
        return cls.objects.filter(pk=1).first() or cls(pk=1)


class InterviewPolicy(models.Model):
    """Where the conversation on one interview follows other rules than the site's. What is empty is as there."""

    interview = models.OneToOneField(
        Interview, models.CASCADE, related_name="conversation_policy", verbose_name=_("interview")
    )
    mode = models.CharField(_("comments are"), max_length=20, choices=Mode, blank=True)
    closes_on = models.DateField(_("close on"), null=True, blank=True)
    slow_mode = models.PositiveIntegerField(_("seconds between comments"), null=True, blank=True)

    class Meta:
        verbose_name = _("rules of one conversation")
        verbose_name_plural = _("rules of one conversation")
        constraints = [
            models.CheckConstraint(condition=models.Q(mode__in=["", *Mode.values]), name="interview_policy_mode_known"),
        ]

    def __str__(self) -> str:
        return str(self.interview)
