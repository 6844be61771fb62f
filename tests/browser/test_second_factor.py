"""An editor sets up the second step and signs in with it: with script and without, on a phone and on a desk."""

from __future__ import annotations

from base64 import b32decode
from collections.abc import Callable
from typing import Any

import pytest
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.factories import make_editor
from tests.portal.accounts.steps import PASSWORD, code_of

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 390, "height": 844}


def give_password(page: Any, name: str = "ed", password: str = PASSWORD) -> None:
    page.fill("#id_username", name)
    page.fill("#id_password", password)
    page.click("[type=submit]")


def later() -> None:
    """As if each code was typed long ago: one half minute has one only."""
    TOTPDevice.objects.update(last_t=-1, throttling_failure_timestamp=None)


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_an_editor_sets_up_the_second_step_and_signs_in_with_it(open_page: Callable, script: bool) -> None:
    make_editor("ed")
    page = open_page("/admin/login/?next=/admin/second-factor/", java_script_enabled=script)
    give_password(page)
    assert page.locator(".account-picture svg").bounding_box()["width"] > 100
    secret = page.inner_text(".account-secret").replace(" ", "")
    assert len(secret) == 32
    device = TOTPDevice(key=b32decode(secret).hex())
    page.fill("#id_code", code_of(device))
    page.fill("#id_password", PASSWORD)
    page.get_by_role("button", name="Turn the second step on").click()
    codes = page.locator(".account-codes code").all_inner_texts()
    assert len(codes) == 10
    page.get_by_role("link", name="I have kept them").click()
    assert "10 recovery codes are left" in page.inner_text("#content")

    for code in (lambda: code_of(TOTPDevice.objects.get()), lambda: codes[0]):
        later()
        other = open_page("/admin/login/?next=/admin/keys/", java_script_enabled=script, viewport=PHONE)
        give_password(other)
        assert other.url.endswith("/admin/login/code/")
        other.fill("#id_code", code())
        other.keyboard.press("Enter")
        other.wait_for_url("**/admin/keys/")


def test_who_mistypes_is_told_and_after_too_many_how_long_to_wait(open_page: Callable) -> None:
    make_editor("ed")
    page = open_page("/fr/admin/login/")
    for _ in range(5):
        give_password(page, password="another pass phrase")
    assert page.locator(".errornote").is_visible()
    # A refused page is no fault of the page: the console tells of its status.
    open_page.complaints[:] = [said for said in open_page.complaints if "429" not in said]
    assert page.evaluate("document.documentElement.lang") == "fr"
