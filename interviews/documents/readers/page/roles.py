"""What several guests, or one, are: a role in brackets behind a name, roles between the names of a list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from interviews.documents.readers.page.guests import MOST_GUESTS, NO_NAME, Guests, guests_in, is_name, split_credit

# What people are, in one word behind their name; any other may be how they are called.
_PROFESSIONS = frozenset(
    re.findall(
        r"\w+",
        "academic activist actor actress administrator ambassador archaeologist archivist artist astronaut "
        "astronomer attorney author baker banker biologist blogger boatbuilder bookseller broadcaster captain "
        "carpenter chaplain chef chemist coach columnist commander commissioner composer conductor coordinator "
        "council councillor craftsman critic curator dancer dentist designer diplomat diver doctor drummer "
        "economist editor educator electrician employee entrepreneur farmer filmmaker firefighter fisherman "
        "gardener geographer geologist guitarist historian host illustrator inventor investor joiner journalist "
        "judge lawyer lecturer librarian linguist machinist magistrate mathematician mayor mechanic member midwife "
        "miner musician narrator navigator novelist nurse organiser organizer owner painter parent pastor "
        "pharmacist philosopher photographer physician physicist pianist pilot planner playwright plumber poet "
        "politician potter producer professor programmer psychologist publisher reporter retired sailor scholar "
        "sculptor seaman senator shipbuilder singer sociologist soldier student surgeon surveyor teacher "
        "technician translator treasurer vet veteran veterinarian violinist volunteer weaver welder witness writer",
    )
)
_OTHER_NAMES = ("née ", "nee ", "né ", "born ", "formerly ", "aka ", "a.k.a. ", "alias ", "known as ")
_BEHIND = re.compile(r"(?P<name>.+?) \((?P<said>[^()]{1,200})\)(?P<rest>.*)", re.DOTALL)
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
    if _may_be_role(guests.names[0]):
        guests = replace(guests, doubtful=guests.names[0])
    if guests.names[0] in roles:
        post_nominals, title = split_credit(roles[guests.names[0]])
        if guests.title and not guests.title.startswith(_CLAUSES):
            title = f"{title}, {guests.title}"
        return Guests(guests.names, post_nominals or guests.post_nominals, title, guests.doubtful)
    return guests if bare == text or guests.names[0] in roles else guests_in(text)


def is_role(said: str) -> bool:
    """Whether words in brackets say what someone is, rather than how they are (or were) called."""
    words = said.casefold().split()
    if said.casefold().startswith(_OTHER_NAMES):
        return False
    return (
        "," in said
        or any(word in NO_NAME or word in _PROFESSIONS for word in words)
        or any(word[:1].islower() for word in said.split())
    )


def without_role(text: str) -> tuple[str, str]:
    """A name without the role in brackets behind it, and the role: ``Ola Berg (Pilot)``."""
    match = _BEHIND.fullmatch(text)
    if match is None or not is_role(match["said"]) or not is_name(match["name"]):
        return text, ""
    return match["name"] + match["rest"], match["said"].strip()


def credit_behind(text: str) -> str:
    """What stands behind a name, without brackets: ``Pilot, Head of Lamps`` of ``(Pilot), Head of Lamps``."""
    match = _BEHIND.fullmatch(f"x {text}")
    if match is None or match["name"] != "x":
        return text
    return f"{match['said']}{match['rest']}" if is_role(match["said"]) else match["rest"].lstrip(" ,:–—-")


def _may_be_role(name: str) -> bool:
    """Whether a word in brackets behind a whole name begins like none of it: “Olly” does like “Ola”."""
    match = _BEHIND.fullmatch(name)
    if match is None or match["rest"] or match["said"].casefold().startswith(_OTHER_NAMES):
        return False
    begins = {word[:1] for word in match["name"].split()}
    return is_name(match["name"]) and match["said"][:1].isalpha() and match["said"][:1] not in begins


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
