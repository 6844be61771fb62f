"""What is not a page: one address each, whatever the language of the page that names it."""

from django.urls import path

from interviews.api.answering import URLS
from interviews.documents.writers import WRITERS
from interviews.documents.writers.portal_json import FORMAT, VERSION
from interviews.views import documents, oembed

app_name = "documents"

urlpatterns = [
    *(
        path(f"interviews/<slug:slug>{writer.SUFFIX}", documents.document, {"format_name": name}, name=name)
        for name, writer in WRITERS.items()
    ),
    path("oembed", oembed.oembed, name="oembed"),
    *URLS,
    path(f"schemas/{FORMAT}-{VERSION}.json", documents.schema, name="schema"),
]
