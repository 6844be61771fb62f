"""RSS 2.0 (RSS Advisory Board), with ``atom:link``, ``content:encoded`` and ``dc:creator``."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.feedgenerator import Rss201rev2Feed, rfc2822_date

from interviews.feeds.atom import latest_of
from interviews.feeds.entries import Entry
from interviews.feeds.xml_writing import WellFormed


class RssForm(Rss201rev2Feed):
    NAME = "RSS"
    SUFFIX = "rss"
    MEDIA_TYPE = "application/rss+xml"

    def write(self, outfile: Any, encoding: str) -> None:
        handler = WellFormed(outfile, encoding, short_empty_elements=True)
        handler.startDocument()
        handler.startElement("rss", self.rss_attributes())
        handler.startElement("channel", self.root_attributes())
        self.add_root_elements(handler)
        self.write_items(handler)
        self.endChannelElement(handler)
        handler.endElement("rss")

    def rss_attributes(self) -> dict[str, str]:
        spaces = {"content": "http://purl.org/rss/1.0/modules/content/", "dc": "http://purl.org/dc/elements/1.1/"}
        return {**super().rss_attributes(), **{f"xmlns:{prefix}": space for prefix, space in spaces.items()}}

    def latest_post_date(self) -> dt.datetime:
        return latest_of(self.items)

    def add_root_elements(self, handler: WellFormed) -> None:
        """Django's own says nothing of the type of the feed's address, which directories of podcasts ask for."""
        for name in ("title", "link", "description", "language"):
            handler.addQuickElement(name, self.feed[name])
        for relation, address in {"self": self.feed["feed_url"], **self.feed["pages"]}.items():
            handler.addQuickElement("atom:link", "", {"rel": relation, "href": address, "type": self.MEDIA_TYPE})
        if self.items:
            handler.addQuickElement("lastBuildDate", rfc2822_date(self.latest_post_date()))

    def add_item_elements(self, handler: WellFormed, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        entry: Entry = item["entry"]
        for person in entry.authors:
            handler.addQuickElement("dc:creator", person.name)
        self.add_content(handler, entry)

    def add_content(self, handler: WellFormed, entry: Entry) -> None:
        handler.addQuickElement("content:encoded", entry.html)
