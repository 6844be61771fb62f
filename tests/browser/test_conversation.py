from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from interviews.comments.models import Comment
from tests.browser.conftest import write_silence
from tests.factories import make_comment, make_editor, make_interview, make_recording, make_segment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_reader_comments_an_editor_approves_and_everybody_sees_it(open_page: object, script: bool) -> None:
    interview = make_interview(guest="Ola Berg")
    make_segment(interview, 18)
    make_editor("ed")

    reader = open_page(interview.get_absolute_url(), java_script_enabled=script)
    reader.fill("#comments [name=name]", "Mia Ek")
    reader.fill("#comments [name=email]", "mia@example.org")
    reader.fill("#comments [name=body]", "The rope was *mine*.")
    reader.click("#comments form [type=submit]")
    assert "waits for approval" in reader.inner_text("main")
    assert "The rope was mine." in reader.inner_text("main")

    stranger = open_page(interview.get_absolute_url())
    assert "The rope was" not in stranger.inner_text("main")

    editor = open_page("/admin/comments/comment/")
    editor.fill("[name=username]", "ed")
    editor.fill("[name=password]", "a long pass phrase")
    editor.click("[type=submit]")
    editor.check("tr:has-text('Mia Ek') .action-select")
    editor.select_option("[name=action]", label="Approve the selected comments")
    editor.click("button[name=index]")
    assert "The rope was mine." in editor.inner_text("main")
    editor.click("text=Yes: Approve")
    assert "The comment of Mia Ek is now: approved." in editor.inner_text(".messagelist")

    stranger.reload()
    thread = stranger.inner_text("#comments")
    assert "Comments (1)" in thread
    assert "Mia Ek says:" in thread
    assert "The rope was mine." in thread
    assert "mia@example.org" not in stranger.content()
    reader.reload()
    reader.click("text=see it in the conversation")
    assert "#comment-" in reader.url


@pytest.mark.slow
@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_reader_pins_previews_changes_and_withdraws_a_comment(open_page: Callable, script: bool) -> None:
    interview = make_interview(guest="Ola Berg")
    write_silence(Path(settings.MEDIA_ROOT) / "recordings" / "talk.wav", 1)
    make_recording(interview, url="", file="recordings/talk.wav", duration=timedelta(minutes=5))
    segment = make_segment(interview, 18, label="Why lighthouses")
    reader = open_page(interview.get_absolute_url(), java_script_enabled=script)
    reader.click(f"#{segment.anchor} a:text-is('Comment')")
    assert reader.input_value("[name=moment]") == "0:18"
    reader.fill("[name=name]", "Mia Ek")
    reader.fill("[name=body]", "The *rope* at 1:02.")
    reader.click("button[name=preview]")
    assert reader.inner_text(".preview em") == "rope"
    reader.fill("[name=moment]", "9:59")
    reader.click("button:text-is('Send the comment')")
    assert "The recording ends at 5:00" in reader.inner_text(".problems")
    open_page.complaints.clear()  # a browser's console tells of each answer that refuses
    reader.fill("[name=moment]", "0:20")
    reader.click("button:text-is('Send the comment')")
    assert "waits for approval" in reader.inner_text("main")
    comment = Comment.objects.get()
    assert (comment.segment, comment.moment) == (segment, timedelta(seconds=20))

    reader.click("text=Change your comment")
    reader.fill("[name=body]", "The *cable* at 1:02.")
    reader.click("text=Store the change")
    assert "cable" in reader.inner_text(".comment__body")
    comment.refresh_from_db()
    comment.decide("approved")
    stranger = open_page(interview.get_absolute_url(), java_script_enabled=script)
    stranger.click(f"#{segment.anchor} a:text-is('1 comment')")
    assert "cable" in stranger.inner_text(".comment__body")
    assert stranger.get_attribute(".comment__body a", "href") == f"{interview.get_absolute_url()}?t=1:02"

    reader.reload()
    reader.click("text=Withdraw it")
    reader.click("button:text-is('Withdraw it')")
    assert "nobody sees it any more" in reader.inner_text("main")
    stranger.reload()
    assert "cable" not in stranger.inner_text("main")


@pytest.mark.slow
@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_reader_replies_and_reports_by_the_keyboard(open_page: Callable, script: bool) -> None:
    comment = make_comment(make_interview(guest="Ola Berg"), name="Jan Falk", body="Nonsense.")
    reader = open_page(comment.get_absolute_url(), java_script_enabled=script)
    assert reader.url.endswith(f"#{comment.anchor}")
    reader.focus(f"#{comment.anchor} a[href$='/report/']")
    reader.keyboard.press("Enter")
    reader.wait_for_url("**/report/")
    reader.focus("[value=offence]")
    reader.keyboard.press("Space")
    reader.keyboard.press("Enter")
    reader.wait_for_selector("text=The editors will look at it")
    assert comment.reports.get().reason == "offence"

    reader.click("text=Back to the conversation")
    reader.click(f"#{comment.anchor} a[href$='/reply/']")
    reader.fill("[name=name]", "Mia Ek")
    reader.fill("[name=body]", "It is not.")
    reader.keyboard.press("Tab")
    reader.click("button:text-is('Send the reply')")
    assert "waits for approval" in reader.inner_text("main")
    assert Comment.objects.get(body="It is not.").parent == comment


@pytest.mark.slow
def test_the_characters_left_are_told_when_the_end_is_near_and_a_draft_survives_the_way_back(
    open_page: Callable,
) -> None:
    interview = make_interview(guest="Ola Berg")
    reader = open_page(f"{interview.get_absolute_url()}comments/write/")
    area = "[name=body]"
    reader.fill(area, "b" * 4_400)
    assert not reader.is_visible(".form__field [role=status]")
    reader.fill(area, "b" * 4_990)
    assert reader.inner_text(".form__field [role=status]") == "Characters left: 10"
    reader.fill(area, "b" * 5_001)
    assert reader.inner_text(".form__field [role=status]") == "Characters too many: 1"
    reader.reload()
    assert len(reader.input_value(area)) == 5_001


def test_the_form_on_the_interviews_page_counts_too(open_page: Callable) -> None:
    interview = make_interview(guest="Ola Berg")
    reader = open_page(interview.get_absolute_url())
    reader.focus("#comments [name=body]")
    reader.fill("#comments [name=body]", "b" * 4_990)
    reader.wait_for_selector("#comments [role=status]:has-text('Characters left: 10')")


@pytest.mark.slow
@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_doubtful_comment_costs_a_browser_a_second_and_without_script_an_editors_look(
    open_page: Callable, monkeypatch: pytest.MonkeyPatch, script: bool
) -> None:
    monkeypatch.setattr(settings, "PROOF_OF_WORK", True)
    interview = make_interview(guest="Ola Berg")
    reader = open_page(f"{interview.get_absolute_url()}comments/write/", java_script_enabled=script)
    reader.fill("[name=name]", "Mia Ek")
    reader.fill("[name=body]", "https://a.example https://b.example https://c.example")
    reader.click("button:text-is('Send the comment')")
    words = "Done: you can send your comment." if script else "Send it once more"
    reader.wait_for_selector(f"proof-of-work:has-text('{words}')")
    reader.click("button:text-is('Send the comment')")
    assert "waits for approval" in reader.inner_text("main")
    comment = Comment.objects.get()
    assert (comment.status, "no_proof" in comment.reasons) == (("pending", False) if script else ("spam", True))


def test_the_bar_of_the_player_has_a_mark_wherever_readers_talk(open_page: Callable) -> None:
    interview = make_interview(guest="Ola Berg")
    write_silence(Path(settings.MEDIA_ROOT) / "recordings" / "talk.wav", 100)
    make_recording(interview, url="", file="recordings/talk.wav", duration=timedelta(seconds=100))
    segment = make_segment(interview, 20)
    make_comment(interview, segment=segment, moment=timedelta(seconds=25))
    for seconds in (30, 60, 60):
        make_comment(interview, moment=timedelta(seconds=seconds))
    page = open_page(interview.get_absolute_url())
    page.wait_for_selector(".player__talk", state="attached")
    marks = page.locator(".player__talk").evaluate_all(
        "marks => marks.map(({ style }) => [style.insetInlineStart, style.getPropertyValue('--comments')])"
    )
    assert marks == [["20%", "1"], ["30%", "1"], ["60%", "2"]]
    assert "NaN" not in page.inner_html(".player")


@pytest.mark.slow
def test_a_draft_lasts_until_what_was_sent_has_arrived(open_page: Callable) -> None:
    interview = make_interview(guest="Ola Berg")
    address = f"{interview.get_absolute_url()}comments/write/"
    reader = open_page(address)
    reader.fill("[name=email]", "mia@example.org")
    reader.fill("[name=body]", "Words that took an hour to find.")
    reader.click("button:text-is('Send the comment')")
    reader.wait_for_selector(".problems >> text=Write your name.")
    open_page.complaints.clear()  # a browser's console tells of each answer that refuses
    reader.goto(address)
    assert reader.input_value("[name=body]") == "Words that took an hour to find."
    assert reader.input_value("[name=email]") == "mia@example.org"

    reader.fill("[name=name]", "Mia Ek")
    reader.context.set_offline(True)
    with reader.expect_event("requestfailed"):
        reader.click("button:text-is('Send the comment')", no_wait_after=True)
    reader.context.set_offline(False)
    open_page.complaints.clear()
    reader.goto(address)
    assert reader.input_value("[name=name]") == "Mia Ek"
    reader.click("button:text-is('Send the comment')")
    reader.wait_for_selector(".received")
    reader.goto(address)
    assert reader.input_value("[name=body]") == ""
