"""What the linter finds, in the language of the interface."""

from __future__ import annotations

from django.utils.translation import gettext

from interviews.documents.linting import Flaw

#: Values of messages that are names of languages, in English; Django's own catalogues know them.
_LANGUAGES = frozenset({"said", "found"})


def message_of(flaw: Flaw) -> str:
    """What is wrong at the place, as a sentence."""
    given = {name: gettext(value) if name in _LANGUAGES else value for name, value in flaw.given.items()}
    return gettext(flaw.rule.message) % given
