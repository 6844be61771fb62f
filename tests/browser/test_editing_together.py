"""Two editors, two browsers, one interview; and one editor whose session, network or browser fails."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from interviews.editorial.admin.together import present
from interviews.editorial.models import WorkingDraft
from interviews.models import Interview
from tests.browser.test_accessibility import NAMES, SIZES, checked_page, findings
from tests.factories import make_editor, make_interview, make_segment

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
__all__ = ["checked_page"]

INTRODUCTION = "#id_introduction"
STATUS = ".together-draft__shown"


@pytest.fixture
def interview(monkeypatch: pytest.MonkeyPatch) -> Interview:
    monkeypatch.setattr(present, "POLL", timedelta(seconds=1))
    make_editor("ed", first_name="Ed", last_name="Itor")
    make_editor("ann", first_name="Ann", last_name="Other")
    interview = make_interview(introduction="On lights.", published=False)
    for n in (1, 2, 3):
        make_segment(interview, n, question=f"Q{n}", answer=f"A{n}.")
    return interview


def page_of(interview: Interview) -> str:
    return f"/admin/interviews/interview/{interview.pk}/change/"


def sign_in(page: Any, name: str, address: str = "/admin/") -> Any:
    page.goto("/admin/")
    page.fill("#id_username", name)
    page.fill("#id_password", "a long pass phrase")
    page.click("[type=submit]")
    page.goto(address)
    return page


@pytest.fixture
def desk_of(open_page: Callable, interview: Interview) -> Callable[..., Any]:
    """`desk_of("ed")`: the form of the interview, in a browser of that editor."""

    def opened(name: str, **given: Any) -> Any:
        page = sign_in(open_page("/admin/", **given), name, page_of(interview))
        if given.get("java_script_enabled", True):
            page.wait_for_selector("[name=draft_key][value]:not([value=''])", state="attached")
        return page

    return opened


def saved(page: Any, button: str = "_continue") -> None:
    with page.expect_navigation():
        page.click(f".submit-row [name={button}]")


def take_over(page: Any) -> None:
    page.click("[data-presence-take]")
    page.wait_for_selector("#interview_form:not(.together-looking)")


def test_two_editors_are_shown_what_both_changed_and_the_choice_stays_editable(
    desk_of: Callable, interview: Interview
) -> None:
    ed, ann = desk_of("ed"), desk_of("ann")
    ed.fill(INTRODUCTION, "On bright lights.")
    ed.click("#segments-1 summary")
    ed.fill("#id_segments-1-answer", "Ed says.")
    take_over(ann)
    ann.fill(INTRODUCTION, "On dim lights.")
    ann.fill("#id_organisation", "The Guild")
    saved(ann)
    take_over(ed)

    saved(ed)

    assert "Ann Other changed this interview" in ed.inner_text("#merge-heading")
    assert ed.evaluate("document.activeElement.matches('[data-merge]')")
    assert ed.input_value("#id_organisation") == "The Guild"
    ed.check("[name='decided-::introduction'][value=theirs]")
    assert ed.input_value(INTRODUCTION) == "On dim lights."
    ed.check("[name='decided-::introduction'][value=mine]")
    assert ed.input_value(INTRODUCTION) == "On bright lights."
    ed.fill(INTRODUCTION, "On lights, bright and dim.")
    with ed.expect_navigation():
        ed.click("[data-merge] [type=submit]")
    interview.refresh_from_db()
    assert (interview.introduction, interview.organisation) == ("On lights, bright and dim.", "The Guild")
    assert interview.segments.all()[1].answer == "Ed says."


def test_without_script_the_choice_is_made_by_saving(desk_of: Callable, interview: Interview) -> None:
    ed, ann = (desk_of(name, java_script_enabled=False) for name in ("ed", "ann"))
    for page, text in ((ann, "Theirs."), (ed, "Mine.")):
        page.fill(INTRODUCTION, text)
        saved(page)
    ed.check("[name='decided-::introduction'][value=theirs]")
    ed.fill("#id_organisation", "The Guild")
    with ed.expect_navigation():
        ed.click("[data-merge] [type=submit]")
    interview.refresh_from_db()
    assert (interview.introduction, interview.organisation) == ("Theirs.", "The Guild")


def test_what_is_typed_is_kept_within_seconds_and_taken_up_after_a_crash(
    desk_of: Callable, interview: Interview
) -> None:
    ed = desk_of("ed")
    ed.click("#segments-1 summary")
    ed.fill("#id_segments-1-answer", "Half a sent")
    ed.wait_for_selector(STATUS, timeout=7_000)
    assert re.fullmatch(r"Draft saved \d\d:\d\d:\d\d UTC", ed.inner_text(STATUS))
    ed.context.close()

    again = desk_of("ed")
    assert "You have unsaved work from" in again.inner_text("[data-drafts]")
    again.click("[data-drafts] >> text=Take it up")
    assert again.input_value("#id_segments-1-answer") == "Half a sent"
    saved(again)
    assert interview.segments.all()[1].answer == "Half a sent"
    again.goto(page_of(interview))
    assert again.locator("[data-drafts]").count() == 0


def test_a_draft_is_taken_up_and_discarded_without_script(desk_of: Callable, interview: Interview) -> None:
    ed = desk_of("ed")
    ed.fill(INTRODUCTION, "Mine.")
    ed.wait_for_selector(STATUS, timeout=7_000)
    ed.context.close()
    plain = desk_of("ed", java_script_enabled=False)
    plain.click("[data-drafts] >> text=Take it up")
    assert plain.input_value(INTRODUCTION) == "Mine."
    plain.goto(page_of(interview))
    plain.click("[data-drafts] >> text=Discard")
    assert plain.input_value(INTRODUCTION) == "On lights."
    assert plain.locator("[data-drafts]").count() == 0


def test_a_network_that_fails_loses_nothing(desk_of: Callable, open_page: Any, interview: Interview) -> None:
    ed = desk_of("ed")
    ed.context.set_offline(True)
    ed.fill(INTRODUCTION, "Typed on a train.")
    ed.wait_for_selector(".together-draft--problem", timeout=7_000)
    assert "kept in this browser" in ed.inner_text(STATUS)
    assert "Typed on a train." in ed.evaluate("JSON.stringify(localStorage)")
    ed.context.set_offline(False)
    ed.wait_for_selector(".together-draft:not(.together-draft--problem)", timeout=20_000)
    assert WorkingDraft.objects.get().fields["introduction"] == "Typed on a train."
    assert "Typed on a train." not in ed.evaluate("JSON.stringify(localStorage)")
    open_page.complaints.clear()  # of the network


def test_what_never_reached_the_server_is_offered_by_the_browser_that_has_it(
    desk_of: Callable, open_page: Any, interview: Interview
) -> None:
    ed = desk_of("ed")
    ed.context.set_offline(True)
    ed.fill(INTRODUCTION, "Typed on a train.")
    ed.wait_for_selector(".together-draft--problem", timeout=7_000)
    page = ed.context.new_page()
    ed.close(run_before_unload=False)
    page.context.set_offline(False)
    page.goto(page_of(interview))
    # The browser may have sent it still as it closed the window: then the server offers it.
    page.click("section.together >> text=Take it up >> visible=true")
    assert page.input_value(INTRODUCTION) == "Typed on a train."
    open_page.complaints.clear()  # of the network


def test_a_session_that_ended_is_told_and_nothing_is_lost(
    desk_of: Callable, open_page: Any, interview: Interview
) -> None:
    ed = desk_of("ed")
    ed.context.clear_cookies(name="sessionid")
    ed.fill(INTRODUCTION, "Typed too late.")
    ed.wait_for_selector(".together-draft--problem", timeout=7_000)
    assert "You are signed out" in ed.inner_text(STATUS)
    saved(ed, "_save")
    assert "Nothing that you typed is lost" in ed.inner_text("#content-main")
    ed.fill("#id_username", "ed")
    ed.fill("#id_password", "a long pass phrase")
    with ed.expect_navigation():
        ed.click("[name=_sign_in]")
    interview.refresh_from_db()
    assert interview.introduction == "Typed too late."
    ed.goto(page_of(interview))
    ed.wait_for_timeout(500)
    assert not ed.is_visible("[data-draft-mirror]")
    open_page.complaints.clear()  # of the refusals


def test_a_form_goes_on_after_signing_in_elsewhere(desk_of: Callable, open_page: Any, interview: Interview) -> None:
    ed = desk_of("ed")
    ed.context.clear_cookies(name="sessionid")
    sign_in(ed.context.new_page(), "ed")
    ed.fill(INTRODUCTION, "Mine.")
    ed.wait_for_selector(f"{STATUS}:text('Draft saved')", timeout=7_000)
    saved(ed)
    interview.refresh_from_db()
    assert interview.introduction == "Mine."
    # Signed out for a moment, the page may just have asked who else is there.
    open_page.complaints[:] = [said for said in open_page.complaints if "/presence/" not in said]


def test_the_second_to_come_looks_and_may_take_over(desk_of: Callable) -> None:
    ed = desk_of("ed")
    ed.wait_for_timeout(300)
    ann = desk_of("ann")
    ann.wait_for_selector("[data-presence-choice]")
    assert ann.evaluate("document.querySelector('#interview_form > div').inert")
    assert "Ed Itor has this interview open too (since" in ann.inner_text("[data-presence-told]")
    ann.click("[data-presence-look]")
    ann.wait_for_selector("[data-presence-look]", state="hidden")
    ed.wait_for_selector("[data-presence-told] >> text=Ann Other has this interview open too")
    ed.fill(INTRODUCTION, "Half.")

    take_over(ann)

    ed.wait_for_selector("[data-presence-told] >> text=Ann Other took over.")
    assert ed.evaluate("document.querySelector('#interview_form > div').inert")
    ed.wait_for_selector(f"{STATUS} >> text=Draft saved", state="attached")
    assert WorkingDraft.objects.get(user__username="ed").fields["introduction"] == "Half."
    ann.context.close()
    take_over(ed)


def test_who_leaves_gives_way(desk_of: Callable) -> None:
    ed = desk_of("ed")
    ed.wait_for_timeout(300)
    ann = desk_of("ann")
    ann.wait_for_selector("[data-presence-choice]")
    ed.goto("/admin/")
    ann.wait_for_selector("#interview_form:not(.together-looking)")
    assert not ann.is_visible("[data-presence]")


@pytest.mark.parametrize("size", SIZES, ids=NAMES)
def test_what_stands_above_the_form_is_in_nobodys_way(
    checked_page: Callable, desk_of: Callable, open_page: Any, interview: Interview, size: dict[str, int]
) -> None:
    page = sign_in(checked_page(size), "ed", page_of(interview))
    page.fill(INTRODUCTION, "Mine.")
    page.wait_for_selector(STATUS, timeout=7_000)
    ann = desk_of("ann", java_script_enabled=False)
    ann.fill(INTRODUCTION, "Theirs.")
    saved(ann)
    page.goto(page_of(interview))
    found = findings(page, "unsaved work")
    page.click("[data-drafts] >> text=Take it up")
    page.wait_for_selector("[data-question]")
    found += findings(page, "merging")
    saved(page)
    page.wait_for_selector("[data-question] .errornote")
    found += findings(page, "undecided")
    page.context.clear_cookies(name="sessionid")
    page.evaluate("document.getElementById('interview_form').requestSubmit()")
    page.wait_for_selector("[name=_sign_in]")
    found += findings(page, "signed out")
    assert not found, "\n".join(found)
    assert all("/presence/" in said for said in open_page.complaints), open_page.complaints
    open_page.complaints.clear()  # a form that is open after its session ended asks in vain who is there
