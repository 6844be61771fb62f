"""Media in a bucket, as a reader has them: what the page's policy lets in, and seeking by ranges of another server."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import File

from tests.browser.conftest import write_silence
from tests.browser.test_player import press, ready, until
from tests.factories import make_bio, make_interview, make_recording, make_segment

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_a_recording_is_sought_in_and_a_portrait_is_shown(
    bucket: object, service: str, live_server: object, open_page: object, tmp_path: Path
) -> None:
    interview = make_interview(guest="Ola Berg")
    guest = interview.appearances.get()
    guest.bio = make_bio(guest.speaker, portrait=(640, 640), portrait_alt="A man in oilskins")
    guest.save()
    write_silence(tmp_path / "talk.wav", 7200)
    recording = make_recording(interview, url="", duration=timedelta(hours=2))
    with (tmp_path / "talk.wav").open("rb") as file:
        recording.file.save("talk.wav", File(file))
    for number, start in enumerate((18, 3666), start=1):
        make_segment(interview, start, label=f"Label {number}", question=f"Question {number}?", answer="So.")

    page = ready(open_page(interview.get_absolute_url()))
    seen = []
    page.on("response", lambda answer: seen.append((answer.status, answer.url.partition("?")[0])))
    page.reload()
    ready(page)
    press(page, "next")
    until(page, 18)
    press(page, "next")
    until(page, 3666)
    assert (302, f"{live_server.url}/media/{recording.file.name}") in seen
    assert (206, f"{service}/media/{recording.file.name}") in seen
    shown = "() => document.querySelector('img[alt=\"A man in oilskins\"]').naturalWidth"
    page.wait_for_function(f"() => ({shown})() > 0")
