"""Quoting an answer in a browser: in a dialog with a script, on a page of its own without one."""

from __future__ import annotations

import pytest

from interviews.models import Interview
from tests.factories import make_interview, make_segment

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

SIZES = [{"width": 1280, "height": 900}, {"width": 390, "height": 844}]
CLIPBOARD = ["clipboard-read", "clipboard-write"]
READ = "() => navigator.clipboard.readText()"
#: Selects from a place in one text to a place in another: a selector and characters of its first text.
SELECT = """([[from, start], [to, end]]) => {
    const text = (selector) => document.createTreeWalker(document.querySelector(selector), 4).nextNode();
    getSelection().setBaseAndExtent(text(from), start, text(to), end);
}"""
TOO_WIDE = "() => document.documentElement.scrollWidth > innerWidth"


@pytest.fixture
def interview() -> Interview:
    interview = make_interview(guest="Ola Berg", host="Jo Doe", slug="ola-berg")
    make_segment(interview, 18, uid="k7", question="Why lighthouses?", answer="They were bright and dry.\n\nWe stayed.")
    make_segment(interview, 3666, uid="k9", question="What broke?", answer="The lamp broke in the first winter.")
    return interview


@pytest.mark.parametrize("size", SIZES, ids=["on a desk", "in a hand"])
def test_the_words_selected_in_an_answer_are_quoted(
    interview: Interview, open_page: object, size: dict[str, int]
) -> None:
    page = open_page(interview.get_absolute_url(), viewport=size, permissions=CLIPBOARD)
    answer = "#segment-k9 .segment__answer"
    page.evaluate(SELECT, [[answer, 4], [answer, 14]])
    page.locator("#segment-k9").get_by_role("link", name="Quote").click()
    dialog = page.get_by_role("dialog", name="Quote this answer")
    assert dialog.get_by_label("The words").input_value() == "lamp broke"
    dialog.get_by_role("button", name="Copy Plain text").click()
    dialog.get_by_role("status").filter(has_text="Copied: Plain text").wait_for()
    assert page.evaluate(READ).startswith("“lamp broke”\n— Ola Berg")
    assert page.evaluate(READ).endswith("/interviews/ola-berg/?t=1:01:06#segment-k9")
    assert not page.evaluate(TOO_WIDE)


def test_a_selection_that_reaches_further_is_cut_at_the_answer(interview: Interview, open_page: object) -> None:
    page = open_page(interview.get_absolute_url())
    page.evaluate(SELECT, [["#segment-k7 .segment__question", 2], ["#segment-k9 .segment__answer", 8]])
    page.locator("#segment-k9").get_by_role("link", name="Quote").click()
    assert page.get_by_label("The words").input_value() == "The lamp"
    page.keyboard.press("Escape")
    page.evaluate(SELECT, [["#segment-k7 .segment__question", 2], ["#segment-k9 .segment__answer", 8]])
    page.locator("#segment-k7").get_by_role("link", name="Quote").click()
    assert page.get_by_label("The words").input_value() == "They were bright and dry.\n\nWe stayed."


def test_words_selected_elsewhere_are_not_quoted(interview: Interview, open_page: object) -> None:
    page = open_page(interview.get_absolute_url())
    page.evaluate(SELECT, [["#segment-k7 .segment__answer", 0], ["#segment-k7 .segment__answer", 4]])
    page.locator("#segment-k9").get_by_role("link", name="Quote").click()
    assert page.get_by_label("The words").input_value() == "The lamp broke in the first winter."


def test_the_keyboard_opens_moves_closes_and_comes_back(interview: Interview, open_page: object) -> None:
    page = open_page(interview.get_absolute_url())
    opener = page.locator("#segment-k9").get_by_role("link", name="Quote")
    opener.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Quote this answer")
    dialog.wait_for()
    assert page.evaluate("() => document.activeElement.id") == "cite-heading"
    for _ in range(60):
        page.keyboard.press("Tab")
        assert page.evaluate("() => document.activeElement.matches('body, dialog, dialog *')")
    page.keyboard.press("Escape")
    dialog.wait_for(state="hidden")
    assert opener.evaluate("(link) => link === document.activeElement")
    page.keyboard.press("Enter")
    dialog.get_by_role("button", name="Close").press("Enter")
    dialog.wait_for(state="hidden")
    assert opener.evaluate("(link) => link === document.activeElement")


def test_words_are_shortened_within_the_dialog(interview: Interview, open_page: object) -> None:
    page = open_page(interview.get_absolute_url())
    page.locator("#segment-k7").get_by_role("link", name="Quote").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("The words").fill("bright and dark")
    dialog.get_by_role("button", name="Quote these words").click()
    dialog.get_by_text("These words are not in this answer.").wait_for()
    assert page.evaluate("() => document.activeElement.id") == "cite-words"
    dialog.get_by_label("The words").fill("bright and")
    dialog.get_by_role("button", name="Quote these words").click()
    dialog.get_by_role("link", name="The whole excerpt").wait_for()
    assert dialog.get_by_role("textbox", name="Plain text").input_value().startswith("“bright and”")
    dialog.get_by_role("link", name="The whole excerpt").click()
    page.wait_for_function("() => document.querySelector('#cite-words').value.endsWith('We stayed.')")
    assert page.url.endswith("/interviews/ola-berg/")


def test_a_selection_longer_than_a_quotation_is_told(interview: Interview, open_page: object) -> None:
    long = make_segment(interview, 5000, uid="kk", answer="So it went on and on. " * 60)
    page = open_page(interview.get_absolute_url())
    page.locator(f"#{long.anchor} .segment__answer p").select_text()
    page.locator(f"#{long.anchor}").get_by_role("link", name="Quote").click()
    page.get_by_role("dialog").get_by_text("More than 800 characters were asked for.").wait_for()


def test_the_whole_interview_is_cited_in_the_dialog_too(interview: Interview, open_page: object) -> None:
    page = open_page(interview.get_absolute_url())
    page.get_by_role("link", name="Cite").click()
    dialog = page.get_by_role("dialog", name="Cite this interview")
    assert "Ola Berg, Keeper" in dialog.get_by_role("textbox", name="APA 7, reference list").input_value()


def test_the_address_of_a_moment_is_copied_and_told(interview: Interview, open_page: object) -> None:
    page = open_page(interview.get_absolute_url(), permissions=CLIPBOARD)
    for _ in range(2):
        page.locator("#segment-k9").get_by_role("link", name="Link to this moment").click()
        page.get_by_role("status").filter(has_text="The link was copied.").wait_for()
    assert page.evaluate(READ).endswith("/interviews/ola-berg/?t=1:01:06#segment-k9")
    assert page.url.endswith("/interviews/ola-berg/")


def test_where_nothing_may_be_copied_links_stay_links(interview: Interview, open_page: object) -> None:
    page = open_page("about:blank")
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.goto(interview.get_absolute_url())
    page.locator("#segment-k9").get_by_role("link", name="Link to this moment").click()
    page.wait_for_url("**/?t=1:01:06#segment-k9")
    page.get_by_role("link", name="Cite").click()
    page.get_by_role("dialog").wait_for()
    assert page.get_by_role("button", name="Copy").count() == 0


def test_a_page_that_cannot_be_fetched_is_opened(interview: Interview, open_page: object) -> None:
    page = open_page(interview.get_absolute_url())
    page.route(
        "**/cite/*", lambda route: route.abort() if route.request.resource_type == "fetch" else route.continue_()
    )
    page.locator("#segment-k9").get_by_role("link", name="Quote").click()
    page.wait_for_url("**/cite/?segment=k9")
    assert [line for line in open_page.complaints if "ERR_FAILED" not in line] == []
    open_page.complaints.clear()


@pytest.mark.parametrize("size", SIZES, ids=["on a desk", "in a hand"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_without_a_script_there_is_a_page_with_the_same(
    interview: Interview, open_page: object, size: dict[str, int], scheme: str
) -> None:
    page = open_page(interview.get_absolute_url(), java_script_enabled=False, viewport=size, color_scheme=scheme)
    page.locator("#segment-k7").get_by_role("link", name="Quote").click()
    page.wait_for_url("**/cite/?segment=k7")
    page.get_by_label("The words").fill("bright and dry")
    page.get_by_role("button", name="Quote these words").click()
    assert page.get_by_role("textbox", name="Plain text").input_value().startswith("“bright and dry”")
    assert page.get_by_role("button", name="Copy").count() == 0
    assert page.get_by_role("button", name="Close").count() == 0
    body = page.locator("main").bounding_box()
    assert body["x"] + body["width"] <= size["width"]


def test_the_page_itself_copies_where_it_may(interview: Interview, open_page: object) -> None:
    page = open_page("/interviews/ola-berg/cite/?segment=k9&words=lamp", permissions=CLIPBOARD)
    page.get_by_role("button", name="Copy BibTeX").click()
    page.get_by_role("status").filter(has_text="Copied: BibTeX").wait_for()
    assert page.evaluate(READ).startswith("@misc{ola-berg-1-01-06,")
    page.get_by_role("link", name="The whole excerpt").click()
    page.wait_for_url("**/cite/?segment=k9")
    assert page.get_by_role("button", name="Close").count() == 0
