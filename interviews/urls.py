"""The pages: each in every language of the site (`portal/urls.py`)."""

from django.urls import path, re_path

from interviews.views import archive, browse, citing, embedding, interview, proposing, questions, searching, speakers

app_name = "interviews"

urlpatterns = [
    path("", browse.home, name="home"),
    path("archive/", archive.archive, name="archive"),
    path("archive/undated/", archive.when, name="undated"),
    re_path(r"^archive/(?P<year>[0-9]{4})/$", archive.when, name="year"),
    re_path(r"^archive/(?P<year>[0-9]{4})/(?P<month>[0-9]{2})/$", archive.when, name="month"),
    path("interviews/", browse.interviews, name="interviews"),
    path("interviews/<slug:slug>/", interview.interview, name="interview"),
    path("interviews/<slug:slug>/cite/", citing.cite, name="cite"),
    path("interviews/<slug:slug>/embed/", embedding.embed, name="embed"),
    path("questions/", questions.questions, name="questions"),
    path("questions/<slug:slug>/", questions.question, name="question"),
    path("search/", searching.search, name="search"),
    path("search/proposals.json", proposing.proposals, name="proposals"),
    path("series/", browse.series_index, name="series_index"),
    path("series/<slug:slug>/", browse.series, name="series"),
    path("speakers/", speakers.speakers, name="speakers"),
    path("speakers/<slug:slug>/", speakers.speaker, name="speaker"),
    path("tags/", browse.tags, name="tags"),
    path("tags/<slug:slug>/", browse.tag, name="tag"),
]
