"""The time index in the form of an interview, as an editor with a mouse and a keyboard meets it."""

from __future__ import annotations

import pytest

from interviews.models import Interview
from tests.factories import make_editor, make_interview, make_segment

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

ORDER = """() => [...document.querySelectorAll("#segments-group .row:not(.empty-form)")]
    .filter((row) => !row.hidden)
    .map((row) => row.querySelector(".row__heading").textContent.trim())"""


@pytest.fixture
def interview() -> Interview:
    interview = make_interview(published=False)
    for start, question in ((10, "One?"), (30, "Three?"), (20, "Two?")):
        make_segment(interview, start, question=question)
    return interview


@pytest.fixture
def desk(interview: Interview, open_page: object) -> object:
    make_editor("ed")
    page = open_page("/admin/", viewport={"width": 1440, "height": 900})
    page.fill("#id_username", "ed")
    page.fill("#id_password", "a long pass phrase")
    page.click("[type=submit]")
    page.goto(f"/admin/interviews/interview/{interview.pk}/change/")
    return page


def order(interview: Interview) -> list[str]:
    return list(interview.segments.values_list("question", flat=True))


def test_a_segment_is_moved_by_its_buttons_and_by_keys(desk: object, interview: Interview) -> None:
    desk.click("#segments-2 [data-do=move-up]")
    assert desk.evaluate(ORDER)[:3] == ["One?", "Two?", "Three?"]
    assert not desk.evaluate("document.querySelector('#segments-2 details').open")
    desk.focus("#segments-0 summary")
    desk.keyboard.press("Alt+ArrowDown")

    desk.click("[name=_continue]")
    desk.wait_for_selector(".messagelist .success")

    assert order(interview) == ["Two?", "One?", "Three?"]


def test_the_time_index_is_sorted_by_time_and_new_segments_find_their_place(desk: object, interview: Interview) -> None:
    desk.click("#segments-group .add-row a")
    desk.fill("#id_segments-3-start", "0:25")
    desk.fill("#id_segments-3-question", "New?")
    desk.click("[data-do=sort]")
    desk.click("[name=_continue]")
    desk.wait_for_selector(".messagelist .success")

    assert order(interview) == ["One?", "Two?", "New?", "Three?"]


def test_the_filter_shows_what_has_the_words_and_enter_sends_nothing(desk: object) -> None:
    desk.fill("[data-rows-filter]", "three")
    desk.keyboard.press("Enter")

    assert desk.evaluate(ORDER) == ["Three?"]
    desk.fill("[data-rows-filter]", "")
    desk.click("[data-rows-open]")
    assert desk.locator("#segments-group .has_original details[open]").count() == 3
    desk.click("[data-rows-open]")
    assert desk.locator("#segments-group .has_original details[open]").count() == 0


def test_without_script_an_entry_opens_and_a_place_is_typed(
    desk: object, open_page: object, interview: Interview
) -> None:
    session = desk.context.storage_state()
    plain = open_page(
        f"/admin/interviews/interview/{interview.pk}/change/",
        java_script_enabled=False,
        storage_state=session,
    )
    assert not plain.locator(".rows__tools").is_visible()
    plain.click("#segments-2 summary")
    plain.fill("#id_segments-2-position", "1")
    plain.click("#segments-3 summary")
    plain.fill("#id_segments-3-question", "Last?")
    plain.click("[name=_continue]")
    plain.wait_for_selector(".messagelist .success")

    assert order(interview) == ["Two?", "One?", "Three?", "Last?"]
