"""What every citation of an interview says: who was heard, who asked, of what, when, where, and at which moment.

The one heard is the author and the one who asks the interviewer, as CSL and the style guides have it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from interviews import timecode
from interviews.documents.chapters import title_of
from interviews.documents.document import InterviewDocument, PartialDate
from interviews.names import HONORIFICS

if TYPE_CHECKING:  # the package of the writers imports this module
    from interviews.documents.writers.place import Place

#: Words before a family name that belong to it.
_PARTICLES = frozenset(
    re.findall(
        r"\S+",
        "af al am an av aw bin bint da das de degli dei del della den der des di do dos du e el ibn la las le lo los "
        "op 't te ten ter tot und van vom von y z zu zum zur",
    )
)
_SUFFIX = re.compile(r"(?:jr|sr)\.?|I{2,3}|IV|VI{0,3}", re.IGNORECASE)
_DEGREE = re.compile(
    r"(?:ph\.?\s?d|d\.?\s?phil|[bmd]\.?\s?sc|[bm]\.?a|m\.?b\.?a|m\.?d|j\.?d|ll\.?\s?[bmd]|ed\.?d|esq)\.?", re.IGNORECASE
)
_ORGANISATION = re.compile(
    r"^the\s|[&@/\d]|\b(?:academy|association|board|cent(?:er|re)|club|college|committee|company|corp|council|"
    r"department|foundation|gmbh|group|guild|inc|institute|llc|ltd|ministry|museum|society|team|trust|union|university)"
    r"\b",
    re.IGNORECASE,
)
#: Scripts in which the family's name comes first, or names are not parted by spaces.
_WHOLE = re.compile("[\u0e00-\u0fff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u2e80-\ud7ff\uf900-\ufaff]")


@dataclass(frozen=True, slots=True)
class CitedName:
    """A name in its parts; or whole (`literal`), where it is one word, an organisation's, or cannot be parted."""

    family: str = ""
    given: str = ""
    particle: str = ""
    suffix: str = ""
    literal: str = ""

    @property
    def sorted(self) -> str:
        """``van der Meer, Anna, Jr.``, as reference managers read it."""
        if self.literal:
            return self.literal
        family = f"{self.particle} {self.family}".strip()
        return ", ".join(part for part in (family, self.given, self.suffix) if part)


@dataclass(frozen=True, slots=True)
class CitedMoment:
    """A moment of the recording, and the words that stand there in the time index."""

    timecode: str
    words: str = ""

    def __str__(self) -> str:
        return f"At {self.timecode}: {self.words}" if self.words else f"At {self.timecode}"


def cited_name(name: str) -> CitedName:
    """The parts of a name as credited, without honorifics and degrees: the family's is the last word, particles before
    it."""
    parts = " ".join(name.split()).split(", ")
    while len(parts) > 1 and _DEGREE.fullmatch(parts[-1]):
        parts.pop()
    name = ", ".join(parts)
    before, comma, after = name.partition(", ")
    words = before.split()
    while len(words) > 1 and words[0].casefold().rstrip(".") in HONORIFICS:
        words = words[1:]
    suffix = after if comma and _SUFFIX.fullmatch(after) else ""
    if not suffix and len(words) > 2 and _SUFFIX.fullmatch(words[-1]):
        suffix = words.pop()
    whole = " ".join(words)
    numbered = len(words) == 2 and _SUFFIX.fullmatch(words[1])  # Charles V
    if len(words) < 2 or numbered or (comma and not suffix) or _ORGANISATION.search(whole) or _WHOLE.search(whole):
        return CitedName(literal=name if comma or len(words) > 1 else whole)
    first = len(words) - 1
    while first > 0 and words[first - 1] in _PARTICLES:
        first -= 1
    return CitedName(family=words[-1], given=" ".join(words[:first]), particle=" ".join(words[first:-1]), suffix=suffix)


def authors(document: InterviewDocument) -> tuple[CitedName, ...]:
    """Who was heard."""
    return _named(document, ("guest", "panellist"))


def interviewers(document: InterviewDocument) -> tuple[CitedName, ...]:
    return _named(document, ("interviewer", "moderator"))


def interviewers_as_said(document: InterviewDocument) -> str:
    """``Jo Doe, Al Ruiz and Mia Ek``; empty where nobody is named."""
    names = [entry.name for entry in document.appearances if entry.role in ("interviewer", "moderator")]
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def _named(document: InterviewDocument, roles: Iterable[str]) -> tuple[CitedName, ...]:
    names = dict.fromkeys(entry.name for entry in document.appearances if entry.role in roles)
    return tuple(cited_name(name) for name in names if name.strip())


def issued(document: InterviewDocument, place: Place) -> PartialDate | None:
    """When it was first published; else when it was recorded; else since when it stands on this site."""
    here = place.publication.published_at if place.publication else None
    return document.published or document.recorded or (PartialDate(here.date()) if here else None)


def date_parts(date: PartialDate) -> tuple[int, ...]:
    """Year, month and day, as far as they are known."""
    return (date.day.year, date.day.month, date.day.day)[: {"year": 1, "month": 2, "day": 3}[date.precision]]


def medium(document: InterviewDocument) -> str:
    """Audio or Video, by the first recording; empty where there is none."""
    recording = next(iter(document.recordings), None)
    if recording is None:
        return ""
    return "Video" if recording.media_type.startswith("video/") else "Audio"


def length(document: InterviewDocument) -> str:
    """``1:02:05``, to the second; empty where it is not known."""
    known = (entry.duration for entry in document.recordings if entry.duration is not None)
    return next((timecode.written(timedelta(seconds=round(duration.total_seconds()))) for duration in known), "")


def container(document: InterviewDocument, place: Place) -> str:
    """What the interview stands in: its series, or the site."""
    return document.series or place.site


def publisher(document: InterviewDocument, place: Place) -> str:
    """The organisation, or the site where that is not named already."""
    return document.organisation or (place.site if document.series else "")


def moment(document: InterviewDocument, place: Place) -> CitedMoment | None:
    """The moment that the address names (``?t=90``, see `Place.moment`), with the entry that begins there."""
    try:
        asked = parse_qs(urlsplit(place.url).query).get("t", [""])[0]
        at = timecode.parse_moment(asked.partition(",")[0])
    except ValueError:
        return None
    seconds = int(at.total_seconds())
    starts = ((segment, segment.start) for segment in document.segments)
    entry = next(
        (segment for segment, start in starts if start is not None and int(start.total_seconds()) == seconds), None
    )
    return CitedMoment(timecode.written(timedelta(seconds=seconds)), title_of(entry) if entry else "")


def key(document: InterviewDocument, place: Place) -> str:
    """What the citation is called in a list of literature, in letters that every program takes.

    The interview's own name in its address, which never changes, with the moment that is cited: a list may have several
    of one interview. Without one, family name, year and a word.
    """
    slug = place.publication.slug if place.publication else ""
    address = slug or place.url.partition("?")[0].rstrip("/").rpartition("/")[2]
    if named := _plain(address):
        at = moment(document, place)
        return f"{named}-{_plain(at.timecode)}" if at else named
    first = next(iter(authors(document)), CitedName(literal="interview"))
    date = issued(document, place)
    word = next((word for word in _plain(document.title).split("-") if len(word) > 3), "")
    parts = (_plain(first.family or first.literal), str(date.day.year) if date else "", word)
    return "-".join(part for part in parts if part) or "interview"


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text[:200].casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", folded).strip("-")
