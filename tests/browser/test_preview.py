"""The preview beside the form shows the page as what is typed would make it, and stores nothing."""

from __future__ import annotations

from typing import Any

import pytest

from interviews.models import Interview
from interviews.store.beside import draft_beside
from tests.factories import make_editor, make_interview, make_segment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def interview() -> Interview:
    make_editor("ed")
    interview = make_interview(title="A talk of lamps", introduction="On lights.")
    for n in (1, 2, 3):
        make_segment(interview, n, question=f"Q{n}?", answer=f"A{n}.")
    return interview


def form_of(open_page: Any, interview: Interview, **given: Any) -> Any:
    page = open_page("/admin/", **given)
    page.fill("#id_username", "ed")
    page.fill("#id_password", "a long pass phrase")
    page.click("[type=submit]")
    page.goto(f"/admin/interviews/interview/{interview.pk}/change/")
    return page


def test_what_is_typed_is_shown_beside_the_form_and_not_stored(open_page: Any, interview: Interview) -> None:
    page = form_of(open_page, interview)
    page.click("[data-page-preview]")
    shown = page.frame_locator("#preview-panel iframe")
    shown.get_by_text("On lights.").wait_for()

    page.fill("#id_introduction", "On *lamps*.")
    shown.get_by_text("On lamps.").wait_for()

    page.click("[data-preview-width='1280']")
    assert page.get_attribute("[data-preview-width='1280']", "aria-pressed") == "true"
    page.click("[data-preview-close]")
    assert not page.locator("#preview-panel").is_visible()
    assert page.evaluate("document.activeElement.matches('[data-page-preview]')")
    assert draft_beside(interview) is None


def test_without_script_it_opens_in_a_window_of_its_own(open_page: Any, interview: Interview) -> None:
    page = form_of(open_page, interview, java_script_enabled=False)
    page.fill("#id_introduction", "On *lamps*.")

    with page.expect_popup() as opened:
        page.click("[data-page-preview]")

    opened.value.get_by_text("On lamps.").wait_for()
    assert draft_beside(interview) is None
