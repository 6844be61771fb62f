"""Atom 1.0 (RFC 4287), paged by RFC 5005, threaded by RFC 4685."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.feedgenerator import Atom1Feed

from interviews.feeds.entries import Entry
from interviews.feeds.xml_writing import WellFormed


class AtomForm(Atom1Feed):
    NAME = "Atom"
    SUFFIX = "atom"
    MEDIA_TYPE = "application/atom+xml"

    def write(self, outfile: Any, encoding: str) -> None:
        handler = WellFormed(outfile, encoding, short_empty_elements=True)
        handler.startDocument()
        handler.startElement("feed", {**self.root_attributes(), "xmlns:thr": "http://purl.org/syndication/thread/1.0"})
        self.add_root_elements(handler)
        self.write_items(handler)
        handler.endElement("feed")

    def latest_post_date(self) -> dt.datetime:
        return latest_of(self.items)

    def add_root_elements(self, handler: WellFormed) -> None:
        super().add_root_elements(handler)
        for relation, address in self.feed["pages"].items():
            handler.addQuickElement("link", "", {"rel": relation, "href": address})

    def add_item_elements(self, handler: WellFormed, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        entry: Entry = item["entry"]
        for noun, people in (("author", entry.authors), ("contributor", entry.contributors)):
            for person in people:
                handler.startElement(noun, {})
                handler.addQuickElement("name", person.name)
                if person.url:
                    handler.addQuickElement("uri", person.url)
                handler.endElement(noun)
        if entry.answers:
            attributes = {"ref": entry.answers.id, "href": entry.answers.url, "type": "text/html"}
            handler.addQuickElement("thr:in-reply-to", "", attributes)
        handler.addQuickElement("content", entry.html, {"type": "html", "xml:lang": entry.language})


#: The date of a feed in which nothing ever stood: it must have one (RFC 4287, 4.2.15), and the same each time.
NOTHING_YET = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def latest_of(items: list[dict[str, Any]]) -> dt.datetime:
    return max((item["updateddate"] for item in items), default=NOTHING_YET)
