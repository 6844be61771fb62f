"""Finding words within one interview, and its overview of what was asked."""

from __future__ import annotations

import pytest

from interviews.models import Interview
from interviews.time_index import FEWEST_TO_FILTER, folded
from tests.factories import make_interview, make_segment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SIZES = [{"width": 1280, "height": 900}, {"width": 390, "height": 844}]
NAMES = ["on a desk", "in a hand"]
MARKED = "() => [...CSS.highlights.get('found')].map(String)"
TEXTS = ["D’Été à la Straße", "ﬁnal Ⅻ", "İstanbul", "Ångström ½", "Ελλάς", "한국어", "e\u0301cole", "🙂 FOG"]


@pytest.fixture
def interview() -> Interview:
    interview = make_interview(guest="Ola Berg", host="Jo Doe")
    for number in range(FEWEST_TO_FILTER):
        make_segment(interview, 60 * number, question=f"Question {number}?", answer="In fog. " * 30)
    make_segment(interview, 600, label="The café", question="And the foghorn?", answer="Thick fog at the Café, in été.")
    return interview


def shown(page: object, selector: str = ".segment__question") -> list[str]:
    return page.locator(f"{selector}:visible").all_inner_texts()


@pytest.mark.parametrize("size", SIZES, ids=NAMES)
def test_entries_go_as_one_types_and_come_back(interview: Interview, open_page: object, size: dict[str, int]) -> None:
    page = open_page(interview.get_absolute_url(), viewport=size)
    field = page.get_by_role("searchbox", name="Words to find in this interview")
    field.press_sequentially("cafe ETE")
    page.get_by_role("status").get_by_text("1 of 7").wait_for()
    assert shown(page) == ["And the foghorn?"]
    assert [text.split("\n")[-1] for text in shown(page, ".time-index li")] == ["The café"]
    assert page.evaluate(MARKED) == ["café", "Café", "été"]
    field.fill("zebra")
    page.get_by_role("status").get_by_text("No entry has these words.").wait_for()
    assert shown(page) == []
    field.press("Escape")
    page.wait_for_function("() => !document.querySelector('.segment[hidden]')")
    assert len(shown(page)) == 7
    assert page.evaluate(MARKED) == []
    assert not page.locator("button", has_text="Find").is_visible()


def test_enter_leads_to_the_first_that_was_found(interview: Interview, open_page: object) -> None:
    page = open_page(interview.get_absolute_url(), viewport=SIZES[1], reduced_motion="reduce")
    page.get_by_role("searchbox").fill("foghorn")
    page.get_by_role("searchbox").press("Enter")
    page.wait_for_function("() => document.querySelector('.segment:not([hidden])').getBoundingClientRect().top < 120")
    assert "find" not in page.url


@pytest.mark.parametrize("size", SIZES, ids=NAMES)
def test_without_script_the_server_finds_them(interview: Interview, open_page: object, size: dict[str, int]) -> None:
    page = open_page(interview.get_absolute_url(), java_script_enabled=False, viewport=size)
    page.get_by_role("searchbox").fill("cafe")
    with page.expect_navigation():  # else what is shown may be read before it is there
        page.get_by_role("button", name="Find").click()
    assert shown(page) == ["And the foghorn?"]
    assert page.get_by_role("status").get_by_text("1 of 7").is_visible()
    with page.expect_navigation():
        page.get_by_role("link", name="Show all entries").click()
    assert len(shown(page)) == 7


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without"])
@pytest.mark.parametrize("size", SIZES, ids=NAMES)
def test_the_answers_fold_away_and_a_link_opens_one(
    interview: Interview, open_page: object, size: dict[str, int], script: bool
) -> None:
    page = open_page(interview.get_absolute_url(), java_script_enabled=script, viewport=size)
    assert len(shown(page, ".segment__answer")) == 7
    page.get_by_label("Hide the answers").check()
    assert shown(page, ".segment__answer") == []
    assert shown(page, ".segment :is(.segment__label, .segment__question)")[-2:] == ["Question 5?", "The café"]
    page.locator(".time-index a", has_text="The café").click()
    assert shown(page, ".segment__answer") == ["Thick fog at the Café, in été."]
    page.emulate_media(media="print")
    assert len(shown(page, ".segment__answer")) == 7


def test_page_and_server_compare_words_alike(interview: Interview, open_page: object) -> None:
    page = open_page(interview.get_absolute_url())
    script = page.locator("script[src*='entry-filter']").get_attribute("src").replace("entry-filter", "words")
    for text in TEXTS:
        in_page = page.evaluate("async ([src, text]) => (await import(src)).folded(text)", [script, text])
        assert in_page == folded(text), text
