"""Somebody new to the desk: from a page on the clipboard to a page that readers hear and read.

`PASTED_PAGE=…/page.txt` takes another page than the demonstration's, and `PICTURES=docs/pictures/first` keeps what is
seen: so the pictures of docs/editors.md are made.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site_settings

from interviews.models import Interview
from tests.browser.conftest import write_silence
from tests.factories import make_editor

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

PAGE = Path(os.environ.get("PASTED_PAGE") or site_settings.BASE_DIR / "docs/demonstration/helene-kervean.txt")
SOUND = "https://sound.example/a-talk.wav"
MOST_CLICKS = 12
MOST_SECONDS = 180
#: Seconds that a person needs, by Card, Moran and Newell's keystroke-level model (1980): to think before a click, to
#: point and press; for a key, typed by somebody who types little.
THINK, POINT, PRESS, KEY = 1.35, 1.1, 0.2, 0.28


class Newcomer:
    """Clicks and types as a person does, and counts."""

    def __init__(self, page: Any) -> None:
        self.page, self.clicks, self.seconds = page, 0, 0.0
        self.began = time.monotonic()

    def click(self, what: str) -> None:
        self.page.locator(what).first.click()
        self.page.wait_for_load_state()
        self.clicks += 1
        self.seconds += THINK + POINT + PRESS

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)
        self.seconds += len(words) * KEY

    def paste(self, words: str) -> None:
        self.page.keyboard.insert_text(words)
        self.seconds += 2 * KEY

    def needed(self) -> float:
        """Seconds: the person's own, and those that the machines took."""
        return self.seconds + time.monotonic() - self.began

    def picture(self, name: str) -> None:
        if folder := os.environ.get("PICTURES"):
            self.page.screenshot(path=Path(folder) / f"{name}.png")


def test_a_pasted_page_is_public_in_three_minutes_and_twelve_clicks(
    open_page: Any, settings: Any, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path
    make_editor("ed")
    page = open_page("/admin/")
    sound = write_silence(tmp_path / "talk.wav", 60).read_bytes()
    page.context.route(SOUND, lambda asked: asked.fulfill(body=sound, content_type="audio/wav"))
    newcomer = Newcomer(page)

    newcomer.click("#id_username")
    newcomer.type("ed")
    page.keyboard.press("Tab")
    newcomer.type("a long pass phrase")
    newcomer.click("#login-form [type=submit]")
    newcomer.click("#content a[href$='/importbatch/add/']")
    newcomer.click("#id_pasted")
    newcomer.paste(PAGE.read_text(encoding="utf-8"))
    newcomer.picture("paste")
    newcomer.click("[name=_preview]")
    newcomer.picture("preview")
    newcomer.click("[name=_confirm]")
    newcomer.picture("imported")
    newcomer.click("text=Edit the interview")
    newcomer.click("#recordings-group summary")
    newcomer.click("#id_recordings-0-url")
    newcomer.paste(SOUND)
    newcomer.picture("recording")
    newcomer.click("[name=_publish]")
    newcomer.click("text=View on site")

    interview = Interview.objects.published().get()
    assert page.url.endswith(interview.get_absolute_url())
    assert page.locator("h1").inner_text() in interview.title
    assert page.locator(f"[src='{SOUND}']").count()
    newcomer.picture("page")
    assert newcomer.clicks <= MOST_CLICKS
    assert newcomer.needed() <= MOST_SECONDS
