"""What the player does beyond playing: where it goes, what it remembers, which keys are its own."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest

from interviews import timecode
from tests.browser.conftest import write_silence
from tests.factories import make_interview, make_recording, make_segment

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

SIZES = [{"width": 1280, "height": 900}, {"width": 390, "height": 844}]
NAMES = ["on a desk", "in a hand"]
MEDIA = "document.querySelector('audio, video')"
TIME = f"() => {MEDIA}.currentTime"
PAUSED = f"() => {MEDIA}.paused"
RATE = f"() => {MEDIA}.playbackRate"


@pytest.fixture
def interview(settings: object) -> object:
    interview = make_interview(guest="Ola Berg", host="Jo Doe")
    write_silence(Path(settings.MEDIA_ROOT) / "recordings" / "talk.wav", 7200)
    make_recording(interview, url="", file="recordings/talk.wav", duration=timedelta(hours=2))
    for number, start in enumerate((18, 50, 232, 3666), start=1):
        make_segment(interview, start, label=f"Label {number}", question=f"Question {number}?", answer="So. " * 200)
    return interview


def ready(page: object) -> object:
    page.wait_for_function(f"() => {MEDIA}.readyState > 0 && document.querySelector('.player--ready')")
    return page


def until(page: object, seconds: float) -> None:
    """Waits until the recording is there, give or take a second."""
    page.wait_for_function(f"(asked) => Math.abs({MEDIA}.currentTime - asked) < 1", arg=seconds)


def press(page: object, name: str) -> None:
    page.click(f"[data-do={name}] >> visible=true")


@pytest.mark.parametrize("size", SIZES, ids=NAMES)
def test_its_buttons_lead_from_segment_to_segment_and_a_little_back_and_forward(
    interview: object, open_page: object, size: dict[str, int]
) -> None:
    page = ready(open_page(interview.get_absolute_url(), viewport=size))
    for button, seconds in (
        ("next", 18),
        ("next", 50),
        ("forward", 80),
        ("previous", 50),  # the beginning of what is heard comes first
        ("previous", 18),
        ("back", 3),
        ("previous", 0),
    ):
        press(page, button)
        until(page, seconds)
    page.keyboard.press("9")
    until(page, 6480)
    press(page, "next")
    until(page, 6480)  # after the last there is no next


def test_single_keys_play_and_lead_through_the_recording(interview: object, open_page: object) -> None:
    page = ready(open_page(interview.get_absolute_url()))
    for key, seconds in (
        ("n", 18),
        ("n", 50),
        ("l", 80),
        ("ArrowRight", 110),
        ("j", 95),
        ("ArrowLeft", 80),
        ("p", 50),
        ("5", 3600),
    ):
        page.keyboard.press(key)
        until(page, seconds)
    page.keyboard.press(">")
    assert page.evaluate(RATE) == 1.25
    page.keyboard.press("<")
    page.keyboard.press("<")
    page.keyboard.press("<")
    assert page.evaluate(RATE) == 0.75
    page.keyboard.press("m")
    assert page.evaluate(f"() => {MEDIA}.muted")
    for key in ("k", "Space"):
        before = page.evaluate(PAUSED)
        page.keyboard.press(key)
        page.wait_for_function(f"(before) => {MEDIA}.paused !== before", arg=before)
    assert page.evaluate("() => scrollY") == 0


def test_keys_are_left_to_fields_links_buttons_and_to_modifiers(interview: object, open_page: object) -> None:
    page = ready(open_page(interview.get_absolute_url()))
    page.evaluate("() => document.querySelector('main').append(document.createElement('textarea'))")
    page.focus("textarea")
    page.keyboard.type("k, l or 5? Jan <3")
    assert page.input_value("textarea") == "k, l or 5? Jan <3"
    page.focus(".player__speed")
    page.keyboard.press("5")
    page.focus(".masthead a")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    for modifier in ("ctrlKey", "altKey", "metaKey"):
        event = {"key": "l", "bubbles": True, "cancelable": True, modifier: True}
        assert page.evaluate("(event) => document.body.dispatchEvent(new KeyboardEvent('keydown', event))", event)
    assert page.evaluate(TIME) == 0
    page.focus("[data-do=forward]")
    page.keyboard.press("Space")
    until(page, 30)
    assert page.evaluate(PAUSED)


def test_the_keys_are_told_in_a_sheet_and_can_be_switched_off_there_for_good(
    interview: object, open_page: object
) -> None:
    page = ready(open_page(interview.get_absolute_url()))
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="Keyboard shortcuts")
    sheet.wait_for()
    page.keyboard.press("5")
    page.get_by_label("Use these keys while reading").uncheck()
    page.get_by_role("button", name="Close").click()
    assert not sheet.is_visible()
    page.keyboard.press("5")
    page.keyboard.press("?")
    page.reload()
    ready(page)
    page.keyboard.press("5")
    page.keyboard.press("?")
    assert not sheet.is_visible()
    assert page.evaluate(TIME) == 0
    page.get_by_role("button", name="More").click()
    page.get_by_role("button", name="Keyboard shortcuts").click()
    sheet.wait_for()
    page.keyboard.press("Escape")
    assert page.evaluate("() => document.activeElement.textContent") == "More"


def test_speed_and_volume_are_as_they_were_left(interview: object, open_page: object) -> None:
    page = ready(open_page(interview.get_absolute_url()))
    page.get_by_label("Speed").select_option("2.5×")
    page.get_by_role("button", name="More").click()
    page.get_by_label("Volume").fill("0.4")
    page.reload()
    ready(page)
    assert page.evaluate(RATE) == 2.5
    assert page.evaluate(f"() => {MEDIA}.volume") == 0.4
    assert page.get_by_label("Speed").input_value() == "2.5"


def test_what_is_kept_by_somebody_else_breaks_nothing(interview: object, open_page: object) -> None:
    page = ready(open_page(interview.get_absolute_url()))
    page.evaluate("() => { for (const name of ['speed', 'volume', 'keys']) localStorage[`player:${name}`] = '<b>' }")
    page.reload()
    ready(page)
    assert page.evaluate(RATE) == 1
    press(page, "next")
    until(page, 18)


def test_where_one_stopped_is_offered_and_nothing_jumps_by_itself(interview: object, open_page: object) -> None:
    page = ready(open_page(interview.get_absolute_url()))
    page.click(".time-index li:last-child a")
    page.wait_for_function(f"() => {MEDIA}.currentTime > 3666.3")
    page.goto("/")
    page.goto(interview.get_absolute_url())
    ready(page)
    assert page.evaluate(TIME) == 0
    page.get_by_role("button", name=re.compile(r"Resume at 1:01:0\d")).click()
    page.wait_for_function(f"() => {MEDIA}.currentTime > 3666")
    page.get_by_role("button", name=re.compile("Resume")).wait_for(state="hidden")


def test_where_one_stopped_is_forgotten_at_the_end(interview: object, open_page: object) -> None:
    page = ready(open_page(f"{interview.get_absolute_url()}?t=7195"))
    press(page, "toggle")
    page.wait_for_function(f"() => {MEDIA}.ended")
    page.goto(interview.get_absolute_url())
    ready(page)
    assert page.get_by_role("button", name=re.compile("Resume")).count() == 0


@pytest.mark.parametrize("address", ["?t=20,21", "?t=0:20,0:21", "?t=npt:20,21", "#t=20,21"])
def test_a_passage_stops_at_its_end_says_so_and_goes_on_if_asked(
    interview: object, open_page: object, address: str
) -> None:
    page = ready(open_page(interview.get_absolute_url() + address))
    until(page, 20)
    page.keyboard.press("k")
    page.get_by_text("The passage ends at 0:21.").wait_for()
    assert page.evaluate(PAUSED)
    assert abs(page.evaluate(TIME) - 21) < 0.1
    page.get_by_role("button", name="Play on").click()
    page.wait_for_function(f"() => {MEDIA}.currentTime > 21.3")
    page.get_by_text("The passage ends").wait_for(state="hidden")


def test_what_the_bar_says_stays_within_it_in_a_hand(interview: object, open_page: object) -> None:
    page = ready(open_page(f"{interview.get_absolute_url()}?t=20,21", viewport=SIZES[1]))
    page.keyboard.press("k")
    button = page.get_by_role("button", name="Play on")
    button.wait_for()
    bar, inner = page.locator(".player__bar").bounding_box(), button.bounding_box()
    assert inner["x"] + inner["width"] < bar["x"] + bar["width"]


def test_who_goes_elsewhere_has_left_the_passage(interview: object, open_page: object) -> None:
    page = ready(open_page(f"{interview.get_absolute_url()}?t=20,21"))
    page.click(".time-index li:nth-child(3) a")
    page.wait_for_function(f"() => {MEDIA}.currentTime > 232.6")
    assert not page.evaluate(PAUSED)


def test_page_and_server_read_addresses_alike(open_page: object) -> None:
    moments = ["90", "90.5", "90s", "1:30", "1:01:30", "75:10", "1h1m30s", "1h", "2m", "0", ":00:18", "npt:90"]
    passages = ["90,120", ",120", "1:30,2:00", "90, 120"]
    neither = [
        "",
        "soon",
        "1:75",
        "1:75:00",
        "1h1h",
        "-5",
        "1e9",
        "NaN",
        "999999999",
        "120,90",
        "5,5",
        "1,2,3",
        "9,",
        "9,x",
    ]
    page = open_page("/")
    for text in (*moments, *passages, *neither):
        read = page.evaluate("async (text) => (await import('/static/js/player-moments.js')).passageIn(text)", text)
        if text in neither:
            assert read is None, text
            with pytest.raises(timecode.TimecodeError):
                timecode.parse_passage(text)
        else:
            start, end = timecode.parse_passage(text)
            assert read == {"start": start.total_seconds(), "end": (end or timecode.LONGEST).total_seconds()}, text


@pytest.mark.parametrize(
    "address", ["?t=%00", "?t=<script>", "?t=" + "9" * 500, "#t=%F0%9F", "#t=,", "?recording=-1&t=1,,"]
)
def test_a_hostile_address_breaks_nothing(interview: object, open_page: object, address: str) -> None:
    page = ready(open_page(interview.get_absolute_url() + address))
    assert page.evaluate(TIME) == 0
    press(page, "next")
    until(page, 18)


def test_the_slider_says_moment_and_segment_in_words(interview: object, open_page: object) -> None:
    page = ready(open_page(f"{interview.get_absolute_url()}?t=1:01:06"))
    until(page, 3666)
    slider = page.get_by_role("slider", name="Moment")
    assert slider.get_attribute("aria-valuetext") == "1 hour 1 minute 6 seconds, Label 4"
    slider.press("Home")
    until(page, 0)
    assert slider.get_attribute("aria-valuetext") == "0 seconds"


def test_the_bar_is_divided_at_the_segments_and_a_click_goes_there(interview: object, open_page: object) -> None:
    page = ready(open_page(interview.get_absolute_url()))
    assert page.locator(".player__part").count() == 5
    box = page.locator(".player__track").bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.75, box["y"] + box["height"] / 2)
    page.wait_for_function(f"() => Math.abs({MEDIA}.currentTime - 5400) < 120")


def test_the_bar_marks_where_readers_talk(interview: object, open_page: object) -> None:
    page = open_page("/")

    def with_comments(route: object) -> None:
        answer = route.fetch()
        body = answer.text().replace('" data-start="232"', '" data-comments="2" data-start="232"')
        route.fulfill(response=answer, body=body)

    page.route(f"**{interview.get_absolute_url()}", with_comments)
    page.goto(interview.get_absolute_url())
    ready(page)
    assert page.locator(".player__talk").count() == 1


@pytest.mark.parametrize("follows", [True, False])
def test_the_page_scrolls_along_only_if_asked(interview: object, open_page: object, follows: bool) -> None:
    page = ready(open_page(interview.get_absolute_url(), reduced_motion="reduce"))
    if follows:
        page.get_by_role("button", name="More").click()
        page.get_by_label("Follow along").check()
        page.keyboard.press("Escape")
        page.reload()
        ready(page)
    page.focus(".player__play")
    page.keyboard.press("9")
    page.locator(".time-index a[aria-current]", has_text="Label 4").wait_for()
    page.wait_for_timeout(200)
    assert (page.evaluate("() => scrollY") > 500) is follows


def test_the_lock_screen_knows_what_is_heard(interview: object, open_page: object) -> None:
    page = ready(open_page(f"{interview.get_absolute_url()}?t=232"))
    until(page, 232)
    read = "() => { const { title, artist } = navigator.mediaSession.metadata; return [title, artist] }"
    assert page.evaluate(read) == ["Label 3", "Ola Berg"]


@pytest.mark.parametrize("size", SIZES, ids=NAMES)
@pytest.mark.parametrize("script", [True, False])
def test_it_stays_in_reach_and_covers_nothing_that_has_the_focus(
    interview: object, open_page: object, size: dict[str, int], script: bool
) -> None:
    page = open_page(interview.get_absolute_url(), viewport=size, java_script_enabled=script, reduced_motion="reduce")
    bar = page.locator(".player__bar" if script else "audio")
    bar.wait_for()
    page.focus(".colophon a")
    covered = """() => {
        const bar = document.querySelector(".player--ready .player__bar") ?? document.querySelector("audio");
        const [one, other] = [document.activeElement.getBoundingClientRect(), bar.getBoundingClientRect()];
        return one.bottom > other.top && one.top < other.bottom && !bar.contains(document.activeElement);
    }"""
    for _ in range(25):
        page.keyboard.press("Shift+Tab")
        assert not page.evaluate(covered), page.evaluate("() => document.activeElement.outerHTML")
    box = bar.bounding_box()
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= size["height"]
    assert box["width"] > size["width"] * 0.8


@pytest.mark.parametrize("size", SIZES, ids=NAMES)
def test_nothing_moves_when_the_script_takes_over(interview: object, open_page: object, size: dict[str, int]) -> None:
    page = ready(open_page(interview.get_absolute_url(), viewport=size))
    page.wait_for_timeout(300)
    moved = page.evaluate(
        """() => new Promise((done) => {
        new PerformanceObserver((list) => done(list.getEntries().flatMap(({ sources }) => sources)
            .map(({ node }) => node?.outerHTML).filter(Boolean))) // without those within the browser's own controls
            .observe({ type: "layout-shift", buffered: true });
        setTimeout(() => done([]), 300);
    })"""
    )
    assert moved == []


@pytest.fixture
def two_recordings(interview: object, settings: object) -> object:
    write_silence(Path(settings.MEDIA_ROOT) / "recordings" / "more.wav", 60)
    make_recording(
        interview,
        url="",
        file="recordings/more.wav",
        duration=timedelta(minutes=1),
        media_type="video/webm",
        position=1,
    )
    return interview


@pytest.mark.parametrize("script", [True, False])
def test_another_recording_is_a_link_away_and_the_entries_lead_back_to_the_first(
    two_recordings: object, open_page: object, script: bool
) -> None:
    page = open_page(two_recordings.get_absolute_url(), java_script_enabled=script)
    page.get_by_role("navigation", name="Recordings").get_by_role("link", name="Recording 2").click()
    assert page.locator("video").get_attribute("src").endswith("more.wav")
    assert page.locator("[aria-current=true]").inner_text() == "Recording 2"
    page.click(".segment:nth-of-type(3) .segment__play")
    page.wait_for_url(re.compile(r"/\?t=3:52#segment-"))
    assert page.locator("audio").get_attribute("src").endswith("talk.wav#t=232")


def test_a_film_without_a_picture_is_only_heard(two_recordings: object, open_page: object) -> None:
    page = ready(open_page(f"{two_recordings.get_absolute_url()}?recording=2"))
    assert not page.locator("video").is_visible()
    press(page, "toggle")
    page.wait_for_function(f"() => {MEDIA}.currentTime > 0.2")


def test_who_is_offline_is_told_so_and_can_try_again(interview: object, open_page: object) -> None:
    page = ready(open_page(interview.get_absolute_url()))
    page.context.set_offline(True)
    page.evaluate(f"() => {{ {MEDIA}.src += '?again' }}")
    page.get_by_text("You are offline.").wait_for()
    open_page.complaints.clear()
    page.context.set_offline(False)
    page.get_by_role("button", name="Try again").click()
    page.wait_for_function(f"() => {MEDIA}.currentTime > 0.2")
    page.get_by_text("You are offline.").wait_for(state="hidden")
