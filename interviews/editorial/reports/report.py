from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from interviews.numbers import whole_number

#: Days for which a draft may have been left alone; the first where nothing is asked for.
DAYS = (90, 180, 365)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a report. `language` is the label's (empty: a name, or the interface's)."""

    label: str
    url: str
    language: str = ""
    about: str = ""
    at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a report in its address. What is not known is left out."""

    days: int = DAYS[0]

    @classmethod
    def of(cls, request: HttpRequest) -> Asked:
        days = whole_number(request.GET.get("days", ""))
        return cls(days if days in DAYS else DAYS[0])


@dataclass(frozen=True, slots=True)
class Report:
    """`rows` gives a queryset, or a list of few; None where it is not for who asks. `line` makes a line of a row.

    A report costs one query to be counted, and two for a page of it.
    """

    name: str
    group: Any
    title: Any
    about: Any
    rows: Callable[[HttpRequest, Asked], QuerySet | Sequence[Any] | None]
    line: Callable[[Any], Line]
    has_days: bool = False


def number_of(rows: QuerySet | Sequence[Any]) -> int:
    return rows.order_by().count() if isinstance(rows, QuerySet) else len(rows)
