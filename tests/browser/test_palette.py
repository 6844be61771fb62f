"""Ctrl-K: anything at the desk from anywhere, with the keyboard alone."""

from __future__ import annotations

import pytest

from interviews.models import Interview
from interviews.search.index import rebuild
from tests.factories import make_editor, make_interview, make_segment

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

CHOSEN = "#palette-list [aria-selected=true]"


@pytest.fixture
def interview() -> Interview:
    interview = make_interview(title="On <b>tides</b>", published=False)
    for number in range(4):
        make_segment(interview, number, question=f"Why skerries, part {number}?", answer="So.")
    rebuild()
    return interview


@pytest.fixture
def desk(interview: Interview, open_page: object) -> object:
    make_editor("ed")
    page = open_page("/admin/")
    page.fill("#id_username", "ed")
    page.fill("#id_password", "a long pass phrase")
    page.click("[type=submit]")
    page.wait_for_selector("dialog[data-palette]", state="attached")
    page.wait_for_load_state("networkidle")
    return page


def test_a_segment_is_found_and_opened_in_the_form_by_keys(desk: object, interview: Interview) -> None:
    desk.keyboard.press("Control+k")
    desk.keyboard.type("skerries, part 2")
    desk.wait_for_selector(f"{CHOSEN} >> text=part 2")
    chosen = desk.get_attribute(CHOSEN, "id")
    assert desk.evaluate("document.activeElement.getAttribute('aria-activedescendant')") == chosen

    desk.keyboard.press("Enter")

    desk.wait_for_url(f"**/interview/{interview.pk}/change/#segments-2")
    desk.wait_for_selector("#segments-2 details[open]")
    assert desk.evaluate("document.activeElement.closest('.row').id") == "segments-2"
    assert desk.input_value("#id_segments-2-question") == "Why skerries, part 2?"


def test_the_key_closes_it_again_and_can_be_switched_off(desk: object) -> None:
    desk.keyboard.press("Control+k")
    assert desk.is_visible("dialog.palette")
    desk.keyboard.press("Control+k")
    assert not desk.is_visible("dialog.palette")

    desk.click("[data-palette-open]")
    desk.uncheck("[data-palette-on]")
    desk.keyboard.press("Escape")
    desk.reload()
    desk.wait_for_load_state("networkidle")
    desk.keyboard.press("Control+k")
    assert not desk.is_visible("dialog.palette")
    desk.click("[data-palette-open]")
    assert desk.is_visible("dialog.palette")


def test_a_title_is_shown_as_text_and_a_late_answer_to_older_words_is_dropped(desk: object) -> None:
    asked = []

    def answer(route: object) -> None:
        asked.append(route)
        if len(asked) == 1:
            return  # never answered in time
        route.continue_()

    desk.keyboard.press("Control+k")
    desk.wait_for_selector("#palette-list [role=option]")
    desk.route("**/admin/find/results/**", answer)
    desk.keyboard.type("zebra")
    desk.wait_for_timeout(400)
    desk.fill(".palette__field", "tides")
    desk.wait_for_selector(CHOSEN)

    assert desk.inner_text(f"{CHOSEN} .palette__label") == "On <b>tides</b>"
    assert desk.locator("#palette-list b").count() == 0
    assert len(asked) == 2  # once for all letters of a word


def test_without_script_the_link_leads_to_a_page_that_finds(open_page: object, interview: Interview) -> None:
    make_editor("ed")
    page = open_page("/admin/", java_script_enabled=False)
    page.fill("#id_username", "ed")
    page.fill("#id_password", "a long pass phrase")
    page.click("[type=submit]")
    page.click("[data-palette-open]")
    page.fill("#content [name=q]", "skerries, part 2")
    page.click("#content [type=submit]")
    assert page.get_attribute(".found a", "href").endswith(f"/{interview.pk}/change/#segments-2")
