"""An interview in a frame on somebody else's page: it plays there, keeps to itself and moves nothing around it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path

import pytest

from interviews.models import Interview
from tests.browser.conftest import write_silence
from tests.factories import make_interview, make_recording, make_segment

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

EMBED = "/interviews/ola-berg/embed/"
MEDIA = "document.querySelector('audio')"
READY = f"() => {MEDIA}.readyState > 0 && document.querySelector('.player--ready')"
STANDS_AT = f"(asked) => Math.abs({MEDIA}.currentTime - asked) < 1"
STOPPED_AT = f"(asked) => {MEDIA}.paused && Math.abs({MEDIA}.currentTime - asked) < 1"
TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
LIGHTNESS = "() => Number(getComputedStyle(document.body).backgroundColor.match(/[0-9.]+/)[0])"


@pytest.fixture
def interview(settings: object) -> Interview:
    interview = make_interview(guest="Ola Berg", host="Jo Doe", slug="ola-berg", organisation="Guild of Lamps")
    write_silence(Path(settings.MEDIA_ROOT) / "recordings" / "talk.wav", 7200)
    make_recording(interview, url="", file="recordings/talk.wav", duration=timedelta(hours=2))
    for number, start in enumerate((18, 21, 232, 3666, 3700, 3800, 3900, 4000, None), start=1):
        make_segment(interview, start, uid=f"k{number}", question=f"Question {number}?", answer="So. " * 200)
    return interview


@pytest.fixture
def elsewhere() -> Iterator[Callable[[str], str]]:
    """`elsewhere(html)`: the address of a page with that body, of another origin and another site."""
    bodies: list[str] = []

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            head = '<!doctype html><html lang="en"><link rel="icon" href="data:,"><meta name="color-scheme" '
            self.wfile.write(f'{head} content="light dark"><title>Elsewhere</title>{bodies[-1]}'.encode())

        def log_message(self, *said: object) -> None:
            """The tests have their own way of telling."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()

    def page_of(body: str) -> str:
        bodies.append(body)
        return f"http://127.0.0.1:{server.server_port}/"

    yield page_of
    server.shutdown()
    thread.join()
    server.server_close()


def around(address: str, more: str = "") -> str:
    """A long page with a frame far below its beginning."""
    frame = f'<iframe src="{address}" title="Ola Berg" width="640" height="440"{more}></iframe>'
    return f'<p style="height: 1500px">Before</p>{frame}<p style="height: 2000px">After</p>'


@pytest.fixture
def framed(open_page: Callable, elsewhere: Callable, live_server: object) -> Callable:
    """`framed(query)`: the frame of that part, on a page of another site."""

    def opened(query: str = "") -> object:
        frame = open_page(elsewhere(around(live_server.url + EMBED + query))).frames[1]
        frame.wait_for_load_state()
        return frame

    return opened


def test_it_plays_from_any_entry_and_the_page_around_it_stays_as_it_was(interview: Interview, framed: Callable) -> None:
    frame = framed()
    outside = frame.page
    address = outside.url
    frame.wait_for_function(READY)
    assert outside.evaluate("() => scrollY") == 0
    frame.click("text=Question 3?")
    frame.wait_for_function(STANDS_AT, arg=232)
    frame.wait_for_function(f"() => !{MEDIA}.paused")
    current = frame.locator("[aria-current=true]")
    assert " ".join(current.inner_text().split()) == "3:52 3 minutes 52 seconds, Question 3?"
    assert frame.locator(".player__label").inner_text() == "Question 3?"
    before = outside.evaluate("() => scrollY")
    frame.click("[data-do=next]")
    frame.wait_for_function(STANDS_AT, arg=3666)
    assert outside.evaluate("() => scrollY") == before
    assert frame.locator(".embed__index").is_visible()
    assert outside.url == address


@pytest.mark.parametrize("query", ["?segment=k1", "?t=18", "?t=18,21"])
def test_a_passage_opens_at_its_beginning_and_stops_at_its_end(
    interview: Interview, framed: Callable, query: str
) -> None:
    frame = framed(query)
    frame.wait_for_function(READY)
    frame.wait_for_function(STOPPED_AT, arg=18)
    assert frame.page.evaluate("() => scrollY") == 0
    assert not frame.locator("[data-notice]").filter(visible=True).count()
    frame.click(".player__play")
    frame.wait_for_function(STOPPED_AT, arg=21)
    assert frame.locator("[data-notice=passage]").inner_text().startswith("The passage ends at 0:21.")
    frame.click("text=Play on")
    frame.wait_for_function(f"() => {MEDIA}.currentTime > 21.2")


def test_where_listening_stopped_is_offered_for_the_whole_and_not_for_a_passage(
    interview: Interview, open_page: Callable, live_server: object
) -> None:
    page = open_page(EMBED)
    page.wait_for_function(READY)
    page.click("text=Question 4?")
    page.wait_for_function(f"() => {MEDIA}.currentTime > 3666.2")
    page.click(".player__play")
    page.goto(EMBED)
    page.get_by_role("button", name="Resume at").wait_for()
    page.goto(f"{EMBED}?segment=k1")
    page.wait_for_function(READY)
    assert not page.get_by_role("button", name="Resume at").count()


def test_a_visit_leaves_no_cookie_and_is_nobody_else_s_business(
    interview: Interview, framed: Callable, live_server: object, open_page: Callable
) -> None:
    frame = framed()
    asked: list[str] = []
    frame.page.on("request", lambda request: asked.append(request.url))
    frame.page.reload()
    frame = frame.page.frames[1]
    frame.wait_for_function(READY)
    frame.click("text=Question 3?")
    frame.wait_for_function(STANDS_AT, arg=232)
    outside = [url for url in asked if not url.startswith((live_server.url, frame.page.url, "data:"))]
    assert outside == []
    assert any(EMBED in url for url in asked)
    assert frame.page.context.cookies() == []


def as_whitenoise_sends(route: object) -> None:
    """Django's test server sends static files itself, without this header (see tests/test_embedding.py)."""
    response = route.fetch()
    route.fulfill(response=response, headers={**response.headers, "access-control-allow-origin": "*"})


def test_a_frame_that_may_only_run_scripts_plays_as_well(
    interview: Interview, open_page: Callable, elsewhere: Callable, live_server: object
) -> None:
    """As publishing systems put it up that do not trust what they discover. Its origin is none, not even its own."""
    page = open_page("about:blank")
    page.route("**/static/**", as_whitenoise_sends)
    page.goto(elsewhere(around(f"{live_server.url}{EMBED}#?secret=x", ' sandbox="allow-scripts"')))
    frame = page.frames[1]
    frame.wait_for_function(READY)
    frame.click("text=Question 3?")
    frame.wait_for_function(STANDS_AT, arg=232)
    frame.wait_for_function(f"() => !{MEDIA}.paused")
    frame.select_option(".player__speed", "2")
    assert frame.evaluate(f"() => {MEDIA}.playbackRate") == 2


def test_a_file_on_somebody_s_disk_may_frame_it(
    interview: Interview, open_page: Callable, live_server: object, tmp_path: Path
) -> None:
    """Who tries the code out has no site yet; `frame-ancestors *` alone would refuse."""
    page = tmp_path / "page.html"
    page.write_text(f'<!doctype html><title>Mine</title><iframe src="{live_server.url}{EMBED}" title="x"></iframe>')
    opened = open_page(page.as_uri())
    opened.frame_locator("iframe").get_by_role("heading", name="Ola Berg").wait_for(state="attached")


def test_links_to_the_site_open_beside_the_page_and_not_in_the_frame(interview: Interview, framed: Callable) -> None:
    frame = framed("?segment=k3")
    here = frame.url
    for name, there in (("Ola Berg", "/interviews/ola-berg/"), ("Whole interview", "?t=3:52#segment-k3")):
        with frame.page.context.expect_page() as opened:
            frame.get_by_role("link", name=name).click()
        assert opened.value.url.endswith(there)
        assert opened.value.evaluate("() => opener") is None
    assert frame.url == here


def test_without_script_the_browser_s_player_opens_at_the_passage_and_entries_lead_to_their_words(
    interview: Interview, open_page: Callable
) -> None:
    page = open_page(EMBED, java_script_enabled=False)
    page.click("text=Question 1?")
    page.wait_for_url("**/embed/?segment=k1")
    assert page.locator(".embed__question").inner_text() == "Question 1?"
    assert "So. So." in page.locator(".embed__answer").inner_text()
    assert page.locator("audio[controls]").get_attribute("src").endswith("talk.wav#t=18,21")
    assert page.locator("audio[controls]").is_visible()
    assert not page.locator(".player__bar").is_visible()
    page.click("text=Time index")
    page.wait_for_url("**/embed/")


def test_with_script_an_entry_that_no_moment_leads_to_is_read(interview: Interview, framed: Callable) -> None:
    frame = framed()
    frame.wait_for_function(READY)
    frame.click("text=Question 9?")
    frame.wait_for_url("**/embed/?segment=k9")
    assert frame.locator(".embed__question").inner_text() == "Question 9?"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(320, 150), (320, 480), (320, 1000), (640, 320), (1280, 440)], ids=str)
@pytest.mark.parametrize("query", ["", "?segment=k3"])
def test_it_fits_a_frame_of_any_size(
    interview: Interview, open_page: Callable, query: str, size: tuple[int, int], scheme: str
) -> None:
    page = open_page(EMBED + query, viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
    page.wait_for_function(READY)
    assert page.evaluate(TOO_WIDE) <= 0
    parts = ("header", ".player__bar", ".embed__words, .embed__index", "footer")
    boxes = [page.locator(part).bounding_box() for part in parts]
    for upper, lower in pairwise(boxes):
        assert upper["y"] + upper["height"] <= lower["y"] + 1, (upper, lower)
    if size[1] >= 480:  # all but the words is in sight
        assert page.evaluate("() => document.documentElement.scrollHeight") <= size[1]
        assert boxes[-1]["y"] + boxes[-1]["height"] <= size[1]
    assert (page.evaluate(LIGHTNESS) > 0.9) is (scheme == "light")


@pytest.mark.parametrize("height", [200, 440])
def test_what_more_the_player_can_do_is_shown_within_the_frame(
    interview: Interview, open_page: Callable, height: int
) -> None:
    page = open_page(EMBED, viewport={"width": 320, "height": height})
    page.wait_for_function(READY)
    page.get_by_role("button", name="More").click()
    panel = page.locator(".player__panel").bounding_box()
    assert panel["x"] >= 0 and panel["x"] + panel["width"] <= 320
    assert panel["y"] >= 0 and panel["y"] + panel["height"] <= height
    assert not page.get_by_label("Follow along").count()


def test_a_card_without_sound_asks_for_no_script(interview: Interview, open_page: Callable) -> None:
    interview.recordings.all().delete()
    page = open_page(f"{EMBED}?segment=k3")
    assert page.locator(".embed__question").inner_text() == "Question 3?"
    assert page.locator("script, audio").count() == 0


def test_the_code_of_an_entry_s_frame_is_copied_where_the_interview_is_cited(
    interview: Interview, open_page: Callable
) -> None:
    page = open_page(interview.get_absolute_url(), permissions=["clipboard-read", "clipboard-write"])
    page.locator("#segment-k3").get_by_role("link", name="Quote").click()
    page.get_by_role("button", name="Copy Frame (HTML)").click()
    page.get_by_role("status").filter(has_text="Copied: Frame (HTML)").wait_for()
    copied = page.evaluate("() => navigator.clipboard.readText()")
    assert copied.startswith("<iframe ")
    assert f"{EMBED}?segment=k3" in copied
