"""MLA: the MLA Handbook, 9th edition.

The core elements in their order: author, title of source, contributor, title of container, date, location;
then, at the end of the entry, the day of access and the medium. Of three names or more, the
first. The rules are read from the CSL project's style.
"""

from __future__ import annotations

from interviews.documents.citing.source import (
    Source,
    inverted,
    joined,
    listing,
    parts_of,
    quoted,
    short,
    straight,
)
from interviews.documents.document import PartialDate

#: All but May, June and July are shortened.
_MONTHS = ("Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.")


def listed(source: Source) -> str:
    """The entry of the works cited."""
    first, *others = source.authors or [None]
    authors = [inverted(first)] if first else []
    title = quoted(source.headline)
    asked = listing([straight(name) for name in source.interviewers], "and", most=2)
    accessed = "" if source.issued else _date(source.accessed)
    return joined(
        [
            joined(
                [
                    listing([*authors, *map(straight, filter(None, others))], "and", most=2, comma=True) or title,
                    title,
                    asked and f"Interview by {asked}",
                    joined([source.container, _date(source.issued), _date(source.recorded), source.url], ", "),
                    joined([accessed and f"Accessed {accessed}", source.medium], ", "),
                ],
                ". ",
            ),
            ".",
        ]
    )


def cited(source: Source, timestamp: str) -> str:
    """Author and title, and the moment at which the quoted words begin: ``(Berg, “Lamps” 1:30)``."""
    title = quoted(source.headline)
    named = listing([short(name) for name in source.authors], "and", most=2)
    return f"({joined([joined([named or title, title], ', '), timestamp], ' ')})"


def _date(date: PartialDate | None) -> str:
    """``14 Sept. 2015``, ``Sept. 2015``, ``2015``."""
    year, month, day = parts_of(date)
    return " ".join(filter(None, [day, month and _MONTHS[int(month) - 1], year]))
