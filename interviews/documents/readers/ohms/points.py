"""The index of an OHMS record: each point an entry of the time index.

A point has a time in seconds, a title, a partial transcript, a synopsis, lists of words, places and addresses. Up to
5.2 a place and an address stand in the point itself, from 5.3 on in elements of their own.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from xml.etree.ElementTree import Element

from interviews import timecode
from interviews.documents import chapters
from interviews.documents.coordinates import point_in
from interviews.documents.document import LinkEntry, PlaceEntry, SegmentEntry
from interviews.documents.errors import Finding
from interviews.documents.ohms import echoes
from interviews.documents.readers.ohms.turns import People, Turns, turns_in
from interviews.documents.readers.ohms.words import LONGEST_TAG, said, said_in, words_in
from interviews.documents.xml_tree import XmlTree, children, local

_SECONDS = re.compile(r"\d{1,9}(?:\.\d{1,3})?", re.ASCII)
_ZOOM = re.compile(r"\d{1,2}", re.ASCII)
_PLACED = frozenset(
    [
        "time",
        "title",
        "partial_transcript",
        "synopsis",
        "keywords",
        "subjects",
        "gps",
        "gps_zoom",
        "gps_text",
        "hyperlink",
        "hyperlink_text",
        "gpspoints",
        "hyperlinks",
    ]
)


def read_points(index: Element | None, tree: XmlTree, people: People) -> tuple[tuple[SegmentEntry, ...], list[Finding]]:
    """The entries in the order of the file, and what was odd about them. Points without a word are none."""
    if index is None:
        return (), []
    points = [_Point(point, tree, people) for point in children(index, "point") if any(said(part) for part in point)]
    segments = tuple(point.segment() for point in points)
    findings = [finding for point in points for finding in point.findings]
    return segments, [*findings, *chapters.oddities(segments, [point.line for point in points])]


class _Point:
    """A point on its way to an entry, with what was odd about it."""

    def __init__(self, point: Element, tree: XmlTree, people: People) -> None:
        self.point = point
        self.people = people
        self.line = tree.line(point)
        self.findings: list[Finding] = []

    def segment(self) -> SegmentEntry:
        title = " ".join(said_in(self.point, "title").split()).rstrip(";")
        turns = turns_in(said_in(self.point, "partial_transcript"), self.people, title)
        label, synopsis = self._label(title, turns), said_in(self.point, "synopsis")
        question = turns.question
        if len(label) > chapters.LONGEST_LABEL and not question:
            label, question = "", label
        elif len(label) > chapters.LONGEST_LABEL:
            label, synopsis = chapters.shortened(title, chapters.LONGEST_LABEL), f"{title}\n\n{synopsis}".strip()
            message = f"a title is too long for a label and stands with the synopsis: “{title[:60]}…”; shorten it"
            self.findings.append(Finding(self.line, "label_shortened", message))
        if not (label or question or turns.answer or synopsis):
            message = "the entry has no text; write its title or its question"
            self.findings.append(Finding(self.line, "entry_without_text", message))
        self._say_what_has_no_place()
        return SegmentEntry(
            start=self._start(),
            kind=turns.kind(label or question),
            label=label,
            question=question,
            answer=turns.answer,
            answered_by=turns.answered_by,
            synopsis=synopsis,
            tags=self._words("keywords", LONGEST_TAG),
            subjects=self._words("subjects"),
            links=tuple(self._links()),
            places=tuple(self._places()),
        )

    def _label(self, title: str, turns: Turns) -> str:
        """The title, unless it only repeats the words below it."""
        below = [turns.question, turns.answer] if turns.question or turns.answer else [said_in(self.point, "synopsis")]
        return "" if any(echoes(title, words) for words in below) else title

    def _start(self) -> dt.timedelta | None:
        text = said_in(self.point, "time")
        if not text:
            return None
        try:
            return _moment(text)
        except timecode.TimecodeError as error:
            message = f"{error}; the entry is kept without it: correct the record or set it in the admin"
            self.findings.append(Finding(self.line, "impossible_timecode", message))
            return None

    def _words(self, name: str, longest: int = 0) -> tuple[str, ...]:
        words, found = words_in(said_in(self.point, name), self.line, longest)
        self.findings += found
        return words

    def _links(self) -> Iterator[LinkEntry]:
        for part in [self.point, *children(self.point, "hyperlinks")]:
            url, text = said_in(part, "hyperlink"), " ".join(said_in(part, "hyperlink_text").split())
            found = chapters.link_of(f"http://{url}" if url.startswith("www.") else url)
            yield from (replace(link, text=text) for link in found)
            if (url or text) and not found:
                message = f"a link was left out, for it leads nowhere: “{url[:60] or text[:60]}”; enter its address"
                self.findings.append(Finding(self.line, "link_left_out", message))

    def _places(self) -> Iterator[PlaceEntry]:
        for part in [self.point, *children(self.point, "gpspoints")]:
            where, name = " ".join(said_in(part, "gps").split()), " ".join(said_in(part, "gps_text").split())
            point, zoom = point_in(where), said_in(part, "gps_zoom")
            if point is not None:
                near = int(zoom) if _ZOOM.fullmatch(zoom) else None
                yield PlaceEntry(name=name, latitude=point[0], longitude=point[1], zoom=near)
            elif where or name:
                if where:
                    message = f"“{where[:40]}” are no coordinates (write 59.3, 18.1); the place is kept by its name"
                    self.findings.append(Finding(self.line, "bad_coordinates", message))
                yield PlaceEntry(name=name or where)

    def _say_what_has_no_place(self) -> None:
        named = ((local(part), said(part)) for part in self.point.iter() if part is not self.point and not len(part))
        left = {name: text for name, text in named if text and name not in _PLACED and not name.endswith("_alt")}
        if left:
            shown = ", ".join(f"“{name}” ({text[:40]})" for name, text in left.items())
            message = f"left out, for an entry has no place for it: {shown[:300]}; enter elsewhere what you need"
            self.findings.append(Finding(self.line, "field_left_out", message))


def _moment(text: str) -> dt.timedelta:
    """Seconds, as the format has them; a timecode where somebody wrote one. Raises TimecodeError."""
    if _SECONDS.fullmatch(text) is None:
        return timecode.parse(text)
    moment = dt.timedelta(seconds=float(text))
    if moment > timecode.LONGEST:
        raise timecode.TimecodeError(f"{text} seconds are past the end of any recording")
    return moment
