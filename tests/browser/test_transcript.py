"""The transcript in a browser: words that play, that are followed and found; and all of it that needs no script."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import write_silence
from tests.factories import make_cues, make_interview, make_recording, make_segment, make_transcript

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

SIZES = [{"width": 1280, "height": 900}, {"width": 390, "height": 844}]
NAMES = ["on a desk", "in a hand"]
MEDIA = "document.querySelector('audio')"
#: Its distance from the upper edge of the screen; null where it is not shown.
TOP = """(selector) => {
    const element = document.querySelector(selector);
    return element.checkVisibility({ contentVisibilityAuto: true }) ? element.getBoundingClientRect().top : null;
}"""
ON_SCREEN = """(selector) => {
    const { top, bottom } = document.querySelector(selector).getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
}"""
MARKED = "(name) => [...(CSS.highlights.get(name) ?? [])].map(String)"


@pytest.fixture
def interview(settings: Any) -> Any:
    """A talk of two hours: a cue every five seconds, an entry every twenty minutes."""
    interview = make_interview(guest="Ola Berg", host="Jo Doe")
    write_silence(Path(settings.MEDIA_ROOT) / "recordings" / "talk.wav", 7200)
    make_recording(interview, url="", file="recordings/talk.wav", duration=timedelta(hours=2))
    for number in range(6):
        make_segment(interview, 1200 * number, label=f"Label {number}", answer="So. " * 60, uid=f"entry{number}")
    voices = ["Jo Doe", "Ola Berg", "Ola Berg"]
    cues = [(5.0 * place, voices[place % 3], f"Words {place} were said.") for place in range(1440)]
    cues[700] = (3500.0, "Ola Berg", "On the isle the Café was")
    cues[701] = (3505.0, "Ola Berg", "shut, and cafés are rare.")
    make_cues(make_transcript(interview), cues)
    return interview


@pytest.fixture
def short(settings: Any) -> Any:
    """A talk with few words, which is not folded."""
    interview = make_interview(guest="Ola Berg", host="Jo Doe")
    write_silence(Path(settings.MEDIA_ROOT) / "recordings" / "short.wav", 600)
    make_recording(interview, url="", file="recordings/short.wav", duration=timedelta(minutes=10))
    make_segment(interview, 60, label="Lamps", uid="lamps")
    cues = [(10, "Jo Doe", "Why lamps?"), (60, "Ola Berg", "They are bright."), (120, "Ola Berg", "And warm.")]
    make_cues(make_transcript(interview), cues)
    return interview


def ready(page: Any) -> Any:
    page.wait_for_function(f"() => {MEDIA}.readyState > 0 && document.querySelector('.player--ready')")
    return page


def until(page: Any, seconds: float) -> None:
    page.wait_for_function(f"(asked) => Math.abs({MEDIA}.currentTime - asked) < 1", arg=seconds)


def seek(page: Any, seconds: float) -> None:
    page.evaluate(f"(seconds) => {{ {MEDIA}.currentTime = seconds }}", seconds)


def heard(page: Any, words: str) -> None:
    """Waits until these words are marked as those that are heard, and no others."""
    page.wait_for_function(
        """(words) => {
            const marked = [...document.querySelectorAll('.transcript__now')];
            return marked.map((element) => element.textContent).join() === words;
        }""",
        arg=words,
    )


def follow_along(page: Any) -> int:
    """Switches it on; returns how far the page was scrolled just before."""
    page.get_by_role("button", name="More").click()
    before = page.evaluate("() => scrollY")
    page.get_by_label("Follow along").check()
    page.keyboard.press("Escape")
    return before


# Playing and following


@pytest.mark.parametrize("size", SIZES, ids=NAMES)
def test_words_play_from_where_they_are_pressed(short: Any, open_page: Any, size: dict[str, int]) -> None:
    page = ready(open_page(short.get_absolute_url(), viewport=size, reduced_motion="reduce"))
    page.get_by_text("And warm.").click()
    until(page, 120)
    page.wait_for_function(f"() => !{MEDIA}.paused")
    assert page.url.endswith("?t=120#said-60")
    heard(page, "And warm.")
    page.get_by_role("region", name="Transcript").get_by_role("link", name="Play from 10 seconds").click()
    until(page, 10)
    assert page.url.endswith("?t=0:10#said-10")


def test_the_keyboard_plays_from_each_paragraph(short: Any, open_page: Any) -> None:
    page = ready(open_page(short.get_absolute_url()))
    page.get_by_role("region", name="Transcript").get_by_role("link", name="Play from 1 minute").focus()
    page.keyboard.press("Enter")
    until(page, 60)


def test_who_chooses_words_hears_nothing(short: Any, open_page: Any) -> None:
    page = ready(open_page(short.get_absolute_url(), reduced_motion="reduce"))
    words = page.get_by_text("They are bright.")
    words.dblclick()
    box = words.bounding_box()
    page.mouse.move(box["x"] + 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 2, box["y"] + box["height"] / 2, steps=4)
    page.mouse.up()
    page.wait_for_timeout(500)
    assert page.evaluate("() => String(getSelection())").startswith("They are")
    assert page.evaluate(f"() => [{MEDIA}.currentTime, {MEDIA}.paused]") == [0, True]


def test_what_is_heard_is_marked_and_its_paragraph_said_to_be_current(short: Any, open_page: Any) -> None:
    page = ready(open_page(short.get_absolute_url()))
    current = ".transcript [aria-current=true]"
    assert page.locator(".transcript__now, " + current).count() == 0
    for seconds, words, moment in (
        (12, "Why lamps?", "0:10"),
        (70, "They are bright.", "1:00"),
        (130, "And warm.", "1:00"),
    ):
        seek(page, seconds)
        heard(page, words)
        assert page.locator(current).count() == 1
        assert moment in page.locator(current).text_content()
    seek(page, 5)
    heard(page, "")
    assert page.locator(current).count() == 0


def test_the_mark_is_more_than_a_colour(short: Any, open_page: Any) -> None:
    page = ready(open_page(short.get_absolute_url()))
    seek(page, 12)
    heard(page, "Why lamps?")
    line = "() => getComputedStyle(document.querySelector('.transcript__now')).textDecorationLine"
    assert page.evaluate(line) == "underline"


def test_a_reader_of_the_transcript_is_followed_only_where_it_was_asked_for(interview: Any, open_page: Any) -> None:
    page = ready(open_page(f"{interview.get_absolute_url()}#transcript-entry2", reduced_motion="reduce"))
    page.wait_for_function(f"() => ({TOP})('#transcript-entry2') > 0")
    before = page.evaluate("() => scrollY")
    seek(page, 3602)
    heard(page, "Words 720 were said.")
    page.wait_for_timeout(300)
    assert page.evaluate("() => scrollY") == before
    page.locator(".transcript__words--read").wait_for()  # the browser tells of it in its own time
    before = follow_along(page)
    assert page.evaluate("() => scrollY") == before, "the player leaves it to the transcript"
    seek(page, 4802)  # another entry of the time index, too
    heard(page, "Words 960 were said.")
    page.wait_for_function(ON_SCREEN, arg=".transcript__now")
    after = page.evaluate("() => scrollY")
    seek(page, 4807)
    heard(page, "Words 961 were said.")
    assert page.evaluate("() => scrollY") == after, "what can be seen does not move"


def test_who_reads_the_answers_is_not_taken_to_the_transcript(interview: Any, open_page: Any) -> None:
    page = ready(open_page(interview.get_absolute_url(), reduced_motion="reduce"))
    follow_along(page)
    seek(page, 2402)
    heard(page, "Words 480 were said.")
    page.wait_for_function(ON_SCREEN, arg="#segment-entry2 h3")
    assert page.evaluate(TOP, ".transcript h2") > 900


def test_a_second_recording_is_not_followed(short: Any, open_page: Any, settings: Any) -> None:
    write_silence(Path(settings.MEDIA_ROOT) / "recordings" / "other.wav", 600)
    make_recording(short, url="", file="recordings/other.wav", duration=timedelta(minutes=10), position=1)
    page = ready(open_page(f"{short.get_absolute_url()}?recording=2"))
    seek(page, 70)
    page.wait_for_function(f"() => {MEDIA}.currentTime === 70")
    page.wait_for_timeout(300)
    assert page.locator(".transcript__now").count() == 0
    page.get_by_text("And warm.").click()
    page.wait_for_url("**/?t=120#said-60")  # the page of the recording that these moments are of


# Addresses


@pytest.mark.parametrize("size", SIZES, ids=NAMES)
@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_an_address_unfolds_what_it_points_into(
    interview: Any, open_page: Any, script: bool, size: dict[str, int]
) -> None:
    given = {"java_script_enabled": script, "viewport": size, "reduced_motion": "reduce"}
    page = open_page(interview.get_absolute_url(), **given)
    assert page.evaluate(TOP, "#transcript-entry3") is None
    page.locator("#segment-entry3").get_by_role("link", name="In the transcript").click()
    page.wait_for_function(f"() => ({TOP})('#transcript-entry3') >= 0")
    page.wait_for_function(ON_SCREEN, arg="#transcript-entry3")
    page.get_by_role("heading", name="Label 3").last.get_by_role("link").click()
    page.wait_for_function(ON_SCREEN, arg="#segment-entry3 h3")
    page.goto(f"{interview.get_absolute_url()}?t=0:58:20#said-3500")
    page.wait_for_function(ON_SCREEN, arg="#said-3500")


def test_without_script_a_moment_is_a_link_that_opens_the_page_there(short: Any, open_page: Any) -> None:
    page = open_page(short.get_absolute_url(), java_script_enabled=False)
    assert not page.locator(".transcript form").is_visible()
    page.get_by_role("region", name="Transcript").get_by_role("link", name="Play from 1 minute").click()
    page.wait_for_url("**/?t=1:00#said-60")
    assert page.locator("audio").get_attribute("src").endswith("#t=60")


# Searching


def find(page: Any, words: str) -> None:
    page.get_by_role("searchbox", name="Words to find in the transcript").fill(words)


def told(page: Any, words: str) -> None:
    page.wait_for_function(
        "(words) => document.querySelector('.transcript [role=status]').textContent === words", arg=words
    )


@pytest.mark.parametrize("size", SIZES, ids=NAMES)
def test_all_places_of_words_are_marked_counted_and_gone_through(
    interview: Any, open_page: Any, size: dict[str, int]
) -> None:
    page = ready(open_page(f"{interview.get_absolute_url()}#transcript", viewport=size, reduced_motion="reduce"))
    find(page, "CAFE")
    told(page, "1 of 2")
    assert page.evaluate(MARKED, "said") == ["Café", "café"]
    assert page.evaluate(MARKED, "said-here") == ["Café"]
    page.wait_for_function(ON_SCREEN, arg="#said-3500")
    field = page.get_by_role("searchbox", name="Words to find in the transcript")
    assert page.evaluate(ON_SCREEN, ".transcript form"), "the field stays at hand"
    field.press("Enter")
    told(page, "2 of 2")
    assert page.evaluate(MARKED, "said-here") == ["café"]
    field.press("Enter")
    told(page, "1 of 2")
    field.press("Shift+Enter")
    told(page, "2 of 2")
    page.get_by_role("button", name="Previous", exact=True).click()
    told(page, "1 of 2")
    page.get_by_role("button", name="Next", exact=True).click()
    told(page, "2 of 2")
    page.keyboard.press("Escape")
    told(page, "")
    assert field.input_value() == ""
    assert page.evaluate("() => document.activeElement.type") == "search"
    assert page.evaluate(MARKED, "said") == page.evaluate(MARKED, "said-here") == []
    assert page.evaluate(f"() => {MEDIA}.paused")


def test_words_are_found_across_the_borders_of_cues_and_not_of_paragraphs(interview: Any, open_page: Any) -> None:
    page = ready(open_page(interview.get_absolute_url()))
    find(page, "  café  was shut,")
    told(page, "1 of 1")
    assert page.evaluate(MARKED, "said") == ["Café was shut,"]
    assert not page.get_by_role("button", name="Next", exact=True).is_visible()
    find(page, "rare. Words")
    told(page, "Not there")
    find(page, "Play from")
    told(page, "Not there")  # said to who cannot see, and by nobody in the talk


def test_a_single_letter_is_found_wherever_it_stands_in_two_hours(interview: Any, open_page: Any) -> None:
    page = ready(open_page(interview.get_absolute_url()))
    find(page, "w")
    told(page, f"1 of {1438 * 2 + 1}")
    find(page, "v")
    told(page, "Not there")
    assert page.evaluate(MARKED, "said") == []


def test_a_transcript_is_searched_though_it_has_no_times_and_nothing_can_be_heard(open_page: Any) -> None:
    interview = make_interview()
    make_cues(make_transcript(interview), [(None, "Jo", "Why lamps?"), (None, "Ola", "Lamps are bright.")])
    page = open_page(interview.get_absolute_url())
    find(page, "lamps")
    told(page, "1 of 2")
    assert page.evaluate(MARKED, "said") == ["lamps", "Lamps"]


# Paper and small screens


def test_it_is_printed_open_with_its_times(interview: Any, open_page: Any) -> None:
    page = open_page(interview.get_absolute_url())
    page.emulate_media(media="print")
    assert page.locator("#said-3500").evaluate("(element) => element.getBoundingClientRect().height") > 10
    assert page.locator("#said-3500").get_by_text("58:20", exact=True).is_visible()
    assert not page.locator(".transcript :is(form, summary)").first.is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [*SIZES, {"width": 320, "height": 640}], ids=[*NAMES, "very small"])
def test_it_fits(interview: Any, open_page: Any, size: dict[str, int], scheme: str) -> None:
    page = ready(open_page(f"{interview.get_absolute_url()}#said-3500", viewport=size, color_scheme=scheme))
    find(page, "words")
    told(page, "1 of 1438")
    assert page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
