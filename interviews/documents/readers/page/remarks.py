"""What readers wrote below an interview: ``Mia Ek says:``, perhaps a date, and their words, up to the next one's."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from interviews.documents.document import CommentEntry
from interviews.documents.errors import Finding
from interviews.documents.reading import Line

_YEARS = range(1990, 2200)  # of comments on the web
_LONGEST = 160  # characters of a line that says who wrote
_HEADING = re.compile(
    r"leave a (?:comment|reply)|(?:(?:\d{1,5}|no|one|two|three)\s)?(?:readers?['’]?s?\s)?"
    r"(?:comments?|responses?|replies|commentaires?)(?:\s?\(\d{1,5}\))?(?:\s(?:to|on|for)\s.{1,120})?:?",
    re.IGNORECASE,
)
_SAYS = re.compile(
    r"(?P<name>[^\W_][^:]{0,60}?)\s(?:says|said|wrote|writes|replied|responded|commented|a dit|a écrit)"
    r"(?:[\s,]{1,2}(?:on\s|at\s|le\s)?(?P<date>(?=[^:]{0,30}\d).{4,50}?))?\s?(?::|\.\.\.|…)",
    re.IGNORECASE,
)
# “March 4th, 2006 at 8:05 am”: the day, and the time of day if there is one.
_DATE = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d|[A-Z][a-z]{2,8} \d{1,2}(?:st|nd|rd|th)?,? \d{4}"
    r"|\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]{2,8},? \d{4})"
    r"(?:(?:,? at|,|T|)\s?(?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?::\d\d)?(?:\s?(?P<half>[ap])\.?m\b\.?)?)?",
    re.IGNORECASE | re.ASCII,
)
_NO_PART_OF_A_DAY = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b|,", re.IGNORECASE)
_DAYS = ("%Y-%m-%d", "%B %d %Y", "%b %d %Y", "%d %B %Y", "%d %b %Y")


@dataclass
class Remark:
    """What is known of a comment; `lines` are its paragraphs."""

    name: str = ""
    written_at: dt.datetime | None = None
    lines: list[str] = field(default_factory=list)
    line: int | None = None
    key: str = ""
    parent: str = ""


def is_remarks_heading(text: str) -> bool:
    """Whether a line is the heading of what readers wrote: ``3 comments``, ``Responses to “Lamps”``."""
    return len(text) <= _LONGEST and _HEADING.fullmatch(text) is not None


def says(text: str) -> re.Match[str] | None:
    """``Mia Ek says:``, and when if the line says so; None for any other line."""
    return _SAYS.fullmatch(text) if len(text) <= _LONGEST and text.endswith((":", "...", "…")) else None


def instant_in(text: str) -> dt.datetime | None:
    """The moment with which a text begins, taken for UTC; None where it begins with none."""
    match = _DATE.match(text)
    if match is None:
        return None
    day = _NO_PART_OF_A_DAY.sub("", match["day"])
    hour = int(match["hour"] or 0)
    if match["half"]:
        hour = hour % 12 + 12 * (match["half"].lower() == "p")
    for form in _DAYS:
        with suppress(ValueError):
            found = dt.datetime.strptime(day, form).replace(hour=hour, minute=int(match["minute"] or 0), tzinfo=dt.UTC)
            return found if found.year in _YEARS else None
    return None


def without_remarks(lines: Sequence[Line]) -> tuple[list[Line], list[Remark], list[Finding]]:
    """The lines above what readers wrote, and each of their remarks.

    They begin at a heading that says so with ``NAME says:`` below it, and reach to the end of the page.
    """
    begin = next((place for place, line in enumerate(lines) if line and _is_begun(lines, place)), None)
    if begin is None:
        return [*lines], [], []
    remarks = list(remarks_in(lines[begin + 1 :]))
    kept = [*lines[:begin], *(Line(line.number, "") for line in lines[begin:])]
    return kept, remarks, [finding_of(remarks, lines[begin].number)] if remarks else []


def _is_begun(lines: Sequence[Line], place: int) -> bool:
    if not is_remarks_heading(lines[place].text) or (place and lines[place - 1]):
        return False
    below = [line.text for line in lines[place + 1 : place + 4] if line]
    return any(map(says, below))


def remarks_in(lines: Sequence[Line]) -> Iterator[Remark]:
    """The remarks that such lines begin; what stands above the first is nobody's, and left out."""
    remark: Remark | None = None
    for line in lines:
        if (said := says(line.text)) is not None:
            if remark is not None:
                yield remark
            remark = Remark(said["name"].strip(), instant_in(said["date"] or ""), line=line.number)
        elif remark is not None and line:
            if not remark.lines and remark.written_at is None and (moment := instant_in(line.text)) is not None:
                remark.written_at = moment
            else:
                remark.lines.append(line.text)
    if remark is not None:
        yield remark


def entries_of(remarks: Sequence[Remark]) -> tuple[CommentEntry, ...]:
    """The remarks as comments that wait for approval: who may show them is for an editor to say."""
    return tuple(
        CommentEntry(
            key=remark.key or f"place-{place}",
            parent=remark.parent,
            name=remark.name,
            body="\n\n".join(remark.lines),
            written_at=remark.written_at,
        )
        for place, remark in enumerate(remarks, start=1)
    )


def finding_of(remarks: Sequence[Remark], line: int | None) -> Finding:
    count = len(remarks)
    message = (
        f"what {count} {'reader' if count == 1 else 'readers'} wrote below the interview became "
        f"{'a comment' if count == 1 else 'comments'} to be approved; check who wrote what, and when"
    )
    return Finding(line, "comments_found", message)
