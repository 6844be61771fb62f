"""What is not a page: one address each, whatever the language of the page that names it."""

from django.urls import path

from interviews.documents.writers import WRITERS
from interviews.documents.writers.portal_json import FORMAT, VERSION
from interviews.views import card, documents, finding, oembed

app_name = "documents"

urlpatterns = [
    *(
        path(f"interviews/<slug:slug>{writer.SUFFIX}", documents.document, {"format_name": name}, name=name)
        for name, writer in WRITERS.items()
    ),
    path("card.png", card.site_card, name="site_card"),
    path("interviews/<slug:slug>/card.png", card.card, name="card"),
    path("robots.txt", finding.robots, name="robots"),
    path("sitemap.xml", finding.sitemap_index, name="sitemap_index"),
    path("sitemap-<slug:section>-<int:page>.xml", finding.sitemap, name="sitemap_page"),
    path("sitemap-<slug:section>.xml", finding.sitemap, name="sitemap"),
    path("oembed", oembed.oembed, name="oembed"),
    path(f"schemas/{FORMAT}-{VERSION}.json", documents.schema, name="schema"),
]
