"""What several guests, or one, are: a role in brackets behind a name, roles between the names of a list."""

from __future__ import annotations

import re
from collections.abc import Sequence

from interviews.documents.readers.page.guests import MOST_GUESTS, Guests, guests_in, is_name, is_role, split_credit

_LONGEST = 1000  # characters of a sentence in which roles are looked for
_BRACKETS = re.compile(r"\s\((?P<said>[^()]{1,200})\)")
_CLAUSES = ("who", "which", "that", "about", "on ")
_JOINS = re.compile(r"(,\s*and\s+|,\s*|\s+and\s+)")


def guests_with_roles(text: str, titled: Sequence[str] = ()) -> Guests:
    """Who was spoken with, as `guests_in`, and what they are: ``A (Keeper, Pier)``, ``A, Keeper, B, Pilot, and C``.

    Among roles a name is a guest's only where `titled` has it: those whom the title names.
    """
    if len(text) > _LONGEST:
        return guests_in(text)
    bare, roles = _without_brackets(text)
    guests = guests_in(bare)
    if len(guests.names) > 1:
        return Guests(guests.names, titles={name: role for name, role in roles.items() if name in guests.names})
    listed = _listed(text, titled)
    if listed is not None:
        return listed
    if guests.names[0] in roles:
        post_nominals, title = split_credit(roles[guests.names[0]])
        if guests.title and not guests.title.startswith(_CLAUSES):
            title = f"{title}, {guests.title}"
        return Guests(guests.names, post_nominals or guests.post_nominals, title, guests.doubtful)
    return guests if bare == text or guests.names[0] in roles else guests_in(text)


def _without_brackets(text: str) -> tuple[str, dict[str, str]]:
    """The text without roles in brackets behind names, and the roles; a nickname (``Ola (Olly) Berg``) stays."""
    roles: dict[str, str] = {}
    kept, after = [], 0
    for match in _BRACKETS.finditer(text):
        name = _JOINS.split(text[after : match.start()])[-1].strip()
        if is_name(name) and is_role(match["said"]):
            roles[name] = match["said"].strip()
            kept.append(text[after : match.start()])
            after = match.end()
    return "".join([*kept, text[after:]]), roles


def _listed(text: str, titled: Sequence[str]) -> Guests | None:
    """``A, Founder of X, B, Chief of Y, and C``: several where the title names them, doubtful where it names none."""
    parts = _JOINS.split(text, maxsplit=2 * MOST_GUESTS)
    pieces = [(parts[place - 1] if place else "", parts[place].strip()) for place in range(0, len(parts), 2)]
    if len(pieces) < 3 or not is_name(pieces[0][1]):
        return None
    if pieces[0][1] in titled and sum(piece in titled for _join, piece in pieces) > 1:
        said: dict[str, str] = {}
        name = ""
        for join, piece in pieces:
            if piece in titled and piece not in said:
                name, said[piece] = piece, ""
            else:
                said[name] += (join if said[name] else "") + piece
        return Guests(tuple(said), titles={name: role for name, role in said.items() if role})
    join, last = pieces[-1]
    if join.startswith(",") and "and" in join and is_name(last) and not titled:
        guests = guests_in(text)
        return Guests(guests.names, guests.post_nominals, guests.title, doubtful=last)
    return None
