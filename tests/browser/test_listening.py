from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.browser.conftest import write_silence
from tests.factories import make_interview, make_recording, make_segment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LAST = 6655  # 1:50:55, in a recording of two hours
TIME_OF = "() => document.querySelector('audio').currentTime"


@pytest.fixture
def long_interview(settings: object) -> object:
    interview = make_interview(guest="Ola Berg", host="Jo Doe")
    write_silence(Path(settings.MEDIA_ROOT) / "recordings" / "long.wav", 7200)
    make_recording(interview, url="", file="recordings/long.wav", duration=timedelta(hours=2))
    for number, start in enumerate((18, 50, 232, 3666, LAST), start=1):
        make_segment(interview, start, question=f"Question {number}?", answer="So. " * 120)
    return interview


def test_a_click_on_the_last_entry_of_a_long_recording_plays_there(long_interview: object, open_page: object) -> None:
    page = open_page(long_interview.get_absolute_url())
    page.click(".time-index li:last-child a")
    page.wait_for_function(
        "() => { const a = document.querySelector('audio'); return !a.paused && a.currentTime > 6655.2 }"
    )
    assert LAST <= page.evaluate(TIME_OF) < LAST + 10
    assert page.url.endswith(f"#{long_interview.segments.last().anchor}")
    assert page.locator(".segment--current h3").inner_text() == "Question 5?"
    assert page.locator(".time-index a[aria-current]").inner_text().endswith("Question 5?")
    assert page.locator(".player__label").inner_text() == "Question 5?"


def test_the_time_beside_an_entry_plays_from_there_without_leaving_the_page(
    long_interview: object, open_page: object
) -> None:
    page = open_page(long_interview.get_absolute_url())
    page.evaluate("() => { window.stayed = true }")
    page.click(".segment:nth-of-type(3) .segment__play")
    page.wait_for_function("() => document.querySelector('audio').currentTime > 232")
    assert page.evaluate("() => window.stayed")
    assert "?t=3:52#segment-" in page.url


@pytest.mark.parametrize("moment", ["?t=3666", "?t=1:01:06", "#t=3666", "#t=1:01:06", "?t=1h1m6s"])
def test_a_link_to_a_moment_opens_there(long_interview: object, open_page: object, moment: str) -> None:
    page = open_page(long_interview.get_absolute_url() + moment)
    page.wait_for_function("() => document.querySelector('audio').currentTime >= 3666")
    assert page.locator(".segment--current h3").inner_text() == "Question 4?"
    page.wait_for_function("() => document.querySelector('.segment--current').getBoundingClientRect().top < 300")
    page.click(".player__play")
    page.wait_for_function("() => document.querySelector('audio').currentTime > 3666.2")


def test_an_old_moment_in_the_address_does_not_come_back(long_interview: object, open_page: object) -> None:
    page = open_page(long_interview.get_absolute_url() + "?t=232")
    page.wait_for_function("() => document.querySelector('audio').currentTime >= 232")
    page.click(".time-index li:last-child a")
    page.wait_for_function("() => document.querySelector('audio').currentTime > 6655.2")
    assert "?t=" not in page.url
    page.click("header a[href='#comments']")
    page.wait_for_timeout(300)
    assert page.evaluate(TIME_OF) > LAST


def test_the_player_obeys_the_keyboard(long_interview: object, open_page: object) -> None:
    page = open_page(long_interview.get_absolute_url() + "?t=100")
    page.wait_for_function("() => document.querySelector('audio').currentTime >= 100")
    page.focus("[data-do=forward]")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.querySelector('audio').currentTime >= 130")
    page.get_by_label("Speed").select_option("1.25")
    assert page.evaluate("() => document.querySelector('audio').playbackRate") == 1.25
    page.focus(".player__seek")
    page.keyboard.press("End")
    page.wait_for_function("() => document.querySelector('audio').currentTime >= 7190")


def test_without_script_the_index_reaches_the_entry_and_the_native_player_knows_the_moment(
    long_interview: object, open_page: object
) -> None:
    page = open_page(long_interview.get_absolute_url(), java_script_enabled=False)
    assert page.locator("audio[controls]").is_visible()
    assert not page.locator(".player__bar").is_visible()
    page.click(".time-index li:last-child a")
    segment = long_interview.segments.last()
    assert page.url.endswith(f"#{segment.anchor}")
    page.click(f"#{segment.anchor} .segment__play")
    assert page.locator("audio").get_attribute("src").endswith(f"#t={LAST}")


def test_a_recording_that_cannot_be_had_says_so(long_interview: object, open_page: object) -> None:
    long_interview.recordings.update(file="recordings/missing.wav")
    page = open_page(long_interview.get_absolute_url())
    page.get_by_text("The recording cannot be played here.").wait_for(state="visible")
    assert all("404" in complaint for complaint in open_page.complaints)
    open_page.complaints.clear()
