"""Addresses that name a passage or a recording, as the server reads them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from interviews import timecode
from interviews.timecode import Passage
from tests.factories import make_interview, make_recording, make_segment


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("90", 90, None),
        ("90,120", 90, 120),
        ("1:30,2:00", 90, 120),
        ("1m30s,2m", 90, 120),
        (",120", 0, 120),
        ("npt:90,120", 90, 120),
        ("1:30,250", 90, 250),  # no fraction: a comma parts two moments
        ("90, 120", 90, 120),
    ],
)
def test_an_address_may_name_a_passage(text: str, start: float, end: float | None) -> None:
    passage = Passage(timedelta(seconds=start), None if end is None else timedelta(seconds=end))
    assert timecode.parse_passage(text) == passage


@pytest.mark.parametrize("text", ["", ",", "90,", "120,90", "90,90", "1,2,3", "soon,later", "90,soon", "1,999999999"])
def test_what_is_no_passage_is_refused(text: str) -> None:
    with pytest.raises(timecode.TimecodeError):
        timecode.parse_passage(text)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "fragment"),
    [("t=90,120", "#t=90,120"), ("t=1:30,2:00", "#t=90,120"), ("t=,120", "#t=0,120"), ("t=120,90", ""), ("t=90,", "")],
)
def test_a_passage_in_the_address_reaches_the_player_without_script(client: Client, query: str, fragment: str) -> None:
    interview = make_interview()
    make_recording(interview)
    page = client.get(f"{interview.get_absolute_url()}?{query}").content.decode()
    assert f'src="https://audio.example/talk.mp3{fragment}"' in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("number", "heard"),
    [
        ("", "one"),
        ("1", "one"),
        ("2", "two"),
        ("3", "one"),
        ("0", "one"),
        ("-1", "one"),
        ("²", "one"),
        ("9" * 99, "one"),
    ],
)
def test_the_address_chooses_a_recording(client: Client, number: str, heard: str) -> None:
    interview = make_interview()
    make_segment(interview, 5)
    for position, name in enumerate(("one", "two")):
        make_recording(interview, f"https://audio.example/{name}.mp3", position=position)
    page = client.get(interview.get_absolute_url(), {"recording": number, "t": "7"}).content.decode()
    assert f'src="https://audio.example/{heard}.mp3#t=7"' in page
    assert (" data-indexed>" in page) is (" autofocus" in page) is (heard == "one")


@pytest.mark.django_db
def test_a_film_is_shown_and_sound_is_only_heard(client: Client) -> None:
    interview = make_interview()
    make_recording(interview, "https://audio.example/talk.mp4")
    page = client.get(interview.get_absolute_url()).content.decode()
    assert "<video " in page
    assert "<audio " not in page
