"""OHMS XML, record 5.1 to 6.0: what oral history archives export, an interview with its index and transcript.

Format: Louie B. Nunn Center for Oral History, University of Kentucky. Read by local name: the published schemas
declare different namespaces, and real files follow neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element, tostring

from interviews.documents.errors import DocumentError
from interviews.documents.readers.ohms.document import read_people, read_record
from interviews.documents.readers.ohms.points import read_points
from interviews.documents.readers.ohms.record import Record, free_key
from interviews.documents.readers.ohms.transcript import read_transcript
from interviews.documents.readers.ohms.turns import People
from interviews.documents.readers.ohms.words import said, said_whole
from interviews.documents.reading import Reading
from interviews.documents.source_file import SourceFile
from interviews.documents.xml_tree import XmlTree, child, children, local, parse_xml, without_controls

SUFFIXES = ()  # any XML has the same

_ROOT = re.compile(r"<(?:[\w.-]{1,40}:)?ROOT[\s>]")
_RECORD = re.compile(r"nunncenter/ohms|<(?:[\w.-]{1,40}:)?record[\s>]", re.IGNORECASE)
#: The attribute of a record by which one of several, kept alone, is still known.
_KEY = "item-key"
#: Texts whose lines are counted, by `sync` or by a finding.
_COUNTED = ("transcript", "vtt_transcript")


def recognises(file: SourceFile) -> bool:
    return file.head.startswith("<") and bool(_ROOT.search(file.head) and _RECORD.search(file.head))


def read(file: SourceFile) -> Iterator[Reading]:
    data, mended = without_controls(file.data)
    tree = parse_xml(data)
    records = _records(tree.root)
    if not records:
        raise DocumentError("the file has no OHMS record (<record>); export it anew", line=1, code="other_xml")
    keys = _keys(records)
    for element, key in zip(records, keys, strict=True):
        record = _record(element, tree, file.stem if len(records) == 1 else "")
        record.alone = len(records) == 1
        appearances = read_people(record)
        people = People(appearances)
        segments, odd = read_points(child(element, "index"), tree, people)
        record.findings += odd
        document = read_record(record, appearances, segments, read_transcript(record, people))
        text = _alone(element, key) if key else ""
        yield Reading(document, (*mended, *record.findings), key=key, text=text)
        mended = []


def _records(root: Element) -> list[Element]:
    """The records; the root itself where it stands for one."""
    if local(root) == "record" or (child(root, "index") is not None and child(root, "record") is None):
        return [root]
    return list(children(root, "record"))


def _keys(records: Sequence[Element]) -> list[str]:
    """What tells the records of one file apart: the accession number, the record's number, or the place."""
    if len(records) == 1:
        return [records[0].get(_KEY, "").strip()]
    keys: dict[str, None] = {}
    for place, element in enumerate(records, start=1):
        number = said(child(element, "accession")) or element.get("id", "").strip()
        free_key(keys, " ".join(number.split()), place)
    return list(keys)


def _record(element: Element, tree: XmlTree, name: str) -> Record:
    record = Record(line=tree.line(element), name=name)
    for part in element:
        if local(part) == "date":
            record.add("date", part.get("value", "").strip() or said(part), tree.line(part))
            record.add("date_format", part.get("format", "").strip(), tree.line(part))
        elif local(part) == "mediafile":
            for detail in part:
                record.add(local(detail), said(detail), tree.line(detail))
        elif local(part) == "index":
            translated = (inner for inner in part.iter() if local(inner).endswith("_alt"))
            for inner in translated:
                record.add(local(inner), said(inner), tree.line(inner))
        elif text := said(part):
            record.add(local(part), said_whole(part) if local(part) in _COUNTED else text, tree.line(part))
    return record


def _alone(element: Element, key: str) -> str:
    """The record as a file of its own."""
    alone = Element(element.tag, {**element.attrib, _KEY: key})
    alone.extend(element)
    root = Element("ROOT")
    root.append(alone)
    return tostring(root, encoding="unicode")
