from django.urls import path

from interviews.documents.writers import WRITERS
from interviews.documents.writers.portal_json import FORMAT, VERSION
from interviews.views import browse, citing, documents, interview, questions

app_name = "interviews"

urlpatterns = [
    path("", browse.home, name="home"),
    path("interviews/", browse.interviews, name="interviews"),
    path("interviews/<slug:slug>/", interview.interview, name="interview"),
    path("interviews/<slug:slug>/cite/", citing.cite, name="cite"),
    *(
        path(f"interviews/<slug:slug>{writer.SUFFIX}", documents.document, {"format_name": name}, name=f"as-{name}")
        for name, writer in WRITERS.items()
    ),
    path(f"schemas/{FORMAT}-{VERSION}.json", documents.schema, name="schema"),
    path("questions/", questions.questions, name="questions"),
    path("questions/<slug:slug>/", questions.question, name="question"),
    path("series/<slug:slug>/", browse.series, name="series"),
    path("speakers/", browse.speakers, name="speakers"),
    path("speakers/<slug:slug>/", browse.speaker, name="speaker"),
    path("tags/", browse.tags, name="tags"),
    path("tags/<slug:slug>/", browse.tag, name="tag"),
]
