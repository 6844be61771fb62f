"""RSS of a podcast: PSP-1 (the podcast standards' profile), Apple's ``itunes:``, Podcasting 2.0, Podlove chapters.

An item's persons take the place of the channel's, so the hosts stand in each.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from interviews.documents import clock
from interviews.feeds.channel import PodcastChannel
from interviews.feeds.entries import Entry
from interviews.feeds.episodes import Credit, Episode
from interviews.feeds.rss import RssForm
from interviews.feeds.xml_writing import WellFormed

SPACES = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "psc": "http://podlove.org/simple-chapters",
}


class PodcastRss(RssForm):
    def rss_attributes(self) -> dict[str, str]:
        return {**super().rss_attributes(), **{f"xmlns:{prefix}": space for prefix, space in SPACES.items()}}

    def add_root_elements(self, handler: WellFormed) -> None:
        super().add_root_elements(handler)
        channel: PodcastChannel = self.feed["channel"]
        handler.addQuickElement("itunes:author", channel.author)
        for category, below in channel.categories:
            handler.startElement("itunes:category", {"text": category})
            if below:
                handler.addQuickElement("itunes:category", "", {"text": below})
            handler.endElement("itunes:category")
        handler.addQuickElement("itunes:explicit", _truth(channel.explicit))
        handler.addQuickElement("itunes:image", "", {"href": channel.image})
        handler.addQuickElement("itunes:type", "episodic")
        if channel.email:
            handler.startElement("itunes:owner", {})
            handler.addQuickElement("itunes:name", channel.author)
            handler.addQuickElement("itunes:email", channel.email)
            handler.endElement("itunes:owner")
        if self.feed["guid"]:
            handler.addQuickElement("podcast:guid", self.feed["guid"])
        handler.addQuickElement("podcast:locked", "yes", {"owner": channel.email} if channel.email else {})
        handler.addQuickElement("podcast:medium", "podcast")
        for credit in self.feed["hosts"]:
            _add_person(handler, credit)

    def add_content(self, handler: WellFormed, entry: Entry) -> None:
        """Only where the description does not say it all already: a thousand episodes are heavy enough."""
        if entry.is_shortened:
            super().add_content(handler, entry)

    def add_item_elements(self, handler: WellFormed, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        episode: Episode = item["entry"]
        if episode.authors:
            handler.addQuickElement("itunes:author", ", ".join(person.name for person in episode.authors))
        if episode.sound and episode.sound.duration:
            handler.addQuickElement("itunes:duration", str(round(episode.sound.duration.total_seconds())))
        handler.addQuickElement("itunes:explicit", _truth(self.feed["channel"].explicit))
        handler.addQuickElement("itunes:episodeType", "full")
        if episode.part and self.feed["is_numbered"]:
            handler.addQuickElement("itunes:episode", str(episode.part))
        for transcript in episode.transcripts:
            attributes = {"url": transcript.url, "type": transcript.media_type, "language": transcript.language}
            if transcript.is_timed:
                attributes["rel"] = "captions"
            handler.addQuickElement("podcast:transcript", "", attributes)
        for credit in episode.people:
            _add_person(handler, credit)
        if episode.soundbite:
            seconds = {"startTime": f"{episode.soundbite.seconds:g}", "duration": f"{episode.soundbite.length:g}"}
            handler.addQuickElement("podcast:soundbite", episode.soundbite.title, seconds)
        if episode.licence:
            handler.addQuickElement("podcast:license", episode.licence.slug, {"url": episode.licence.url})
        if episode.chapters:
            _add_chapters(handler, episode)


def _truth(said: bool) -> str:
    return "true" if said else "false"


def _add_person(handler: WellFormed, credit: Credit) -> None:
    attributes = {"role": credit.role, "group": "cast", "href": credit.url, "img": credit.portrait}
    handler.addQuickElement("podcast:person", credit.name, {name: said for name, said in attributes.items() if said})


def _add_chapters(handler: WellFormed, episode: Episode) -> None:
    handler.addQuickElement("podcast:chapters", "", {"url": episode.chapters_url, "type": "application/json+chapters"})
    handler.startElement("psc:chapters", {"version": "1.2"})
    for chapter in episode.chapters:
        attributes = {"start": clock.written(timedelta(seconds=chapter.seconds)), "title": chapter.title}
        handler.addQuickElement("psc:chapter", "", {**attributes, **({"href": chapter.url} if chapter.url else {})})
    handler.endElement("psc:chapters")
