"""The podcast feed: the rules of PSP-1, Apple and Podcasting 2.0 one by one, and read back by podcastparser."""

from __future__ import annotations

import io
import re
import uuid
from datetime import timedelta
from typing import Any

import podcastparser
import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.test import Client
from lxml import etree
from PIL import Image

from interviews.feeds.categories import CATEGORIES
from interviews.feeds.channel import COVER
from interviews.feeds.episodes import episode_title
from interviews.licences import licence_in
from interviews.models import Interview, Podcast, Series
from tests.factories import (
    make_appearance,
    make_bio,
    make_interview,
    make_recording,
    make_segment,
    make_speaker,
    make_transcript,
)
from tests.feeds.full_site import SECRET, make_heard_interview, make_secrets, make_series

pytestmark = pytest.mark.django_db

SITE, SERIES = "/feeds/podcast.rss", "/feeds/series/lights-of-the-north/podcast.rss"
SPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "psc": "http://podlove.org/simple-chapters",
}
#: When anything changed; the interviews, their people, recordings, segments, tags.
QUERIES = 6


@pytest.fixture(autouse=True)
def here(settings: Any) -> None:
    settings.SITE_URL = "http://testserver"


@pytest.fixture
def interview() -> Interview:
    return make_heard_interview(series=make_series(), part=2)


def channel_at(client: Client, place: str = SITE) -> Any:
    response = client.get(place)
    assert response.status_code == 200
    return etree.fromstring(response.content).find("channel")


def said(parent: Any, path: str) -> list[str]:
    return parent.xpath(path, namespaces=SPACES)


# The rules. Each: where it stands, how often at least and at most, and what it may say.

DATE = r"\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d \+0000"
ADDRESS = r"https?://\S+"
CHANNEL_RULES = [
    ("atom:link[@rel='self']/@href", 1, 1, ADDRESS),
    ("atom:link[@rel='self']/@type", 1, 1, r"application/rss\+xml"),
    ("title/text()", 1, 1, r".{1,255}"),
    ("description/text()", 1, 1, r"(?s).{1,4000}"),
    ("link/text()", 1, 1, ADDRESS),
    ("language/text()", 1, 1, r"[a-z]{2,3}(-\w+)*"),
    ("itunes:category/@text", 1, 3, "|".join(map(re.escape, CATEGORIES))),
    ("itunes:explicit/text()", 1, 1, r"true|false"),
    ("itunes:image/@href", 1, 1, r"https?://\S+\.(png|jpe?g)"),
    ("itunes:author/text()", 1, 1, r".{1,128}"),
    ("itunes:type/text()", 1, 1, r"episodic|serial"),
    ("podcast:guid/text()", 1, 1, r"[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}"),
    ("podcast:locked/text()", 1, 1, r"yes|no"),
    ("podcast:medium/text()", 1, 1, r"podcast"),
    ("lastBuildDate/text()", 1, 1, DATE),
    ("itunes:owner", 0, 0, ""),  # its address would be the public's; only where it was set
]
ITEM_RULES = [
    ("title/text()", 1, 1, r".{1,255}"),
    ("enclosure/@url", 1, 1, ADDRESS),
    ("enclosure/@length", 1, 1, r"\d+"),
    ("enclosure/@type", 1, 1, r"(audio|video)/[\w.+-]+"),
    ("guid/text()", 1, 1, r"\S.*"),
    ("guid/@isPermaLink", 1, 1, r"false"),
    ("link/text()", 1, 1, ADDRESS),
    ("pubDate/text()", 1, 1, DATE),
    ("description/text()", 1, 1, r"(?s)<p>.*"),
    ("itunes:duration/text()", 0, 1, r"[1-9]\d*"),
    ("itunes:explicit/text()", 1, 1, r"true|false"),
    ("itunes:episodeType/text()", 1, 1, r"full|trailer|bonus"),
    ("podcast:transcript/@url", 0, 9, ADDRESS),
    ("podcast:transcript/@type", 0, 9, r"text/vtt|application/x-subrip|text/html"),
    ("podcast:chapters/@url", 0, 1, ADDRESS),
    ("podcast:chapters/@type", 0, 1, r"application/json\+chapters"),
    ("podcast:person/text()", 1, 99, r".{1,128}"),
    ("podcast:person/@role", 1, 99, r"host|guest"),
    ("podcast:person/@href", 1, 99, ADDRESS),
    ("podcast:soundbite/text()", 0, 1, r".{1,128}"),
    ("podcast:soundbite/@startTime", 0, 1, r"\d+(\.\d+)?"),
    ("podcast:soundbite/@duration", 0, 1, r"(1[5-9]|[2-9]\d|1[01]\d|120)(\.\d+)?"),
    ("podcast:license/text()", 0, 1, r"[a-z0-9.-]{1,128}"),
    ("podcast:license/@url", 0, 1, ADDRESS),
    ("psc:chapters/@version", 0, 1, r"1\.2"),
    ("psc:chapters/psc:chapter/@start", 0, 999, r"\d\d:\d\d:\d\d\.\d{3}"),
    ("psc:chapters/psc:chapter/@title", 0, 999, r".{1,128}"),
]


@pytest.fixture(params=["usual", "bare", "long"])
def site(request: Any) -> None:
    """Sites on which the rules must hold: one as most are, one with the least, one that says too much."""
    series = make_series()
    if request.param == "usual":
        make_heard_interview(series=series, part=2)
    elif request.param == "bare":
        bare = make_interview(title="1", series=series)
        make_appearance(bare, make_speaker("Ola"))
        make_recording(bare, "https://audio.example/1.mp3")
    else:
        words = "Längste Wörter & <Zeichen> ]]> "
        long = make_heard_interview(
            series=series, introduction=words * 900, title=f"Episode 7: {words * 8}".strip()[:255].strip()
        )
        for number in range(300):
            make_segment(long, 60 + number, question=words * 3, label=(words * 9)[:120])
        make_appearance(long, make_speaker(f"Ola {'ö' * 190}"))
        Series.objects.update(description=words * 300)


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("place", [SITE, SERIES])
def test_every_rule_holds(client: Client, place: str) -> None:
    channel = channel_at(client, place)
    items = channel.findall("item")
    assert items
    rules = [(channel, *rule) for rule in CHANNEL_RULES] + [(item, *rule) for item in items for rule in ITEM_RULES]
    for parent, path, fewest, most, pattern in rules:
        found = said(parent, path)
        assert fewest <= len(found) <= most, path
        for value in found:
            assert re.fullmatch(pattern, value), f"{path}: {value[:200]}"
    for element in channel.iter("description"):
        assert len(element.text.encode()) <= 4000
    for item in items:
        assert not re.match(r"(?i)(episode|ep\.|#)\s*\d", item.findtext("title"))
        tags = set(re.findall(r"<(\w+)", item.findtext("description")))
        assert tags <= {"p", "br", "ol", "ul", "li", "a", "b", "i", "strong", "em"}
        etree.fromstring(f"<div>{item.findtext('description').replace('<br>', '<br/>')}</div>")  # all is closed
        starts = said(item, "psc:chapters/psc:chapter/@start")
        assert starts == sorted(starts) and starts[:1] in ([], ["00:00:00.000"])


def test_an_episode_says_all_that_the_database_knows(client: Client, interview: Interview) -> None:
    guest = interview.appearances.get(role="guest")
    guest.bio = make_bio(guest.speaker, portrait=(700, 700))
    guest.save()
    (item,) = channel_at(client).findall("item")
    assert item.findtext("guid") == interview.feed_guid
    assert item.findtext("link") == "http://testserver/interviews/ola-berg/"
    assert dict(item.find("enclosure").attrib) == {
        "url": "https://audio.example/talk.mp3",
        "length": "4000",
        "type": "audio/mpeg",
    }
    assert said(item, "itunes:duration/text()") == ["65"]
    people = {one.text: dict(one.attrib) for one in item.findall("podcast:person", SPACES)}
    assert people["Jo Doe"] == {"role": "host", "group": "cast", "href": "http://testserver/speakers/jo-doe/"}
    assert people["Ola Berg"]["role"] == "guest"
    assert Image.open(io.BytesIO(client.get(people["Ola Berg"]["img"]).getvalue())).size == (576, 576)
    assert said(item, "podcast:license/text()") == ["cc-by-nc-4.0"]
    transcripts = [dict(one.attrib) for one in item.findall("podcast:transcript", SPACES)]
    assert [one["type"] for one in transcripts] == ["text/vtt", "application/x-subrip"]
    chapters = item.find("podcast:chapters", SPACES)
    for one in (*transcripts, dict(chapters.attrib)):
        answered = client.get(one["url"])
        assert answered.status_code == 200
        assert answered["Content-Type"].startswith(one["type"])
        assert answered["Access-Control-Allow-Origin"] == "*"
    listed = client.get(chapters.get("url")).json()["chapters"]
    titles = said(item, "psc:chapters/psc:chapter/@title")
    assert titles == [one["title"] for one in listed] == ["Introduction", "Lamps", "And tides?"]
    assert said(item, "psc:chapters/psc:chapter/@href") == [
        "http://testserver/interviews/ola-berg/?t=0:20#segment-k2",
        "http://testserver/interviews/ola-berg/?t=0:40.500#segment-k3",
    ]


def test_podcastparser_reads_what_was_written(client: Client, interview: Interview) -> None:
    # It knows the podcast namespace by the address of its documentation, which was its name at first.
    old_name = b"https://github.com/podcastindex-org/podcast-namespace/blob/main/docs/1.0.md"
    content = client.get(SERIES).content.replace(SPACES["podcast"].encode(), old_name)
    told = podcastparser.parse(f"http://testserver{SERIES}", io.BytesIO(content))
    assert told["title"] == "Lights of the north"
    assert told["link"] == "http://testserver/series/lights-of-the-north/"
    assert told["itunes_author"] == "Recorded Interviews"
    assert told["itunes_categories"] == [["Society & Culture"]]
    assert (told["explicit"], told["language"], told["type"]) == (False, "en", "episodic")
    assert told["cover_url"] == f"http://testserver/static/{COVER}"
    (episode,) = told["episodes"]
    assert episode["guid"] == interview.feed_guid
    assert (episode["title"], episode["number"]) == (interview.title, 2)
    assert episode["published"] == int(interview.published_at.timestamp())
    assert (episode["total_time"], episode["explicit"]) == (65, False)
    (enclosure,) = episode["enclosures"]
    assert enclosure == {"url": "https://audio.example/talk.mp3", "file_size": 4000, "mime_type": "audio/mpeg"}
    assert [(one["start"], one["title"]) for one in episode["chapters"]] == [
        (0, "Introduction"),
        (20, "Lamps"),
        (40, "And tides?"),  # it knows whole seconds only
    ]
    assert [(one["name"], one["role"]) for one in episode["persons"]] == [("Ola Berg", "guest"), ("Jo Doe", "host")]
    assert episode["transcript_url"].startswith("http://testserver/interviews/ola-berg.")


def test_an_episode_that_came_from_elsewhere_keeps_its_guid_to_the_letter(client: Client, interview: Interview) -> None:
    Interview.objects.filter(pk=interview.pk).update(feed_guid="episode 7")
    (guid,) = channel_at(client).iterfind("item/guid")
    assert (guid.text, guid.get("isPermaLink")) == ("episode 7", "false")


def test_a_part_is_told_in_the_podcast_of_its_series_only(client: Client, interview: Interview) -> None:
    assert said(channel_at(client, SERIES), "item/itunes:episode/text()") == ["2"]
    assert said(channel_at(client, SITE), "item/itunes:episode") == []


def test_hosts_of_all_episodes_are_the_channel_s_and_repeated_in_each(client: Client, interview: Interview) -> None:
    other = make_heard_interview(slug="other", host="", guest="Eva Ek")
    make_appearance(other, interview.appearances.get(role="interviewer").speaker, role="moderator")
    make_appearance(other, make_speaker("Ida Ås"), role="interviewer")
    channel = channel_at(client)
    assert said(channel, "podcast:person/text()") == ["Jo Doe"]
    hosts = [said(item, "podcast:person[@role='host']/text()") for item in channel.findall("item")]
    assert sorted(hosts) == [["Jo Doe"], ["Jo Doe", "Ida Ås"]]


@pytest.mark.parametrize(
    ("given", "is_episode"),
    [
        ({"url": "https://audio.example/talk.m4a"}, True),
        ({"url": "https://audio.example/film.mp4"}, True),
        ({"url": "https://audio.example/listen?id=7", "media_type": "audio/mpeg; codecs=mp3"}, True),
        ({"url": "https://audio.example/listen?id=7"}, False),  # a page about it, for all that is known
        ({"url": "https://audio.example/talk.html", "media_type": "text/html"}, False),
        ({"url": ""}, False),  # announced only
    ],
)
def test_only_what_players_can_play_is_an_episode(client: Client, given: dict[str, str], is_episode: bool) -> None:
    make_recording(make_interview(guest="Ola Berg", slug="ola"), **given)
    make_interview(slug="words-only")
    assert len(channel_at(client).findall("item")) == is_episode
    assert len(etree.fromstring(client.get("/feeds/interviews.rss").content).findall("channel/item")) == 2


def test_the_length_is_that_of_the_stored_file(client: Client) -> None:
    interview = make_interview(guest="Ola Berg")
    recording = make_recording(interview, "", file=ContentFile(b"x" * 777, "talk.mp3"), size=5)
    (enclosure,) = said(channel_at(client), "item/enclosure")
    assert (recording.size, enclosure.get("length")) == (777, "777")
    assert client.head(enclosure.get("url"))["Content-Length"] == "777"
    type(recording).objects.update(size=None)  # as of a file that an earlier version stored
    assert said(channel_at(client), "item/enclosure/@length") == ["777"]
    recording.file.storage.delete(recording.file.name)
    assert said(channel_at(client), "item/enclosure/@length") == ["0"]


def test_a_transcript_without_times_is_the_page_s(client: Client) -> None:
    interview = make_heard_interview()
    interview.transcript.delete()
    assert said(channel_at(client), "item/podcast:transcript") == []
    make_transcript(interview, language="fr").cues.create(position=1, text="Ils brillaient.")
    (transcript,) = said(channel_at(client), "item/podcast:transcript")
    assert dict(transcript.attrib) == {
        "url": "http://testserver/interviews/ola-berg/#transcript",
        "type": "text/html",
        "language": "fr",
    }


def test_a_podcast_speaks_the_language_of_most_of_its_episodes(client: Client) -> None:
    for number, language in enumerate(("fr", "en", "fr")):
        make_recording(make_interview(slug=f"talk-{number}", language=language))
    assert channel_at(client).findtext("language") == "fr"


def test_what_is_not_public_is_no_episode(client: Client, interview: Interview) -> None:
    make_secrets(interview.series)
    for place in (SITE, SERIES):
        assert SECRET not in client.get(place).text


# What it is called


def test_the_name_of_a_podcast_is_made_once_of_its_first_address(
    client: Client, interview: Interview, settings: Any
) -> None:
    made = said(channel_at(client), "podcast:guid/text()")[0]
    namespace = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
    assert made == str(uuid.uuid5(namespace, "testserver/feeds/podcast.rss"))
    series = said(channel_at(client, SERIES), "podcast:guid/text()")[0]
    assert series != made
    settings.SITE_URL = "https://elsewhere.example"
    settings.PODCAST_GUID = str(uuid.uuid4())
    Series.objects.update(slug="renamed")
    assert said(channel_at(client), "podcast:guid/text()") == [made]
    assert said(channel_at(client, "/feeds/series/renamed/podcast.rss"), "podcast:guid/text()") == [series]
    assert Podcast.objects.count() == 2


def test_a_podcast_that_moves_here_keeps_its_name(client: Client, interview: Interview, settings: Any) -> None:
    settings.PODCAST_GUID = "917393e3-1b1e-5cef-ace4-edaa54e1f810"
    assert said(channel_at(client), "podcast:guid/text()") == [settings.PODCAST_GUID]
    assert said(channel_at(client, SERIES), "podcast:guid/text()") != [settings.PODCAST_GUID]


def test_a_site_that_does_not_know_its_address_names_no_podcast(
    client: Client, interview: Interview, settings: Any
) -> None:
    settings.SITE_URL = ""
    assert said(channel_at(client), "podcast:guid") == []
    assert not Podcast.objects.exists()


# Settings


def test_what_was_set_stands_in_the_channel(client: Client, interview: Interview, settings: Any) -> None:
    settings.PODCAST_TITLE, settings.PODCAST_DESCRIPTION = "Lamps & more", "All about lamps."
    settings.PODCAST_AUTHOR, settings.PODCAST_OWNER_EMAIL = "The Guild", "lamps@guild.example"
    settings.PODCAST_CATEGORY = "Arts > Design; History; Nonsense"
    settings.PODCAST_IMAGE, settings.PODCAST_EXPLICIT = "https://guild.example/cover.jpg", True
    channel = channel_at(client)
    assert channel.findtext("title") == "Lamps & more"
    assert channel.findtext("description") == "All about lamps."
    assert said(channel, "itunes:author/text()") == ["The Guild"]
    assert said(channel, "itunes:category/@text") == ["Arts", "History"]
    assert said(channel, "itunes:category/itunes:category/@text") == ["Design"]
    assert said(channel, "itunes:image/@href") == ["https://guild.example/cover.jpg"]
    assert said(channel, ".//itunes:explicit/text()") == ["true", "true"]
    assert said(channel, "itunes:owner/itunes:email/text()") == ["lamps@guild.example"]
    assert said(channel, "podcast:locked/@owner") == ["lamps@guild.example"]
    assert channel_at(client, SERIES).findtext("title") == "Lights of the north"


def test_the_cover_is_one_that_directories_take(settings: Any) -> None:
    with Image.open(settings.BASE_DIR / "static" / COVER) as cover:
        assert (cover.format, cover.mode) == ("PNG", "RGB")
        assert cover.width == cover.height and 1400 <= cover.width <= 3000


@pytest.mark.parametrize(
    ("name", "value", "number"),
    [
        ("PODCAST_CATEGORY", "Society & Culture > Cooking", "W001"),
        ("PODCAST_CATEGORY", "Lamps", "W001"),
        ("PODCAST_DESCRIPTION", "é" * 2001, "W002"),
        ("PODCAST_IMAGE", "/cover.jpg", "W003"),
        ("PODCAST_IMAGE", "https://guild.example/cover.webp", "W003"),
        ("PODCAST_OWNER_EMAIL", "nobody", "W004"),
        ("PODCAST_GUID", "guild-podcast", "W005"),
    ],
)
def test_a_setting_that_directories_would_refuse_is_named(
    settings: Any, capsys: Any, name: str, value: str, number: str
) -> None:
    call_command("check", tags=["podcast"])
    assert "no issues" in capsys.readouterr().out
    setattr(settings, name, value)
    call_command("check", tags=["podcast"])
    told = capsys.readouterr().err
    assert f"podcast.{number}" in told and name in told


def test_an_operator_hears_what_is_missing(settings: Any, capsys: Any) -> None:
    call_command("check", tags=["podcast"], deploy=True)
    told = capsys.readouterr().err
    for name in ("PODCAST_DESCRIPTION", "PODCAST_CATEGORY", "PODCAST_IMAGE", "PODCAST_OWNER_EMAIL"):
        assert f"{name} is not set" in told
    assert "WARNINGS" not in told


# How it is served


@pytest.mark.parametrize("place", [SITE, SERIES])
def test_directories_ask_often_and_are_answered_briefly(client: Client, interview: Interview, place: str) -> None:
    whole = client.get(place)
    assert whole["Content-Type"] == "application/rss+xml; charset=utf-8"
    head = client.head(place)
    assert (head.status_code, head.content) == (200, b"")
    for condition in ({"if-none-match": whole["ETag"]}, {"if-modified-since": whole["Last-Modified"]}):
        assert client.get(place, headers=condition).status_code == 304
    interview.withdraw()
    assert interview.feed_guid not in client.get(SITE, headers={"if-none-match": whole["ETag"]}).text


@pytest.mark.parametrize("many", [1, 10])
def test_a_podcast_costs_the_same_however_long_it_is(client: Client, django_assert_num_queries: Any, many: int) -> None:
    for number in range(many):
        make_heard_interview(slug=f"talk-{number}")
    client.get(SITE)
    with django_assert_num_queries(QUERIES + 1):  # and its name
        client.get(SITE)


# Pure parts


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Episode 12: On lamps", "On lamps"),
        ("Ep. 3 – On lamps", "On lamps"),
        ("#7 On lamps", "On lamps"),
        ("S2E5 - On lamps", "On lamps"),
        ("Épisode 4 : Des lampes", "Des lampes"),
        ("Part 2: On lamps", "On lamps"),
        ("Episode 12", "Episode 12"),  # nothing else is said
        ("12 angry keepers", "12 angry keepers"),
        ("Partly cloudy 7", "Partly cloudy 7"),
        ("Ola Berg, Keeper of 40 lamps", "Ola Berg, Keeper of 40 lamps"),
    ],
)
def test_a_title_has_no_number(title: str, shown: str) -> None:
    assert episode_title(title) == shown


@pytest.mark.parametrize(
    ("rights", "slug"),
    [
        ("CC BY 4.0", "cc-by-4.0"),
        ("© 2015 the guild; CC-BY-SA-3.0", "cc-by-sa-3.0"),
        ("https://creativecommons.org/licenses/by-nc-nd/4.0/deed.fr", "cc-by-nc-nd-4.0"),
        ("Dedicated to all (CC0)", "cc0-1.0"),
        ("http://creativecommons.org/publicdomain/zero/1.0/", "cc0-1.0"),
        ("All rights reserved", ""),
        ("Free to quote, CC me", ""),
        ("", ""),
    ],
)
def test_a_licence_is_named_where_the_rights_name_one(rights: str, slug: str) -> None:
    found = licence_in(rights)
    assert (found.slug if found else "") == slug


def test_a_recording_is_measured_whenever_it_is_stored() -> None:
    recording = make_recording(make_interview(), "", file=ContentFile(b"x" * 10, "talk.mp3"))
    recording.file = ContentFile(b"x" * 30, "talk.mp3")
    recording.save()
    recording.refresh_from_db()
    assert recording.size == 30
    elsewhere = make_recording(make_interview(), size=99, duration=timedelta(seconds=1))
    elsewhere.save()
    assert elsewhere.size == 99


def test_the_answer_that_reads_best_by_itself_is_a_soundbite(client: Client) -> None:
    interview = make_interview(guest="Ola Berg")
    make_recording(interview, "https://audio.example/1.mp3", duration=timedelta(seconds=400))
    make_segment(interview, 0, question="Too short?", answer="a" * 320)
    make_segment(interview, 10, question="Just right?", answer="a" * 300)
    make_segment(interview, 70, question="Said little?", answer="a" * 30)
    make_segment(interview, 130, question="Too long?", answer="a" * 320)
    (item,) = channel_at(client).findall("item")
    soundbite = item.find("podcast:soundbite", SPACES)
    assert (soundbite.text, dict(soundbite.attrib)) == ("Just right?", {"startTime": "10", "duration": "60"})


def test_an_episode_without_a_fitting_answer_has_no_soundbite(client: Client) -> None:
    interview = make_interview(guest="Ola Berg")
    make_recording(interview, "https://audio.example/1.mp3")
    make_segment(interview, 10)
    make_segment(interview, None)
    (item,) = channel_at(client).findall("item")
    assert item.find("podcast:soundbite", SPACES) is None
