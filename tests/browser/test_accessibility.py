"""axe on every kind of page, on a desk and in a hand, in light and dark: nothing to mend.

The rules are those of WCAG 2.0 to 2.2, levels A and AA, and axe's own good practice.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.conftest import tool
from tests.browser.kinds_of_pages import (
    CONVERSATION,
    CURATING,
    EDITING,
    EMBEDDED,
    IN_FRENCH,
    LISTS,
    ON_AN_EMPTY_SITE,
    READING,
    THE_INTERVIEW,
    FullSite,
    Kind,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

ROOMS = {
    "reading": READING,
    "lists": LISTS,
    "conversation": CONVERSATION,
    "embedded": EMBEDDED,
    "in French": IN_FRENCH,
    "editing": EDITING,
    "curating": CURATING,
}
SIZES = [{"width": 1280, "height": 900}, {"width": 390, "height": 844}]
NAMES = ["on a desk", "in a hand"]
#: In other colours only the rules of colour can find something else.
RULES = {
    "light": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "dark": ["color-contrast", "link-in-text-block"],
}
#: Faults of Django's own pages, by rule and place, that a sheet of ours cannot mend.
OF_DJANGO = [
    ("label-title-only", "#searchbar"),  # its label is a picture with words (admin/search_form.html)
    ("aria-input-field-name", "select2"),  # a choice that is empty has an empty name (admin.widgets.AutocompleteSelect)
]
FINDINGS = """async (rules) => {
    for (const glide of document.getAnimations()) glide.finish(); // into the other colours
    const found = await axe.run(document, { runOnly: rules, resultTypes: ["violations"] });
    return found.violations.flatMap((rule) => rule.nodes.map((node) =>
        `${rule.id}: ${node.target.flat().join(" > ")}: ${node.failureSummary.replace(/\\s+/g, " ")}`));
}"""


@pytest.fixture
def checked_page(open_page: Callable) -> Callable:
    """`checked_page(size)`: a page that carries axe, past the policy that would not have it."""
    source = tool("axe-core/axe.min.js").read_text("utf-8")

    def opened(size: dict[str, int]) -> Any:
        page = open_page("/", viewport=size, bypass_csp=True)
        page.add_init_script(source)
        return page

    return opened


#: A form as it stood on a page that was opened before.
SEND = """([address, fields]) => {
    const form = Object.assign(document.createElement("form"), { method: "post", action: address });
    for (const [name, value] of Object.entries(fields))
        form.append(Object.assign(document.createElement("input"), { name, value }));
    document.body.append(form);
    form.submit();
}"""


def visit(page: Any, kind: Kind, address: str) -> None:
    if kind.late:
        page.goto("/")
        with page.expect_navigation() as sending:
            page.evaluate(SEND, [address, kind.sent])
        assert sending.value.status == kind.status, kind.name
        return
    answer = page.goto(address)
    if kind.sent is not None:
        pressed = "form [type=submit]"
        for name, value in kind.sent.items():
            field = f"form [name={name}]"
            if page.locator(f"{field}[type=radio]").count():
                page.check(f"{field}[value={value}]")
            elif page.locator(f"button{field.removeprefix('form ')}").count():
                pressed = field
            else:
                page.fill(field, value)
        with page.expect_navigation() as sending:
            page.click(pressed)
        answer = sending.value
    assert answer.status == kind.status, kind.name


def findings(page: Any, name: str) -> list[str]:
    found = []
    for scheme, rules in RULES.items():
        page.emulate_media(color_scheme=scheme)
        mine = [
            finding
            for finding in page.evaluate(FINDINGS, rules)
            if not any(finding.startswith(f"{rule}: ") and place in finding for rule, place in OF_DJANGO)
        ]
        found += [f"{name}, {scheme}: {finding}" for finding in mine]
    return found


def test_a_fault_is_found(checked_page: Callable) -> None:
    page = checked_page(SIZES[0])
    page.goto("/")
    page.evaluate("() => document.querySelector('main').append(document.createElement('textarea'))")
    assert any("label: textarea" in finding for finding in findings(page, "home"))


@pytest.mark.parametrize("size", SIZES, ids=NAMES)
@pytest.mark.parametrize("room", ROOMS)
def test_nothing_stands_in_anybodys_way(
    site: FullSite, checked_page: Callable, open_page: Any, room: str, size: dict[str, int]
) -> None:
    page = checked_page(size)
    if room in ("editing", "curating"):
        site.sign_in(page, page.url)
    found = []
    for kind in ROOMS[room]:
        visit(page, kind, site.address_of(kind))
        found += findings(page, kind.name)
    assert not found, "\n".join(found)
    refused = sum(kind.status >= 400 for kind in ROOMS[room])
    assert len([said for said in open_page.complaints if "the server responded with a status of 4" in said]) == refused
    open_page.complaints.clear()


@pytest.mark.parametrize("size", SIZES, ids=NAMES)
def test_an_empty_site_is_no_obstacle(checked_page: Callable, size: dict[str, int]) -> None:
    page = checked_page(size)
    found = []
    for kind in ON_AN_EMPTY_SITE:
        visit(page, kind, kind.address)
        found += findings(page, kind.name)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("size", SIZES, ids=NAMES)
def test_what_opens_over_the_page_is_as_open_to_everybody(
    site: FullSite, checked_page: Callable, size: dict[str, int]
) -> None:
    page = checked_page(size)
    page.goto(site.address_of(THE_INTERVIEW))
    page.wait_for_selector(".player--ready")
    page.click("[popovertarget=player-panel]")
    page.get_by_label("Volume").wait_for()
    found = findings(page, "the player's panel")
    page.click("[data-do=help] >> visible=true")
    page.get_by_role("dialog", name="Keyboard shortcuts").wait_for()
    found += findings(page, "the keyboard's help")
    page.keyboard.press("Escape")
    page.click(".person__links [data-cite]")
    page.locator("dialog.quoting #cite-heading").wait_for()
    found += findings(page, "the sheet to cite from")
    assert not found, "\n".join(found)
