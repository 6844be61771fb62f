"""The page for frames on other people's sites, and the oEmbed provider that leads there."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from PIL import Image
from selectolax.lexbor import LexborHTMLParser, LexborNode

from interviews.models import Interview
from tests.factories import make_appearance, make_interview, make_recording, make_segment, make_speaker

pytestmark = pytest.mark.django_db

EMBED = "/interviews/ola-berg/embed/"
PAGE = "http://testserver/interviews/ola-berg/"
EMBED_QUERIES = 4  # the interview, its people, recordings, segments
MARK = '<img src=x onerror="1">'


@pytest.fixture
def interview() -> Interview:
    """Three timed entries, of which the last has no end, and one that no moment leads to."""
    interview = make_interview(guest="Ola Berg", host="Jo Doe", slug="ola-berg", organisation="Guild of Lamps")
    make_recording(interview)
    make_segment(interview, 18, uid="k1", question="Why lighthouses?", answer="They were bright....and dry.")
    make_segment(interview, 90, uid="k2", label="Storms", question="What broke first?", answer="The lamp.")
    make_segment(interview, 3666, uid="k3", question="And then?", answer="We stayed.")
    make_segment(interview, None, uid="k4", question="What is not heard?", answer="The fog.")
    return interview


def page_at(client: Client, address: str) -> LexborHTMLParser:
    response = client.get(address)
    assert response.status_code == 200, address
    return LexborHTMLParser(response.text)


def words(page: LexborHTMLParser) -> list[str]:
    return [heading.text() for heading in page.css(".embed__question")]


def heard(page: LexborHTMLParser) -> str:
    return page.css_first(".player__native").attributes["src"]


def asked(client: Client, address: str, **given: object) -> dict[str, object]:
    """What the provider answers of an address of this site, or of another."""
    response = client.get("/oembed", {"url": address, **given})
    assert response.status_code == 200, (address, response.content)
    return json.loads(response.content)


def frame_in(markup: str) -> LexborNode:
    (frame,) = LexborHTMLParser(markup).css("iframe")
    return frame


# The page in the frame


def test_the_whole_interview_is_who_speaks_what_of_and_how_to_get_there(client: Client, interview: Interview) -> None:
    page = page_at(client, EMBED)
    assert page.css_first("h1").text() == "Ola Berg"
    assert page.css_first(".embed__title").text() == "Keeper"
    assert page.css_first(".embed__publisher").text() == "Guild of Lamps"
    assert heard(page) == "https://audio.example/talk.mp3"
    entries = page.css(".embed__index a")
    assert [entry.text().strip() for entry in entries] == [
        "0:18 18 seconds, Why lighthouses?",
        "1:30 1 minute 30 seconds, Storms",
        "1:01:06 1 hour 1 minute 6 seconds, And then?",
        "What is not heard?",
    ]
    assert [entry.attributes.get("data-start") for entry in entries] == ["18", "90", "3666", None]
    assert page.css_first(".embed__links a").attributes["href"] == PAGE


@pytest.mark.parametrize(
    ("query", "shown", "passage"),
    [
        ("segment=k1", ["Why lighthouses?"], "#t=18,90"),
        ("segment=k3", ["And then?"], "#t=3666"),  # the last goes on to the end
        ("segment=k4", ["What is not heard?"], ""),
        ("t=100", ["What broke first?"], "#t=100,3666"),
        ("t=1:40", ["What broke first?"], "#t=100,3666"),
        ("t=100,120", ["What broke first?"], "#t=100,120"),
        ("t=18,90", ["Why lighthouses?"], "#t=18,90"),  # what begins where it ends is not heard
        ("t=80,100", ["Why lighthouses?", "What broke first?"], "#t=80,100"),
        ("t=0,20", ["Why lighthouses?"], "#t=0,20"),
        ("t=100&segment=k1", ["Why lighthouses?"], "#t=18,90"),  # a name stays where a correction moves the moment
        ("t=100,120&segment=k1", ["What broke first?"], "#t=100,120"),
        ("segment=k1&recording=2", ["Why lighthouses?"], "#t=18,90"),
    ],
)
def test_a_part_is_its_words_and_the_passage_that_is_heard(
    client: Client, interview: Interview, query: str, shown: list[str], passage: str
) -> None:
    make_recording(interview, "https://audio.example/two.mp3", position=1)
    page = page_at(client, f"{EMBED}?{query}")
    assert words(page) == shown
    assert heard(page) == f"https://audio.example/talk.mp3{passage}"
    assert not page.css(".embed__index")


@pytest.mark.parametrize(
    ("query", "recording"),
    [
        ("segment=nobody", "talk.mp3"),
        ("segment=%00", "talk.mp3"),
        ("t=soon", "talk.mp3"),
        ("t=120,90", "talk.mp3"),
        ("t=5", "talk.mp3#t=5"),  # before the first entry
        ("recording=7", "talk.mp3"),
        ("recording=2", "two.mp3"),
        ("recording=2&t=100,120", "two.mp3#t=100,120"),  # the entries are of the first
    ],
)
def test_without_an_entry_to_show_the_whole_is_shown(
    client: Client, interview: Interview, query: str, recording: str
) -> None:
    make_recording(interview, "https://audio.example/two.mp3", position=1)
    page = page_at(client, f"{EMBED}?{query}")
    assert len(page.css(".embed__index li")) == 4
    assert words(page) == []
    assert heard(page) == f"https://audio.example/{recording}"
    assert ("data-indexed" in page.css_first("interview-player").attributes) is recording.startswith("talk")


def test_an_entry_ends_where_it_says_so_if_the_moment_is_before_that(client: Client, interview: Interview) -> None:
    make_segment(interview, 200, uid="k5", end=timedelta(seconds=230))
    assert heard(page_at(client, f"{EMBED}?segment=k5")).endswith("#t=200,230")
    assert heard(page_at(client, f"{EMBED}?t=210")).endswith("#t=210,230")
    assert heard(page_at(client, f"{EMBED}?t=240")).endswith("#t=240")


def test_without_sound_it_is_a_card_with_the_words(client: Client) -> None:
    interview = make_interview(title="On tides", slug="tides")
    make_segment(interview, 18, uid="k1", question="Why?", answer="Because.")
    for query in ("segment=k1", "t=20"):
        page = page_at(client, f"/interviews/tides/embed/?{query}")
        assert words(page) == ["Why?"]
        assert page.css_first(".embed__answer").text().strip() == "Because."
        assert not page.css("script, audio, video, interview-player")
    whole = page_at(client, "/interviews/tides/embed/")
    assert whole.css_first(".embed__index a").text().strip() == "0:18 18 seconds, Why?"
    assert whole.css_first(".embed__publisher").text() == "Recorded Interviews"


def test_every_link_leaves_the_frame_but_those_to_its_own_parts(client: Client, interview: Interview) -> None:
    make_recording(interview, "https://audio.example/two.mp3", position=1)
    for query in ("", "?segment=k1", "?t=80,100", "?recording=2"):
        page = page_at(client, EMBED + query)
        assert page.css_first("base").attributes == {"target": "_blank"}
        for link in page.css("a"):
            address = link.attributes["href"]
            stays = link.attributes.get("target") == "_self"
            assert stays is address.startswith(("?segment=", EMBED)), address
            assert stays or address.startswith((PAGE, "https://audio.example/")), address
    assert page_at(client, f"{EMBED}?segment=k2").css(f'a[href="{PAGE}?t=1:30#segment-k2"]')
    assert page_at(client, f"{EMBED}?t=80,100").css(f'a[href="{PAGE}?t=80,100"]')


def test_drafts_and_withdrawn_interviews_are_not_found_and_the_frame_says_so(
    client: Client, interview: Interview
) -> None:
    make_interview(slug="a-draft", title="Secret words", published=False)
    interview.withdraw()
    for slug in ("a-draft", "ola-berg", "nobody"):
        for query in ("", "?t=90", "?segment=k1"):
            response = client.get(f"/interviews/{slug}/embed/{query}")
            assert response.status_code in (404, 410)
            assert "X-Frame-Options" not in response
            assert "No interview here" in response.text
            assert "Secret" not in response.text
            assert "Ola" not in response.text
    assert client.post("/interviews/a-draft/embed/").status_code == 405


def test_this_page_alone_may_be_framed_and_its_policy_is_else_as_strict(client: Client, interview: Interview) -> None:
    def policy(address: str) -> dict[str, list[str]]:
        said = client.get(address)["Content-Security-Policy"].split("; ")
        return {name: rest for name, *rest in (directive.split() for directive in said)}

    framed = policy(EMBED)
    assert "*" in framed.pop("frame-ancestors")
    assert "X-Frame-Options" not in client.get(EMBED)
    oembed = f"/oembed?url={PAGE}"
    for address in (
        *("/", "/interviews/", "/interviews/ola-berg/", "/interviews/ola-berg/?t=90", "/interviews/ola-berg/cite/"),
        *("/interviews/ola-berg.json", "/interviews/ola-berg/embed.html", "/speakers/ola-berg/", "/media/none.mp3"),
        *("/admin/login/", oembed, "/oembed"),
    ):
        other = policy(address)
        assert other.pop("frame-ancestors") == ["'none'"], address
        assert client.get(address)["X-Frame-Options"] == "DENY", address
        assert other == framed


def test_scripts_come_to_frames_that_have_no_origin(client: Client) -> None:
    """Modules are asked for by CORS, and a frame with no more than `sandbox="allow-scripts"` is nobody's."""
    response = client.get("/static/js/player.js")
    assert b"interview-player" in response.getvalue()  # which closes the file as well
    assert response["Access-Control-Allow-Origin"] == "*"


def test_it_is_the_same_for_strangers_and_costs_the_same_however_long_the_interview_is(
    client: Client, interview: Interview, django_assert_num_queries: object
) -> None:
    for number in range(20):
        make_segment(interview, 100 + number, tags=("fog",))
    for query in ("", "?segment=k1", "?t=80,3700"):
        with django_assert_num_queries(EMBED_QUERIES):
            response = client.get(EMBED + query)
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")


def test_it_is_not_for_search_engines_which_the_interview_is(client: Client, interview: Interview) -> None:
    page = page_at(client, f"{EMBED}?t=90")
    assert page.css_first("meta[name=robots]").attributes["content"] == "noindex"
    assert page.css_first("link[rel=canonical]").attributes["href"] == PAGE
    assert not page_at(client, "/interviews/ola-berg/").css("meta[name=robots]")


def test_what_others_wrote_is_no_markup(client: Client) -> None:
    interview = make_interview(guest=f"Ola {MARK}", title=f"Ola {MARK}, Keeper", slug="bad", organisation=MARK)
    make_segment(interview, 1, uid="k7", question=MARK, answer=MARK, label=MARK, synopsis=MARK)
    make_recording(interview)
    for address in ("/interviews/bad/embed/", "/interviews/bad/embed/?segment=k7", "/interviews/bad/"):
        assert not page_at(client, address).css("img")
    for address in ("http://testserver/interviews/bad/", "http://testserver/interviews/bad/#segment-k7"):
        said = asked(client, address)
        assert MARK in said["title"]
        assert not LexborHTMLParser(said["html"]).css("img")
        assert MARK in frame_in(said["html"]).attributes["title"]
        xml = client.get("/oembed", {"url": address, "format": "xml"}).text
        assert MARK not in xml
        assert ElementTree.fromstring(xml).findtext("title") == said["title"]  # noqa: S314 (our own)


# The provider


@pytest.mark.parametrize(
    ("address", "query"),
    [
        (PAGE, ""),
        ("https://testserver/interviews/ola-berg/", ""),
        ("https://testserver:443/interviews/ola-berg/", ""),
        ("http://TESTSERVER:80/interviews/ola-berg", ""),
        (f" {PAGE} ", ""),
        (f"{PAGE}?utm_source=x&unknown=1", ""),
        (f"{PAGE}#comments", ""),
        (f"{PAGE}embed/", ""),
        (f"{PAGE}embed/?segment=k2", "?segment=k2"),
        (f"{PAGE}cite/?segment=k2", "?segment=k2"),
        (f"{PAGE}?t=1:30#segment-k2", "?segment=k2"),  # as entries are linked
        (f"{PAGE}#segment-k4", "?segment=k4"),
        (f"{PAGE}?t=1:30#segment-nobody", "?t=90"),
        (f"{PAGE}?t=90", "?t=90"),
        (f"{PAGE}#t=1m30s", "?t=90"),
        (f"{PAGE}?t=18#t=1:30,2:00", "?t=90,120"),
        (f"{PAGE}?t=90,120.5", "?t=90,120.5"),
        (f"{PAGE}?t=90%2C120#segment-k1", "?t=90,120"),
        (f"{PAGE}?t=soon", ""),
        (f"{PAGE}?t=18&play=1#segment-k1", "?segment=k1"),
        (f"{PAGE}?recording=2&t=7", "?t=7&recording=2"),
        (f"{PAGE}?recording=3", ""),
    ],
)
def test_an_address_of_an_interview_gives_the_frame_of_what_it_shows(
    client: Client, interview: Interview, address: str, query: str
) -> None:
    make_recording(interview, "https://audio.example/two.mp3", position=1)
    said = asked(client, address)
    frame = frame_in(said["html"]).attributes
    assert frame["src"] == f"http://testserver{EMBED}{query}"
    assert client.get(frame["src"]).status_code == 200
    assert frame["loading"] == "lazy"
    assert frame["title"] == said["title"]
    assert (frame["width"], frame["height"]) == (str(said["width"]), str(said["height"]))


def test_the_answer_says_what_the_specification_asks_for(client: Client, interview: Interview) -> None:
    said = asked(client, f"{PAGE}?t=90")
    assert (said["type"], said["version"]) == ("rich", "1.0")
    assert said["title"] == "Storms · Ola Berg"
    assert said["author_name"] == "Ola Berg"
    assert said["author_url"] == "http://testserver/speakers/ola-berg/"
    assert (said["provider_name"], said["provider_url"]) == ("Recorded Interviews", "http://testserver/")
    assert said["cache_age"] == 86400
    assert "thumbnail_url" not in said
    assert asked(client, PAGE)["title"] == "Ola Berg, Keeper"


def test_several_guests_are_the_authors_together(client: Client, interview: Interview) -> None:
    make_appearance(interview, make_speaker("Eva Ek"))
    said = asked(client, PAGE)
    assert said["author_name"] == "Ola Berg and Eva Ek"
    assert "author_url" not in said
    make_interview(slug="nobody-named")
    assert "author_name" not in asked(client, "http://testserver/interviews/nobody-named/")


def test_json_and_xml_say_the_same(client: Client, interview: Interview) -> None:
    Interview.objects.filter(pk=interview.pk).update(title="Ola Berg & <Co>, Keeper\x0b of “lamps”")
    for format_name, media_type in (("json", "application/json"), ("xml", "text/xml")):
        response = client.get("/oembed", {"url": f"{PAGE}#segment-k2", "format": format_name})
        assert response["Content-Type"] == f"{media_type}; charset=utf-8"
        assert response["Access-Control-Allow-Origin"] == "*"
        assert not response.cookies
        again = client.get(
            "/oembed",
            {"url": f"{PAGE}#segment-k2", "format": format_name},
            headers={"If-None-Match": response["ETag"]},
        )
        assert (again.status_code, again.content) == (304, b"")
    root = ElementTree.fromstring(client.get("/oembed", {"url": PAGE, "format": "xml"}).content)  # noqa: S314 (our own)
    said = {name: str(value).replace("\x0b", "") for name, value in asked(client, PAGE).items()}
    assert root.tag == "oembed"
    assert {child.tag: child.text for child in root} == said


@pytest.mark.parametrize(
    ("width", "height", "frame"),
    [
        ("", "", (640, 440)),
        ("320", "", (320, 520)),
        ("2000", "2000", (640, 440)),
        ("600", "200", (600, 200)),
        ("1", "1", (1, 1)),
        (" 500 ", "", (500, 440)),
    ],
)
def test_a_frame_is_no_larger_than_was_asked_for(
    client: Client, interview: Interview, width: str, height: str, frame: tuple[int, int]
) -> None:
    said = asked(client, PAGE, maxwidth=width, maxheight=height)
    assert (said["width"], said["height"]) == frame


def test_only_a_film_is_lent_the_whole_screen_and_it_has_its_own_room(client: Client, interview: Interview) -> None:
    sound = asked(client, PAGE)
    assert "allow" not in frame_in(sound["html"]).attributes
    interview.recordings.all().delete()
    make_recording(interview, "https://audio.example/talk.mp4")
    film = asked(client, PAGE)
    assert film["type"] == "rich"
    assert frame_in(film["html"]).attributes["allow"] == "fullscreen"
    assert film["height"] == sound["height"] + 360


def test_a_portrait_comes_along_in_a_size_that_was_asked_for(client: Client, interview: Interview) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (900, 900), "navy").save(picture, "JPEG")
    guest = interview.appearances.get(role="guest")
    guest.bio = guest.speaker.bios.create(portrait=ContentFile(picture.getvalue(), "ola.jpg"))
    guest.save()
    large, small = asked(client, PAGE), asked(client, PAGE, maxwidth=300)
    assert large["thumbnail_width"] > 300 >= small["thumbnail_width"]
    for said in (large, small):
        shown = Image.open(io.BytesIO(client.get(said["thumbnail_url"]).getvalue()))
        assert shown.size == (said["thumbnail_width"], said["thumbnail_height"])
    assert not {"thumbnail_url", "thumbnail_width", "thumbnail_height"} & set(asked(client, PAGE, maxwidth=10))


@pytest.mark.parametrize(
    "address",
    [
        *("https://elsewhere.example/interviews/ola-berg/", "http://testserver.example/interviews/ola-berg/"),
        *("http://testserver:8000/interviews/ola-berg/", "https://testserver:80/interviews/ola-berg/"),
        *("ftp://testserver/interviews/ola-berg/", "//testserver/interviews/ola-berg/", "/interviews/ola-berg/"),
        *("http://testserver@elsewhere.example/interviews/ola-berg/", "javascript:alert(1)", "testserver", "%00"),
        *("http://testserver/", "http://testserver/interviews/", "http://testserver/speakers/ola-berg/"),
        *("http://testserver/interviews/ola-berg.json", "http://testserver/interviews/nobody/", f"{PAGE}none/"),
        *("http://testserver/interviews/ola-berg\0/", "http://[testserver/", "http://testserver:x/interviews/"),
        *("http://testserver/interviews/a-draft/", "http://testserver/interviews/withdrawn/?t=90"),
        "http://testserver/interviews/tomorrow/",
    ],
)
def test_what_is_no_interview_of_this_site_is_not_found(client: Client, interview: Interview, address: str) -> None:
    make_interview(slug="a-draft", title="Secret words", published=False)
    make_interview(slug="withdrawn").withdraw()
    make_interview(slug="tomorrow", published=False).publish(at=timezone.now() + timedelta(days=1))
    response = client.get("/oembed", {"url": address})
    assert response.status_code == 404
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.text == "No interview on this site has that address.\n"
    assert response["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("", 400, "Of which page?"),
        ("url=", 400, "Of which page?"),
        (f"url={PAGE}&format=yaml", 501, "This site answers in json or xml"),
        (f"url={PAGE}&format=JSON", 501, "This site answers in json or xml"),
        (f"url={PAGE}&maxwidth=wide", 400, "maxwidth and maxheight are whole numbers"),
        (f"url={PAGE}&maxwidth=0", 400, "maxwidth and maxheight are whole numbers"),
        (f"url={PAGE}&maxheight=-5", 400, "maxwidth and maxheight are whole numbers"),
        (f"url={PAGE}&maxheight=%D9%A3", 400, "maxwidth and maxheight are whole numbers"),
        (f"url={PAGE}&maxheight={'9' * 5000}", 400, "maxwidth and maxheight are whole numbers"),
    ],
)
def test_a_question_that_cannot_be_answered_is_told_why(
    client: Client, interview: Interview, query: str, status: int, said: str
) -> None:
    response = client.get(f"/oembed?{query}")
    assert response.status_code == status
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.text.startswith(said)
    assert client.get(f"/oembed?url={PAGE}&format=").status_code == 200
    assert client.post(f"/oembed?{query}").status_code == 405


def test_the_site_s_own_address_is_meant_where_it_was_set(
    client: Client, interview: Interview, settings: object
) -> None:
    settings.SITE_URL = "https://interviews.example"
    for address in ("https://interviews.example", "http://interviews.example", "http://testserver"):
        said = asked(client, f"{address}/interviews/ola-berg/")
        assert frame_in(said["html"]).attributes["src"] == f"https://interviews.example{EMBED}"
    assert (
        client.get("/oembed", {"url": "https://interviews.example.evil.example/interviews/ola-berg/"}).status_code
        == 404
    )


def test_a_page_in_another_language_gives_a_frame_in_that_language(client: Client, interview: Interview) -> None:
    said = asked(client, "http://testserver/fr/interviews/ola-berg/?t=90")
    assert frame_in(said["html"]).attributes["src"] == "http://testserver/fr/interviews/ola-berg/embed/?t=90"
    assert (
        LexborHTMLParser(client.get("/fr/interviews/ola-berg/embed/").text).css_first("html").attributes["lang"] == "fr"
    )


# How it is found


@pytest.mark.parametrize(
    ("query", "frame"),
    [
        *[("", ""), ("?t=1:30", "?t=90"), ("?t=90,120", "?t=90,120"), ("?t=,120", "?t=0,120"), ("?t=soon", "")],
        *[("?recording=2", "?recording=2"), ("?recording=2&t=7,9", "?t=7,9&recording=2"), ("?recording=9", "")],
    ],
)
def test_the_page_leads_consumers_to_the_frame_of_what_it_shows(
    client: Client, interview: Interview, query: str, frame: str
) -> None:
    make_recording(interview, "https://audio.example/two.mp3", position=1)
    page = page_at(client, f"/interviews/ola-berg/{query}")
    json_link = page.css_first('link[type="application/json+oembed"]').attributes
    xml_link = page.css_first('link[type="text/xml+oembed"]').attributes
    assert json_link["rel"] == xml_link["rel"] == "alternate"
    said = json.loads(client.get(json_link["href"]).content)
    assert frame_in(said["html"]).attributes["src"] == f"http://testserver{EMBED}{frame}"
    root = ElementTree.fromstring(client.get(xml_link["href"]).content)  # noqa: S314 (our own)
    assert root.findtext("html") == said["html"]
    assert quote(PAGE, safe="") in json_link["href"]


def test_readers_find_the_frame_to_copy_where_they_cite(client: Client, interview: Interview) -> None:
    assert page_at(client, "/interviews/ola-berg/").css('a[href="/interviews/ola-berg/cite/#cite-embed"]')
    for query, src in (("", EMBED), ("?segment=k2", f"{EMBED}?segment=k2"), ("?segment=nobody", EMBED)):
        page = page_at(client, f"/interviews/ola-berg/cite/{query}")
        frame = page.css_first("#cite-frame").text().strip()
        assert frame_in(frame).attributes["src"] == f"http://testserver{src}"
        assert frame == asked(client, f"http://testserver{src}")["html"]
        assert page.css(f'#cite-embed a[href="http://testserver{src}"]')
