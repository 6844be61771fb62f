"""By what a list of interviews is narrowed and sorted: read from an address, and written into one.

Values of one facet widen it (of 2014 or 2015), facets narrow each other (of 2015, and about tides). What makes no sense
is left out; what names something that is not there finds nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

#: In the order in which a page shows them, and an address names them.
FACETS = ("speaker", "role", "tag", "series", "organisation", "year", "language", "audio")
SORTS = ("newest", "oldest", "discussed", "longest")

#: Values of one facet that count, and characters of one of them: no column holds longer ones.
MOST_VALUES = 10
LONGEST = 200

YES, NO = "yes", "no"
_YEAR = re.compile(r"[0-9]{4}")
_SHAPES: dict[str, Callable[[str], object]] = {
    "year": lambda value: _YEAR.fullmatch(value) and value != "0000",
    "audio": lambda value: value in (YES, NO),
}


@dataclass(frozen=True, slots=True)
class Choices:
    """`values` has each facet of which something was chosen, with all that was chosen of it, sorted."""

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = SORTS[0]

    def __bool__(self) -> bool:
        return bool(self.values)

    def __str__(self) -> str:
        """The one way to write it: ``speaker=ola-berg&year=2014&year=2015&sort=longest``."""
        return urlencode(self._pairs())

    def address(self, page: int = 1) -> str:
        """What follows the path of the list: ``?tag=fog&page=2``, or nothing."""
        pairs = [*self._pairs(), *([("page", str(page))] if page > 1 else [])]
        return f"?{urlencode(pairs)}" if pairs else ""

    def of(self, facet: str) -> tuple[str, ...]:
        return self.values.get(facet, ())

    def adding(self, facet: str, value: str) -> Choices:
        return self._with(facet, {*self.of(facet), value})

    def removing(self, facet: str, value: str) -> Choices:
        return self._with(facet, set(self.of(facet)) - {value})

    def without(self, *facets: str) -> Choices:
        return replace(self, values={name: chosen for name, chosen in self.values.items() if name not in facets})

    def sorted_by(self, sort: str) -> Choices:
        return replace(self, sort=sort)

    def _with(self, facet: str, values: Iterable[str]) -> Choices:
        chosen = {name: tuple(sorted(values)) if name == facet else self.of(name) for name in FACETS}
        return replace(self, values={name: values for name, values in chosen.items() if values})

    def _pairs(self) -> list[tuple[str, str]]:
        pairs = [(facet, value) for facet, values in self.values.items() for value in values]
        return pairs + ([("sort", self.sort)] if self.sort != SORTS[0] else [])


def read(given: Mapping[str, Sequence[str]]) -> Choices:
    """The choices of an address; `given` has all values of each of its parameters."""
    chosen: dict[str, tuple[str, ...]] = {}
    for facet in FACETS:
        values = {value for value in given.get(facet, ()) if is_possible(facet, value)}
        if values:
            chosen[facet] = tuple(sorted(values)[:MOST_VALUES])
    sort = next((value for value in reversed(given.get("sort", ())) if value in SORTS), SORTS[0])
    return Choices(chosen, sort)


def is_possible(facet: str, value: str) -> bool:
    """Whether there could be such a value."""
    shape = _SHAPES.get(facet)
    return bool(value.strip()) and len(value) <= LONGEST and "\0" not in value and (not shape or bool(shape(value)))
