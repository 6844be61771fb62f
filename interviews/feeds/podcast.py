"""Podcasts: of all interviews that can be heard, and of each series."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from interviews.feeds.channel import PodcastChannel, channel_of, given_guid
from interviews.feeds.entries import Entry
from interviews.feeds.episodes import Credit, Episode, episode_of, heard
from interviews.feeds.followed import Asked
from interviews.feeds.interviews import InterviewsFeed, SeriesFeed
from interviews.feeds.podcast_rss import PodcastRss
from interviews.models import Podcast

#: Episodes of a podcast. Apps show what stands in its feed and nothing else, so there are no pages.
MOST_EPISODES = 1000
#: Interviews whose rows are held at once.
AT_ONCE = 50


class PodcastFeed(InterviewsFeed):
    PAGE_LENGTH = MOST_EPISODES

    def __init__(self) -> None:
        super().__init__(PodcastRss)

    def channel(self, asked: Asked) -> PodcastChannel:
        return channel_of(asked.of, asked.origin)

    def entries(self, asked: Asked) -> Sequence[Entry]:
        rows = heard(self.interviews(asked)).newest_first()[:MOST_EPISODES]
        # Some at a time: of an episode little is kept, and the rows of a thousand would fill the memory.
        episodes = (episode_of(interview, asked.origin) for interview in rows.iterator(chunk_size=AT_ONCE))
        return [episode for episode in episodes if episode is not None]

    def get_feed(self, asked: Asked, request: HttpRequest) -> PodcastRss:
        """In the language of most of what is said: that of the words of the interface says nothing of a podcast."""
        feed: PodcastRss = super().get_feed(asked, request)
        languages = Counter(entry.language for entry in asked.entries)
        feed.feed["language"] = languages.most_common(1)[0][0] if languages else settings.LANGUAGE_CODE
        return feed

    def title(self, asked: Asked) -> str:
        return self.channel(asked).title

    def description(self, asked: Asked) -> str:
        return self.channel(asked).description

    def feed_extra_kwargs(self, asked: Asked) -> dict[str, Any]:
        return {
            **super().feed_extra_kwargs(asked),
            "channel": self.channel(asked),
            "guid": _guid(asked),
            "hosts": _hosts(asked.entries),
            "is_numbered": asked.of is not None,  # a part is one of its series
        }

    def item_description(self, entry: Episode) -> str:
        return entry.description

    def item_guid(self, entry: Episode) -> str:
        return entry.guid


class SeriesPodcastFeed(PodcastFeed, SeriesFeed):
    """The same of one series."""


def _guid(asked: Asked) -> str:
    """Empty where the site does not know its address: a name made of ``localhost`` would be that of many."""
    if not settings.SITE_URL:
        return ""
    guid: str = Podcast.objects.named(asked.of, asked.address, None if asked.of else given_guid()).guid
    return guid


def _hosts(episodes: Sequence[Any]) -> list[Credit]:
    """Those who ask in every episode."""
    asking = [[credit for credit in episode.people if credit.role == "host"] for episode in episodes]
    everywhere = set.intersection(*({credit.url for credit in credits} for credits in asking)) if asking else set()
    return [credit for credit in asking[0] if credit.url in everywhere] if asking else []
