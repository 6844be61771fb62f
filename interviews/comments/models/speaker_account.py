from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from interviews.models import Speaker


class SpeakerAccount(models.Model):
    """Who signs in as which speaker: the one way to answer readers as the guest or the interviewer."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="speaker_account", verbose_name=_("account")
    )
    speaker = models.ForeignKey(Speaker, models.CASCADE, related_name="accounts", verbose_name=_("speaker"))

    class Meta:
        verbose_name = _("account of a speaker")
        verbose_name_plural = _("accounts of speakers")

    def __str__(self) -> str:
        return f"{self.user} = {self.speaker}"
