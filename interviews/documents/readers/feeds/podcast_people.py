"""Who takes part, as a feed says it: ``podcast:person``; and two lists of people made one.

Format: Podcasting 2.0, tag “person”: the role is “host” where none is given, an item's list replaces the channel's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from xml.etree.ElementTree import Element

from interviews.documents.document import AppearanceEntry
from interviews.documents.readers.feeds.fields import words_of
from interviews.documents.readers.feeds.values import plain, web_address
from interviews.names import name_key

_ROLES = {
    "host": "interviewer",
    "co-host": "interviewer",
    "cohost": "interviewer",
    "guest host": "interviewer",
    "interviewer": "interviewer",
    "reporter": "interviewer",
    "guest": "guest",
    "interviewee": "guest",
    "panelist": "panellist",
    "panellist": "panellist",
    "moderator": "moderator",
}


#: The people heard, and “name (role)” of those who are not.
People = tuple[tuple[AppearanceEntry, ...], list[str]]


def people_of(elements: Iterable[Element]) -> People:
    """The people heard, and “name (role)” of those who are not: editors, producers and the like."""
    people: dict[tuple[str, str], AppearanceEntry] = {}
    others: list[str] = []
    for element in elements:
        name = plain(words_of(element))
        said = " ".join((element.get("role") or "host").lower().split())
        role = _ROLES.get(said)
        if not name:
            continue
        if role is None:
            others.append(f"{name[:60]} ({said[:40]})")
            continue
        entry = AppearanceEntry(
            name=name,
            role=role,
            website=web_address(element.get("href") or ""),
            portrait=web_address(element.get("img") or ""),
        )
        people.setdefault((name_key(name), role), entry)
    return tuple(people.values()), others


def joined(
    first: Sequence[AppearanceEntry], others: Sequence[AppearanceEntry]
) -> tuple[tuple[AppearanceEntry, ...], dict[str, str]]:
    """Everyone of both lists once in each role; what the first does not say is filled from the others.

    Also how the first list spells the names of the second.
    """
    people = {(name_key(entry.name), entry.role): entry for entry in first}
    spelt: dict[str, str] = {}
    for entry in others:
        key = (name_key(entry.name), entry.role)
        known = people.get(key)
        people[key] = _filled(known, entry) if known else entry
        spelt[entry.name] = people[key].name
    return tuple(people.values()), spelt


def _filled(entry: AppearanceEntry, other: AppearanceEntry) -> AppearanceEntry:
    gaps = {column.name: getattr(other, column.name) for column in fields(entry) if not getattr(entry, column.name)}
    return replace(entry, **gaps)
