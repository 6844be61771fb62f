"""What other sites are told of a page that somebody shares there, and what reference managers take of it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.test import Client

from interviews.models import Interview, Series
from tests.factories import make_bio, make_interview, make_recording, make_segment

pytestmark = pytest.mark.django_db

HOST = "http://testserver"


@pytest.fixture
def talk() -> Interview:
    interview = make_interview(guest="Ola Berg", slug="ola-berg", introduction="A talk *by the sea*.", language="sv")
    make_segment(interview, 90, question="Why lamps?", answer="They were bright....and dry.")
    make_segment(interview, 150, question="And fog?", answer="", synopsis="On fog.")
    make_recording(interview, duration=timedelta(minutes=5))
    return interview


def said(client: Client, address: str) -> dict[str, str]:
    """What the head says, by name; of what is said twice the last."""
    page = client.get(address).content.decode().split("</head>")[0]
    tags = re.findall(r"<meta [^>]*>", page)
    found = {}
    for tag in tags:
        attributes = dict(re.findall(r'([\w:-]+)="([^"]*)"', tag))
        for key in ("name", "property"):
            if key in attributes:
                found[attributes[key]] = unescape(attributes["content"])
    return found


def test_an_interview_is_shared_with_its_name_picture_and_sound(client: Client, talk: Interview) -> None:
    told = said(client, "/interviews/ola-berg/")
    shared = {key: value for key, value in told.items() if key.startswith(("og:", "twitter:", "description"))}
    assert shared == {
        "description": "A talk by the sea.",
        "og:description": "A talk by the sea.",
        "og:site_name": "Recorded Interviews",
        "og:locale": "en_GB",
        "og:locale:alternate": "fr_FR",
        "og:type": "article",
        "og:title": "Ola Berg, Keeper",
        "og:url": f"{HOST}/interviews/ola-berg/",
        "og:image": f"{HOST}/interviews/ola-berg/card.png",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": "Ola Berg, Keeper",
        "og:audio": "https://audio.example/talk.mp3",
        "og:audio:type": "audio/mpeg",
        "twitter:card": "summary_large_image",
    }


@pytest.mark.parametrize(
    ("asked", "title", "words"),
    [
        ("90", "Why lamps? · Ola Berg", "They were bright […] and dry."),
        ("1:40,2:00", "Why lamps? · Ola Berg", "They were bright […] and dry."),
        ("2m31s", "And fog? · Ola Berg", "On fog."),
    ],
)
def test_a_moment_is_shared_as_the_entry_in_which_it_lies(
    client: Client, talk: Interview, asked: str, title: str, words: str
) -> None:
    told = said(client, f"/fr/interviews/ola-berg/?t={asked}")
    start = 90 if "lamps" in title else 150
    assert told["og:title"] == told["og:image:alt"] == title
    assert told["og:description"] == words
    assert told["og:url"] == f"{HOST}/fr/interviews/ola-berg/?t={start}"
    assert told["og:image"] == f"{HOST}/interviews/ola-berg/card.png?t={start}"
    assert told["og:locale"] == "fr_FR"


@pytest.mark.parametrize("asked", ["?t=10", "?t=x", "?t=", "?recording=7"])
def test_what_is_no_moment_of_an_entry_is_the_interview(client: Client, talk: Interview, asked: str) -> None:
    assert said(client, f"/interviews/ola-berg/{asked}")["og:url"] == f"{HOST}/interviews/ola-berg/"


def test_a_film_is_named_as_one(client: Client, talk: Interview) -> None:
    talk.recordings.all().delete()
    make_recording(talk, url="https://films.example/talk.mp4")
    told = said(client, "/interviews/ola-berg/")
    assert (told["og:video"], told["og:video:type"]) == ("https://films.example/talk.mp4", "video/mp4")
    assert "og:audio" not in told


def test_the_words_carry_their_language(client: Client, talk: Interview) -> None:
    assert '<meta name="description" property="og:description" lang="sv"' in client.get("/interviews/ola-berg/").text


def test_other_pages_are_shared_with_the_sites_picture_and_a_person_with_the_portrait(client: Client) -> None:
    series = Series.objects.create(title="Lights", slug="lights", description="Talks with keepers.")
    interview = make_interview(guest="Ola Berg", series=series)
    interview.tags.add("fog")
    for address, title in (("/", "Recorded Interviews"), ("/series/lights/", "Lights"), ("/tags/fog/", "fog")):
        told = said(client, address)
        assert (told["og:title"], told["og:url"]) == (title, HOST + address)
        assert told["og:image"] == f"{HOST}/card.png"
        assert told["og:type"] == "website"
    guest = interview.appearances.get()
    address = guest.speaker.get_absolute_url()
    assert said(client, address)["og:image"] == f"{HOST}/card.png"
    guest.bio = make_bio(guest.speaker, portrait=(640, 640), portrait_alt="A man in oilskins")
    guest.save()
    told = said(client, address)
    assert told["og:image"].startswith(f"{HOST}/media/portraits/")
    portrait = client.get(told["og:image"].removeprefix(HOST))
    assert b"".join(portrait.streaming_content).startswith(b"RIFF")
    portrait.close()
    assert (told["og:image:alt"], told["og:type"]) == ("A man in oilskins", "profile")
    assert told["twitter:card"] == "summary"


@pytest.mark.parametrize(
    ("given", "dated"),
    [
        ({"first_published_on": date(2015, 9, 14)}, "2015/09/14"),
        ({"recorded_on": date(2015, 9, 1), "recorded_precision": "month"}, "2015/09"),
        ({"recorded_on": date(2015, 1, 1), "recorded_precision": "year"}, "2015"),
        ({}, None),
    ],
)
def test_reference_managers_find_who_what_and_when(client: Client, given: dict, dated: str | None) -> None:
    interview = make_interview(guest="Ola Berg", host="Jo Doe", slug="ola-berg", organisation="Guild", **given)
    told = said(client, "/interviews/ola-berg/")
    cited = {key: value for key, value in told.items() if key.startswith("citation_")}
    assert cited == {
        "citation_title": "Ola Berg, Keeper",
        "citation_author": "Ola Berg",
        "citation_publication_date": dated or interview.published_at.strftime("%Y/%m/%d"),
        "citation_language": "en",
        "citation_publisher": "Guild",
    }
