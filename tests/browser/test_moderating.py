"""The editors' queue in a browser: by keyboard alone, and without any script."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from interviews.comments.models import Comment
from tests.factories import make_comment, make_editor, make_interview

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

QUEUE = "/admin/comments/comment/queue/"


@pytest.fixture
def waiting() -> list[Comment]:
    interview = make_interview(guest="Ola Berg")
    names = ("Ann", "Bo", "Cy", "Di")
    return [make_comment(interview, status="pending", name=name, body=f"Says {name}.") for name in names]


@pytest.fixture
def desk(waiting: list[Comment], open_page: object) -> object:
    """`desk(**context)`: the queue, with an editor who has signed in."""
    make_editor("ed", first_name="Eva", last_name="Dahl")

    def opened(**given: object) -> object:
        page = open_page(f"/admin/login/?next={QUEUE}", **given)
        page.fill("#id_username", "ed")
        page.fill("#id_password", "a long pass phrase")
        page.click("[type=submit]")
        if given.get("java_script_enabled", True):
            expect(page.locator("body.queue--keys")).to_be_attached()
        return page

    return opened


def statuses(waiting: list[Comment]) -> list[str]:
    return [Comment.objects.get(pk=comment.pk).status for comment in waiting]


def test_an_editor_moderates_by_keyboard_alone(desk: object, waiting: list[Comment]) -> None:
    page = desk()
    item = [page.locator(f"#item-{comment.pk}") for comment in waiting]
    page.keyboard.press("j")
    expect(item[0]).to_be_focused()
    page.keyboard.press("a")
    expect(page.locator(".queue__messages")).to_contain_text("The comment of Ann is now: approved.")
    expect(item[1]).to_be_focused()
    expect(item[1]).to_be_in_viewport()
    assert item[1].evaluate("item => getComputedStyle(item).outlineStyle") == "solid"
    page.keyboard.press("r")
    expect(item[2]).to_be_focused()
    assert statuses(waiting) == ["approved", "rejected", "pending", "pending"]

    page.keyboard.press("u")
    expect(page.locator(".queue__messages")).to_contain_text("The comment of Bo is again: waiting for approval.")
    expect(item[1]).to_be_focused()
    assert statuses(waiting) == ["approved", "pending", "pending", "pending"]

    page.locator("h1").click()  # nothing has the focus
    page.keyboard.press("a")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("x")
    assert statuses(waiting) == ["approved", "pending", "pending", "pending"]
    expect(page.locator("[data-ticked]")).to_have_text("2 ticked")
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(item[2]).to_be_focused()

    page.keyboard.press("c")
    area = item[2].locator("textarea")
    expect(area).to_be_focused()
    page.keyboard.type("As ja said: aaa rrr sss")
    expect(area).to_have_value("As ja said: aaa rrr sss")
    page.keyboard.press("Escape")
    expect(item[2]).to_be_focused()
    page.keyboard.press("c")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".queue__messages")).to_contain_text("Your answer to Cy is published, as Eva Dahl (Editor).")
    assert statuses(waiting) == ["approved", "pending", "approved", "pending"]


def test_the_keys_are_told_and_can_be_switched_off(desk: object, waiting: list[Comment]) -> None:
    page = desk()
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keys")
    expect(keys).to_be_visible()
    page.keyboard.press("a")  # not while the dialog is open
    keys.get_by_label("Obey single keys in this browser").uncheck()
    keys.get_by_role("button", name="Close").click()
    page.reload()
    expect(page.locator("[data-help]")).to_be_visible()  # the script has run
    page.keyboard.press("j")
    page.keyboard.press("a")
    expect(page.locator(".item kbd").first).to_be_hidden()
    page.keyboard.press("?")
    expect(keys).to_be_hidden()
    page.locator("[data-help]").click()
    expect(keys).to_be_visible()
    assert statuses(waiting) == ["pending"] * 4


def test_a_decision_by_key_keeps_the_answer_and_the_ticks_that_were_begun_elsewhere(
    desk: object, waiting: list[Comment]
) -> None:
    page = desk()
    item = [page.locator(f"#item-{comment.pk}") for comment in waiting]
    item[0].get_by_text("Reply").click()
    item[0].locator("textarea").fill("A long answer,\nnearly done.")
    item[1].get_by_role("checkbox").check()
    item[3].get_by_role("checkbox").check()
    waiting[3].rewrite("Says something else.", by=None)
    item[2].focus()
    page.keyboard.press("a")
    expect(page.locator(".queue__messages")).to_contain_text("The comment of Cy is now: approved.")
    expect(item[0].locator("textarea")).to_be_visible()
    expect(item[0].locator("textarea")).to_have_value("A long answer,\nnearly done.")
    expect(item[1].get_by_role("checkbox")).to_be_checked()
    expect(item[3].get_by_role("checkbox")).not_to_be_checked()  # nobody saw these words
    expect(page.locator("[data-ticked]")).to_have_text("1 ticked")

    item[0].get_by_role("button", name="Approve the comment and publish the answer").click()
    expect(page.locator(".queue__messages")).to_contain_text("Your answer to Ann is published")
    page.goto(QUEUE)
    expect(item[1].get_by_role("checkbox")).to_be_checked()
    expect(page.locator(".item textarea").first).to_have_value("")
    assert statuses(waiting) == ["approved", "pending", "approved", "pending"]


def test_an_editor_moderates_without_script(desk: object, waiting: list[Comment]) -> None:
    page = desk(java_script_enabled=False)
    item = [page.locator(f"#item-{comment.pk}") for comment in waiting]
    expect(page.locator("[data-help]")).to_be_hidden()
    item[0].get_by_role("button", name="Approve").click()
    expect(page).to_have_url(re.compile(rf"#item-{waiting[1].pk}$"))
    expect(page.locator(".queue__messages")).to_be_in_viewport()
    page.get_by_role("button", name="Undo").click()
    assert statuses(waiting) == ["pending"] * 4

    item[3].get_by_text("Reply").click()
    item[3].locator("textarea").fill("Thank you.")
    item[3].get_by_role("button", name="Approve the comment and publish the answer").click()
    expect(page.locator(".queue__messages")).to_contain_text("Your answer to Di is published")

    page.get_by_role("link", name="Tick all on this page").click()
    item[0].get_by_role("checkbox").uncheck()
    page.locator("#together").get_by_role("button", name="Spam…").click()
    expect(page.locator(".queue__list > li")).to_have_count(2)
    assert statuses(waiting) == ["pending", "pending", "pending", "approved"]
    page.get_by_role("button", name="Yes: Spam").click()
    expect(page.locator(".queue__messages")).to_contain_text("2 comments are now: spam.")
    assert statuses(waiting) == ["pending", "spam", "spam", "approved"]


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_of_the_queue_is_beyond_the_edge(desk: object, waiting: list[Comment], width: int) -> None:
    long = "x" * 60
    make_comment(waiting[0].interview, status="pending", name=long, body=long * 9, url=f"https://{long}.example/")
    page = desk(viewport={"width": width, "height": 900})
    page.goto(QUEUE)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
