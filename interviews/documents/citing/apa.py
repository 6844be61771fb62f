"""APA: the Publication Manual of the American Psychological Association, 7th edition.

An interview is a work of the one heard, with the interviewer behind its title and the medium in brackets; nobody
is left out of twenty authors in the list, or of two in the text. The rules are read from the CSL project's style.
"""

from __future__ import annotations

from collections.abc import Sequence

from interviews.documents.citation import CitedName
from interviews.documents.citing.source import (
    MONTHS,
    Source,
    inverted,
    joined,
    listing,
    month_first,
    parts_of,
    quoted,
    short,
    straight,
)


def listed(source: Source) -> str:
    """The entry of the reference list; empty for what nobody can find: that is cited in the text only."""
    if not source.can_be_found:
        return ""
    asked = _interviewers(source.interviewers)
    medium = source.medium or ("" if asked else "Interview")
    entry = joined(
        [
            _names([inverted(name) for name in source.authors], comma=True) or joined([source.title, asked], " "),
            _date(source),
            joined([source.title, asked, medium and f"[{medium}]"], " "),
            source.container,
            source.publisher,
            _address(source),
        ],
        ". ",
    )
    return entry if source.url else joined([entry, "."])


def cited(source: Source, timestamp: str) -> str:
    """Author, year, and the moment at which the quoted words begin: ``(Berg, 2015, 1:30)``."""
    named = listing([short(name) for name in source.authors], "&", most=2)
    title = quoted(source.headline) if source.container else source.headline
    year, *_ = parts_of(source.issued)
    return f"({joined([named or title, year or 'n.d.', timestamp], ', ')})"


def _names(names: Sequence[str], comma: bool = False) -> str:
    """Of more than twenty, nineteen and the last one."""
    if len(names) > 20:
        return joined([*names[:19], f"… {names[-1]}"], ", ")
    return listing(names, "&", most=20, comma=comma)


def _interviewers(names: Sequence[CitedName]) -> str:
    role = "interviewer" if len(names) == 1 else "interviewers"
    return f"({joined([_names([straight(name) for name in names]), role], ', ')})" if names else ""


def _date(source: Source) -> str:
    year, month, day = parts_of(source.issued)
    in_year = " ".join(filter(None, [month and MONTHS[int(month) - 1], day]))
    return f"({joined([year, in_year], ', ') or 'n.d.'})"


def _address(source: Source) -> str:
    """With the day on which it was read, where the work has no date."""
    if source.url and source.accessed and not source.issued:
        return f"Retrieved {month_first(source.accessed)}, from {source.url}"
    return source.url
