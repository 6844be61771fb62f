"""Who writes: somebody who signed in speaks as guest, interviewer or editor, and is named as such."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext

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
    return writers_of(request.user, [interview.pk]).get(interview.pk)


def writers_of(user: Any, interviews: Iterable[int]) -> dict[int, Writer]:
    """As whom an account writes on each of these interviews, where it may. Two queries at most."""
    if not user.is_authenticated:
        return {}
    interviews = set(interviews)
    account = SpeakerAccount.objects.filter(user=user).first()
    heard = Appearance.objects.none()
    if account:
        heard = Appearance.objects.filter(speaker=account.speaker_id, interview__in=interviews)
    writers = {}
    if user.is_staff:
        # A login name is half of a key: it becomes public nowhere.
        editor = Writer(user, user.get_full_name() or gettext("The editors"), Comment.Voice.EDITOR)
        writers = dict.fromkeys(interviews, editor)
    # Of several roles the first counts.
    for appearance in reversed(list(heard.select_related("speaker"))):
        writers[appearance.interview_id] = Writer(user, appearance.credited_name, _voice(appearance))
    return writers


def _voice(appearance: Appearance) -> str:
    return Comment.Voice.INTERVIEWER if appearance.is_host else Comment.Voice.GUEST
