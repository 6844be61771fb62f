"""What waits for an editor, a panel each. Who has one offers it with `offer`: what stands above, in the `ready` of its
`AppConfig`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, QuerySet, Subquery, Value
from django.http import HttpRequest

#: Rows of a panel; its link leads to all of them.
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Row:
    """`language` is the label's (empty: the interface's); `deed` is what the link does, where that is not to open."""

    label: str
    url: str
    language: str = ""
    about: str = ""
    at: dt.datetime | None = None
    deed: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """`count` is of all, `rows` are the first; `whole` is the address of the whole list, `beside` are further counts
    that belong here: words, how many, address."""

    key: str
    title: str
    count: int
    rows: Sequence[Row]
    whole: str = ""
    whole_title: str = ""
    about: str = ""
    beside: Sequence[tuple[str, int, str]] = ()

    @property
    def waits(self) -> bool:
        return bool(self.count or any(number for _words, number, _address in self.beside))


#: None where it is not for who asks.
Offered = Callable[[HttpRequest], Panel | None]

_offered: list[tuple[int, Offered]] = []


def offer(panel: Offered, place: int) -> None:
    """Panels stand by their place: 10 is what is one's own, 30 what others wait for, 50 what comes, 70 the rest."""
    if (place, panel) not in _offered:
        _offered.append((place, panel))
        _offered.sort(key=lambda one: one[0])


def panels(request: HttpRequest) -> list[Panel]:
    """Those for this editor, with those in which nothing waits."""
    made = (panel(request) for _place, panel in _offered)
    return [panel for panel in made if panel is not None]


def first_of(rows: QuerySet, *columns: str, most: int = SHOWN) -> tuple[int, list[Any]]:
    """How many rows there are, and the first of them, in one query; with `columns`, only these are loaded."""
    counted = rows.order_by().annotate(one=Value(1)).values("one").annotate(number=Count("pk")).values("number")
    number = Subquery(counted, output_field=IntegerField())
    rows = rows.annotate(whole_number=number)
    found = list((rows.only(*columns) if columns else rows)[:most])
    return (found[0].whole_number if found else 0), found
