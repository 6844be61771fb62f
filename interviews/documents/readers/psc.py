"""Podlove Simple Chapters: each becomes a segment; in a file of their own, or in the items of a feed.

Format: podlove.org, “Simple Chapters” 1.2; `start` is in Normal Play Time (RFC 2326, section 3.6).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from interviews.documents.document import InterviewDocument, SegmentEntry
from interviews.documents.errors import DocumentError, Finding
from interviews.documents.readers.timed.chapter_entries import ChapterEntries
from interviews.documents.reading import Reading
from interviews.documents.source_file import SourceFile
from interviews.documents.xml_tree import XmlTree, children, local, parse_xml

SUFFIXES = (".psc",)

NAMESPACE = "http://podlove.org/simple-chapters"

_ROOT = re.compile(r"<(?:[\w.-]+:)?(?P<name>[A-Za-z][\w.-]*)[\s>/]")
_KNOWN = ("start", "title", "href")


def recognises(file: SourceFile) -> bool:
    """By the first element: a feed declares the namespace as well."""
    root = _ROOT.search(file.head)
    named = NAMESPACE.partition("//")[2] in file.head or "<chapter start" in file.head
    return file.head.startswith("<") and root is not None and root["name"] == "chapters" and named


def read(file: SourceFile) -> Iterator[Reading]:
    tree = parse_xml(file.data)
    if local(tree.root) != "chapters":
        raise DocumentError("this XML holds no <psc:chapters>; export it anew", line=1, code="other_xml")
    segments, findings = segments_of(tree.root, tree)
    title = file.stem or "Interview"
    findings.append(Finding(None, "title_missing", f"chapters have no title; “{title}” is the file’s name"))
    if not segments:
        findings.append(Finding(None, "no_segments", "the list of chapters is empty"))
    yield Reading(InterviewDocument(title=title, segments=segments), tuple(findings))


def segments_of(element: Element, tree: XmlTree) -> tuple[tuple[SegmentEntry, ...], list[Finding]]:
    """The segments of a ``<psc:chapters>`` element of that tree, and what was odd about them."""
    entries = ChapterEntries()
    for chapter in children(element, "chapter"):
        stamp, title, address = (chapter.get(name, "").strip() for name in _KNOWN)
        entries.leave_out(name for name in chapter.attrib if name not in _KNOWN)
        entries.take(tree.line(chapter), stamp, title, address=address)
    return tuple(entries.segments), entries.all_findings()
