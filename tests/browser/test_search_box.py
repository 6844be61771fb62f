"""The search box proposes while one types: a combobox with a list, to be steered by keys, pointer and ear."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from interviews.models import Interview
from interviews.search.index import refresh
from tests.browser.conftest import tool
from tests.factories import make_interview, make_segment

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

SIZES = [{"width": 1280, "height": 900}, {"width": 390, "height": 844}]
NAMES = ["on a desk", "in a hand"]
TYPED_FAST = """(field, steps) => {
    for (const words of steps) {
        field.value = words;
        field.dispatchEvent(new InputEvent("input"));
    }
}"""


@pytest.fixture(autouse=True)
def archive() -> Interview:
    talk = make_interview(guest="Ola Lamprecht", slug="ola")
    make_segment(talk, 90, question="Who trims the lamps?", tags=("Lamps",))
    refresh([talk])
    return talk


def typed_into(page: Any, words: str) -> Any:
    field = page.get_by_role("combobox", name="What to search for")
    field.press_sequentially(words)
    return field


def options(page: Any) -> list[str]:
    return [" ".join(text.split()) for text in page.get_by_role("option").all_inner_texts()]


@pytest.mark.parametrize("size", SIZES, ids=NAMES)
def test_what_begins_so_is_proposed_and_counted_aloud(open_page: Any, size: dict[str, int]) -> None:
    page = open_page("/search/", viewport=size)
    field = typed_into(page, "lam")
    page.get_by_role("status").get_by_text("4 suggestions").wait_for()
    assert options(page) == [
        "Ola Lamprecht Speaker",
        "Lamps Topic",
        "Ola Lamprecht, Keeper Interview",
        "Who trims the lamps? Ola Lamprecht, Keeper",
        "Search for “lam”",
    ]
    assert field.get_attribute("aria-expanded") == "true"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    field.press_sequentially("zzz")
    page.get_by_role("listbox").wait_for(state="hidden")
    assert field.get_attribute("aria-expanded") == "false"


def test_arrow_keys_lead_through_the_list_and_enter_goes_there(open_page: Any) -> None:
    page = open_page("/search/")
    field = typed_into(page, "lam")
    page.get_by_role("listbox").wait_for()
    selected = page.locator("[role=option][aria-selected=true]")
    assert selected.count() == 0
    field.press("ArrowUp")
    assert selected.inner_text() == "Search for “lam”"
    assert field.get_attribute("aria-activedescendant") == selected.get_attribute("id")
    field.press("ArrowDown")  # past the last, the field itself
    assert selected.count() == 0
    assert field.get_attribute("aria-activedescendant") is None
    for _step in range(4):
        field.press("ArrowDown")
    assert selected.inner_text().startswith("Who trims the lamps?")
    field.press("Enter")
    page.wait_for_url("**/interviews/ola/?t=1:30#segment-*")


def test_escape_closes_the_list_and_keeps_the_words(open_page: Any) -> None:
    page = open_page("/search/")
    field = typed_into(page, "lam")
    page.get_by_role("listbox").wait_for()
    field.press("Escape")
    assert not page.get_by_role("listbox").is_visible()
    assert field.input_value() == "lam"
    field.press("ArrowDown")  # and comes again when it is asked for
    page.get_by_role("listbox").wait_for()
    field.press("Tab")
    assert not page.get_by_role("listbox").is_visible()


def test_enter_without_a_choice_and_the_last_line_search_for_all(open_page: Any) -> None:
    for choose in ("Enter", "click"):
        page = open_page("/search/")
        field = typed_into(page, "lamps & oil")
        if choose == "click":
            field.fill("lamps")
            page.get_by_role("option", name="Search for “lamps”").click()
            page.wait_for_url("**/search/?q=lamps")
        else:
            field.press("Enter")
            page.wait_for_url("**/search/?q=lamps+*")
            assert parse_qs(urlsplit(page.url).query) == {"q": ["lamps & oil"]}


def test_a_click_goes_there(open_page: Any) -> None:
    page = open_page("/fr/search/")
    page.locator("#search-words").press_sequentially("lamp")
    page.get_by_role("option").filter(has_text="Who trims").click()
    page.wait_for_url("**/fr/interviews/ola/?t=1:30#segment-*")


def test_who_types_fast_asks_once_and_late_answers_are_not_shown(open_page: Any) -> None:
    page = open_page("/search/")
    asked: list[str] = []

    def answer(route: Any) -> None:
        asked.append(parse_qs(urlsplit(route.request.url).query)["q"][0])
        if asked[-1] == "lamps":
            page.wait_for_timeout(600)
        route.continue_()

    page.route("**/search/proposals.json?*", answer)
    field = page.locator("#search-words")
    field.evaluate(TYPED_FAST, ["l", "la", "lam", "lamp", "lamps"])
    page.wait_for_timeout(400)
    field.fill("ola")
    page.get_by_role("option", name="Search for “ola”").wait_for()
    page.wait_for_timeout(600)
    assert asked == ["lamps", "ola"]
    assert options(page)[-1] == "Search for “ola”"


def test_without_script_it_is_a_field_of_a_form(open_page: Any) -> None:
    page = open_page("/search/", java_script_enabled=False)
    page.get_by_role("searchbox", name="What to search for").fill("lamps")
    page.get_by_role("button", name="Search").click()
    page.wait_for_url("**/search/?q=lamps")
    assert not page.get_by_role("listbox").is_visible()


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES, ids=NAMES)
def test_the_open_list_is_accessible(open_page: Any, size: dict[str, int], colours: str) -> None:
    page = open_page("/search/", viewport=size, color_scheme=colours, bypass_csp=True)
    field = typed_into(page, "lam")
    page.get_by_role("listbox").wait_for()
    field.press("ArrowDown")
    page.add_script_tag(path=tool("axe-core/axe.min.js"))
    assert page.evaluate("async () => (await axe.run()).violations.map((rule) => [rule.id, rule.nodes[0].html])") == []
