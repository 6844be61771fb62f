"""A page read otherwise than its maker does: enlarged, with other colours, without motion, on a slow line."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib import admin
from PIL import Image

from portal.static_files import lean
from tests.browser.kinds_of_pages import (
    A_FILM,
    DESK,
    LISTS,
    PUBLIC,
    READING,
    SEGMENTS,
    THE_INTERVIEW,
    FullSite,
    Kind,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

KB = 1000
WIDER_THAN_THE_SCREEN = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
#: What stands beyond the right edge, but for what can be scrolled within a box of its own.
BEYOND_THE_EDGE = """() => {
    const scrolled = (box) => box && box !== document.body
        && (getComputedStyle(box).overflowX !== "visible" || scrolled(box.parentElement));
    return [...document.body.querySelectorAll("*")]
        .filter((element) => element.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
        .filter((element) => !scrolled(element.parentElement))
        .map((element) => element.outerHTML.slice(0, 120));
}"""


@pytest.fixture
def read(site: FullSite, open_page: Callable) -> Callable:
    """`read(**context)`: the full interview, once its player is there."""

    def opened(**context: Any) -> Any:
        page = open_page(site.address_of(THE_INTERVIEW), **context)
        page.wait_for_selector(".player--ready")
        return page

    return opened


def readable(kinds: list[Kind]) -> list[Kind]:
    return [kind for kind in kinds if kind.status == 200]


def colours(page: Any, box: dict[str, float]) -> set[tuple[int, ...]]:
    """Those that are seen within that box of the screen."""
    picture = Image.open(io.BytesIO(page.screenshot(clip=box))).convert("RGB")
    return {colour for _count, colour in picture.getcolors(maxcolors=1 << 20)}


# --- enlarged -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kinds", [PUBLIC, DESK], ids=["for readers", "for editors"])
def test_enlarged_four_times_nothing_is_read_by_scrolling_sideways(
    site: FullSite, open_page: Callable, live_server: Any, kinds: list[Kind]
) -> None:
    """WCAG 2.2, 1.4.10: 1280 px at 400 % are 320 px."""
    page = open_page("/", viewport={"width": 320, "height": 256})
    site.sign_in(page, live_server.url)
    wide = {}
    for kind in readable(kinds):
        page.goto(site.address_of(kind))
        if page.evaluate(WIDER_THAN_THE_SCREEN) > 0:
            wide[kind.name] = page.evaluate(BEYOND_THE_EDGE)
    assert wide == {}


def test_enlarged_the_player_leaves_the_screen_to_the_words(read: Callable) -> None:
    page = read(viewport={"width": 320, "height": 256})
    page.evaluate("() => scrollTo(0, document.body.scrollHeight / 2)")
    bar = page.locator(".player__bar").bounding_box()
    assert bar["y"] + bar["height"] <= 0


def test_wider_spacing_of_letters_words_and_lines_hides_nothing(site: FullSite, open_page: Callable) -> None:
    """WCAG 2.2, 1.4.12."""
    page = open_page("/", viewport={"width": 390, "height": 844}, bypass_csp=True)
    for kind in readable(PUBLIC):
        page.goto(site.address_of(kind))
        page.add_style_tag(content="* { line-height: 1.5; letter-spacing: .12em; word-spacing: .16em }")
        assert page.evaluate(WIDER_THAN_THE_SCREEN) <= 0, kind.name


# --- other colours ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("forced", ["none", "active"])
def test_what_is_heard_is_marked_in_anybodys_colours(read: Callable, forced: str, scheme: str) -> None:
    page = read(forced_colors=forced, color_scheme=scheme)
    page.click(".segment:nth-of-type(3) .segment__play")
    page.wait_for_selector(".segment:nth-of-type(3).segment--current")
    page.evaluate("() => document.querySelector('audio').pause()")
    page.mouse.move(0, 0)
    for marked, beside, left in ((".segment", 17, 5), (".time-index li a", 0, 3)):
        current = page.locator(f"{marked}:is(.segment--current, [aria-current])").bounding_box()
        other = page.locator(marked).nth(3).bounding_box()
        here, there = (
            {"x": box["x"] - beside, "y": box["y"] + box["height"] / 2 - 2, "width": left, "height": 4}
            for box in (current, other)
        )
        assert colours(page, here) - colours(page, there), f"the mark of the current {marked}"
    bar = page.locator(".player__parts").bounding_box()
    assert len(colours(page, bar)) > 2, "parts, what of them was heard, and the ground"


def test_the_play_marks_are_seen_where_colours_are_forced(read: Callable) -> None:
    page = read(forced_colors="active")
    for mark in (".player__play span", ".segment__play .play-mark"):
        assert len(colours(page, page.locator(mark).first.bounding_box())) > 1, mark


@pytest.mark.parametrize("forced", ["none", "active"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_focus_is_seen_wherever_it_goes(read: Callable, forced: str, scheme: str) -> None:
    """WCAG 2.2, 2.4.7 and 2.4.13: a ring of two pixels at least, of a colour that stands out three to one."""
    page = read(forced_colors=forced, color_scheme=scheme)
    seen = []
    for _step in range(40):
        page.keyboard.press("Tab")
        seen.append(page.evaluate(RING))
    assert {one["id"] for one in seen if one["id"]} and len({str(one) for one in seen}) > 1
    assert [one for one in seen if one["style"] == "none" or one["width"] < 2 or one["contrast"] < 3] == []


RING = """() => {
    const style = getComputedStyle(document.activeElement);
    const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
    const light = (colour) => {
        canvas.fillStyle = colour;
        canvas.fillRect(0, 0, 1, 1);
        const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((value) => value / 255)
            .map((value) => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
    };
    const [ring, ground] = [light(style.outlineColor), light(getComputedStyle(document.body).backgroundColor)];
    return {
        id: document.activeElement.outerHTML.slice(0, 90),
        style: style.outlineStyle,
        width: parseFloat(style.outlineWidth),
        contrast: Math.max(ring, ground) / Math.min(ring, ground),
    };
}"""


# --- without motion -----------------------------------------------------------------------------------------

MOVING = """() => [...document.querySelectorAll("*")].flatMap((element) => [null, "::before", "::after"]
    .map((part) => getComputedStyle(element, part))
    .filter((style) => style.display)
    .filter((style) => style.scrollBehavior === "smooth"
        || (style.animationName !== "none" && parseFloat(style.animationDuration) > 0)
        || parseFloat(style.transitionDuration) > 0)
    .map(() => element.outerHTML.split(" ")[0]))"""


def test_nothing_glides_for_who_asked_for_less_motion(site: FullSite, open_page: Callable) -> None:
    page = open_page("/", reduced_motion="reduce")
    for kind in readable(PUBLIC):
        page.goto(site.address_of(kind))
        assert page.evaluate(MOVING) == [], kind.name


def test_the_page_glides_to_its_entries_for_everyone_else(read: Callable) -> None:
    page = read(reduced_motion="no-preference")
    assert page.evaluate(MOVING) == [], "who arrives is where the address leads at once"
    page.keyboard.press("Tab")
    assert page.evaluate(MOVING) == ["<html"]


# --- on a slow line -----------------------------------------------------------------------------------------

#: Bytes of the HTML without its text and without the transcript, and of that in the same way, before compression; and
#: what came beside it. The page as it was sent, before script had changed it.
WEIGHT = """async () => {
    const bytes = (text) => new TextEncoder().encode(text).length;
    const html = await (await fetch(location.href)).text();
    const page = new DOMParser().parseFromString(html, "text/html");
    const text = (element) => {
        const walker = page.createTreeWalker(element, NodeFilter.SHOW_TEXT);
        let sum = 0;
        while (walker.nextNode()) sum += bytes(walker.currentNode.data.trim());
        return sum;
    };
    const transcript = page.querySelector(".transcript");
    const markup = bytes(transcript.outerHTML) - text(transcript);
    const came = performance.getEntriesByType("resource").map(({ name }) => name);
    const bodies = (suffix) => Promise.all(
        came.filter((name) => new URL(name).pathname.endsWith(suffix)).map(async (name) => (await fetch(name)).text()));
    return {
        page: bytes(html) - text(page.body) - markup,
        paragraph: markup / transcript.querySelectorAll("p").length,
        scripts: await bodies(".js"),
        styles: await bodies(".css"),
        elsewhere: came.filter((name) => !name.startsWith(location.origin)),
    };
}"""


def test_a_page_with_all_there_can_be_weighs_little_besides_its_words(read: Callable) -> None:
    """The budget is one of 23 segments; what a transcript adds goes by its length, and has a budget a paragraph."""
    page = read()
    page.wait_for_load_state("networkidle")
    assert page.locator(".segment").count() == SEGMENTS
    weight = page.evaluate(WEIGHT)
    assert weight["elsewhere"] == []
    scripts, styles = (sum(len(body.encode()) for body in bodies) for bodies in (weight["scripts"], as_sent(weight)))
    assert weight["page"] <= 60 * KB, weight["page"]
    assert weight["paragraph"] <= 400, weight["paragraph"]
    assert 5 * KB < scripts <= 30 * KB, scripts
    assert 5 * KB < styles <= 30 * KB, styles


def as_sent(weight: dict[str, Any]) -> list[str]:
    """A served site sends its sheets lean (portal/static_files.py); here they come as they lie."""
    return [lean(sheet) for sheet in weight["styles"]]


MEANS = """(sheet) => {
    const read = new CSSStyleSheet();
    read.replaceSync(sheet);
    const text = [...read.cssRules].map((rule) => rule.cssText).join(" ");
    return text.replace(/\\s+/g, " ").replace(/ ?([,:]) /g, "$1");
}"""


def test_a_lean_sheet_means_the_same_to_a_browser(open_page: Callable) -> None:
    """Ours and the admin's. Of a value with a variable a browser keeps the words, which differ in white space."""
    page = open_page("/")
    sheets = [*(settings.BASE_DIR / "static").rglob("*.css"), *(Path(admin.__path__[0]) / "static").rglob("*.css")]
    assert len(sheets) > 30
    for sheet in sheets:
        written = sheet.read_text()
        assert page.evaluate(MEANS, lean(written)) == page.evaluate(MEANS, written), sheet.name


SHIFTS = """() => new Promise((told) => {
    const shifts = [];
    const note = (entries) => shifts.push(...entries.filter((entry) => !entry.hadRecentInput)
        .map((entry) => entry.value + " " + entry.sources.map(({ node }) => node?.outerHTML?.slice(0, 90))));
    new PerformanceObserver((list) => note(list.getEntries())).observe({ type: "layout-shift", buffered: true });
    setTimeout(() => told(shifts), 100);
})"""


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_moves_when_scripts_and_pictures_come_late(site: FullSite, open_page: Callable, width: int) -> None:
    page = open_page("/", viewport={"width": width, "height": 844})

    def late(route: Any) -> None:
        time.sleep(0.1)
        route.continue_()

    page.route(re.compile(r"\.(js|jpe?g|webp|avif|png)(\?|$)"), late)
    moved = {}
    for kind in (*readable(READING), *LISTS[:1]):
        if kind == A_FILM:
            continue  # it is silence here: the player takes away what has no picture
        page.goto(site.address_of(kind), wait_until="networkidle")
        if found := page.evaluate(SHIFTS):
            moved[kind.name] = found
    assert moved == {}


def test_the_browsers_own_controls_come_where_the_player_does_not(site: FullSite, open_page: Callable) -> None:
    page = open_page("/")
    page.route("**/js/*", lambda route: route.abort())
    page.goto(site.address_of(THE_INTERVIEW))
    page.locator("audio[controls]").wait_for(state="visible")
    assert not page.locator(".player__bar").is_visible()
    open_page.complaints.clear()


def test_a_shift_is_noticed(open_page: Callable) -> None:
    page = open_page("/")
    page.evaluate(
        """() => new Promise((done) => setTimeout(() => {
            const above = document.createElement("p");
            above.style.blockSize = "300px";
            document.querySelector("main").prepend(above);
            requestAnimationFrame(() => requestAnimationFrame(done));
        }, 100))"""
    )
    assert page.evaluate(SHIFTS)
