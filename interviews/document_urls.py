"""What is not a page: one address each, whatever the language of the page that names it."""

from django.urls import path

from interviews.api.answering import URLS
from interviews.documents.writers import WRITERS
from interviews.documents.writers.portal_json import FORMAT, VERSION
from interviews.feeds.atom import AtomForm
from interviews.feeds.found import SearchFeed
from interviews.feeds.interviews import InterviewsFeed, SeriesFeed, SpeakerFeed, TagFeed
from interviews.feeds.json_feed import JsonForm
from interviews.feeds.podcast import PodcastFeed, SeriesPodcastFeed
from interviews.feeds.rss import RssForm
from interviews.views import card, documents, finding, oembed

app_name = "documents"

#: Each in every form: ``feeds/tags/fog.atom``, ``feeds/tags/fog.rss``, ``feeds/tags/fog.json``.
FEEDS = {
    "interviews": ("interviews", InterviewsFeed),
    "search": ("search", SearchFeed),
    "series": ("series/<slug:slug>", SeriesFeed),
    "speaker": ("speakers/<slug:slug>", SpeakerFeed),
    "tag": ("tags/<slug:slug>", TagFeed),
}

urlpatterns = [
    *(
        path(f"interviews/<slug:slug>{writer.SUFFIX}", documents.document, {"format_name": name}, name=name)
        for name, writer in WRITERS.items()
    ),
    *(
        path(f"feeds/{place}.{form.SUFFIX}", feed(form), name=f"{noun}.{form.SUFFIX}")
        for noun, (place, feed) in FEEDS.items()
        for form in (AtomForm, RssForm, JsonForm)
    ),
    path("feeds/podcast.rss", PodcastFeed(), name="podcast"),
    path("feeds/series/<slug:slug>/podcast.rss", SeriesPodcastFeed(), name="series-podcast"),
    path("card.png", card.site_card, name="site_card"),
    path("interviews/<slug:slug>/card.png", card.card, name="card"),
    path("robots.txt", finding.robots, name="robots"),
    path("sitemap.xml", finding.sitemap_index, name="sitemap_index"),
    path("sitemap-<slug:section>-<int:page>.xml", finding.sitemap, name="sitemap_page"),
    path("sitemap-<slug:section>.xml", finding.sitemap, name="sitemap"),
    path("oembed", oembed.oembed, name="oembed"),
    *URLS,
    path(f"schemas/{FORMAT}-{VERSION}.json", documents.schema, name="schema"),
]
