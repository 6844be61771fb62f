"""Rules on what an interview says of itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from interviews.documents.document import InterviewDocument
from interviews.documents.languages import name_of
from interviews.documents.linting.rule import Found, Outside, Place, gettext_noop, rule
from interviews.documents.linting.tongues import is_known, language_of

#: BCP 47: a language, and what narrows it. “und”, “mul”, “zxx” and “mis” say that it is not known, or not one.
_LANGUAGE = re.compile(r"(?!(?:und|mul|zxx|mis)\b)[a-z]{2,3}(?:-[a-z0-9]{1,8})*", re.IGNORECASE)


@rule(
    "title_missing",
    blocking=True,
    about=gettext_noop("no title"),
    message=gettext_noop("The interview has no title."),
    advice=gettext_noop("Write the whole title line, as it is to stand at the top of the page and in feeds."),
)
def title_missing(document: InterviewDocument, _outside: Outside) -> Iterator[Found]:
    if not document.title.strip():
        yield Place(field="title"), {}


@rule(
    "language_missing",
    blocking=True,
    about=gettext_noop("no language"),
    message=gettext_noop("The language is not said."),
    advice=gettext_noop("Write its code, as in “en” or “fr-CA”: screen readers speak in it, and search needs it."),
    cure="language",
)
def language_missing(document: InterviewDocument, _outside: Outside) -> Iterator[Found]:
    if not _LANGUAGE.fullmatch(document.language.strip()):
        yield Place(field="language"), {"cure": bool(language_of(document))}


@rule(
    "language_doubtful",
    about=gettext_noop("another language"),
    message=gettext_noop("It is said to be in %(said)s, and most of its words look like %(found)s."),
    advice=gettext_noop("Correct the language, or leave it where both are spoken."),
    cure="language",
)
def language_doubtful(document: InterviewDocument, _outside: Outside) -> Iterator[Found]:
    """Of a language whose words are not known here nothing is said: its neighbours look like it."""
    said = document.language.strip().lower().partition("-")[0]
    found = language_of(document) if is_known(said) else ""
    if found and found != said:
        yield Place(field="language"), {"said": name_of(said), "found": name_of(found)}


@rule(
    "rights_missing",
    about=gettext_noop("no rights"),
    message=gettext_noop("Nothing says who holds the rights, or under which licence it may be used."),
    advice=gettext_noop("Write it under “Rights”, as in “© 2015 the Guild” or “CC BY 4.0”."),
)
def rights_missing(document: InterviewDocument, _outside: Outside) -> Iterator[Found]:
    if not document.rights.strip():
        yield Place(field="rights"), {}
