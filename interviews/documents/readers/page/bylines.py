"""The line that says who asked, when and where: ``Interview by Jo Doe, X.Y.``, ``Recorded 12 March 2004 by Jo Doe``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from interviews.documents.document import PartialDate
from interviews.documents.errors import DocumentError
from interviews.documents.readers.page.guests import is_name, name_and_post_nominals
from interviews.documents.readers.page.pointers import WRITTEN_DAY, date_in

_LONGEST = 200  # characters of a line with more than a name in it
_INTERVIEW = re.compile(r"^(?:exclusive\s+)?interview(?:s|ed)?\s+(?P<how>by|with)\s+(?P<who>.+)$", re.IGNORECASE)
_WRITER = re.compile(r"^by\s+(?P<who>.+)$", re.IGNORECASE)
_RECORDED = re.compile(
    rf"^recorded\s+(?:on\s+)?(?P<date>{WRITTEN_DAY})(?:,?\s+(?:in|at)\s+(?P<place>.{{1,80}}?))??"
    r"(?:,?\s+by\s+(?P<who>.+?))?\.?$",
    re.IGNORECASE,
)
_DATE_BEHIND = re.compile(rf"(?:,|\s+on)\s+(?P<date>{WRITTEN_DAY})\.?$", re.IGNORECASE)
_ASKED_BY = re.compile(r",?\s+by\s+(?P<who>\S.*)$", re.IGNORECASE)


_PERSON = re.compile(r"(?:(?P<host>interviewer|interviewed by)|interviewee|narrator):\s+(?P<who>.+)", re.IGNORECASE)


@dataclass(frozen=True)
class Byline:
    """Who asked (`host`), or stands behind “Interview with” (`partner`), as written; when and where that was."""

    host: str = ""
    partner: str = ""
    recorded: PartialDate | None = None
    place: str = ""
    stated: bool = True  # the line says that the date is the interview's
    alone: bool = False  # “by NAME”: who wrote the page, and likely asked


def byline_of(text: str) -> Byline | None:
    """What such a line says; None for any other."""
    match = _INTERVIEW.match(text)
    if len(text) > _LONGEST:
        return _long(match) if match else None
    if (recorded := _RECORDED.match(text)) is not None:
        day = _day(recorded["date"])
        return Byline(recorded["who"] or "", recorded=day, place=recorded["place"] or "") if day else None
    dated = _DATE_BEHIND.search(text)
    day = _day(dated["date"]) if dated else None
    said = text[: dated.start()] if dated and day else text
    stated = not (dated and dated[0].startswith(","))
    if (writer := _WRITER.match(said)) is not None:
        name = name_and_post_nominals(writer["who"])[0]
        return Byline(writer["who"], recorded=day, stated=stated, alone=True) if is_name(name) else None
    if (match := _INTERVIEW.match(said)) is None:
        return None
    if match["how"].lower() == "by":
        return Byline(match["who"], recorded=day, stated=stated)
    asked = _ASKED_BY.search(match["who"])
    if asked is not None and is_name(name_and_post_nominals(asked["who"])[0]):
        return Byline(asked["who"], match["who"][: asked.start()], day, stated=stated)
    return Byline(partner=match["who"], recorded=day, stated=stated)


def person_of(text: str) -> tuple[bool, str] | None:
    """Whether a line such as ``Interviewer: Jo Doe`` names the interviewer (else the guest), and whom; else None."""
    match = _PERSON.fullmatch(text) if ":" in text[:20] else None
    if match is None or not is_name(name_and_post_nominals(match["who"])[0]):
        return None
    return bool(match["host"]), match["who"].strip()


def _long(match: re.Match[str]) -> Byline:
    return Byline(match["who"]) if match["how"].lower() == "by" else Byline(partner=match["who"])


def _day(text: str) -> PartialDate | None:
    try:
        return date_in(text)
    except DocumentError:
        return None
