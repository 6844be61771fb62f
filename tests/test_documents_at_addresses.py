"""Every published interview in every format, at an address that stays."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.test import Client

from interviews.comments.models import Comment
from interviews.documents.writers import WRITERS
from interviews.models import Cue, Transcript
from tests.factories import make_comment, make_interview, make_recording, make_segment

pytestmark = pytest.mark.django_db


@pytest.fixture
def address() -> str:
    interview = make_interview(guest="Ola Berg", host="Jo Doe")
    make_segment(interview, 18, label="Lighthouses", tags=("fog",))
    make_segment(interview, 125, question="What broke first?")
    make_recording(interview)
    asked = make_comment(interview, name="Mia Ek", email="mia@x.example", body="Well said.")
    make_comment(interview, body="Buy lamps.", status=Comment.Status.SPAM)
    make_comment(interview, body="Not yet seen.", status=Comment.Status.PENDING, parent=asked)
    return interview.get_absolute_url().rstrip("/")


@pytest.mark.parametrize("name", [name for name in WRITERS if name not in ("vtt", "srt")])
def test_a_format_has_its_media_type_and_a_validator(client: Client, address: str, name: str) -> None:
    response = client.get(address + WRITERS[name].SUFFIX)
    assert response.status_code == 200
    assert response["Content-Type"] == f"{WRITERS[name].MEDIA_TYPE}; charset=utf-8"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Cookie" not in response.get("Vary", "")
    assert "Set-Cookie" not in response
    again = client.get(address + WRITERS[name].SUFFIX, headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("suffix", "ending"), [(".ris", ".ris"), ("/chapters.json", "-chapters.json"), (".txt", ".txt")]
)
def test_a_format_is_shown_where_it_can_be_and_kept_under_the_interview_s_name(
    client: Client, address: str, suffix: str, ending: str
) -> None:
    slug = address.rpartition("/")[2]
    assert client.get(address + suffix)["Content-Disposition"] == f'inline; filename="{slug}{ending}"'


def test_what_readers_may_not_see_is_in_no_format(client: Client, address: str) -> None:
    for writer in WRITERS.values():
        text = client.get(address + writer.SUFFIX).content.decode()
        for hidden in ("mia@x.example", "Buy lamps.", "Not yet seen."):
            assert hidden not in text, writer.SUFFIX
    shown = json.loads(client.get(address + ".json").content)["interview"]["comments"]
    assert [comment["body"] for comment in shown] == ["Well said."]


def test_a_draft_and_a_withdrawn_interview_have_no_documents(client: Client, address: str) -> None:
    make_interview(title="A draft", published=False)
    gone = make_interview(title="Gone")
    gone.withdraw()
    for slug in ("a-draft", gone.slug, "nobody"):
        for writer in WRITERS.values():
            assert client.get(f"/interviews/{slug}{writer.SUFFIX}").status_code in (404, 410)


def test_chapters_of_an_interview_without_times_are_not_found(client: Client) -> None:
    interview = make_interview()
    make_segment(interview, None)
    for suffix in ("/chapters.json", "/chapters.vtt", ".vtt", ".srt"):
        assert client.get(interview.get_absolute_url().rstrip("/") + suffix).status_code in (404, 410)
    assert client.get(interview.get_absolute_url().rstrip("/") + ".json").status_code == 200


def test_a_recording_here_is_told_by_its_address(client: Client, settings: object) -> None:
    settings.SITE_URL = "https://interviews.example"
    interview = make_interview()
    make_recording(interview, url="", file="recordings/x/talk.mp3", duration=None)
    data = json.loads(client.get(interview.get_absolute_url().rstrip("/") + ".json").content)
    assert data["interview"]["recordings"][0]["url"] == "https://interviews.example/media/recordings/x/talk.mp3"


def test_nothing_is_changed_through_these_addresses(client: Client, address: str) -> None:
    assert client.post(address + ".json").status_code == 405
    assert client.head(address + ".json").status_code == 200


def test_the_page_names_every_form_and_none_that_is_not_there(client: Client, address: str) -> None:
    page = client.get(f"{address}/")
    for name, writer in WRITERS.items():
        named = f'<{address}{writer.SUFFIX}>; rel="alternate"; type="{writer.MEDIA_TYPE}"' in page["Link"]
        assert named is (name not in ("vtt", "srt")), name
        assert (
            f'<link rel="alternate" type="{writer.MEDIA_TYPE}" href="{address}{writer.SUFFIX}"' in page.text
        ) is named


def test_links_and_places_from_strangers_documents_carry_no_script(client: Client) -> None:
    interview = make_interview()
    links = [{"url": 'https://x.example/?a=1&b="', "text": "<b>tower</b>"}]
    places = [{"name": "<u>Skerry</u>", "latitude": 58.5, "longitude": 5.25}]
    make_segment(interview, 1, links=links, places=places, synopsis="<i>x</i>", subjects=["<s>Towers</s>"])
    page = client.get(interview.get_absolute_url()).text
    assert "<b>tower" not in page
    assert [mark for mark in ("<i>x", "<u>", "<s>") if mark in page] == []
    assert "(58.5, 5.25)" in page
    assert 'href="https://x.example/?a=1&amp;b=&quot;"' in page


@pytest.mark.parametrize(("start", "offered"), [(timedelta(seconds=1), True), (None, False)])
def test_a_transcript_is_offered_where_it_is_timed(client: Client, start: timedelta | None, offered: bool) -> None:
    interview = make_interview()
    transcript = Transcript.objects.create(interview=interview)
    Cue.objects.create(transcript=transcript, position=1, start=start, text="Why lighthouses?")
    address = interview.get_absolute_url().rstrip("/")
    page = client.get(f"{address}/")
    for suffix in (".vtt", ".srt"):
        assert (f'href="{address}{suffix}"' in page.text) is offered
        assert (client.get(address + suffix).status_code == 200) is offered


def test_a_citation_names_the_address_that_was_asked(client: Client, address: str) -> None:
    assert f"http://testserver{address}/" in client.get(f"{address}.bib").text
