"""A reader goes from one language to the other on the page that they read, with script and without."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.conftest import write_silence
from tests.factories import make_comment, make_editor, make_interview, make_recording, make_segment

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

WIDER_THAN_THE_SCREEN = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def in_both_languages(settings: object) -> object:
    interview = make_interview(guest="Ola Berg", host="Jo Doe", organisation="The Guild of Keepers", slug="ola-berg")
    recording = make_recording(interview, url="", file="talk.wav")
    write_silence(Path(settings.MEDIA_ROOT, "talk.wav"), 600)
    for number in range(12):
        make_segment(interview, 45 * number, question=f"Why lamp number {number}?", tags=("fog",), uid=f"lamp{number}")
    make_comment(interview)
    assert recording.address
    return interview


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without"])
@pytest.mark.parametrize("width", [390, 1280])
def test_the_switch_leads_to_the_same_page_and_back(
    in_both_languages: object, open_page: object, live_server: object, width: int, script: bool
) -> None:
    address = "/interviews/ola-berg/?t=90"
    page = open_page(address, viewport={"width": width, "height": 844}, java_script_enabled=script)
    switch = page.get_by_role("navigation", name="Language").get_by_role("link")
    assert switch.inner_text() == "Français"
    assert switch.get_attribute("lang") == switch.get_attribute("hreflang") == "fr"
    box = switch.bounding_box()
    assert box["height"] >= 24, "a finger finds it"
    switch.click()
    page.wait_for_url("**/fr/interviews/ola-berg/**")
    assert page.url == f"{live_server.url}/fr{address}"
    assert page.locator("html").get_attribute("lang") == "fr"
    assert page.get_by_role("heading", name="Index temporel").count() == 1
    page.get_by_role("navigation", name="Langue").get_by_role("link", name="English").click()
    page.wait_for_url("**/interviews/ola-berg/**")
    assert page.url == live_server.url + address


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_french_words_fit_where_english_ones_do(in_both_languages: object, open_page: object, width: int) -> None:
    page = open_page("/fr/", viewport={"width": width, "height": 844})
    for address in (
        "/fr/",
        "/fr/interviews/",
        "/fr/interviews/ola-berg/",
        "/fr/interviews/ola-berg/cite/?segment=lamp1",
        "/fr/interviews/ola-berg/comments/",
        "/fr/speakers/",
        "/fr/tags/fog/",
        "/fr/questions/",
    ):
        page.goto(address)
        assert page.evaluate(WIDER_THAN_THE_SCREEN) <= 0, address
    page.goto("/fr/interviews/ola-berg/")
    page.locator(".player__bar").wait_for()
    tools = page.locator(".player__bar button:visible, .player__bar select:visible").all()
    tops = {round(tool.bounding_box()["y"] + tool.bounding_box()["height"] / 2) for tool in tools[1:]}
    assert max(tops) - min(tops) <= 2, "the player's buttons stand in one line"


def test_the_rooms_of_the_site_keep_one_line_on_a_phone(in_both_languages: object, open_page: object) -> None:
    page = open_page("/fr/", viewport={"width": 390, "height": 844})
    links = page.locator(".masthead__nav a").all()
    assert len({round(link.bounding_box()["y"]) for link in links}) == 1


def test_the_player_says_in_french_what_it_does(in_both_languages: object, open_page: object) -> None:
    page = open_page("/fr/interviews/ola-berg/")
    play = page.locator(".player__play")
    play.wait_for()
    assert play.get_attribute("aria-label") == "Écouter"
    play.click()
    page.wait_for_function("document.querySelector('.player__play').getAttribute('aria-label') === 'Pause'")
    page.get_by_role("button", name="Segment suivant").click()
    page.get_by_role("button", name="Plus", exact=True).click()
    assert page.get_by_text("Raccourcis clavier").first.is_visible()


def test_an_editor_changes_the_language_of_the_desk(in_both_languages: object, open_page: object) -> None:
    make_editor("ed")
    page = open_page("/admin/login/?next=/admin/interviews/interview/")
    page.fill("[name=username]", "ed")
    page.fill("[name=password]", "a long pass phrase")
    page.click("[type=submit]")
    page.get_by_role("link", name="Français").click()
    page.wait_for_url("**/fr/admin/interviews/interview/")
    page.get_by_role("link", name="Ola Berg, Keeper").click()
    page.get_by_text("Le public le voit depuis").wait_for()
    page.get_by_role("link", name="Voir le site").click()
    page.wait_for_url("**/fr/")
