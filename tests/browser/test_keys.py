"""The sheet of the keys: it opens, and switches the single keys of every page of the desk off and on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from interviews.comments.models import Comment
from interviews.models import Interview
from tests.factories import make_comment, make_editor, make_interview, make_segment

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

QUEUE = "/admin/comments/comment/queue/"
SHEET = "dialog.keys"


@pytest.fixture
def interview() -> Interview:
    interview = make_interview(published=False, title="A talk of lamps")
    for start in (10, 20):
        make_segment(interview, start)
    return interview


@pytest.fixture
def desk(interview: Interview, open_page: Callable) -> Callable:
    """`desk(path, **context)`: a page, with an editor who has signed in."""
    make_editor("ed")

    def opened(path: str, **given: Any) -> Any:
        page = open_page(f"/admin/login/?next={path}", **given)
        page.fill("#id_username", "ed")
        page.fill("#id_password", "a long pass phrase")
        page.click("[type=submit]")
        page.wait_for_load_state("networkidle")
        return page

    return opened


def form_of(interview: Interview) -> str:
    return f"/admin/interviews/interview/{interview.pk}/change/"


def test_a_question_mark_or_the_link_opens_the_sheet_and_not_while_one_writes(desk: Callable) -> None:
    page = desk("/admin/")
    sheet = page.locator(SHEET)
    page.keyboard.press("?")
    expect(sheet).to_be_visible()
    expect(sheet.get_by_role("button", name="Close")).to_be_focused()
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    page.get_by_role("link", name="Keys", exact=True).click()
    expect(sheet).to_be_visible()
    sheet.get_by_role("button", name="Close").click()
    page.keyboard.press("Control+k")
    page.keyboard.type("?")
    expect(sheet).to_be_hidden()


def test_switched_off_in_the_sheet_no_single_key_does_anything_on_any_page(
    desk: Callable, interview: Interview
) -> None:
    comment = make_comment(make_interview(), status="pending")
    page = desk("/admin/")
    page.keyboard.press("?")
    page.get_by_label("Obey single keys in this browser").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.locator(SHEET)).to_be_hidden()

    page.goto(QUEUE)
    expect(page.locator("[data-help]")).to_be_visible()  # the script has run
    page.keyboard.press("j")
    expect(page.locator(".item").first).not_to_be_focused()
    page.locator(".item").first.focus()
    page.keyboard.press("a")
    page.keyboard.press("?")
    expect(page.locator(SHEET)).to_be_hidden()

    page.goto(form_of(interview))
    page.wait_for_selector(".segments--live")
    page.focus("#segments-0 .row__summary")
    page.keyboard.press("x")
    assert page.locator(".row--deleted").count() == 0
    page.keyboard.press("ArrowDown")
    expect(page.locator("#segments-1 .row__summary")).to_be_focused()
    page.keyboard.press("Control+k")
    expect(page.locator("dialog.palette")).to_be_visible()
    page.keyboard.press("Escape")

    page.locator(".rows__tools [data-keys-open]").click()
    page.locator(SHEET).get_by_label("Obey single keys in this browser").check()
    page.keyboard.press("Escape")
    page.focus("#segments-0 .row__summary")
    page.keyboard.press("x")
    expect(page.locator(".row--deleted")).to_have_count(1)
    assert Comment.objects.get(pk=comment.pk).status == "pending"


def test_what_was_chosen_in_the_queue_before_holds(desk: Callable) -> None:
    page = desk("/admin/")
    page.evaluate("localStorage.setItem('queue-keys', 'off')")
    page.reload()
    page.wait_for_load_state("networkidle")
    page.keyboard.press("?")
    expect(page.locator(SHEET)).to_be_hidden()


def test_ctrl_s_saves_the_form_and_goes_on_editing(desk: Callable, interview: Interview) -> None:
    page = desk(form_of(interview))
    page.wait_for_selector(".segments--live")
    page.fill("#id_title", "A talk of ropes")
    page.keyboard.press("Control+s")
    page.locator(".messagelist .success").wait_for()
    assert page.url.endswith(form_of(interview))
    assert Interview.objects.get(pk=interview.pk).title == "A talk of ropes"


def test_without_script_the_link_leads_to_all_keys(desk: Callable) -> None:
    page = desk("/admin/", java_script_enabled=False)
    page.get_by_role("link", name="Keys", exact=True).click()
    expect(page.get_by_role("heading", name="Keys", level=1)).to_be_visible()
    expect(page.locator("caption", has_text="Time index: while writing")).to_be_visible()
    expect(page.locator("#content").get_by_role("checkbox")).to_be_hidden()
