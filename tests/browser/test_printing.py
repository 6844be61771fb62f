"""A page on paper: the words, who said them, and the address of each moment."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.kinds_of_pages import EMBEDDED, PUBLIC, SEGMENTS, THE_INTERVIEW, FullSite

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

PRINTED = [kind for kind in PUBLIC if kind.status == 200 and kind not in EMBEDDED]


TO_BE_USED = """() => [...document.querySelectorAll(
    "nav, form, button, input, select, textarea:not([readonly]), dialog, audio, video, .player__bar, .told, .skip-link"
)].filter((element) => element.checkVisibility() && element.getClientRects().length)
    .map((element) => element.outerHTML.slice(0, 100))"""
ADDRESSES = """() => [...document.querySelectorAll(".segment__link")].filter((link) => link.checkVisibility())
    .map((link) => getComputedStyle(link, "::after").content.slice(1, -1))"""


def test_paper_carries_the_words_and_nothing_to_press(site: FullSite, open_page: Callable) -> None:
    page = open_page("/")
    page.emulate_media(media="print")
    for kind in PRINTED:
        page.goto(site.address_of(kind))
        assert page.evaluate(TO_BE_USED) == [], kind.name
        assert page.locator("h1").count() == 1, kind.name


def test_paper_tells_the_address_of_each_moment(site: FullSite, open_page: Callable, live_server: Any) -> None:
    page = open_page(site.address_of(THE_INTERVIEW))
    page.emulate_media(media="print")
    addresses = page.evaluate(ADDRESSES)
    assert len(set(addresses)) == SEGMENTS - 1  # the heading of a section is no moment
    assert all(address.startswith(f"{live_server.url}/interviews/ola-berg/") for address in addresses)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_paper_is_white(site: FullSite, open_page: Callable, scheme: str) -> None:
    page = open_page(site.address_of(THE_INTERVIEW), color_scheme=scheme)
    page.emulate_media(media="print")
    assert page.evaluate("() => getComputedStyle(document.body).backgroundColor") in ("rgb(255, 255, 255)", "white")
    assert page.evaluate("() => getComputedStyle(document.body).color") in ("rgb(0, 0, 0)", "black")
