"""What each line of a text became: found by looking for the document's words in the text.

Readers do not say from which line a value came, so this is told from both ends: a line became what holds its words.
What was rewritten on the way (a date, an address put together) may not be found again; nothing is claimed of it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from html import unescape

from interviews import timecode
from interviews.documents.document import InterviewDocument
from interviews.documents.errors import Finding
from interviews.documents.readers.page.pointers import announces_recording
from interviews.documents.readers.page.remarks import instant_in
from interviews.documents.structure import structure_of
from interviews.documents.values import Became, values_of

#: So many words in a row are taken for the same words; fewer only where they are all of a value, or of a line.
IN_A_ROW = 4
#: A value of one word is found only in a line of so few.
SHORT_LINE = 3
#: Of a line, not more words than these are looked for.
MOST_WORDS = 20_000

_WORD = re.compile(r"[^\W_]+")
_OGG_KEY = re.compile(r"^CHAPTER\d{2,3}(?:NAME|URL)?=", re.IGNORECASE)
_LABEL = re.compile(r"\W*\w{1,20}:\s")
_MOMENT = timecode.PATTERN.pattern.replace("(?P<hours>", "(").replace("(?P<minutes>", "(")
_MOMENT = _MOMENT.replace("(?P<seconds>", "(").replace("(?P<fraction>", "(")
_TIMES = re.compile(rf"[^\w:]*({_MOMENT})(?:\s*(?:-|–|-->)\s*({_MOMENT}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class ToldLine:
    """A line with its number (from 1), what it became, and the findings that speak of it.

    `is_structure` says of a line that became nothing that it has no words of the interview: a heading, a label alone.
    """

    number: int
    text: str
    became: tuple[Became, ...] = ()
    findings: tuple[Finding, ...] = ()
    is_structure: bool = False

    @property
    def entry(self) -> Became | None:
        """The entry or cue that the line is a part of."""
        return next((one for one in self.became if one.of in ("entry", "cue")), None)


def told_lines(text: str, document: InterviewDocument | None, findings: Iterable[Finding] = ()) -> list[ToldLine]:
    """Every line of the text, in order. Takes time in proportion to text and document."""
    by_line: dict[int, list[Finding]] = {}
    for finding in findings:
        if finding.line:
            by_line.setdefault(finding.line, []).append(finding)
    words = _Words(document) if document is not None else None
    lines = text.split("\n")
    structure = structure_of(lines)
    told = []
    for number, line in enumerate(lines, start=1):
        became = words.became(line) if words else ()
        found = tuple(by_line.get(number, ()))
        told.append(ToldLine(number, line, became, found, is_structure=not became and number in structure))
    return told


class _Words:
    """The words of a document in their order, each of which knows of what value it is."""

    def __init__(self, document: InterviewDocument) -> None:
        self.stream: list[str] = []
        self.values: list[tuple[int, int, Became]] = []  # from word, to word
        self.value_at: list[int] = []
        self.rows: dict[tuple[str, ...], list[int]] = {}
        self.whole: dict[tuple[str, ...], list[int]] = {}
        self.paragraphs: dict[tuple[str, ...], list[int]] = {}  # the short ones
        self.names: dict[tuple[str, ...], Became] = {}
        self.times: dict[timedelta, list[tuple[int, Became]]] = {}
        self.here = 0
        for became, text in values_of(document):
            self._add(became, text)
        self.instants = {
            remark.written_at: Became("written_at", "comment", number)
            for number, remark in enumerate(document.comments, start=1)
            if remark.written_at is not None
        }
        self.announces = bool(document.recordings)
        for start, became, moment in self._moments(document):
            self.times.setdefault(moment, []).append((start, became))

    def _add(self, became: Became, text: str) -> None:
        words = _words(text)
        if not words:
            return
        begin, end = len(self.stream), len(self.stream) + len(words)
        for place in range(begin, end - IN_A_ROW + 1):
            offset = place - begin
            self.rows.setdefault(tuple(words[offset : offset + IN_A_ROW]), []).append(place)
        if len(words) < IN_A_ROW:
            self.whole.setdefault(tuple(words), []).append(begin)
            if became.of == "person" and became.field == "name":
                self.names.setdefault(tuple(words), became)
        at = begin
        for paragraph in text.splitlines():
            length = len(said := tuple(_words(paragraph)))
            if 0 < length < IN_A_ROW:
                self.paragraphs.setdefault(said, []).append(at)
            at += length
        self.stream += words
        self.value_at += [len(self.values)] * len(words)
        self.values.append((begin, end, became))

    def _moments(self, document: InterviewDocument) -> Iterator[tuple[int, Became, timedelta]]:
        begins: dict[tuple[str, int], int] = {}
        for begin, _end, became in self.values:
            begins.setdefault((became.of, became.number), begin)
        starts = [("entry", number, segment.start) for number, segment in enumerate(document.segments, start=1)]
        if document.transcript is not None:
            starts += [("cue", number, cue.start) for number, cue in enumerate(document.transcript.cues, start=1)]
        for of, number, start in starts:
            if start is not None:
                yield begins.get((of, number), len(self.stream)), Became("time", of, number), start

    def became(self, line: str) -> tuple[Became, ...]:
        found: list[Became] = []
        line = unescape(line) if "&" in line else line
        line = _OGG_KEY.sub("", line, count=1)
        if (times := _TIMES.match(line)) and (told := self._time(times[1])):
            found.append(told)
            line = line[times.end() :]
        words = _words(line)[:MOST_WORDS]
        place = 0
        while place < len(words):
            begin, length = self._longest(words, place)
            if not length:
                place += 1
                continue
            for value in range(self.value_at[begin], self.value_at[begin + length - 1] + 1):
                found.append(self.values[value][2])
            self.here = begin + length
            place += length
        if all(one.field == "time" for one in found):
            found += self._paragraph(line)
        if all(one.of == "" for one in found):
            found += self._named(words)
        if not found:
            found += self._elsewhere(line)
        return tuple(dict.fromkeys(found))

    def _elsewhere(self, line: str) -> Iterator[Became]:
        """A recording that is announced without an address; the date of a comment."""
        if self.announces and announces_recording(" ".join(line.split())):
            yield Became("address", "recording")
        elif self.instants and (moment := instant_in(line.strip())) in self.instants:
            yield self.instants[moment]

    def _paragraph(self, line: str) -> Iterator[Became]:
        """The value of which a short line is a whole paragraph, with or without the label before it."""
        label = _LABEL.match(line)
        for said in (line, line[label.end() :] if label else ""):
            words = tuple(_words(said))
            if places := self._near(self.paragraphs.get(words, ())):
                begin = min(places)
                self.here = begin + len(words)
                yield self.values[self.value_at[begin]][2]
                return

    def _time(self, text: str) -> Became | None:
        try:
            known = self.times.get(timecode.parse(text))
        except timecode.TimecodeError:
            return None
        if not known:
            return None
        at = bisect_left(known, (self.here, Became("")))
        begin, became = known[at] if at < len(known) else known[0]
        self.here = begin
        return became

    def _longest(self, words: list[str], place: int) -> tuple[int, int]:
        """Where in the document the longest run of words from `place` on stands, and its length; 0: nowhere."""
        best = (0, 0)
        row = tuple(words[place : place + IN_A_ROW])
        candidates = {self.here}
        if len(row) == IN_A_ROW:
            candidates |= self._near(self.rows.get(row, ()))
        for begin in candidates:
            length = self._run(words, place, begin)
            enough = length >= IN_A_ROW or (place + length == len(words) and length and begin == self.here)
            if (enough or self._is_rest(begin, length)) and length > best[1]:
                best = (begin, length)
        for count in range(min(IN_A_ROW - 1, len(words) - place), 0, -1):
            near = self._near(self.whole.get(tuple(words[place : place + count]), ()))
            if near and count > best[1] and (count > 1 or len(words) <= SHORT_LINE):
                best = (min(near), count)
        return best

    def _near(self, places: list[int] | tuple[int, ...]) -> set[int]:
        """The first of the places, and the first that is not behind."""
        if not places:
            return set()
        at = bisect_left(places, self.here)
        return {places[at]} if at < len(places) else {places[0]}

    def _run(self, words: list[str], place: int, begin: int) -> int:
        length = 0
        while (
            place + length < len(words)
            and begin + length < len(self.stream)
            and words[place + length] == self.stream[begin + length]
        ):
            length += 1
        return length

    def _is_rest(self, begin: int, length: int) -> bool:
        """Whether these words are the last ones of a value of which the ones before were found."""
        return length > 0 and begin == self.here and begin + length == self.values[self.value_at[begin]][1]

    def _named(self, words: list[str]) -> Iterator[Became]:
        """People whose names stand in the line, beside what else it became."""
        for count in range(1, IN_A_ROW):
            for place in range(len(words) - count + 1):
                if became := self.names.get(tuple(words[place : place + count])):
                    yield became


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
