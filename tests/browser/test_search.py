"""A moment plays in the page that found it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from interviews.search.index import refresh
from tests.browser.conftest import write_silence
from tests.factories import make_interview, make_recording, make_segment

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

AUDIO = "document.querySelector('play-here audio')"
PLAYS_FROM = f"(asked) => !{AUDIO}.paused && Math.abs({AUDIO}.currentTime - asked) < 2"
PAUSED = f"() => {AUDIO}.paused"
MARKED = ".result__play[aria-current]"  # by an event that comes after the play or the pause it tells of


@pytest.fixture
def found(settings: object) -> str:
    interview = make_interview(guest="Ola Berg")
    write_silence(Path(settings.MEDIA_ROOT) / "recordings" / "talk.wav", 600)
    make_recording(interview, url="", file="recordings/talk.wav", duration=timedelta(minutes=10))
    for start, word in ((90, "Hemp"), (200, "Old"), (300, "Wet")):
        make_segment(interview, start, question=f"{word} ropes?", answer="They hold.")
    refresh([interview])
    return "/search/?q=ropes"


def test_a_moment_plays_pauses_and_gives_way_to_another_without_leaving_the_page(found: str, open_page: object) -> None:
    page = open_page(found, viewport={"width": 390, "height": 844})
    bar = page.locator("play-here")
    assert not bar.is_visible()
    first, other = page.get_by_role("link", name="Play from 1 minute"), page.get_by_role("link", name="3 minutes 20")
    first.click()
    page.wait_for_function(PLAYS_FROM, arg=90)
    assert page.url.endswith(found)
    assert bar.get_by_role("link").inner_text() == "Hemp ropes?"
    assert "?t=1:30&play=1#segment-" in bar.get_by_role("link").get_attribute("href")
    page.wait_for_selector(MARKED)
    assert first.get_attribute("aria-current") == "true"
    first.click()
    page.wait_for_function(PAUSED)
    page.wait_for_selector(MARKED, state="detached")
    other.focus()
    page.keyboard.press("Enter")
    page.wait_for_function(PLAYS_FROM, arg=200)
    page.wait_for_selector(MARKED)
    assert other.get_attribute("aria-current") == "true"
    bar.get_by_role("button", name="Close").click()
    page.wait_for_function(PAUSED)
    assert not bar.is_visible()
    assert other.evaluate("(link) => link === document.activeElement")


def test_a_click_that_asks_for_another_tab_is_left_to_the_browser(found: str, open_page: object) -> None:
    page = open_page(found)
    page.get_by_role("link", name="Play from 1 minute").click(modifiers=["Control"])
    assert not page.locator("play-here").is_visible()


def test_a_recording_that_cannot_be_played_is_told_of(found: str, open_page: object, settings: object) -> None:
    Path(settings.MEDIA_ROOT, "recordings", "talk.wav").unlink()
    page = open_page(found)
    page.get_by_role("link", name="Play from 1 minute").click()
    page.get_by_text("The recording cannot be played here.").wait_for()
    open_page.complaints.clear()  # the browser says so too


def test_without_script_the_link_leads_to_the_interview_and_plays_there(found: str, open_page: object) -> None:
    page = open_page(found, java_script_enabled=False)
    with page.expect_navigation():
        page.get_by_role("link", name="Play from 1 minute").click()
    assert "?t=1:30&play=1#segment-" in page.url
