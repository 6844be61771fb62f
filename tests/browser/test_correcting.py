"""A reader corrects a word and an editor takes it, in a browser, with script and without."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from interviews.comments import moderation
from interviews.comments.models import Correction
from tests.comments.corrections.steps import WANTED, WAS, make_page
from tests.factories import make_editor

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without"])
def test_a_wrong_year_is_mended_from_the_readers_page_to_the_credit(
    open_page: object, script: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moderation, "QUICKEST", 0)
    segment = make_page()
    make_editor("ed", first_name="Eva", last_name="Dahl")
    talk = f"{segment.interview.get_absolute_url()}comments/?segment={segment.uid}"

    reader = open_page(talk, java_script_enabled=script)
    reader.get_by_role("link", name="Suggest a correction").click()
    words = reader.get_by_role("textbox", name="Answer")
    expect(words).to_have_value(WAS)
    words.fill(WANTED)
    reader.get_by_label("Name", exact=True).fill("Mia Ek")
    reader.get_by_label("Name me beside the answer").check()
    reader.get_by_role("button", name="See what changes").click()
    expect(reader.locator(".preview del")).to_contain_text("1903")
    expect(reader.locator(".preview ins")).to_contain_text("1908")
    reader.get_by_role("button", name="Send the correction").click()
    expect(reader.get_by_role("status")).to_contain_text("with the editors")
    assert Correction.objects.get().reasons == []

    desk = open_page("/admin/login/?next=/admin/comments/correction/", java_script_enabled=script)
    desk.fill("#id_username", "ed")
    desk.fill("#id_password", "a long pass phrase")
    desk.click("[type=submit]")
    desk.locator(".item").get_by_role("link").click()
    expect(desk.locator(".correction ins")).to_contain_text("1908")
    desk.get_by_role("button", name="Accept and publish").click()
    expect(desk.locator(".messagelist")).to_contain_text("the changes are published")

    reader.goto(reader.url.partition("/interviews/")[0] + talk)
    expect(reader.get_by_text("Corrected after a suggestion by Mia Ek")).to_be_visible()
