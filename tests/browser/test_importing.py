"""An import from the first click to the last, with script and without."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from interviews.models import ImportBatch, ImportProgress, Interview, Segment
from tests.factories import make_editor
from tests.importing.pages import PAGE
from tests.importing_admin.steps import page_of

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

WIDER_THAN_THE_SCREEN = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(autouse=True)
def uploads_of_its_own(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_page_is_sent_corrected_confirmed_and_taken_back(
    open_page: Any, tmp_path: Path, script: bool, width: int
) -> None:
    make_editor("ed")
    file = tmp_path / "ola-berg.txt"
    file.write_text(PAGE.replace(":02:05:", ":02:75:"), encoding="utf-8")
    page = open_page("/admin/", java_script_enabled=script, viewport={"width": width, "height": 900})
    page.fill("#id_username", "ed")
    page.fill("#id_password", "a long pass phrase")
    page.click("#login-form [type=submit]")

    def fits() -> None:
        if script:
            page.wait_for_load_state()  # a click does not wait for the whole of the next page
            assert page.evaluate(WIDER_THAN_THE_SCREEN) <= 0, page.url

    page.goto("/admin/interviews/importbatch/add/")
    fits()
    page.set_input_files("#id_file", str(file))
    page.click("[name=_preview]")
    assert page.locator("#line-16 .import-line__finding").is_visible()
    fits()
    assert not Interview.objects.exists()
    if script:
        page.click("#line-16 .import-line__number")
        chosen = "() => { const t = document.getElementById('id_text');"
        chosen += " return t.value.slice(t.selectionStart, t.selectionEnd); }"
        assert page.evaluate(chosen) == ":02:75: What broke first?"

    page.fill("#id_text", PAGE)
    page.click("[name=_preview]")
    assert page.locator("#line-16 .import-line__finding").count() == 0
    assert not Interview.objects.exists()

    page.click("[name=_confirm]")
    assert "1 interview created." in page.inner_text(".messagelist")
    assert Segment.objects.filter(start=None).count() == 0
    fits()

    page.click(".import-undo")
    fits()
    assert "Ola Berg" in page.inner_text(".import-notice--danger")
    page.click(".import-danger")
    assert "1 interview deleted." in page.inner_text(".messagelist")
    assert not Interview.objects.exists()


def test_tags_are_accepted_and_dismissed_by_keyboard_alone(open_page: Any) -> None:
    from tests.factories import make_interview, make_segment

    make_editor("ed")
    interview = make_interview()
    segment = make_segment(interview, 1, question="What is WSIS?", answer="UNCTAD knows.")
    page = open_page("/admin/", java_script_enabled=False)
    page.fill("#id_username", "ed")
    page.fill("#id_password", "a long pass phrase")
    page.keyboard.press("Enter")
    page.wait_for_selector("#user-tools")
    page.goto(f"/admin/interviews/interview/{interview.pk}/change/")
    page.click(".object-tools a:has-text('Suggested tags')")
    page.focus(f"[value='{segment.pk}:WSIS']")
    page.keyboard.press("Space")
    page.focus("[name=_accept]")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=1 tag added.")
    page.focus(f"[value='{segment.pk}:UNCTAD']")
    page.keyboard.press("Space")
    page.focus("[name=_dismiss]")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=1 suggestion dismissed")
    assert page.locator("#suggestions_form").count() == 0
    assert list(segment.tags.names()) == ["WSIS"]


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_the_page_of_an_import_that_goes_on_renews_itself_until_it_is_over(open_page: Any, script: bool) -> None:
    make_editor("ed")
    batch = ImportBatch.objects.create(origin="pages.zip")
    now = timezone.now()
    progress = ImportProgress(batch=batch, state="importing", expected=2000, done=100, heard_at=now)
    progress.began_at = now - dt.timedelta(seconds=10)
    progress.save()
    page = open_page("/admin/", java_script_enabled=script)
    page.fill("#id_username", "ed")
    page.fill("#id_password", "a long pass phrase")
    page.click("#login-form [type=submit]")
    page.goto(page_of(batch))
    assert page.locator("[data-progress-pace]").inner_text() == "100 of 2,000, 10 a second, about 3 min 10 s left"
    assert "Importing…" in page.title()

    progress.done = 1000
    progress.save()
    page.get_by_text("1,000 of 2,000, 100 a second, about 10 s left").wait_for(timeout=10_000)
    assert page.locator("progress").get_attribute("value") == "1000"
    assert page.locator("[data-progress-spoken]").inner_text() == ""  # it is read out now and then, not each time

    progress.end("done", done=2000, counts={"created": 2000})
    page.get_by_text("2000 interviews created.").wait_for(timeout=10_000)
    assert page.locator("[data-progress]").count() == 0
