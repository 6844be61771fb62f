"""JSON Feed 1.1 (jsonfeed.org)."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from django.utils.feedgenerator import SyndicationFeed, rfc3339_date

from interviews.feeds.atom import latest_of
from interviews.feeds.entries import Entry, Person

VERSION = "https://jsonfeed.org/version/1.1"


class JsonForm(SyndicationFeed):
    NAME = "JSON Feed"
    SUFFIX = "json"
    MEDIA_TYPE = "application/feed+json"
    content_type = f"{MEDIA_TYPE}; charset=utf-8"

    def write(self, outfile: Any, encoding: str) -> None:
        said = {
            "version": VERSION,
            "title": self.feed["title"],
            "home_page_url": self.feed["link"],
            "feed_url": self.feed["feed_url"],
            "description": self.feed["description"],
            "next_url": self.feed["pages"].get("next"),
            "authors": [{"name": self.feed["author_name"], "url": self.feed["author_link"]}],
            "language": self.feed["language"],
            "items": [_item(item["entry"]) for item in self.items],
        }
        json.dump({name: value for name, value in said.items() if value is not None}, outfile, ensure_ascii=False)
        outfile.write("\n")

    def latest_post_date(self) -> dt.datetime:
        return latest_of(self.items)


def _item(entry: Entry) -> dict[str, Any]:
    said: dict[str, Any] = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "content_html": entry.html,
        "summary": entry.summary,
        "date_published": rfc3339_date(entry.published),
        "date_modified": rfc3339_date(entry.updated),
        "authors": [_person(person) for person in entry.authors],
        "tags": list(entry.tags),
        "language": entry.language,
    }
    if entry.sound:
        attachment: dict[str, Any] = {"url": entry.sound.url, "mime_type": entry.sound.media_type}
        if entry.sound.size:
            attachment["size_in_bytes"] = entry.sound.size
        if entry.sound.duration:
            attachment["duration_in_seconds"] = entry.sound.duration.total_seconds()
        said["attachments"] = [attachment]
    return {name: value for name, value in said.items() if value or name == "content_html"}


def _person(person: Person) -> dict[str, str]:
    return {"name": person.name, **({"url": person.url} if person.url else {})}
