"""Chicago: the Chicago Manual of Style, 17th edition, notes and bibliography.

A published interview stands under the one heard, with the interviewer behind its title. The bibliography names
ten, or seven of more; a note names three, or the first of more. The rules are read from the CSL project's style.
"""

from __future__ import annotations

from interviews.documents.citation import CitedName
from interviews.documents.citing.source import (
    Source,
    capitalized,
    initials,
    joined,
    listing,
    month_first,
    quoted,
    straight,
)


def listed(source: Source) -> str:
    """The entry of the bibliography; empty for what nobody can find, which stands in a note only."""
    if not source.can_be_found:
        return ""
    title = quoted(source.headline)
    authors = [straight(name) for name in source.authors]
    if authors:
        authors[0] = _inverted(source.authors[0])
    asked = listing([straight(name) for name in source.interviewers], "and", most=10, first=7)
    parts = [
        listing(authors, "and", most=10, first=7, comma=True) or title,
        title,
        joined([asked and f"Interview by {asked}", month_first(source.recorded)], ", "),
        joined([source.container, source.publisher, _issued(source)], ", "),
        joined([source.medium, source.length], ", "),
        capitalized(_accessed(source)),
        source.url,
    ]
    return joined([joined(parts, ". "), "."])


def cited(source: Source, timestamp: str) -> str:
    """The full note, with the moment at which the quoted words begin."""
    asked = listing([straight(name) for name in source.interviewers], "and", most=3)
    parts = [
        listing([straight(name) for name in source.authors], "and", most=3),
        quoted(source.headline),
        asked and f"interview by {asked}",
        month_first(source.recorded),
        source.container,
        source.publisher,
        _issued(source),
        timestamp,
        source.medium,
        source.length,
        _accessed(source),
        source.url,
    ]
    return joined([joined(parts, ", "), "."])


def _inverted(name: CitedName) -> str:
    """``Meer, H. van der, Jr.``: the particle stands behind the given name."""
    given = " ".join(filter(None, [initials(name.given), name.particle]))
    return name.literal or joined([name.family, given, name.suffix], ", ")


def _issued(source: Source) -> str:
    return month_first(source.issued) or "n.d."


def _accessed(source: Source) -> str:
    """The day on which it was read, where the work has no date."""
    return f"accessed {month_first(source.accessed)}" if source.url and source.accessed and not source.issued else ""
