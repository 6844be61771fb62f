"""Every kind of page, on a desk and in a hand, in light and dark: whole, quiet, and nothing beside the edge."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.kinds_of_pages import DESK, PUBLIC, FullSite

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

WIDER_THAN_THE_SCREEN = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_public_pages_fit_and_the_console_is_silent(
    site: FullSite, open_page: Callable, live_server: Any, width: int, scheme: str
) -> None:
    page = open_page("/", viewport={"width": width, "height": 844}, color_scheme=scheme)
    elsewhere: list[str] = []
    page.on("request", lambda request: request.url.startswith(live_server.url) or elsewhere.append(request.url))
    for kind in PUBLIC:
        if kind.status == 200:
            page.goto(site.address_of(kind))
            assert page.evaluate(WIDER_THAN_THE_SCREEN) <= 0, kind.name
            assert page.locator("h1").count() == 1, kind.name
            assert page.title(), kind.name
    assert elsewhere == [], "a reader's visit is nobody else's business"


def test_the_admin_obeys_the_strict_policy(site: FullSite, open_page: Callable, live_server: Any) -> None:
    page = open_page("/admin/login/")
    site.sign_in(page, live_server.url)
    elsewhere: list[str] = []
    page.on("request", lambda request: request.url.startswith(live_server.url) or elsewhere.append(request.url))
    for kind in DESK:
        response = page.goto(site.address_of(kind))
        assert response.status == 200, kind.name
        assert elsewhere == [], kind.name
