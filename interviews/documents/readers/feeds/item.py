"""An item of a podcast's feed on its way to a document: its fields, and what has no place there."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from interviews import timecode
from interviews.documents.document import DiscussionEntry, InterviewDocument, PartialDate, RecordingEntry
from interviews.documents.errors import Finding
from interviews.documents.readers import psc
from interviews.documents.readers.feeds.fields import Fields, name_of, value_of, words_of
from interviews.documents.readers.feeds.file import is_digest
from interviews.documents.readers.feeds.post_content import PostContent, post_content
from interviews.documents.readers.feeds.post_document import with_content
from interviews.documents.readers.feeds.recordings import recordings_of
from interviews.documents.readers.feeds.rich_html import has_blocks
from interviews.documents.readers.feeds.values import (
    instant,
    length,
    plain,
    web_address,
)
from interviews.documents.readers.page.time_index import keywords_in
from interviews.documents.xml_tree import XmlTree

#: The text of an item, the fullest first.
_TEXTS = ("content:encoded", "description", "itunes:summary", "media:description", "itunes:subtitle", "dc:description")
_USED = frozenset(
    re.findall(
        r"\S+",
        "title itunes:title media:title guid link pubdate dc:date enclosure category itunes:keywords media:keywords "
        "itunes:duration itunes:episode podcast:episode podcast:person podcast:license dc:rights cc:license copyright "
        "podcast:alternateenclosure media:content media:group podcast:transcript podcast:chapters psc:chapters "
        "podcast:socialinteract",
    )
) | {*_TEXTS}
#: What says nothing of an interview: counts and addresses for programs, and what is as it nearly always is.
_SILENT = frozenset(
    re.findall(
        r"\S+",
        "comments wfw:commentrss slash:comments atom:link media:thumbnail podcast:value itunes:block source",
    )
)
_USUAL = {
    "itunes:explicit": ("false", "no", "clean"),
    "itunes:episodetype": ("full",),
}
_NOT_FETCHED = {"podcast:transcript": "transcript", "podcast:chapters": "list of chapters"}
_SHORTENED = ("[…]", "[...]", "…", "...")


class FeedItem:
    """Reads an item once; the findings come with it."""

    def __init__(self, element: Element, tree: XmlTree) -> None:
        self.fields = Fields(element)
        self._tree = tree
        self._line = tree.line(element)
        self._findings: list[Finding] = []
        self._left_out: dict[str, str] = {}

    def document(self, known: InterviewDocument, name: str) -> InterviewDocument:
        """What the item says, on top of what is known of its channel; `name` stands in for a missing title."""
        fields = self.fields
        title = plain(fields.words("title", "itunes:title", "media:title"))
        address = self._address()
        document = replace(
            known,
            title=title,
            part=self._part(),
            provenance=address or known.provenance,
            recordings=self._recordings(address),
            tags=self._tags(),
            discussion=self._discussion(),
        )
        document = self._published(document)
        if (listed := fields.first("psc:chapters")) is not None:
            segments, found = psc.segments_of(listed, self._tree)
            document = replace(document, segments=segments)
            self._findings += found
        document, found = with_content(document, self._content(title, address), self._line)
        self._findings += found
        self._name_what_is_elsewhere()
        self._leave_out_the_rest()
        return document if document.title else self._titled(document, name)

    def guid(self) -> str:
        """What apps know the item by; empty where the feed gave it no name."""
        words = self.fields.words("guid")
        return "" if is_digest(words) else words

    def leave_out(self, name: str, said: str) -> None:
        self._left_out[name] = said[:120]

    def all_findings(self) -> list[Finding]:
        if not self._left_out:
            return self._findings
        named = "; ".join(f"{name}: {said}" if said else name for name, said in list(self._left_out.items())[:12])
        message = f"no place in an interview here, and left out: {named}"
        return [*self._findings, Finding(self._line, "field_left_out", message)]

    def _find(self, element: Element | None) -> int | None:
        return self._tree.line(element) or self._line

    def _address(self) -> str:
        guid = self.fields.first("guid")
        address = web_address(self.fields.words("link"))
        if not address and (given := self.fields.words("link")):
            self.leave_out("link", given)
        if address or guid is None or (guid.get("isPermaLink") or "true").lower() == "false":
            return address
        return web_address(words_of(guid))

    def _part(self) -> int | None:
        for element in self.fields.all("itunes:episode", "podcast:episode"):
            said = words_of(element)
            if said.isascii() and said.isdigit() and 0 < len(said) < 6 and int(said):
                return int(said)
            if said:
                self.leave_out(name_of(element), said)
        return None

    def _published(self, document: InterviewDocument) -> InterviewDocument:
        element = self.fields.first("pubdate", "dc:date")
        said = words_of(element)
        if not said:
            return document
        moment = instant(said)
        if moment is None:
            message = f"“{said[:60]}” is no date (such as Mon, 14 Sep 2015 10:30:00 GMT); set it in the admin"
            self._findings.append(Finding(self._find(element), "bad_date", message))
            return document
        return replace(document, published=PartialDate(moment.date()), published_basis="pubDate of the feed")

    def _tags(self) -> tuple[str, ...]:
        categories = [plain(words_of(element)) for element in self.fields.all("category")]
        listed = [value_of(element) for element in self.fields.all("itunes:keywords", "media:keywords")]
        return (*(word for word in categories if word), *(word for text in listed for word in keywords_in(text)))

    def _recordings(self, base: str) -> tuple[RecordingEntry, ...]:
        found, others = recordings_of(self.fields, base)
        self._left_out |= others
        element = self.fields.first("itunes:duration")
        said = words_of(element)
        duration = length(said)
        if said and duration is None and said.strip("0:"):
            message = f"“{said[:40]}” is no length (write seconds, 57:15 or 1:01:06); the recording is kept without one"
            self._findings.append(Finding(self._find(element), "bad_duration", message))
        if duration and not found:
            self.leave_out("itunes:duration", timecode.written(duration))
        return (replace(found[0], duration=duration), *found[1:]) if found else ()

    def _discussion(self) -> DiscussionEntry | None:
        for element in self.fields.all("podcast:socialinteract"):
            address = web_address(element.get("uri") or element.text or "")
            if address:
                return DiscussionEntry(name=_host(address), url=address)
        return None

    def _content(self, title: str, base: str) -> PostContent:
        """The fullest text; another one only if it says something else."""
        texts = [element for name in _TEXTS if (element := self.fields.first(name)) is not None and value_of(element)]
        content = PostContent()
        for element in texts:
            text = value_of(element)
            read = post_content(text, title=title, line=self._find(element), breaks=not has_blocks(text), base=base)
            if not content.plain:
                content = read.beside(content)
            elif not _is_part_of(read.plain, content.plain):
                self.leave_out(name_of(element), " ".join(read.plain.split()))
        return content

    def _name_what_is_elsewhere(self) -> None:
        for name, what in _NOT_FETCHED.items():
            for element in self.fields.all(name):
                if address := web_address(element.get("url") or ""):
                    message = f"the {what} is at {address[:300]} and was not fetched; download it, and import that file"
                    self._findings.append(Finding(self._find(element), "address_not_fetched", message))

    def _leave_out_the_rest(self) -> None:
        for name in self.fields:
            if name in _USED or name in _SILENT or name in self._left_out:
                continue
            element = self.fields.first(name)
            if element is None:
                continue
            said = words_of(element)
            if said.lower() not in _USUAL.get(name, ()):
                self.leave_out(name, said or next(iter(element.attrib.values()), ""))

    def _titled(self, document: InterviewDocument, name: str) -> InterviewDocument:
        guests = " and ".join(entry.name for entry in document.people("guest"))
        title = guests or name or "Interview"
        whose = "the guest’s name" if guests else "the file’s name"
        self._findings.append(Finding(self._line, "title_missing", f"the item has no title; “{title}” is {whose}"))
        return replace(document, title=title)


def _is_part_of(text: str, whole: str) -> bool:
    """Whether one text is the other, or its beginning, but for white space and an ellipsis at the end."""
    said = " ".join(text.split())
    for mark in _SHORTENED:
        said = said.removesuffix(mark).rstrip()
    return said in " ".join(whole.split())


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or address
    except ValueError:
        return address
