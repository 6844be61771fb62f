"""Feeds of interviews, read back by feedparser: equal to the database, and of what is public only."""

from __future__ import annotations

import calendar
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import feedparser
import pytest
from django.test import Client
from django.utils import timezone
from django.utils.http import http_date
from lxml import etree

from interviews.feeds.followed import PAGE_LENGTH
from interviews.models import Interview, Series, Tag
from interviews.search.index import refresh
from tests.both_languages import links
from tests.factories import make_appearance, make_comment, make_interview, make_segment, make_speaker
from tests.feeds.full_site import SECRET, make_heard_interview, make_old_interview, make_secrets, make_series

pytestmark = pytest.mark.django_db

PLACES = [
    "interviews",
    "tags/fog",
    "speakers/ola-berg",
    "speakers/jo-doe",
    "series/lights-of-the-north",
    "search",
]
FORMS = {"atom": "application/atom+xml", "rss": "application/rss+xml", "json": "application/feed+json"}
#: When anything changed; and the interviews, their people, recordings, segments, tags.
QUERIES = 6


@pytest.fixture
def series() -> Series:
    return make_series()


@pytest.fixture
def interview(series: Series) -> Interview:
    return make_heard_interview(series=series)


def address(place: str, form: str) -> str:
    return f"/feeds/{place}.{form}{'?q=lamps' if place == 'search' else ''}"


def read(client: Client, place: str) -> Any:
    response = client.get(place)
    assert response.status_code == 200, place
    feed = feedparser.parse(response.content)
    assert not feed.bozo, feed.get("bozo_exception")
    return feed


def stamp(parsed: Any) -> datetime:
    return datetime.fromtimestamp(calendar.timegm(parsed), UTC)


@pytest.mark.parametrize("form", ["atom", "rss"])
@pytest.mark.parametrize("place", PLACES[:-1])
def test_a_feed_read_back_is_what_the_database_says(
    client: Client, interview: Interview, place: str, form: str
) -> None:
    feed = read(client, address(place, form))
    assert feed.version == {"atom": "atom10", "rss": "rss20"}[form]
    (entry,) = feed.entries
    assert entry.id == interview.feed_guid
    assert entry.title == interview.title
    assert entry.link == "http://testserver/interviews/ola-berg/"
    assert stamp(entry.published_parsed) == interview.published_at
    assert entry.summary == "On lamps &amp; tides &lt; 3."
    assert [tag.term for tag in entry.tags] == ["sea", "tides"]
    (sound,) = entry.enclosures
    assert (sound.href, sound.length, sound.type) == ("https://audio.example/talk.mp3", "4000", "audio/mpeg")
    content = entry.content[0].value
    for part in (
        "Ola Berg, Keeper",
        "In conversation with Jo Doe",
        "On <em>lamps</em> &amp; tides &lt; 3.",
        '<a href="http://testserver/interviews/ola-berg/?t=0:20#segment-k2">0:20</a> Why “lamps” &amp; not',
        "?t=0:40.500#segment-k3",
    ):
        assert part in content, part
    assert [author.name for author in entry.authors] == ["Ola Berg"]
    if form == "atom":
        assert stamp(entry.updated_parsed) == interview.updated_at.replace(microsecond=0)
        assert [one.name for one in entry.contributors] == ["Jo Doe"]
        assert entry.rights == interview.rights


def test_each_feed_says_what_it_is_and_where_its_page_is(client: Client, interview: Interview) -> None:
    pages = {
        "interviews": ("Recorded Interviews", "http://testserver/"),
        "tags/fog": ("fog · Recorded Interviews", "http://testserver/tags/fog/"),
        "speakers/ola-berg": ("Ola Berg · Recorded Interviews", "http://testserver/speakers/ola-berg/"),
        "series/lights-of-the-north": (
            "Lights of the north · Recorded Interviews",
            "http://testserver/series/lights-of-the-north/",
        ),
        "search": ("Search: lamps · Recorded Interviews", "http://testserver/search/?q=lamps"),
    }
    for place, (title, link) in pages.items():
        for form in ("atom", "rss"):
            feed = read(client, address(place, form)).feed
            assert (feed.title, feed.link) == (title, link)
            own = next(one for one in feed.links if one.rel == "self")
            assert own.href == f"http://testserver{address(place, form)}"
        told = json.loads(client.get(address(place, "json")).content)
        assert (told["title"], told["home_page_url"]) == (title, link)
        assert told["feed_url"] == f"http://testserver{address(place, 'json')}"
    assert read(client, "/feeds/series/lights-of-the-north.atom").feed.subtitle == "Talks & tales."


def test_a_json_feed_has_what_version_1_1_asks_for(client: Client, interview: Interview) -> None:
    told = json.loads(client.get("/feeds/interviews.json").content)
    assert told["version"] == "https://jsonfeed.org/version/1.1"
    (item,) = told["items"]
    assert item["id"] == interview.feed_guid
    assert item["url"] == "http://testserver/interviews/ola-berg/"
    assert (item["title"], item["language"], item["tags"]) == ("Ola Berg, Keeper", "en", ["sea", "tides"])
    assert datetime.fromisoformat(item["date_published"]) == interview.published_at
    assert datetime.fromisoformat(item["date_modified"]) == interview.updated_at
    assert item["authors"] == [{"name": "Ola Berg", "url": "http://testserver/speakers/ola-berg/"}]
    assert item["attachments"] == [
        {
            "url": "https://audio.example/talk.mp3",
            "mime_type": "audio/mpeg",
            "size_in_bytes": 4000,
            "duration_in_seconds": 65.4,
        }
    ]
    assert "<em>lamps</em>" in item["content_html"]


def test_a_search_is_followed_by_its_moments_those_of_the_newest_interview_first(
    client: Client, interview: Interview
) -> None:
    old = make_old_interview(30, slug="old", guest="Eva Ek")
    make_segment(old, 7, question="Lamps, lamps and lamps?", uid="q7")
    refresh([old])
    entries = read(client, "/feeds/search.atom?q=lamps").entries
    first, *_others, last = entries
    assert last.id == f"{old.feed_guid}#segment-q7"
    assert last.link == "http://testserver/interviews/old/?t=0:07#segment-q7"
    moment = next(entry for entry in entries if entry.id == f"{interview.feed_guid}#segment-k2")
    assert moment.link == "http://testserver/interviews/ola-berg/?t=0:20#segment-k2"
    assert moment.title.startswith('Why "lamps"') and moment.title.endswith("· Ola Berg")
    assert "&lt;mark&gt;lamps&lt;/mark&gt;" in client.get("/feeds/search.atom?q=lamps").text
    assert stamp(first.published_parsed) == interview.published_at
    for nothing in ("", "?q=", "?q=-rope", "?q=zebra"):
        assert read(client, f"/feeds/search.atom{nothing}").entries == []


def test_a_topic_and_a_question_to_all_have_a_feed_of_the_interviews_with_such_a_moment(
    client: Client, interview: Interview
) -> None:
    other = make_interview(slug="whole")
    other.tags.add("fog")
    make_interview(slug="of-something-else")
    assert {entry.id for entry in read(client, "/feeds/tags/fog.atom").entries} == {
        interview.feed_guid,
        other.feed_guid,
    }
    asked = Tag.objects.create(name="lessons", slug="lessons", question="What did you learn?")
    interview.segments.first().tags.add(asked)
    feed = read(client, "/feeds/tags/lessons.rss")
    assert feed.feed.title == "What did you learn? · Recorded Interviews"
    assert feed.feed.link == "http://testserver/questions/lessons/"
    assert [entry.id for entry in feed.entries] == [interview.feed_guid]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("place", PLACES)
def test_who_asks_again_is_told_that_nothing_changed(
    client: Client, interview: Interview, place: str, form: str
) -> None:
    whole = client.get(address(place, form))
    assert whole["Content-Type"] == f"{FORMS[form]}; charset=utf-8"
    assert whole["Cache-Control"] == "public, max-age=600"
    assert whole["Access-Control-Allow-Origin"] == "*"
    assert not whole.cookies
    for condition in ({"if-none-match": whole["ETag"]}, {"if-modified-since": whole["Last-Modified"]}):
        again = client.get(address(place, form), headers=condition)
        assert (again.status_code, again.content) == (304, b"")
        assert (again["ETag"], again["Cache-Control"]) == (whole["ETag"], whole["Cache-Control"])
    head = client.head(address(place, form))
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", whole["ETag"])
    assert client.post(address(place, form)).status_code == 405


def test_a_feed_changes_with_what_is_published_edited_and_withdrawn(client: Client, interview: Interview) -> None:
    other = make_interview(slug="other")
    before = client.get("/feeds/interviews.atom")
    Interview.objects.update(updated_at=timezone.now() - timedelta(hours=2))
    Interview.objects.filter(slug="other").update(published_at=timezone.now() - timedelta(hours=1))
    other.refresh_from_db()
    since = {"if-modified-since": http_date((timezone.now() - timedelta(minutes=5)).timestamp())}
    interview.refresh_from_db()
    Interview.objects.filter(pk=interview.pk).update(published_at=timezone.now() - timedelta(hours=1))
    assert client.get("/feeds/interviews.atom", headers=since).status_code == 304
    other.withdraw()  # what is gone has no date in the feed, and yet it changed
    after = client.get("/feeds/interviews.atom", headers=since)
    assert after.status_code == 200
    assert after["ETag"] != before["ETag"]
    assert other.feed_guid not in after.text


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("form", FORMS)
def test_what_is_not_public_is_in_no_feed(client: Client, series: Series, place: str, form: str) -> None:
    make_heard_interview(series=series)
    make_secrets(series)
    found = client.get(address(place, form))
    assert found.status_code == 200
    assert "ola-berg" in found.text
    assert SECRET not in found.text


def test_what_is_nowhere_public_has_no_feed(client: Client, series: Series) -> None:
    make_secrets(series)
    hidden = Interview.objects.get(slug="secret-draft")
    for place in (
        *(f"speakers/{hidden.appearances.get().speaker.slug}", "tags/fog", "series/lights-of-the-north"),
        *("tags/nothing", "speakers/nobody", "series/none"),
    ):
        for form in FORMS:
            assert client.get(f"/feeds/{place}.{form}").status_code == 404, place
    assert client.get("/feeds/series/lights-of-the-north/podcast.rss").status_code == 404
    assert client.get("/fr/feeds/interviews.atom").status_code == 404


def test_an_empty_site_has_a_feed_and_it_is_the_same_each_time(client: Client) -> None:
    for form in FORMS:
        first, second = (client.get(f"/feeds/interviews.{form}") for _time in range(2))
        assert (first.status_code, first["ETag"]) == (200, second["ETag"])
    assert read(client, "/feeds/interviews.atom").entries == []


@pytest.mark.parametrize("place", [*PLACES, "podcast"])
def test_no_words_can_break_the_xml(client: Client, series: Series, place: str) -> None:
    odd = "]]> <![CDATA[ \x0b\x00 & </title> \ufffe 😀 é".replace("\x00", "\x01")
    interview = make_heard_interview(
        series=series, title=f"Ola Berg {odd}", introduction=f"{odd}\n\n<script>alert(1)</script>", rights=odd
    )
    Interview.objects.filter(pk=interview.pk).update(introduction_html=f"<p>{odd}</p>")
    make_segment(interview, 50, question=f"Lamps {odd}?", label=odd[:90], tags=("fog",))
    Series.objects.update(description=odd)
    interview.tags.add("]]>\x02&")
    make_appearance(interview, make_speaker(f"Eva {odd}"))
    for form in ("rss",) if place == "podcast" else ("atom", "rss"):
        text = client.get(address(place, form)).content
        root = etree.fromstring(text, etree.XMLParser(resolve_entities=False))
        assert root.tag in ("rss", "{http://www.w3.org/2005/Atom}feed")
        assert "]]> <![CDATA[" in "".join(root.itertext())
        assert "<script" not in "".join(root.itertext())


@pytest.mark.parametrize("many", [1, 12])
@pytest.mark.parametrize("form", FORMS)
def test_a_feed_costs_the_same_however_long_it_is(
    client: Client, django_assert_num_queries: Any, many: int, form: str
) -> None:
    for number in range(many):
        make_heard_interview(slug=f"talk-{number}")
    with django_assert_num_queries(QUERIES):
        client.get(f"/feeds/interviews.{form}")
    for place in ("tags/fog", "speakers/ola-berg"):
        with django_assert_num_queries(QUERIES + 1):  # and what it is about
            client.get(f"/feeds/{place}.{form}")
    with django_assert_num_queries(6):  # what matches, its words, dates, the hits, their people; when anything changed
        client.get(f"/feeds/search.{form}?q=lamps")


def test_a_long_feed_is_turned_page_by_page(client: Client) -> None:
    interviews = [make_old_interview(number) for number in range(PAGE_LENGTH + 2)]
    first, second = read(client, "/feeds/interviews.atom"), read(client, "/feeds/interviews.atom?page=2")
    assert [entry.id for entry in [*first.entries, *second.entries]] == [one.feed_guid for one in interviews]
    relations = [{one.rel: one.href for one in feed.feed.links} for feed in (first, second)]
    base = "http://testserver/feeds/interviews.atom"
    assert relations[0]["next"] == f"{base}?page=2" and "previous" not in relations[0]
    assert relations[1]["previous"] == base and "next" not in relations[1]
    assert first.feed.id == second.feed.id == base
    told = json.loads(client.get("/feeds/interviews.json").content)
    assert told["next_url"] == "http://testserver/feeds/interviews.json?page=2"
    assert read(client, "/feeds/interviews.rss?page=99").entries == []
    for odd in ("0", "-1", "x", "٣", "9" * 5000):
        assert read(client, f"/feeds/interviews.atom?page={odd}").entries == first.entries


def test_addresses_are_those_of_the_site_wherever_it_was_asked(
    client: Client, interview: Interview, settings: Any
) -> None:
    settings.SITE_URL = "https://interviews.example"
    plain = client.get("/feeds/interviews.atom")
    assert "http://testserver" not in plain.text
    assert "https://interviews.example/interviews/ola-berg/?t=0:20#segment-k2" in plain.text
    again = client.get("/feeds/interviews.atom", headers={"accept-language": "fr"})
    assert again.content == plain.content


# How they are found


@pytest.mark.parametrize(
    ("page", "place", "podcast"),
    [
        ("/", "interviews", "podcast.rss"),
        ("/interviews/", "interviews", "podcast.rss"),
        ("/speakers/", "interviews", "podcast.rss"),
        ("/tags/fog/", "tags/fog", ""),
        ("/speakers/ola-berg/", "speakers/ola-berg", ""),
        ("/series/lights-of-the-north/", "series/lights-of-the-north", "series/lights-of-the-north/podcast.rss"),
        ("/search/?q=lamps%20%26", "search", ""),
        ("/fr/tags/fog/", "tags/fog", ""),
    ],
)
def test_a_page_names_its_feeds_to_programs_and_to_people(
    client: Client, interview: Interview, page: str, place: str, podcast: str
) -> None:
    text = client.get(page).text
    query = "?q=lamps+%26" if place == "search" else ""
    wanted = [f"/feeds/{place}.{form}{query}" for form in FORMS]
    head, body = text.split("</head>")
    for form, where in zip(FORMS, wanted, strict=True):
        assert where in links(head, rel="alternate", type=FORMS[form])
        assert client.get(where).status_code == 200
    if podcast:
        assert f"/feeds/{podcast}" in links(head, rel="alternate", type=FORMS["rss"])
    if page != "/speakers/":
        assert set(wanted) <= set(links(body))
    assert "/feeds/interviews.atom" in links(body)


def test_an_interview_s_page_names_the_feed_of_its_comments(client: Client, interview: Interview) -> None:
    head, body = client.get("/interviews/ola-berg/").text.split("</head>")
    where = "/feeds/interviews/ola-berg/comments.atom"
    assert where in links(head, rel="alternate", type="application/atom+xml")
    assert where not in links(body)  # nobody has written yet
    make_comment(interview)
    assert where in links(client.get("/interviews/ola-berg/").text.split("</head>")[1])
