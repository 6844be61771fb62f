"""A page as its form has it: fields by name, and lists of rows that are known by a key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

Values = Mapping[str, str]


@dataclass(frozen=True)
class Row:
    """An entry of a list. `key` names it wherever it stands; `deleted` says that its deletion was asked for.

    An entry that was never stored has a key of its own that begins with “+”.
    """

    key: str
    values: Values
    deleted: bool = False

    @property
    def is_new(self) -> bool:
        return self.key.startswith("+")


@dataclass(frozen=True)
class Page:
    """`lists` are in the order in which their rows stand."""

    fields: Values = field(default_factory=dict)
    lists: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Place:
    """Where something stands: a field of the page (no list), a field of a row, or a row as a whole (no field)."""

    list: str = ""
    key: str = ""
    field: str = ""

    def __str__(self) -> str:
        return f"{self.list}:{self.key}:{self.field}"

    @classmethod
    def read(cls, text: str) -> Place | None:
        """What `str` wrote; None for anything else."""
        parts = text.split(":")
        return cls(*parts) if len(parts) == 3 and (parts[2] or parts[0]) else None


def alike(name: str, one: str, other: str) -> bool:
    """As forms have it: neither how lines end nor what surrounds a text is a change."""
    return "\n".join(one.split("\r\n")).strip() == "\n".join(other.split("\r\n")).strip()


@dataclass(frozen=True)
class Kinds:
    """What values mean. `alike(field, one, other)` says whether two values say the same.

    The fields in `sets` hold several items, which `split` finds and `join` writes again.
    """

    alike: Callable[[str, str, str], bool] = alike
    sets: frozenset[str] = frozenset()
    split: Callable[[str], list[str]] = str.split
    join: Callable[[list[str]], str] = " ".join
