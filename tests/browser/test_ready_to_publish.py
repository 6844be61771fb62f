"""Ready to publish? In a browser, with and without script, under the policy that allows no inline script or style."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from interviews.models import Interview, Revision
from tests.factories import make_editor, make_interview, make_segment

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
LONG = "Could you tell us how it came about that you, of all people, came to keep a light?"
DESK = "/admin/interviews/interview"


@pytest.fixture
def draft(transactional_db: None) -> Interview:
    interview = make_interview(guest="Ola Berg", published=False)
    for minutes in (1, 5, 3):
        make_segment(interview, 60 * minutes, question=LONG)
    return interview


@pytest.fixture
def at_the_desk(open_page: Callable, draft: Interview) -> Callable:
    """`at_the_desk(path, **context)`: signed in, on a page of the draft."""
    make_editor("ed")

    def opened(path: str, **given: Any) -> Any:
        page = open_page(f"/admin/login/?next={DESK}/{draft.pk}/{path}", **given)
        page.fill("#id_username", "ed")
        page.fill("#id_password", "a long pass phrase")
        page.click("#login-form [type=submit]")
        page.wait_for_url(f"**/{draft.pk}/{path}")
        return page

    return opened


def order(interview: Interview) -> list[int]:
    return [row.start.seconds // 60 for row in interview.segments.order_by("position")]


@pytest.mark.parametrize("script", [True, False])
def test_from_what_blocks_to_the_page_that_readers_see(at_the_desk: Callable, draft: Interview, script: bool) -> None:
    draft.appearances.all().delete()
    page = at_the_desk("change/", java_script_enabled=script)

    page.click("[name=_publish]")
    assert "is not published: no guest" in page.inner_text(".messagelist")
    page.click(".messagelist a")
    assert "1 finding stands against publishing." in page.inner_text(".import-lead")
    page.click("text=Sort by time")
    assert order(draft) == [1, 3, 5]
    page.click("text=Take the first words")
    assert "3 places" in page.inner_text(".messagelist")
    page.check("[name=anyway]")
    page.click("text=Publish anyway")
    assert "The public sees it since" in page.inner_text(".messagelist")
    draft.refresh_from_db()
    assert draft.is_published
    assert Revision.objects.of(draft).count() == 3


def test_a_finding_leads_to_its_field_in_a_row_that_opens(at_the_desk: Callable) -> None:
    page = at_the_desk("ready/")
    page.click("#ready-times_backward >> xpath=ancestor::section >> css=.ready-place a")
    page.wait_for_selector("#id_segments-2-start", state="visible")
    assert page.evaluate("document.querySelector('#segments-2 details').open")
    assert not page.evaluate("document.querySelector('#segments-0 details').open")


def test_the_button_on_the_form_loses_nothing_that_was_typed(at_the_desk: Callable, draft: Interview) -> None:
    page = at_the_desk("change/")
    page.fill("#id_introduction", "By the sea.")
    page.click("#ready [name=_cure][value='times_backward|']")
    page.wait_for_selector(".messagelist")
    draft.refresh_from_db()
    assert (draft.introduction, order(draft)) == ("By the sea.", [1, 3, 5])
    assert page.url.endswith("#ready")


def test_the_enter_key_in_a_field_cures_nothing(at_the_desk: Callable, draft: Interview) -> None:
    page = at_the_desk("change/")
    page.fill("#id_organisation", "Guild")
    page.press("#id_organisation", "Enter")
    page.wait_for_selector(".messagelist")
    draft.refresh_from_db()
    assert (draft.organisation, order(draft)) == ("Guild", [1, 5, 3])
