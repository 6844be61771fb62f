"""The index of an OHMS record: a point for each entry of the time index.

Format: see `readers.ohms_points`; written as from 5.3 on. A point has no element for what is asked, so the question is
the first line of the partial transcript.
"""

from __future__ import annotations

from dataclasses import replace
from xml.etree.ElementTree import Element, SubElement

from interviews.documents import chapters
from interviews.documents.coordinates import degrees
from interviews.documents.document import InterviewDocument, PlaceEntry, SegmentEntry
from interviews.documents.ohms import ANSWER, QUESTION
from interviews.documents.readers.ohms.turns import People, turns_in
from interviews.documents.writers.ohms_text import add, listed


def add_index(record: Element, document: InterviewDocument) -> None:
    index = SubElement(record, "index")
    # As they are read again: a panellist is one of the guests.
    people = People([replace(one, role="guest") if one.role == "panellist" else one for one in document.appearances])
    for segment in document.segments:
        point = SubElement(index, "point")
        if segment.start is not None:
            add(point, "time", str(int(segment.start.total_seconds())))
        title = chapters.shortened(chapters.title_of(segment), chapters.LONGEST_LABEL)
        for name, text in (
            ("title", title),
            ("partial_transcript", _partial_transcript(segment, people, title)),
            ("synopsis", segment.synopsis),
            ("keywords", listed(segment.tags)),
            ("subjects", listed(segment.subjects)),
        ):
            add(point, name, text)
        for place in segment.places:
            _add_place(SubElement(point, "gpspoints"), place)
        for link in segment.links:
            hyperlink = SubElement(point, "hyperlinks")
            add(hyperlink, "hyperlink", link.url)
            add(hyperlink, "hyperlink_text", link.text)


def _add_place(gpspoint: Element, place: PlaceEntry) -> None:
    where = ""
    if place.latitude is not None and place.longitude is not None:
        where = f"{degrees(place.latitude)}, {degrees(place.longitude)}"
    add(gpspoint, "gps", where)
    add(gpspoint, "gps_zoom", str(place.zoom) if where and place.zoom is not None else "")
    add(gpspoint, "gps_text", place.name)


def _partial_transcript(segment: SegmentEntry, people: People, title: str) -> str:
    """The question, then the answer: bare where that reads back the same, else with labels that tell them apart."""
    question = " ".join(segment.question.split())
    # A line's end would be read as a paragraph's.
    answer = "\n\n".join(text for part in segment.answer.split("\n\n") if (text := " ".join(part.split())))
    speaker = f"{segment.answered_by.upper()}: "
    forms = []
    for asked in ("", f"{QUESTION}: "):
        for answered in ("", speaker, f"{ANSWER}: "):
            parts = (f"{asked}{question}" if question else "", f"{answered}{answer}" if answer else "")
            forms.append("\n\n".join(filter(None, parts)))
    wanted = (question, answer, segment.answered_by, segment.kind)

    def likeness(form: str) -> int:
        turns = turns_in(form, people, title)
        read = (turns.question, turns.answer, turns.answered_by, turns.kind(segment.label))
        return sum(weight for weight, one, other in zip((8, 4, 2, 1), wanted, read, strict=True) if one == other)

    return max(forms, key=likeness)
