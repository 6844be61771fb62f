from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from interviews.comments.models.comment import Comment
from interviews.models import Appearance, Interview, Speaker


class SpeakerAccount(models.Model):
    """Who signs in as which speaker: the one way to answer readers as the guest or the interviewer."""

    on_pages = "anywhere"

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="speaker_account", verbose_name=_("account")
    )
    speaker = models.ForeignKey(Speaker, models.CASCADE, related_name="accounts", verbose_name=_("speaker"))

    class Meta:
        verbose_name = _("account of a speaker")
        verbose_name_plural = _("accounts of speakers")

    def __str__(self) -> str:
        return f"{self.user} = {self.speaker}"

    def questions(self) -> models.QuerySet:
        """What readers ask on the interviews in which the speaker was heard, not led, and nobody answered yet.

        Not where the conversation is closed: no answer would be taken.
        """
        from interviews.comments.rules import still_open

        heard = Appearance.objects.filter(speaker=self.speaker_id).exclude(role__in=Appearance.HOSTING)
        interviews = Interview.objects.published().filter(pk__in=heard.values("interview"))
        return Comment.objects.unanswered().filter(interview__in=still_open(interviews))
