"""Names of people: when two spellings are one name, and under which word it is sorted."""

from __future__ import annotations

from typing import Any

from interviews.characters import unaccented

#: Words before a name that are no part of it.
HONORIFICS = (
    "dr",
    "prof",
    "professor",
    "mr",
    "mrs",
    "ms",
    "mx",
    "sir",
    "dame",
    "captain",
    "capt",
    "rev",
    "hon",
)


def name_key(name: str) -> str:
    """What two spellings of one name share: no accents, no case, no honorific, single spaces."""
    return bare_name(unaccented(name.casefold()).replace("’", "'"))


def bare_name(name: str) -> str:
    """``Ola Berg`` of ``Dr. Ola Berg``, single-spaced. A name of two words is left whole."""
    words = name.split()
    if len(words) > 2 and words[0].casefold().rstrip(".") in HONORIFICS:
        words = words[1:]
    return " ".join(words)


def sort_name(name: str) -> str:
    """``Berg, Ola``: the last word first. An editor corrects the names for which that is wrong."""
    first, _space, last = bare_name(name).rpartition(" ")
    return f"{last}, {first}" if first else last


#: Under which stands what begins with no letter, behind all that does.
NO_LETTER = "#"


def initial(key: str) -> str:
    """The letter under which a name is listed, by its `name_key`: without accents."""
    first = key[:1].upper()
    return first if first.isalpha() else NO_LETTER


def account_name(account: Any) -> str:
    """What colleagues know an account by: its full name, else the name it signs in with, which readers never see."""
    name: str = account.get_full_name() or account.get_username()
    return name
