"""Which entry of a new reading is which known one: people by name, segments by uid, moment and words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from interviews.documents.document import AppearanceEntry, SegmentEntry
from interviews.names import name_key

#: Share of words above which a reworded question is the same one: three words of ten may differ.
ALIKE = 0.7
#: At the very same moment less likeness will do; below it, another question was put in the place of the first.
ALIKE_AT_ONE_MOMENT = 0.4
#: Places up and down in which a reworded question is looked for: the time grows with the entries, not their square.
NEARBY = 25

_WORD = re.compile(r"\w+")


def with_uids(
    incoming: Iterable[SegmentEntry], known: Sequence[SegmentEntry], mint: Callable[[], str]
) -> tuple[SegmentEntry, ...]:
    """The incoming segments, each with the uid of the known one it is, or with one from `mint`.

    Compared are the uid, then moment and words, then words, then words much alike. No uid is given twice.
    """
    segments = list(incoming)
    if not known:
        return _each_with_its_own(segments, {}, mint)
    sameness: tuple[Callable[[SegmentEntry], Any], ...] = (
        lambda segment: segment.uid or None,
        lambda segment: (segment.start, segment.question, segment.answer),
        lambda segment: (segment.start, segment.question) if segment.question else None,
        lambda segment: (segment.question, segment.answer) if segment.question else None,
        lambda segment: segment.question or None,
        lambda segment: segment.answer or None,
    )
    free = {segment.uid: segment for segment in known}
    found: dict[int, str] = {}
    for key in sameness:
        places: dict[Any, list[str]] = {}
        for uid, segment in free.items():
            if key(segment) is not None:
                places.setdefault(key(segment), []).append(uid)
        for number, segment in enumerate(segments):
            if number not in found and places.get(key(segment)):
                found[number] = places[key(segment)].pop(0)
                del free[found[number]]
    for number, segment in enumerate(segments):
        if number not in found and (alike := _most_alike(segment, number, known, free)) is not None:
            found[number] = alike.uid
            del free[alike.uid]
    return _each_with_its_own(segments, found, mint)


def _each_with_its_own(
    segments: Sequence[SegmentEntry], found: Mapping[int, str], mint: Callable[[], str]
) -> tuple[SegmentEntry, ...]:
    """The uids that were found, else the segments' own; what would be given twice is minted anew."""
    given = set(found.values())
    named = []
    for number, segment in enumerate(segments):
        uid = found.get(number, "")
        if not uid:
            uid = segment.uid if segment.uid and segment.uid not in given else mint()
            given.add(uid)
        named.append(segment if segment.uid == uid else replace(segment, uid=uid))
    return tuple(named)


def _most_alike(
    segment: SegmentEntry, place: int, known: Sequence[SegmentEntry], free: Mapping[str, SegmentEntry]
) -> SegmentEntry | None:
    """The free known segment near `place` whose question shares most words with this one's, if it shares enough."""
    best, closest = None, 0.0
    words = _words(segment.question)
    for other in known[max(0, place - NEARBY) : place + NEARBY]:
        if other.uid not in free:
            continue
        same_moment = segment.start is not None and segment.start == other.start
        likeness = _likeness(words, _words(other.question))
        if likeness >= (ALIKE_AT_ONE_MOMENT if same_moment else ALIKE) and likeness > closest:
            best, closest = other, likeness
    return best


@lru_cache(maxsize=4096)
def _words(question: str) -> Counter[str]:
    return Counter(_WORD.findall(question[:2000].casefold()))


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """Dice's coefficient of the words: 0 where none is shared, 1 where all are."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0


#: What a segment says of who answers: the name credited, perhaps the speaker and the role.
Who = tuple[str, str, str]


def answerer(segment: SegmentEntry) -> Who:
    return segment.answered_by, segment.answered_by_speaker, segment.answered_by_role


def who_is_meant(entries: Iterable[AppearanceEntry]) -> dict[Who, AppearanceEntry]:
    """The person of each name; where several have it the first, and each of them with speaker and role."""
    meant: dict[Who, AppearanceEntry] = {}
    for entry in entries:
        meant.setdefault((entry.name, "", ""), entry)
        meant.setdefault((entry.name, entry.speaker, entry.role), entry)
    return meant


def own_name_key(entry: AppearanceEntry) -> str:
    """What the spellings of the person's own name share, whatever name is credited."""
    return name_key(entry.speaker_name or entry.name)


def once_each(entries: Sequence[AppearanceEntry]) -> tuple[AppearanceEntry, ...]:
    """Each person once in a role. Two of one name are two only where the site tells both of them apart."""
    once: list[AppearanceEntry] = []
    seen: dict[tuple[str, str], set[str]] = {}
    for entry in entries:
        speakers = seen.setdefault((entry.role, own_name_key(entry)), set())
        if not speakers or (entry.speaker and speakers.isdisjoint(("", entry.speaker))):
            once.append(entry)
            speakers.add(entry.speaker)
    return tuple(once)


def person_key(entry: AppearanceEntry) -> str:
    return f"{entry.role} {name_key(entry.name)}"


def people_by_key(entries: Iterable[AppearanceEntry]) -> dict[str, AppearanceEntry]:
    """Each under its `person_key`; of several with one key the first, the others under the speaker too."""
    keyed: dict[str, AppearanceEntry] = {}
    for entry in entries:
        key = person_key(entry)
        keyed[f"{key} {entry.speaker}" if key in keyed else key] = entry
    return keyed


def same_people(known: Iterable[AppearanceEntry], others: Iterable[AppearanceEntry]) -> dict[str, AppearanceEntry]:
    """For the key of each known person (see `people_by_key`), the other entry that is the same.

    That is the same speaker of this name in the same role; else one of the same name in the same role; or the only one
    left in that role on both sides, who then was renamed.
    """
    mine, theirs = people_by_key(known), list(others)
    found: dict[str, AppearanceEntry] = {}
    sameness: tuple[Callable[[AppearanceEntry], str], ...] = (
        lambda entry: f"{person_key(entry)} {entry.speaker}" if entry.speaker else "",
        person_key,
    )
    for key_of in sameness:
        for key, entry in mine.items():
            same = next((other for other in theirs if key_of(entry) and key_of(other) == key_of(entry)), None)
            if key not in found and same is not None:
                found[key] = same
                theirs.remove(same)
    for role in {entry.role for entry in mine.values()}:
        unknown = [key for key, entry in mine.items() if entry.role == role and key not in found]
        left = [entry for entry in theirs if entry.role == role]
        if len(unknown) == len(left) == 1:
            found[unknown[0]] = left[0]
    return found
