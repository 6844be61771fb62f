"""Whose names a stranger may not write under unread, and what claims to speak for the site."""

from __future__ import annotations

from functools import cache

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models
from django.utils import translation

from interviews.comments import posing
from interviews.comments.models import Comment, SpeakerAccount
from interviews.models import Appearance, Interview
from interviews.models.prepared import Prepared

#: Who calls himself so claims to speak for the site; what badges say comes to that, in each language of the site.
TITLES = (
    *("editor", "editors", "editorial", "moderator", "moderators", "administrator", "admin", "webmaster", "host"),
    *("rédaction", "rédacteur", "rédactrice", "rédacteurs", "modérateur", "modératrice", "modération"),
    *("administrateur", "administratrice", "intervieweuse", "invitée", "animateur", "animatrice"),
)


def poses(name: str, interview: Interview) -> bool:
    """Whether a stranger of that name may be taken for who takes part, can sign in here or speaks for the site."""
    return posing.poses(name, names_taken(interview), [*TITLES, *badges()])


def names_taken(interview: Interview) -> list[str]:
    """The names of who takes part, as credited and as known elsewhere, of who can sign in here, and of the site."""
    # No query where the interview was loaded with its people.
    models.prefetch_related_objects([interview], models.Prefetch("appearances", _credited()))
    taking_part = {name for one in interview.appearances.all() for name in (one.credited_name, one.speaker.name)}
    signing_in = [name for (name,) in _SIGNING_IN()]
    staff = [f"{first} {last}".strip() for first, last in _STAFF()]
    return [*taking_part, *signing_in, *filter(None, staff), settings.SITE_NAME]


_SIGNING_IN = Prepared(lambda: SpeakerAccount.objects.values_list("speaker__name"))
_STAFF = Prepared(
    lambda: get_user_model().objects.filter(is_staff=True, is_active=True).values_list("first_name", "last_name")
)


def _credited() -> models.QuerySet:
    return Appearance.objects.select_related("speaker")


@cache
def badges() -> frozenset[str]:
    """What stands beside the names of those who signed in."""
    words = set()
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            words |= {str(voice.label) for voice in Comment.Voice}
    return frozenset(words)
