"""The pages: each in every language of the site (`portal/urls.py`)."""

from django.urls import path

from interviews.views import browse, citing, embedding, interview, questions, searching

app_name = "interviews"

urlpatterns = [
    path("", browse.home, name="home"),
    path("interviews/", browse.interviews, name="interviews"),
    path("interviews/<slug:slug>/", interview.interview, name="interview"),
    path("interviews/<slug:slug>/cite/", citing.cite, name="cite"),
    path("interviews/<slug:slug>/embed/", embedding.embed, name="embed"),
    path("questions/", questions.questions, name="questions"),
    path("questions/<slug:slug>/", questions.question, name="question"),
    path("search/", searching.search, name="search"),
    path("series/<slug:slug>/", browse.series, name="series"),
    path("speakers/", browse.speakers, name="speakers"),
    path("speakers/<slug:slug>/", browse.speaker, name="speaker"),
    path("tags/", browse.tags, name="tags"),
    path("tags/<slug:slug>/", browse.tag, name="tag"),
]
