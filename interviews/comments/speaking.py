"""Who writes: somebody who signed in speaks as guest, interviewer or editor, and is named as such."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from interviews.comments.models import Comment, SpeakerAccount
from interviews.models import Appearance, Interview


@dataclass(frozen=True, slots=True)
class Writer:
    """Whose account writes, under which name and as what."""

    user: Any
    name: str
    voice: str

    @property
    def voice_in_words(self) -> str:
        return Comment.Voice(self.voice).label


def writer_of(request: HttpRequest, interview: Interview) -> Writer | None:
    """None for everybody who has not signed in, and for accounts that are neither a speaker's nor an editor's."""
    user = request.user
    if not user.is_authenticated:
        return None
    account = SpeakerAccount.objects.filter(user=user).select_related("speaker").first()
    if account:
        appearance = interview.appearances.filter(speaker=account.speaker).first()
        if appearance:
            return Writer(user, appearance.credited_name, _voice(appearance))
    if user.is_staff:
        return Writer(user, user.get_full_name() or user.get_username(), Comment.Voice.EDITOR)
    return None


def _voice(appearance: Appearance) -> str:
    return Comment.Voice.INTERVIEWER if appearance.is_host else Comment.Voice.GUEST
