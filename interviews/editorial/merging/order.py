"""The order of a list that two people moved things in."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence


def merged_order(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str], kept: Iterable[str]) -> list[str]:
    """The keys in `kept`, each once. What I moved or added stands behind what it stands behind in mine; all else as
    theirs has it."""
    staying = set(kept)
    moved = _moved([key for key in base if key in staying], [key for key in mine if key in staying])
    result = [key for key in theirs if key in staying and key not in moved]
    here = set(result)
    before: str | None = None
    for key in mine:
        if key not in staying:
            continue
        if key not in here:
            result.insert(0 if before is None else result.index(before) + 1, key)
            here.add(key)
        before = key
    result.extend(key for key in dict.fromkeys(kept) if key not in here)
    return result


def _moved(base: Sequence[str], mine: Sequence[str]) -> set[str]:
    """The fewest keys whose moving makes the one order of the other."""
    places = {key: place for place, key in enumerate(base)}
    common = [key for key in mine if key in places]
    # The longest run of keys that stand in the same order in both: for each length, the run that ends earliest.
    ends: list[int] = []
    last: list[str] = []
    behind: dict[str, str | None] = {}
    for key in common:
        length = bisect_left(ends, places[key])
        behind[key] = last[length - 1] if length else None
        ends[length : length + 1] = [places[key]]
        last[length : length + 1] = [key]
    unmoved: set[str] = set()
    key_or_none = last[-1] if last else None
    while key_or_none is not None:
        unmoved.add(key_or_none)
        key_or_none = behind[key_or_none]
    return {key for key in common if key not in unmoved}
