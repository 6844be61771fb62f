"""A text with what became of each line, in words, folded into parts that can be surveyed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from interviews import timecode
from interviews.documents.document import InterviewDocument
from interviews.documents.errors import Finding
from interviews.documents.values import Became
from interviews.models import Appearance

if TYPE_CHECKING:
    from interviews.documents.line_by_line import ToldLine

#: Of a longer text only the lines around findings are shown.
MOST_LINES = 5_000
#: Cues that are folded together; an entry is a part of its own.
CUES_AT_ONCE = 25
#: Formats that are read line by line as they stand, so that a line of which nothing is found was left out. In the
#: others a line may be markup.
PLAIN = frozenset({"page-text", "markdown", "chapter-list"})

_PART = _("%(field)s: %(part)s")

FIELDS = {
    "title": _("title"),
    "organisation": _("organisation"),
    "series": _("series"),
    "introduction": _("introduction"),
    "rights": _("rights"),
    "provenance": _("provenance"),
    "language": _("language"),
    "name": _("name"),
    "post_nominals": _("post-nominals"),
    "website": _("website"),
    "portrait": _("portrait"),
    "portrait_alt": _("portrait in words"),
    "biography": _("biography"),
    "recorded": _("date of recording"),
    "published": _("date of publication"),
    "address": _("recording"),
    "discussion": _("discussion elsewhere"),
    "tags": _("tags"),
    "time": _("time"),
    "label": _("label"),
    "question": _("question"),
    "answer": _("answer"),
    "synopsis": _("synopsis"),
    "link": _("link"),
    "place": _("place"),
    "speaker": _("speaker"),
    "text": _("words"),
}


@dataclass(frozen=True)
class ShownLine:
    """`words` say what the line became; empty where nothing is claimed. `left_out`: nothing of it was taken."""

    number: int
    text: str
    words: str
    left_out: bool
    findings: tuple[Finding, ...]


@dataclass
class Part:
    """Lines that belong together: the page's head, an entry, some cues, or the lines around a finding."""

    kind: str
    time: str = ""
    heading: str = ""
    number: int = 0
    lines: list[ShownLine] = field(default_factory=list)

    @property
    def first(self) -> int:
        return self.lines[0].number

    @property
    def last(self) -> int:
        return self.lines[-1].number

    @property
    def finding_count(self) -> int:
        return sum(len(line.findings) for line in self.lines)

    @property
    def left_out_count(self) -> int:
        return sum(line.left_out for line in self.lines)

    @property
    def is_open(self) -> bool:
        return self.kind in ("head", "excerpt") or bool(self.finding_count or self.left_out_count)


def parts_of(
    text: str, document: InterviewDocument | None, findings: Iterable[Finding], format_name: str
) -> list[Part]:
    """The whole text, but of a very long one only what findings speak of."""
    findings = tuple(findings)
    if text.count("\n") >= MOST_LINES:
        return excerpts(text, findings)
    # It knows what every reader knows, which holds up a start.
    from interviews.documents.line_by_line import told_lines

    parts: list[Part] = []
    place: tuple[str, int] = ("head", 0)
    for told in told_lines(text.removesuffix("\n"), document, findings):
        if (entry := told.entry) is not None:
            number = (entry.number - 1) // CUES_AT_ONCE if entry.of == "cue" else entry.number
            place = (entry.of, number)
        if not parts or (parts[-1].kind, parts[-1].number) != place:
            parts.append(_part(place, document))
        parts[-1].lines.append(_shown(told, document, place, format_name in PLAIN))
    return parts


def excerpts(text: str, findings: Iterable[Finding], around: int = 1) -> list[Part]:
    """The lines that findings speak of, each with its neighbours."""
    lines = text.split("\n")
    by_line: dict[int, list[Finding]] = {}
    for finding in findings:
        if finding.line and finding.line <= len(lines):
            by_line.setdefault(finding.line, []).append(finding)
    parts: list[Part] = []
    for number in sorted(by_line)[:MOST_LINES]:
        begin, end = max(1, number - around), min(len(lines), number + around)
        if parts and parts[-1].last >= begin - 1:
            begin = parts[-1].last + 1
        else:
            parts.append(Part("excerpt"))
        for at in range(begin, end + 1):
            parts[-1].lines.append(ShownLine(at, lines[at - 1], "", False, tuple(by_line.get(at, ()))))
    return parts


def _part(place: tuple[str, int], document: InterviewDocument | None) -> Part:
    kind, number = place
    if kind == "entry" and document is not None:
        segment = document.segments[number - 1]
        time = timecode.written(segment.start) if segment.start is not None else segment.raw_stamp
        return Part(kind, time, segment.label or segment.question or segment.answer, number)
    if kind == "cue" and document is not None and document.transcript is not None:
        first = number * CUES_AT_ONCE
        cues = document.transcript.cues
        last = min(first + CUES_AT_ONCE, len(cues))
        heading = gettext("cues %(first)s to %(last)s") % {"first": first + 1, "last": last}
        start = cues[first].start
        return Part(kind, timecode.written(start) if start is not None else "", heading, number)
    return Part("head", heading=gettext("before the first entry"))


def _shown(told: ToldLine, document: InterviewDocument | None, place: tuple[str, int], plain: bool) -> ShownLine:
    words = list(dict.fromkeys(_in_words(became, document, place) for became in told.became))
    said = any(sign.isalnum() for sign in told.text)
    if told.is_structure:
        words = [gettext("heading or mark")]
    left_out = plain and document is not None and said and not words and not told.findings
    return ShownLine(told.number, told.text, ", ".join(words), left_out, told.findings)


def _in_words(became: Became, document: InterviewDocument | None, place: tuple[str, int]) -> str:
    name = str(FIELDS.get(became.field, became.field))
    if became.of == "person" and document is not None:
        person = document.appearances[became.number - 1]
        if became.field == "name":
            return _PART % {"field": Appearance.Role(person.role).label, "part": person.name}
        return _PART % {"field": person.name, "part": name}
    if became.of == "entry" and (became.of, became.number) != place:
        return gettext("entry %(number)s: %(field)s") % {"number": became.number, "field": name}
    if became.of == "comment":
        return gettext("comment %(number)s") % {"number": became.number}
    return name
