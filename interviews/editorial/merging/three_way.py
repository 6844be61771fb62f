"""What becomes of a page that two people changed: what only one of them touched is taken, what both did is asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from interviews.editorial.merging.order import merged_order
from interviews.editorial.merging.page import Kinds, Page, Place, Row, Values


@dataclass(frozen=True)
class Conflict:
    """Both changed what stands at `place`, each otherwise. None: it is not there. `base` is None too where it is
    not known.

    Of a row as a whole `mine` and `theirs` are empty strings where it is there: its values are in the pages.
    """

    place: Place
    base: str | None
    mine: str | None
    theirs: str | None


@dataclass(frozen=True)
class Merged:
    """Until they are decided, conflicts stand as mine in `page`; a row that the one deleted stands as the other has it.

    `taken` is what came from them, `kept` what came from me. A row whose `Place` has no field was added or deleted,
    and the list's own place (neither key nor field) says that its order changed.
    """

    page: Page
    conflicts: tuple[Conflict, ...]
    taken: tuple[Place, ...]
    kept: tuple[Place, ...]


def merge(base: Page | None, mine: Page, theirs: Page, kinds: Kinds | None = None) -> Merged:
    """Mine and theirs, both made from `base`. Where that is not known, each difference is a conflict."""
    merging = _Merging(kinds or Kinds())
    fields = merging.values(Place(), base.fields if base else None, mine.fields, theirs.fields)
    lists = {}
    for name in {**theirs.lists, **mine.lists}:
        rows = base.lists.get(name, ()) if base else None
        lists[name] = tuple(merging.rows(name, rows, mine.lists.get(name, ()), theirs.lists.get(name, ())))
    page = Page(fields, lists)
    return Merged(page, tuple(merging.conflicts), tuple(merging.taken), tuple(merging.kept))


class _Merging:
    def __init__(self, kinds: Kinds) -> None:
        self.kinds = kinds
        self.conflicts: list[Conflict] = []
        self.taken: list[Place] = []
        self.kept: list[Place] = []

    def values(self, at: Place, base: Values | None, mine: Values, theirs: Values) -> dict[str, str]:
        """What one side does not have at all (a field that it may not change) is the other's."""
        merged = {}
        for name in {**theirs, **mine}:
            place = Place(at.list, at.key, name)
            if name not in mine or name not in theirs:
                merged[name] = {**theirs, **mine}[name]
            else:
                known = base.get(name) if base is not None else None
                merged[name] = self._value(place, known, mine[name], theirs[name])
        return merged

    def _value(self, place: Place, base: str | None, mine: str, theirs: str) -> str:
        def alike(one: str, other: str) -> bool:
            return self.kinds.alike(place.field, one, other)

        if alike(mine, theirs):
            return mine
        if base is not None and alike(base, mine):
            self.taken.append(place)
            return theirs
        if base is not None and alike(base, theirs):
            self.kept.append(place)
            return mine
        if place.field in self.kinds.sets:
            self.taken.append(place)
            self.kept.append(place)
            return self._together(base or "", mine, theirs)
        self.conflicts.append(Conflict(place, base, mine, theirs))
        return mine

    def _together(self, base: str, mine: str, theirs: str) -> str:
        """The items of both, without those that either took away."""
        was, here, there = ({item.casefold(): item for item in self.kinds.split(text)} for text in (base, mine, theirs))
        both = {**there, **here}
        return self.kinds.join(
            [both[item] for item in both if not (item in was and (item not in here or item not in there))]
        )

    def rows(
        self, name: str, base: tuple[Row, ...] | None, mine: tuple[Row, ...], theirs: tuple[Row, ...]
    ) -> Iterator[Row]:
        was = {row.key: row for row in base or ()}
        here = {row.key: row for row in mine}
        there = {row.key: row for row in theirs}
        merged: dict[str, Row] = {}
        for key in {**there, **here}:
            row = self._row(Place(name, key), was.get(key), here.get(key), there.get(key), base is None)
            if row is not None:
                merged[key] = row
        order = merged_order(list(was), list(here), list(there), list(merged))
        for keys, told in ((list(there), self.kept), (list(here), self.taken)):
            both = [key for key in order if key in keys]
            if both != [key for key in keys if key in merged]:
                told.append(Place(name))
        return (merged[key] for key in order)

    def _row(self, place: Place, base: Row | None, mine: Row | None, theirs: Row | None, unknown: bool) -> Row | None:
        """The row, or None where it goes. A row of mine that is theirs too and that I do not send is theirs."""
        if mine is None:
            if theirs is not None and base is None:
                self.taken.append(place)
            return theirs
        if theirs is None:
            return self._gone(place, base, mine, unknown)
        if mine.deleted:
            if base is not None and self._same(base.values, theirs.values):
                self.kept.append(place)
                return None
            self.conflicts.append(Conflict(place, None if base is None else "", None, ""))
            return theirs
        known = base.values if base is not None else None
        return Row(place.key, self.values(place, known, mine.values, theirs.values))

    def _gone(self, place: Place, base: Row | None, mine: Row, unknown: bool) -> Row | None:
        """They do not have it: I added it, or they deleted it."""
        if mine.deleted:
            return None
        if base is None and (mine.is_new or not unknown):
            self.kept.append(place)
            return mine
        if base is not None and self._same(base.values, mine.values):
            self.taken.append(place)
            return None
        self.conflicts.append(Conflict(place, None if base is None else "", "", None))
        return mine

    def _same(self, one: Values, other: Values) -> bool:
        names = one.keys() & other.keys()
        return all(self.kinds.alike(name, one[name], other[name]) for name in names)
