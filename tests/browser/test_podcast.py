"""The podcast as podcast-partytime reads it, which the Podcast Index runs. It needs Node, and no browser."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.browser.conftest import program, tool
from tests.factories import make_bio
from tests.feeds.full_site import make_heard_interview, make_series

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

#: It logs to standard output, so what it read goes into a file.
READ = """
const fs = require("fs");
const { parseFeed } = require(process.argv[1]);
fs.writeFileSync(process.argv[3], JSON.stringify(parseFeed(fs.readFileSync(process.argv[2], "utf8"))));
"""


def read(text: str, folder: Path) -> dict[str, Any]:
    feed, told = folder / "podcast.rss", folder / "podcast.json"
    feed.write_text(text, "utf-8")
    reader = tool("podcast-partytime/dist/index.js")
    subprocess.run([program("node"), "-e", READ, reader, feed, told], check=True, capture_output=True, timeout=60)
    return json.loads(told.read_text("utf-8"))


def test_the_podcast_index_reads_all_that_was_written(client: Client, settings: Any, tmp_path: Path) -> None:
    settings.SITE_URL, settings.PODCAST_OWNER_EMAIL = "http://testserver", "lamps@guild.example"
    settings.PODCAST_CATEGORY, settings.PODCAST_AUTHOR = "Arts > Design; History", "The Guild"
    interview = make_heard_interview(series=make_series(), part=2)
    guest = interview.appearances.get(role="guest")
    guest.bio = make_bio(guest.speaker, portrait=(700, 700))
    guest.save()
    address = "/feeds/series/lights-of-the-north/podcast.rss"
    told = read(client.get(address).text, tmp_path)
    assert told["title"] == "Lights of the north"
    assert told["link"] == "http://testserver/series/lights-of-the-north/"
    assert told["description"] == "Talks & tales."
    assert told["language"] == "en"
    assert told["author"] == "The Guild"
    assert told["owner"] == {"name": "The Guild", "email": "lamps@guild.example"}
    assert told["itunesCategory"] == ["Arts > Design", "History"]
    assert told["itunesImage"].endswith("/static/podcast.png")
    assert told["explicit"] is False
    assert told["guid"] == str(interview.series.podcast.guid)
    assert told["locked"] is True
    assert told["medium"] == "podcast"
    assert [(host["name"], host["role"]) for host in told["podcastPeople"]] == [("Jo Doe", "Host")]
    assert sorted(name for names in told["pc20support"].values() for name in names) == [
        *("chapters", "guid", "license", "locked", "medium", "person", "soundbite", "transcript"),
    ]
    (item,) = told["items"]
    assert item["guid"] == interview.feed_guid
    assert item["title"] == interview.title
    assert item["link"] == "http://testserver/interviews/ola-berg/"
    assert item["enclosure"] == {"url": "https://audio.example/talk.mp3", "length": 4000, "type": "audio/mpeg"}
    assert item["duration"] == 65
    assert item["itunesEpisode"] == 2
    assert item["itunesEpisodeType"] == "full"
    assert item["podcastChapters"] == {
        "url": "http://testserver/interviews/ola-berg/chapters.json",
        "type": "application/json+chapters",
    }
    assert [one["type"] for one in item["podcastTranscripts"]] == ["text/vtt", "application/srt"]  # its word for SubRip
    (soundbite,) = item["podcastSoundbites"]
    assert (soundbite["startTime"], soundbite["duration"]) == (20, 20.5)
    people = {person["name"]: person for person in item["podcastPeople"]}
    assert (people["Ola Berg"]["role"], people["Jo Doe"]["role"]) == ("Guest", "Host")
    assert people["Ola Berg"]["img"].startswith("http://testserver/media/portraits/")
    assert people["Jo Doe"]["href"] == "http://testserver/speakers/jo-doe/"
    assert item["license"]["identifier"] == "cc-by-nc-4.0"
