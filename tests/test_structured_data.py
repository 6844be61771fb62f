"""What machines read from the pages."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from interviews import structured_data
from interviews.models import Interview, Segment, Series, Tag
from interviews.templatetags.structured import json_ld
from tests.factories import make_appearance, make_bio, make_interview, make_recording, make_segment, make_speaker
from tests.json_ld import json_ld_of

pytestmark = pytest.mark.django_db

HOST = "http://testserver"


@pytest.fixture
def full() -> Interview:
    series = Series.objects.create(title="Lights of the north", slug="lights", description="Talks with keepers.")
    interview = make_interview(
        title="Ola Berg, Keeper, Skerry Light", slug="ola-berg", series=series, part=2,
        introduction="A talk *by the sea*.",
        rights="CC BY-NC 4.0", recorded_on=date(2015, 6, 1), recorded_precision="month", organisation="Guild",
        first_published_on=date(2015, 9, 14), published=False,
    )  # fmt: skip
    guest = make_speaker("Ola Berg", slug="ola-berg", website="https://ola.example/")
    make_appearance(
        interview, guest, title="Keeper", organisation="Skerry Light", post_nominals="FRGS", bio="Ola keeps *fog*."
    )
    make_appearance(interview, make_speaker("Jo Doe", slug="jo-doe"), role="interviewer")
    make_recording(interview, duration=timedelta(seconds=3666), size=12_345)
    interview.tags.add("sea")
    make_segment(interview, 0, label="Opening", kind=Segment.Kind.SECTION)
    make_segment(interview, 90, question="Why lamps?", tags=("fog",))
    make_segment(interview, None, question="Without a time?")
    make_segment(interview, 150.5, question="And then, " * 30)
    Tag.objects.create(name="lessons", slug="lessons", question="What did you learn?")
    interview.segments.first().tags.add("lessons")
    interview.publish()
    return interview


def things(client: Client, address: str) -> dict[str, Any]:
    """By their types, each once on a page."""
    response = client.get(address)
    assert response.status_code == 200
    (found,) = json_ld_of(response.content.decode())
    assert found["@context"] == "https://schema.org"
    told = {thing["@type"]: thing for thing in found["@graph"]}
    assert len(told) == len(found["@graph"])
    return told


def test_an_interview_is_told_as_an_episode_with_its_people_and_its_sound(client: Client, full: Interview) -> None:
    told = things(client, "/interviews/ola-berg/")["PodcastEpisode"]
    moments = told.pop("hasPart")
    assert told == {
        "@type": "PodcastEpisode",
        "url": f"{HOST}/interviews/ola-berg/",
        "name": "Ola Berg, Keeper, Skerry Light",
        "description": "A talk by the sea.",
        "inLanguage": "en",
        "datePublished": "2015-09-14",
        "dateCreated": "2015-06",
        "duration": "PT1H1M6S",
        "episodeNumber": 2,
        "partOfSeries": {"@type": "PodcastSeries", "name": "Lights of the north", "url": f"{HOST}/series/lights/"},
        "actor": [
            {
                "@type": "Person",
                "name": "Ola Berg",
                "url": f"{HOST}/speakers/ola-berg/",
                "jobTitle": "Keeper",
                "affiliation": {"@type": "Organization", "name": "Skerry Light"},
                "honorificSuffix": "FRGS",
                "sameAs": "https://ola.example/",
            }
        ],
        "contributor": [{"@type": "Person", "name": "Jo Doe", "url": f"{HOST}/speakers/jo-doe/"}],
        "publisher": {"@type": "Organization", "name": "Guild"},
        "keywords": ["fog", "sea"],
        "license": "https://creativecommons.org/licenses/by-nc/4.0/",
        "commentCount": 0,
        "image": f"{HOST}/interviews/ola-berg/card.png",
        "associatedMedia": [
            {
                "@type": "AudioObject",
                "contentUrl": "https://audio.example/talk.mp3",
                "encodingFormat": "audio/mpeg",
                "duration": "PT1H1M6S",
                "contentSize": "12345",
            }
        ],
    }
    assert [(clip["startOffset"], clip.get("endOffset")) for clip in moments] == [(0, None), (90, 150.5), (150.5, 3666)]
    assert moments[1] == {
        "@type": "Clip",
        "name": "Why lamps?",
        "startOffset": 90,
        "endOffset": 150.5,
        "url": f"{HOST}/interviews/ola-berg/?t=90",
    }
    assert len(moments[2]["name"]) <= structured_data.LONGEST_NAME
    for clip in moments:
        assert (
            client.get(clip["url"].removeprefix(HOST)).context["opens_at"].start.total_seconds() == clip["startOffset"]
        )


def test_the_same_thing_has_one_address_in_every_language_and_a_page_its_own_trail(
    client: Client, full: Interview
) -> None:
    english, french = (things(client, f"{prefix}/interviews/ola-berg/") for prefix in ("", "/fr"))
    assert english["PodcastEpisode"] == french["PodcastEpisode"]
    assert english["BreadcrumbList"]["itemListElement"] == [
        {"@type": "ListItem", "position": 1, "name": "Interviews", "item": f"{HOST}/interviews/"},
        {"@type": "ListItem", "position": 2, "name": "Ola Berg", "item": f"{HOST}/interviews/ola-berg/"},
    ]
    assert french["BreadcrumbList"]["itemListElement"][0]["item"] == f"{HOST}/fr/interviews/"


def test_only_a_film_is_told_as_one_and_then_has_the_moments(client: Client, full: Interview) -> None:
    full.recordings.all().delete()
    make_recording(full, url="https://films.example/talk.mp4")
    make_recording(full, url="https://audio.example/talk.mp3")
    told = things(client, "/interviews/ola-berg/")["PodcastEpisode"]
    film, sound = told["associatedMedia"]
    assert "hasPart" not in told
    assert sound["@type"] == "AudioObject"
    assert film.pop("hasPart")[0]["url"] == f"{HOST}/interviews/ola-berg/?t=0"
    assert film == {
        "@type": "VideoObject",
        "name": full.title,
        "description": full.title,
        "thumbnailUrl": f"{HOST}/interviews/ola-berg/card.png",
        "uploadDate": full.published_at.isoformat(),
        "contentUrl": "https://films.example/talk.mp4",
        "encodingFormat": "video/mp4",
    }


def test_of_what_is_not_known_nothing_is_said(client: Client) -> None:
    interview = make_interview(title="A talk", slug="a-talk")
    make_segment(interview, 5)
    told = things(client, "/interviews/a-talk/")["PodcastEpisode"]
    assert told == {
        "@type": "PodcastEpisode",
        "url": f"{HOST}/interviews/a-talk/",
        "name": "A talk",
        "inLanguage": "en",
        "datePublished": interview.published_at.date().isoformat(),
        "partOfSeries": {"@type": "PodcastSeries", "name": "Recorded Interviews", "url": f"{HOST}/"},
        "commentCount": 0,
        "image": f"{HOST}/interviews/a-talk/card.png",
    }, "and no moments, since nothing plays"


def test_a_person_a_series_a_topic_and_the_site_are_told_on_their_pages(client: Client, full: Interview) -> None:
    speaker = full.guests[0].speaker
    make_bio(speaker)
    full.appearances.filter(speaker=speaker).update(bio=make_bio(speaker, portrait=(640, 640)))
    person = things(client, "/speakers/ola-berg/")["Person"]
    assert person.pop("image").startswith(f"{HOST}/media/portraits/")
    assert person == {
        "@type": "Person",
        "name": "Ola Berg",
        "url": f"{HOST}/speakers/ola-berg/",
        "sameAs": "https://ola.example/",
        "description": "Keeps a light.",
    }
    assert things(client, "/series/lights/")["PodcastSeries"] == {
        "@type": "PodcastSeries",
        "name": "Lights of the north",
        "url": f"{HOST}/series/lights/",
        "webFeed": f"{HOST}/feeds/series/lights/podcast.rss",
        "description": "Talks with keepers.",
    }
    assert things(client, "/tags/fog/")["BreadcrumbList"]["itemListElement"][1]["name"] == "fog"
    assert things(client, "/questions/lessons/")["BreadcrumbList"]["itemListElement"][0]["item"] == f"{HOST}/questions/"
    assert things(client, "/fr/")["PodcastSeries"]["webFeed"] == f"{HOST}/feeds/podcast.rss"
    site = things(client, "/fr/")["WebSite"]
    assert site["inLanguage"] == "fr"
    assert site["potentialAction"]["target"]["urlTemplate"] == f"{HOST}/fr/search/?q={{search_term_string}}"
    assert client.get("/fr/search/?q=fog").status_code == 200


@pytest.mark.parametrize("text", ["</script><script>alert(1)</script>", "<!-- <script>", "a & b", "\u2028 ” é", "]]>"])
def test_no_text_ends_the_script_or_is_changed_by_it(client: Client, text: str) -> None:
    interview = make_interview(title=text, slug="odd")
    make_recording(interview)
    make_segment(interview, 5, question=text)
    page = client.get("/interviews/odd/").content.decode()
    written = page.split('<script type="application/ld+json">')[1].split("</script>")[0]
    assert not set("<>&") & set(written)
    told = json.loads(written)["@graph"][0]
    assert told["name"] == text
    assert told["hasPart"][0]["name"] == " ".join(text.split())
    assert json_ld({"a": text}).count("</script>") == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Free to quote.", {"copyrightNotice": "Free to quote."}),
        ("© Guild, see https://guild.example/terms.", {"license": "https://guild.example/terms"}),
        ("CC0, see https://guild.example/", {"license": "https://creativecommons.org/publicdomain/zero/1.0/"}),
        ("CC BY 4.0", {"license": "https://creativecommons.org/licenses/by/4.0/"}),
        ("Text: cc-by-sa 3.0", {"license": "https://creativecommons.org/licenses/by-sa/3.0/"}),
    ],
)
def test_rights_are_told_by_an_address_where_they_name_one(text: str, told: dict[str, str]) -> None:
    assert structured_data.rights(text) == told


@pytest.mark.parametrize(
    ("text", "most", "short"),
    [
        ("Why lamps?", 10, "Why lamps?"),
        ("Why lamps, then?", 12, "Why lamps…"),
        ("Why lamps then?", 10, "Why lamps…"),
        ("Whyeverlamps", 5, "Whye…"),
        ("Why\n  lamps?", 20, "Why lamps?"),
    ],
)
def test_what_is_too_long_is_cut_at_a_word(text: str, most: int, short: str) -> None:
    assert structured_data.shortened(text, most) == short
