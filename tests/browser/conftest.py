"""A real browser for the tests of this folder, or one line that says why there is none."""

from __future__ import annotations

import contextlib
import os
import shutil
import struct
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest
from django.http.response import HttpResponseBase

if TYPE_CHECKING:
    from tests.browser.kinds_of_pages import FullSite

#: Held while the test server answers; see `one_request_at_a_time`.
ANSWERING = threading.Lock()
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium() -> str | None:
    names = [os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome"]
    return next((found for name in names if name and (found := shutil.which(name))), None)


def left_out(missing: str) -> NoReturn:
    """Ends a test that cannot run here: as a failure where the browser's tests are asked for."""
    if os.environ.get("REQUIRE_BROWSER", "0") not in ("", "0"):
        pytest.fail(f"REQUIRE_BROWSER is set, but {missing} was not found")
    pytest.skip(f"{missing} was not found")


def tool(path: str) -> Path:
    """A file of the checkers that `tests/browser/tools/install` fetches."""
    found = Path(__file__).parent / "tools" / "node_modules" / path
    if not found.exists():
        left_out(f"{path.split('/')[0]} (tests/browser/tools/install fetches it)")
    return found


def program(name: str) -> str:
    return shutil.which(name) or left_out(name)


@pytest.fixture(scope="session", autouse=True)
def media_through_the_site() -> Iterator[None]:
    """Django's test server answers for media itself, without ranges; here the site's own view must."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.test.testcases._MediaFilesHandler", lambda application: application)
        yield


@pytest.fixture(scope="session", autouse=True)
def one_request_at_a_time() -> Iterator[None]:
    """All threads of the test server share one SQLite in memory, where two that write at once get in each other's way.

    A page of the desk asks by itself: it keeps drafts and tells who is there.
    """
    answer = WSGIHandler.get_response

    def alone(handler: WSGIHandler, request: HttpRequest) -> HttpResponseBase:
        with ANSWERING:
            return answer(handler, request)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WSGIHandler, "get_response", alone)
        yield


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    executable = chromium()
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        sync_playwright = None
    if not executable or not sync_playwright:
        left_out("Playwright" if executable else "Chromium")
    # Playwright runs an event loop in this thread, which Django would take for asynchronous code.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield started
        started.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def site(settings: Any, tmp_path: Path) -> FullSite:
    """A site with every kind of page, each with all it can show."""
    from tests.browser.kinds_of_pages import make_full_site  # knows this module

    settings.DATA_DIR = tmp_path / "data"
    settings.SENDS_LETTERS = True
    return make_full_site()


@pytest.fixture
def open_page(browser: object, live_server: object) -> Iterator[Callable]:
    """`open_page(path, **context)`: the page at 1280 px. What the console complains of fails the test in the end."""
    complaints: list[str] = []
    contexts = []
    from playwright.sync_api import Error  # left out above where it is not installed

    def opened(path: str, **given: object) -> object:
        context = browser.new_context(
            base_url=live_server.url, **{"viewport": {"width": 1280, "height": 900}, "locale": "en", **given}
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on(
            "console",
            lambda said: said.type == "error" and complaints.append(f"{said.text} ({said.location.get('url')})"),
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path)
        return page

    opened.complaints = complaints
    yield opened
    told = list(complaints)
    for context in contexts:
        with contextlib.suppress(Error):  # the test has closed it
            context.set_offline(True)  # a page that is closed says so, while the database is emptied
    with ANSWERING:
        for context in contexts:
            context.close()
    assert told == []


def write_silence(path: Path, seconds: int) -> Path:
    """A WAV file of that length (PCM, 8 bits, 8 kHz); its sound is a hole in the file and takes no room."""
    size = 8000 * seconds
    form = struct.pack("<HHIIHH", 1, 1, 8000, 8000, 1, 8)
    head = b"RIFF" + struct.pack("<I", 36 + size) + b"WAVEfmt " + struct.pack("<I", 16) + form
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(head + b"data" + struct.pack("<I", size))
        file.truncate(44 + size)
    return path
