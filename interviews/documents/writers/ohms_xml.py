"""OHMS XML, record 6.0 with the index of 5.4: for the archives' viewers and for Aviary.

Format: Louie B. Nunn Center for Oral History; the elements stand in the order of its schema, which is a sequence.
"""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from interviews.documents import clock, languages
from interviews.documents.document import InterviewDocument
from interviews.documents.ohms import NAMESPACE, PROVENANCE, VERSION
from interviews.documents.writers.ohms_points import add_index
from interviews.documents.writers.ohms_text import add, listed
from interviews.documents.writers.ohms_transcript import written_transcript
from interviews.documents.writers.place import Place
from interviews.richtext import plain_words

NAME = "OHMS XML"
MEDIA_TYPE = "application/xml"
SUFFIX = ".ohms.xml"

#: What is not the same when what was written is read again.
LOSSES = (
    "of an entry: its uid, end, time as written, thousandths of a second; entries without a word",
    "kinds beyond question and statement; what is asked is a question, and else a question mark in the label decides",
    "a label that only repeats the words below; an entry that has but an answer and a synopsis gets one from it",
    "who answers, where it is none of the guests; where nobody is named it is the only guest",
    "line breaks within paragraphs, white space around texts; emphasis, and links but as words and their address",
    "of those who take part: all but name and role; panellists are guests, moderators interviewers, after the guests",
    "all recordings but the first; its size, a media type that the ending does not tell; one that says nothing",
    "the file of a recording that has an address as well: it goes to the provenance",
    "part, number of parts, publication, discussion, comments; how a date is known, where there is none",
    "the order of the provenance; rights that say one thing twice; tags that differ in capitals only",
    "semicolons in tags, subjects and names",
    "links that are no addresses of the web; places with half a position, what is smaller than a centimetre",
    "of a transcript: its language; ends and times of cues are filled in, unless whole minutes are timed, or none",
    "of a transcript without times: its kind, ends, capitals of names of others than those who take part",
    "of a transcript without times: that nobody is named, where somebody was before",
)

_RECORD = (
    "version",
    "date",
    "date_nonpreferred_format",
    "cms_record_id",
    "title",
    "accession",
    "duration",
    "collection_id",
    "collection_name",
    "series_id",
    "series_name",
    "repository",
    "funding",
    "repository_url",
    "subject",
    "keyword",
    "interviewee",
    "interviewer",
    "format",
    "file_name",
    "sync",
    "media_url",
    "mediafile",
    "language",
    "user_notes",
    "index",
    "description",
    "rel",
    "transcript",
    "vtt_transcript",
    "rights",
    "fmt",
    "usage",
    "userestrict",
    "collection_link",
    "series_link",
)
_GUESTS = ("guest", "panellist")
_UNDATED = "1970-01-01"


def fits(document: InterviewDocument) -> bool:
    return True


def write(document: InterviewDocument, place: Place) -> str:
    root = Element("ROOT", {"xmlns": NAMESPACE})
    # A number for each address, the same whenever it is written: a record must have one.
    number = zlib.crc32(place.url.encode("utf-8", "replace")) >> 1 or 1
    record = SubElement(root, "record", {"id": str(number), "dt": _day(document, place)})
    texts = dict(_texts(document))
    for name in _RECORD:
        if name == "date":
            _add_date(record, document)
        elif name == "mediafile":
            _add_mediafile(record, document)
        elif name == "index":
            add_index(record, document)
        else:
            for text in texts.get(name, ()):
                add(record, name, text)
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


def _day(document: InterviewDocument, place: Place) -> str:
    """The day of the record: one that stays, so that the same interview gives the same file."""
    published = place.publication.published_at if place.publication else None
    if published is not None:
        return published.date().isoformat()
    date = document.published or document.recorded
    return date.day.isoformat() if date else _UNDATED


def _texts(document: InterviewDocument) -> Iterator[tuple[str, Iterable[str]]]:
    """The texts of each element that has any; an element may stand several times."""
    recording = next(iter(document.recordings), None)
    facts, related = _provenance(document, taken=bool(recording and recording.file))
    rights, _line, usage = document.rights.partition("\n")
    yield from ((name, [text]) for name, text in facts.items())
    yield from {
        "version": [VERSION],
        "title": [document.title],
        "date_nonpreferred_format": filter(None, [document.recorded_basis]),
        "series_name": filter(None, [document.series]),
        "repository": filter(None, [document.organisation]),
        "keyword": [listed([tag]) for tag in document.tags],
        "interviewee": [listed([entry.name]) for entry in document.appearances if entry.role in _GUESTS],
        "interviewer": [listed([entry.name]) for entry in document.appearances if entry.role not in _GUESTS],
        "language": [languages.name_of(document.language)],
        "description": filter(None, [plain_words(document.introduction)]),
        "rel": filter(None, ["\n".join(related)]),
        "rights": filter(None, [rights]),
        "usage": filter(None, [usage]),
        "userestrict": ["0"],
    }.items()
    if recording is not None:
        if recording.duration is not None:
            yield "duration", [_length(recording.duration)]
        if recording.file:
            yield "file_name", [recording.file]
        yield "media_url", filter(None, [recording.url])
        yield "fmt", filter(None, [_sort(document)])
    yield from written_transcript(document)


def _length(duration: dt.timedelta) -> str:
    return clock.written(duration).removesuffix(".000")


def _provenance(document: InterviewDocument, taken: bool) -> tuple[dict[str, str], list[str]]:
    """The lines that say a fact of the archive, by element; and the others."""
    elements = {label: name for name, label in PROVENANCE.items() if not (taken and name == "file_name")}
    facts: dict[str, str] = {}
    others = []
    for line in document.provenance.split("\n"):
        label, _colon, value = line.partition(": ")
        name = elements.get(label, "")
        if name and name not in facts and value.strip():
            facts[name] = value
        elif line.strip():
            others.append(line)
    return facts, others


def _sort(document: InterviewDocument) -> str:
    """Whether it is heard or seen; empty where that is not known."""
    recording = next(iter(document.recordings), None)
    if recording is None or not (recording.media_type or recording.url or recording.file):
        return ""
    return "video" if recording.media_type.startswith("video/") else "audio"


def _add_date(record: Element, document: InterviewDocument) -> None:
    date = document.recorded
    pattern = {"year": "yyyy", "month": "yyyy-mm", "day": "yyyy-mm-dd"}[date.precision if date else "day"]
    SubElement(record, "date", {"value": str(date or ""), "format": pattern})


def _add_mediafile(record: Element, document: InterviewDocument) -> None:
    recording = next(iter(document.recordings), None)
    mediafile = SubElement(record, "mediafile")
    add(mediafile, "host", "Other" if recording and recording.url else "")
    add(mediafile, "clip_format", _sort(document))
