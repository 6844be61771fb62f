"""Whom a note names. PURE: knows no Django."""

from __future__ import annotations

import re
from collections.abc import Iterable

#: What user names are made of; a name that stands behind a letter or a point is an e-mail address.
_NAME = re.compile(r"(?<![\w.@+-])@([\w.@+-]+)")


def names_in(words: str) -> list[str]:
    """The names behind ``@``, each once, in their order, without the stops that end a sentence.

    ``@ann, ask @Bo.`` names ann and Bo; ``mia@example.org`` names nobody.
    """
    found = (name.rstrip(".-+@") for name in _NAME.findall(words))
    return list(dict.fromkeys(name for name in found if name))


def matched(names: Iterable[str], accounts: Iterable[str]) -> tuple[dict[str, str], list[str]]:
    """Which account each name means, and the names that mean none.

    Letters count as they are written; where that finds none, however they are written, if that is one account alone.
    """
    known = list(accounts)
    meant: dict[str, str] = {}
    unknown: list[str] = []
    for name in names:
        alike = [account for account in known if account.casefold() == name.casefold()]
        if name in known:
            meant[name] = name
        elif len(alike) == 1:
            meant[name] = alike[0]
        else:
            unknown.append(name)
    return meant, unknown
