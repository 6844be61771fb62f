"""Interview pages in HTML: the blocks of the page are read as a page of text, and completed by what its head says.

Structure: HTML Living Standard, sections 4.3 and 4.4. Whatever is not the text (navigation, footers, asides, forms,
scripts) is passed over. Of addresses only ``http``, ``https`` and ``mailto`` are kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from selectolax.lexbor import LexborHTMLParser, LexborNode

from interviews.documents.errors import DocumentError
from interviews.documents.prolog import behind
from interviews.documents.readers.blocks.addresses import (
    leads_within,
    linked_recordings,
    portrait_at,
    recording_at,
    relative_links,
    with_addresses,
)
from interviews.documents.readers.blocks.page import read_blocks
from interviews.documents.readers.blocks.pictures import with_portraits
from interviews.documents.readers.blocks.recordings import with_recordings
from interviews.documents.readers.html.blocks import page_of
from interviews.documents.readers.html.charset import decode_page
from interviews.documents.readers.html.metadata import base_of, facts_of
from interviews.documents.readers.html.navigation import without_navigation
from interviews.documents.readers.html.remarks import remarks_of, without_unsigned
from interviews.documents.readers.html.source import washed
from interviews.documents.readers.html.transcript import transcript_in
from interviews.documents.readers.page.remarks import entries_of, is_remarks_heading
from interviews.documents.reading import Reading
from interviews.documents.source_file import SourceFile

SUFFIXES = (".html", ".htm", ".xhtml", ".shtml")

# An XML declaration may stand before an XHTML page; before anything else it is no page.
_PROLOG = re.compile(r"\s+|<!--.*?-->|<\?xml[^>]*+>", re.DOTALL | re.IGNORECASE)
_ELEMENT = re.compile(
    r"<(?:!doctype\s+html|html|head|body|title|meta|link|p|div|h[1-6]|table|center|article|section|main)\b(?![-:.])",
    re.IGNORECASE,
)


def recognises(file: SourceFile) -> bool:
    return bool(_ELEMENT.match(file.head, behind(_PROLOG, file.head)))


def read(file: SourceFile) -> Iterator[Reading]:
    file.text, file.noticed = decode_page(file.data)
    source = washed(file.text)
    html = LexborHTMLParser(source.markup)
    facts, base = facts_of(html, source), base_of(html)
    content = _content(html)
    if content is None:
        raise DocumentError("the page has no text; check that it is the right file", code="not_an_interview")
    remarks = remarks_of(content)
    page = page_of(content, remarks.elements)
    shown = [block for block in page.blocks if not (remarks.elements and is_remarks_heading(block.text))]
    shown, unsigned = without_unsigned(shown)
    facts.findings += unsigned
    blocks = without_navigation(shown, lambda address: leads_within(base, address))
    linked = [*linked_recordings(blocks, base)]
    linked += [entry for sound in page.sounds if (entry := recording_at(base, sound.address, sound.media_type))]
    facts.findings += relative_links(blocks, base)
    reading = transcript_in(content, file.stem, facts)
    if reading is None:
        reading = read_blocks([with_addresses(block, base) for block in blocks], file.stem, facts)
    reading = with_recordings(reading, list(dict.fromkeys(linked)), facts.recordings)
    if remarks.elements:
        comments = (*reading.document.comments, *entries_of(remarks.found))
        document = replace(reading.document, comments=comments)
        reading = replace(reading, document=document, findings=(*reading.findings, *remarks.findings))
    yield with_portraits(reading, [replace(one, address=portrait_at(one.address)) for one in page.pictures])


def _content(html: LexborHTMLParser) -> LexborNode | None:
    """The element that holds the text: ``<main>`` or the only ``<article>`` where it has most of it, else the body."""
    body = html.body
    whole = len(body.text()) if body is not None else 0
    for selector in ("main", "[role=main]", "article"):
        found = html.css(selector)
        if len(found) == 1 and len(found[0].text()) * 2 > whole:
            return found[0]
    return body
