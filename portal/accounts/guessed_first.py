"""Passwords that are long and yet among the first that are guessed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext

#: What is repeated to fill twelve characters, up to so many letters: nobody remembers more as one.
_SHORT = 4


class GuessedFirstValidator(CommonPasswordValidator):
    """Django's list of common passwords has hardly any of twelve characters: its shorter ones are refused too, where
    they were lengthened by digits and signs or by saying them again, and so are the site's own names and 1234567890….

    What a password is made of is not asked: letters, capitals, digits or none (OWASP ASVS 5, 6.2.5).
    """

    def validate(self, password: str, user: Any = None) -> None:
        text = unicodedata.normalize("NFKC", password).casefold()
        own = _own_names()
        if _is_row(text) or any(word in self.passwords or word in own for word in _kernels(text)):
            raise ValidationError(gettext("This password is too common."), code="password_too_common")


def _own_names() -> set[str]:
    host = urlsplit(settings.SITE_URL).hostname or ""
    return {_letters(name.casefold()) for name in (settings.SITE_NAME, host, host.partition(".")[0]) if name}


def _kernels(text: str) -> Iterator[str]:
    """The text, without what it begins and ends with that is no letter, without signs, and what it repeats."""
    for word in {text, re.sub(r"^[\W\d_]+|[\W\d_]+$", "", text), _letters(text)}:
        if word:
            yield word
            yield _unit(word)


def _letters(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum())


def _unit(word: str) -> str:
    """``password`` of ``passwordpassword``; the word itself where it repeats nothing."""
    return word[: (word + word).index(word, 1)]


def _is_row(text: str) -> bool:
    """A few letters again and again (``abcabcabcabc``), or one after the other (``123456789012``, ``abcdefghijkl``)."""
    if len(_unit(text)) <= _SHORT:
        return True
    steps = {
        (ord(later) - ord(former)) % 10 if (former + later).isdecimal() else ord(later) - ord(former)
        for former, later in pairwise(text)
    }
    return len(steps) == 1
