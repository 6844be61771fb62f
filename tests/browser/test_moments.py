"""Links to a moment of an interview that can only be read."""

from __future__ import annotations

import pytest

from interviews.models import Interview
from tests.factories import make_interview, make_segment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SIZES = [{"width": 1280, "height": 900}, {"width": 390, "height": 844}]
#: Its own distance from the upper edge of the screen, once the scrolling has come to rest.
AT_THE_TOP = """([anchor]) => {
    const { top } = document.getElementById(anchor).getBoundingClientRect();
    return top >= 0 && top < 60;
}"""
LEFT_EDGES = """(selector) => new Set(
    [...document.querySelectorAll(selector)].map((element) => Math.round(element.getBoundingClientRect().left))
).size"""
RIGHT_EDGES = LEFT_EDGES.replace(".left", ".right")


@pytest.fixture
def interview() -> Interview:
    interview = make_interview(guest="Ola Berg", host="Jo Doe")
    for number, start in enumerate((18, 50, 3666, 4307, 6655), start=1):
        make_segment(interview, start, question=f"Question {number}?", answer="So. " * (900 if number == 3 else 120))
    return interview


@pytest.mark.parametrize("size", SIZES, ids=["on a desk", "in a hand"])
@pytest.mark.parametrize(
    ("moment", "script"),
    [("?t=3666", True), ("?t=3666", False), ("?t=1:01:06", False), ("?t=1h2m", False), ("#t=3666", True)],
)
def test_a_link_to_a_moment_leads_to_its_entry_though_nothing_can_be_played(
    interview: Interview, open_page: object, moment: str, script: bool, size: dict[str, int]
) -> None:
    asked = interview.segments.get(start__isnull=False, question="Question 3?")
    page = open_page(
        interview.get_absolute_url() + moment, java_script_enabled=script, viewport=size, reduced_motion="reduce"
    )
    page.wait_for_function(AT_THE_TOP, arg=[asked.anchor])
    assert page.evaluate("() => document.activeElement.textContent") == "1:01:06"


def test_a_moment_that_is_typed_behind_the_address_leads_there(interview: Interview, open_page: object) -> None:
    page = open_page(interview.get_absolute_url(), reduced_motion="reduce")
    page.evaluate("() => { location.hash = 't=1:50:55' }")
    page.wait_for_url("**/?t=1%3A50%3A55")
    page.wait_for_function("() => document.activeElement.textContent === '1:50:55'")


@pytest.mark.parametrize("address", ["", "?t=5", "?t=soon", "#t=soon", "#t="])
def test_an_address_that_names_no_entry_opens_at_the_top(interview: Interview, open_page: object, address: str) -> None:
    page = open_page(interview.get_absolute_url() + address, reduced_motion="reduce")
    page.wait_for_load_state("networkidle")
    assert page.evaluate("() => scrollY") == 0
    assert page.evaluate("() => document.activeElement === document.body")


def test_an_entry_that_the_address_names_comes_before_its_moment(interview: Interview, open_page: object) -> None:
    page = open_page(f"{interview.get_absolute_url()}?t=18#{interview.segments.last().anchor}", reduced_motion="reduce")
    page.wait_for_function("() => scrollY > 1000")
    assert page.evaluate("() => document.activeElement === document.body")


@pytest.mark.parametrize("size", SIZES, ids=["on a desk", "in a hand"])
def test_an_entry_without_a_time_keeps_its_column_among_the_others(
    interview: Interview, open_page: object, size: dict[str, int]
) -> None:
    make_segment(interview, question="Untimed?", answer="Yes.")
    page = open_page(interview.get_absolute_url(), viewport=size)
    for selector in (".segment__question", ".time-index__label"):
        assert page.evaluate(LEFT_EDGES, selector) == 1, selector
    assert page.evaluate(RIGHT_EDGES, ".segment__actions") == 1
    assert page.evaluate(LEFT_EDGES, ".time-index__heading, .time-index__time") == 1
