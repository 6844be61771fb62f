"""What a browser fetches and shows of a portrait, and that nothing moves when it comes."""

from __future__ import annotations

import pytest

from interviews.models import Interview
from tests.factories import make_appearance, make_bio, make_interview, make_segment, make_speaker

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

DESK, HAND = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
SHOWN = """() => [...document.querySelectorAll("img.portrait")].map((one) => ({
    copy: one.currentSrc.split("/").pop(),
    box: [Math.round(one.getBoundingClientRect().width), Math.round(one.getBoundingClientRect().height)],
    is_there: one.complete && one.naturalWidth > 0,
}))"""
SHIFT = """() => new Promise((told) => {
    let moved = 0;
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) moved += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
    setTimeout(() => told(moved), 300);
})"""


@pytest.fixture
def interview() -> Interview:
    interview = make_interview()
    for name, role in (("Ola Berg", "guest"), ("Jo Doe", "interviewer")):
        speaker = make_speaker(name, website="https://x.example/")
        row = make_appearance(interview, speaker, role=role, title="Keeper of a very long line of Lamps")
        row.bio = make_bio(speaker, portrait=(800, 1000), portrait_alt=name, text="Keeps a light. " * 40)
        row.save()
    for number in range(30):  # the interviewer is far below
        make_segment(interview, 60 * number, question=f"Question {number}?", answer="So. " * 200)
    return interview


@pytest.mark.parametrize(
    ("size", "density", "copy", "side"),
    [(DESK, 1, "1x", 187), (DESK, 2, "2x", 187), (DESK, 3, "3x", 187), (HAND, 1, "1x", 111), (HAND, 3, "2x", 111)],
)
def test_a_screen_gets_the_copy_that_is_large_enough_for_it(
    interview: Interview, open_page: object, size: dict[str, int], density: int, copy: str, side: int
) -> None:
    page = open_page(interview.get_absolute_url(), viewport=size, device_scale_factor=density)
    page.wait_for_load_state("networkidle")
    shown = page.evaluate(SHOWN)[0]
    assert shown["copy"].endswith(f"-{copy}.webp")
    assert shown["is_there"]
    assert all(abs(length - side) <= 1 for length in shown["box"])


@pytest.mark.parametrize("size", [DESK, HAND], ids=["on a desk", "in a hand"])
def test_nothing_moves_when_a_portrait_comes(interview: Interview, open_page: object, size: dict[str, int]) -> None:
    page = open_page("/speakers/", viewport=size)
    page.route("**/media/portraits/**", lambda route: (page.wait_for_timeout(400), route.continue_()))
    page.goto(interview.get_absolute_url())
    page.wait_for_load_state("networkidle")
    assert page.evaluate(SHOWN)[0]["is_there"]
    assert page.evaluate(SHIFT) < 0.001


def test_the_interviewers_portrait_is_fetched_when_a_reader_comes_near(interview: Interview, open_page: object) -> None:
    page = open_page(interview.get_absolute_url(), reduced_motion="reduce")
    page.wait_for_load_state("networkidle")
    assert [shown["is_there"] for shown in page.evaluate(SHOWN)] == [True, False]
    page.get_by_role("heading", name="The interviewer").scroll_into_view_if_needed()
    page.wait_for_function("() => document.querySelectorAll('img.portrait')[1].naturalWidth > 0")


@pytest.mark.parametrize("size", [DESK, HAND, {"width": 320, "height": 640}], ids=str)
@pytest.mark.parametrize("guests", [1, 2, 5])
def test_however_many_they_are_nothing_leaves_the_page(
    interview: Interview, open_page: object, guests: int, size: dict[str, int]
) -> None:
    for number in range(guests - 1):
        speaker = make_speaker(f"Per Aurelius Lund-Fitzgerald the {number}th")
        row = make_appearance(interview, speaker, title="Keeper")
        row.bio = make_bio(speaker, portrait=(900, 500))
        row.save()
    page = open_page(interview.get_absolute_url(), viewport=size)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("() => document.documentElement.scrollWidth") <= size["width"]
    boxes = [shown["box"] for shown in page.evaluate(SHOWN)]
    assert len(boxes) == guests + 1
    assert all(width == height > 80 for width, height in boxes)


def test_everything_is_there_without_script(interview: Interview, open_page: object) -> None:
    page = open_page(interview.get_absolute_url(), java_script_enabled=False)
    assert page.get_by_role("img", name="Ola Berg").count() == 1
    assert page.get_by_role("region", name="The interviewer").get_by_text("Jo Doe", exact=True).is_visible()
    assert page.get_by_role("link", name="Website of Jo Doe").is_visible()
