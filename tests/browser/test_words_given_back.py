"""What a reader wrote while the database was away stands on the page that says so, on a phone and without script."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError

from tests.factories import make_interview

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

WORDS = "It was in the winter of that year, and nobody has told it since.\n\nI was there."
WIDER_THAN_THE_SCREEN = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def test_words_that_could_not_be_saved_can_be_copied_by_keyboard(
    open_page: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_given: Any, **_named: Any) -> None:
        raise OperationalError("the server closed the connection")

    make_interview(guest="Ola Berg", slug="ola-berg")
    page = open_page(
        "/interviews/ola-berg/comments/write/", viewport={"width": 390, "height": 844}, java_script_enabled=False
    )
    monkeypatch.setattr("interviews.comments.spoken_on._ONE", away)
    page.fill("[name=name]", "Mia Ek")
    page.fill("textarea[name=body]", WORDS)
    with page.expect_navigation() as sending:
        page.get_by_role("button", name="Send the comment").click()
    assert sending.value.status == 503
    assert page.evaluate(WIDER_THAN_THE_SCREEN) <= 0
    field = page.get_by_role("textbox", name="What you wrote")
    assert field.input_value() == WORDS
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "To the site"
    page.keyboard.press("Tab")
    assert field.evaluate("(field) => field === document.activeElement")
    assert field.evaluate("(field) => getComputedStyle(field).borderRadius") != "0px"
    open_page.complaints.clear()  # the console tells of the status
