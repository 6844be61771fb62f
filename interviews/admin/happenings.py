"""What happened beside the words of an interview, for its history at the desk.

What stands above offers its own with `offer`, in the `ready` of its `AppConfig`: a source gives the events of an
interview that a user may know of, in a number of queries that does not grow with them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from interviews.models import Interview

#: What one person does again within this time is one line.
TOGETHER = dt.timedelta(hours=1)


@dataclass(frozen=True)
class Event:
    """`what` is a sentence, `by` an account or None, `link` where it can be looked at, or empty."""

    at: dt.datetime
    by: Any
    what: str
    details: str = ""
    link: str = ""


@dataclass(frozen=True)
class Act:
    """One act of a kind, to be told together with others like it."""

    at: dt.datetime
    by: Any
    kind: str
    link: str = ""
    count: int = 1


Source = Callable[[Interview, Any], Iterable[Event]]
_sources: list[Source] = []


def offer(source: Source) -> None:
    if source not in _sources:
        _sources.append(source)


def events_of(interview: Interview, user: Any) -> Iterator[Event]:
    return chain.from_iterable(source(interview, user) for source in _sources)


def folded(acts: Iterable[Act]) -> list[Act]:
    """Those of one kind and person within an hour of the first as one, at the moment of the last; a link is left
    where all have the same."""
    begun: dict[tuple[Any, str], tuple[dt.datetime, int]] = {}
    told: list[Act] = []
    for act in sorted(acts, key=lambda one: one.at):
        who = (act.by, act.kind)
        since, place = begun.get(who, (None, 0))
        if since is not None and act.at - since < TOGETHER:
            link = act.link if told[place].link == act.link else ""
            told[place] = replace(told[place], at=act.at, link=link, count=told[place].count + act.count)
        else:
            begun[who] = (act.at, len(told))
            told.append(act)
    return told
