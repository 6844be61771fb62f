"""The segment editor: what an editor does to a time index by mouse and by keyboard, under the strict policy."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from interviews import timecode
from interviews.models import Interview, Tag
from tests.browser.conftest import tool, write_silence
from tests.factories import make_comment, make_editor, make_interview, make_recording, make_segment

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

LINES = """() => [...document.querySelectorAll("#segments-group .row:not(.empty-form, [hidden])")]
    .map((row) => ["time", "heading", "flags"]
        .map((name) => row.querySelector(`.row__${name}`).innerText.trim()).filter(Boolean).join(" | "))"""

AXE = """async () => (await axe.run("#segments-group", {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], resultTypes: ["violations"],
})).violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 160))])"""


@pytest.fixture
def interview(settings: Any, tmp_path: Path) -> Interview:
    settings.MEDIA_ROOT = tmp_path
    interview = make_interview(published=False, title="A talk of lamps", introduction="Of a lamp.")
    for start, question, tags in ((10, "One?", ("sea",)), (20, "Two?", ("sea", "fog")), (30, "Three?", ())):
        make_segment(interview, start, question=question, answer=f"First of {question[:-1]}. Then more.", tags=tags)
    write_silence(tmp_path / "recordings" / "talk.wav", 120)
    make_recording(interview, url="", file="recordings/talk.wav", duration=timedelta(seconds=120))
    return interview


@pytest.fixture
def desk(interview: Interview, open_page: Callable) -> Any:
    make_editor("ed")
    page = open_page("/admin/", viewport={"width": 1440, "height": 900})
    page.fill("#id_username", "ed")
    page.fill("#id_password", "a long pass phrase")
    page.click("[type=submit]")
    page.goto(f"/admin/interviews/interview/{interview.pk}/change/")
    page.wait_for_selector(".segments--live")
    return page


def line(desk: Any, number: int) -> Any:
    return desk.locator(f"#segments-{number} .row__summary")


def save(desk: Any) -> None:
    desk.click("[name=_continue]")
    desk.wait_for_selector(".messagelist .success")


def go_to(desk: Any, seconds: int) -> None:
    """The player, without sound."""
    desk.evaluate(
        """(seconds) => { const seek = document.querySelector("[data-player-seek]"); seek.value = seconds;
           seek.dispatchEvent(new Event("input", { bubbles: true })); }""",
        seconds,
    )


def said(desk: Any, words: str) -> None:
    desk.locator("[data-notice] [role=status]", has_text=words).wait_for()


def put_cursor(desk: Any, field: str, behind: str) -> None:
    desk.focus(field)
    desk.evaluate(
        """([field, behind]) => { const area = document.querySelector(field);
           const place = area.value.indexOf(behind) + behind.length; area.setSelectionRange(place, place); }""",
        [field, behind],
    )


def stored(interview: Interview) -> list[tuple[str, str, str, str]]:
    return [
        (
            timecode.written(row.start) if row.start is not None else "",
            row.question,
            row.answer,
            ", ".join(sorted(tag.name for tag in row.tags.all())),
        )
        for row in interview.segments.all()
    ]


def test_one_entry_is_open_at_a_time_unless_all_are(desk: Any) -> None:
    opened = desk.locator("#segments-group .row__fold[open]:visible")
    line(desk, 0).click()
    line(desk, 2).click()
    assert opened.count() == 1
    desk.click("[data-rows-open]")
    assert opened.count() == 3
    line(desk, 1).click()
    assert opened.count() == 2


def test_a_start_is_taken_from_the_player_and_nudged_and_the_line_follows(desk: Any, interview: Interview) -> None:
    go_to(desk, 25)
    line(desk, 0).click()
    desk.click("#segments-0 .row__actions [data-do=set-start]")
    said(desk, "Starts at 0:25.")
    assert desk.evaluate(LINES)[:2] == ["0:25 | One?", "0:20 | Two? | out of order"]
    desk.click("#segments-0 [data-do=earlier]")
    line(desk, 0).focus()
    desk.keyboard.press(",")
    desk.keyboard.press(",")
    desk.keyboard.press(".")
    assert desk.input_value("#id_segments-0-start") == "0:23"
    desk.keyboard.press("s")
    assert desk.input_value("#id_segments-0-start") == "0:25"

    save(desk)

    assert stored(interview)[0][0] == "0:25"


def test_the_flags_follow_what_is_typed_and_narrow_the_list(desk: Any) -> None:
    line(desk, 1).click()
    flags = desk.locator("#segments-1 .row__flags")
    for typed, told in (
        ("0:10", "same time twice"),
        ("0:05", "out of order"),
        ("", "no time"),
        ("3:00", "beyond the recording’s end"),
        ("1:75", "not a timecode"),
        ("0:21", ""),
    ):
        desk.fill("#id_segments-1-start", typed)
        assert flags.inner_text().strip() == told
    desk.fill("#id_segments-1-answer", " ")
    assert flags.inner_text().strip() == "no answer"

    desk.click("text=no answer: 1")

    assert desk.evaluate(LINES) == ["0:21 | Two? | no answer"]


def test_an_entry_is_split_at_the_cursor_with_the_players_time(desk: Any, interview: Interview) -> None:
    first = interview.segments.first()
    go_to(desk, 15)
    line(desk, 0).click()
    put_cursor(desk, "#id_segments-0-answer", "First of One.")
    desk.keyboard.press("Control+Enter")
    said(desk, "Split at 0:15.")
    assert desk.evaluate("document.activeElement.value") == "Then more."

    save(desk)

    assert stored(interview)[:3] == [
        ("0:10", "One?", "First of One.", "sea"),
        ("0:15", "", "Then more.", ""),
        ("0:20", "Two?", "First of Two. Then more.", "fog, sea"),
    ]
    assert interview.segments.first().uid == first.uid


def test_a_split_by_mouse_is_undone_and_leaves_nothing(desk: Any, interview: Interview) -> None:
    before = stored(interview)
    go_to(desk, 15)
    line(desk, 1).click()
    put_cursor(desk, "#id_segments-1-answer", "First of Two.")
    desk.click("#segments-1 [data-do=split]")
    said(desk, "The new entry has no time yet")  # the player stands before this entry
    assert len(desk.evaluate(LINES)) == 4
    desk.click("[data-notice] [data-do=undo]")
    said(desk, "Undone.")
    assert len(desk.evaluate(LINES)) == 3

    save(desk)

    assert stored(interview) == before


def test_a_merge_joins_texts_and_tags_and_keeps_the_first_and_its_comments(desk: Any, interview: Interview) -> None:
    first = interview.segments.first()
    comment = make_comment(interview, segment=first)
    line(desk, 0).focus()
    desk.keyboard.press("m")
    said(desk, "Merged with the next entry.")

    save(desk)

    assert [(time, question.split()) for time, question, *_rest in stored(interview)] == [
        ("0:10", ["One?", "Two?"]),
        ("0:30", ["Three?"]),
    ]
    merged = interview.segments.first()
    assert merged.uid == first.uid
    assert merged.answer.splitlines() == ["First of One. Then more.", "", "First of Two. Then more."]
    assert sorted(tag.name.lower() for tag in merged.tags.all()) == ["fog", "sea"]
    comment.refresh_from_db()
    assert comment.segment == merged


def test_a_merge_is_undone_as_a_whole(desk: Any, interview: Interview) -> None:
    before = stored(interview)
    line(desk, 0).click()
    desk.click("#segments-0 [data-do=merge]")
    desk.click("[data-notice] [data-do=undo]")
    said(desk, "Undone.")

    save(desk)

    assert stored(interview) == before


def test_a_deletion_waits_for_the_save_and_is_undone_on_its_line(desk: Any, interview: Interview) -> None:
    line(desk, 1).focus()
    desk.keyboard.press("Delete")
    said(desk, "Deleted on saving.")
    assert desk.evaluate("document.activeElement.closest('.row').id") == "segments-2"
    assert interview.segments.count() == 3
    desk.click("#segments-1 [data-do=restore]")
    line(desk, 0).click()
    desk.click("#segments-0 .row__actions [data-do=delete]")

    save(desk)

    assert [row[1] for row in stored(interview)] == ["Two?", "Three?"]


def test_a_new_entry_comes_between_two_and_stays_there(desk: Any, interview: Interview) -> None:
    line(desk, 0).focus()
    desk.keyboard.press("n")
    said(desk, "A new entry.")
    desk.keyboard.type("0:15")
    desk.keyboard.press("Tab")
    fresh = desk.evaluate("document.activeElement.closest('.row').id")
    desk.fill(f"#id_{fresh}-question", "Between?")

    save(desk)

    assert [row[:2] for row in stored(interview)][:3] == [("0:10", "One?"), ("0:15", "Between?"), ("0:20", "Two?")]


def test_a_new_entry_that_nothing_is_written_into_is_none(desk: Any, interview: Interview) -> None:
    desk.hover("#segments-0")
    desk.click("#segments-0 .row__moves [data-do=insert]")

    save(desk)

    assert interview.segments.count() == 3


def test_entries_are_moved_by_keys_and_dragged_and_that_is_undone(desk: Any, interview: Interview) -> None:
    line(desk, 2).focus()
    desk.keyboard.press("Alt+ArrowUp")
    said(desk, "Moved to place 2 of 3.")
    assert desk.evaluate("document.activeElement.closest('.row').id") == "segments-2"
    desk.hover("#segments-0")
    desk.locator("#segments-0 .row__grip").hover()
    desk.mouse.down()
    box = line(desk, 1).bounding_box()
    desk.mouse.move(box["x"] + 60, box["y"] + box["height"] - 2, steps=8)
    desk.mouse.up()
    said(desk, "Moved to place 3 of 3.")
    assert [shown.split(" | ")[1] for shown in desk.evaluate(LINES)] == ["Three?", "Two?", "One?"]
    desk.keyboard.press("Control+z")
    said(desk, "Undone.")

    save(desk)

    assert [row[1] for row in stored(interview)] == ["One?", "Three?", "Two?"]


def test_an_entry_is_dragged_with_a_finger(desk: Any, open_page: Callable, interview: Interview) -> None:
    page = open_page(
        desk.url, viewport={"width": 390, "height": 844}, has_touch=True, storage_state=desk.context.storage_state()
    )
    page.locator("#segments-1").scroll_into_view_if_needed()
    grip, target = page.locator("#segments-0 .row__grip").bounding_box(), line(page, 1).bounding_box()
    fingers = page.context.new_cdp_session(page)
    start, end = grip["y"] + 10, target["y"] + target["height"] - 3
    for kind, height in (
        ("touchStart", start),
        ("touchMove", (start + end) / 2),
        ("touchMove", end),
        ("touchEnd", None),
    ):
        points = [] if height is None else [{"x": grip["x"] + 8, "y": height}]
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    said(page, "Moved to place 2 of 3.")


def test_times_are_shifted_from_an_entry_on_after_a_look(desk: Any, interview: Interview) -> None:
    line(desk, 1).focus()
    desk.keyboard.press("t")
    dialog = desk.locator("[data-dialog=shift]")
    desk.keyboard.type("-0:30")
    assert "2 entries would start before the beginning" not in dialog.inner_text()
    assert "1 entry would start before the beginning" in dialog.inner_text()
    assert dialog.locator("[data-apply]").is_disabled()
    dialog.locator("[data-by]").fill("+1:35")
    assert [told.strip() for told in dialog.locator("tbody tr").all_inner_texts()] == [
        "2\t0:20\t→\t1:55\tTwo?",
        "3\t0:30\t→\t2:05\tThree?\tbeyond the recording’s end",
    ]
    dialog.locator("[data-by]").fill("+2.5")
    desk.keyboard.press("Enter")
    said(desk, "2 times shifted.")

    save(desk)

    assert [row[0] for row in stored(interview)] == ["0:10", "0:22.500", "0:32.500"]


def test_words_are_replaced_where_they_are_ticked_and_one_undo_takes_all_back(desk: Any, interview: Interview) -> None:
    interview.segments.filter(position=1).update(answer="A LAMP, lamps, and the élamp.")
    desk.reload()
    desk.click("[data-do=replace]")
    dialog = desk.locator("[data-dialog=replace]")
    dialog.locator("[data-find]").fill("lamp")
    assert dialog.locator("[data-said]").inner_text() == "5 places, 5 ticked."
    dialog.locator("[data-whole]").check()
    assert dialog.locator("[data-said]").inner_text() == "2 places, 2 ticked."  # the introduction, and one answer
    dialog.locator("[data-by]").fill("$& light")
    dialog.locator("tbody input").first.uncheck()
    dialog.locator("[data-apply]").click()
    said(desk, "1 place replaced.")
    assert desk.input_value("#id_introduction") == "Of a lamp."
    assert desk.input_value("#id_segments-0-answer") == "A $& light, lamps, and the élamp."
    desk.click("[data-notice] [data-do=undo]")
    said(desk, "Undone.")
    assert desk.input_value("#id_segments-0-answer") == "A LAMP, lamps, and the élamp."


def test_pasted_entries_are_read_shown_and_put_into_the_form(desk: Any, interview: Interview) -> None:
    desk.click("[data-do=paste]")
    dialog = desk.locator("[data-dialog=paste]")
    dialog.locator("[data-text]").fill("0:40 Of ropes\n1:75 Of wrong times\n0:50 Of fog\n")
    dialog.locator("[data-read]").click()
    dialog.locator("tbody tr").first.wait_for()
    assert "Line 2: " in dialog.locator("[data-findings]").inner_text()
    dialog.locator("tbody input").nth(1).uncheck()
    dialog.locator("[data-apply]").click()
    said(desk, "2 entries added.")
    assert interview.segments.count() == 3

    save(desk)

    labels = list(interview.segments.values_list("label", flat=True))
    assert labels[3:] == ["Of ropes", "Of fog"]


def test_pasted_times_are_given_to_the_entries_in_their_order(desk: Any, interview: Interview) -> None:
    desk.click("[data-do=paste]")
    dialog = desk.locator("[data-dialog=paste]")
    dialog.locator("[data-text]").fill("0:11\n0:22\n0:33\n0:44\n")
    dialog.locator("[data-read]").click()
    dialog.locator("tbody tr").first.wait_for()
    dialog.locator("[data-how]").select_option("times")
    assert dialog.locator("[data-said]").inner_text() == "4 times for 3 entries."
    dialog.locator("[data-apply]").click()
    said(desk, "3 times filled in.")

    save(desk)

    assert [row[0] for row in stored(interview)] == ["0:11", "0:22", "0:33"]


def test_tags_are_proposed_while_one_types(desk: Any, interview: Interview) -> None:
    Tag.objects.create(name="lighthouses").synonyms.create(name="beacons")
    line(desk, 2).click()
    desk.focus("#id_segments-2-tag_names")
    desk.keyboard.type("fog, beac")
    desk.locator(".offered-tags [role=option]").wait_for()
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Enter")
    assert desk.input_value("#id_segments-2-tag_names") == "fog, lighthouses, "
    desk.keyboard.type("ligh")
    desk.locator(".offered-tags [role=option]").wait_for()
    desk.keyboard.press("Escape")
    assert not desk.locator(".offered-tags").is_visible()
    assert desk.locator("#segments-2 .row__fold[open]").count() == 1

    desk.fill("#id_segments-2-tag_names", "fog, lighthouses, ")
    save(desk)

    assert stored(interview)[2][3] == "fog, lighthouses"


def test_single_keys_do_nothing_in_fields_and_nothing_once_they_are_switched_off(desk: Any) -> None:
    line(desk, 0).click()
    desk.focus("#id_segments-0-question")
    desk.keyboard.type("xmns?")
    assert desk.input_value("#id_segments-0-question").startswith("xmns?")
    assert len(desk.evaluate(LINES)) == 3
    desk.keyboard.press("Escape")
    assert desk.evaluate("document.activeElement.closest('.row').id") == "segments-0"
    desk.keyboard.press("?")
    desk.locator("dialog.keys[open]").wait_for()
    desk.uncheck("dialog.keys [data-single-keys]")
    desk.keyboard.press("Escape")
    line(desk, 0).focus()
    desk.keyboard.press("x")
    assert not desk.locator(".row--deleted").count()
    desk.keyboard.press("ArrowDown")
    assert desk.evaluate("document.activeElement.closest('.row').id") == "segments-1"


def test_who_leaves_is_asked_only_where_something_was_typed(desk: Any) -> None:
    asked: list[str] = []
    desk.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    line(desk, 0).click()
    desk.reload()
    assert asked == []
    desk.wait_for_selector(".segments--live")
    line(desk, 0).click()
    desk.fill("#id_segments-0-question", "Other?")
    desk.reload()
    assert asked == ["beforeunload"]
    desk.wait_for_selector(".segments--live")
    line(desk, 0).click()
    desk.fill("#id_segments-0-question", "Other?")
    save(desk)
    assert asked == ["beforeunload"]


@pytest.mark.parametrize("size", [{"width": 1280, "height": 900}, {"width": 390, "height": 844}], ids=["desk", "hand"])
def test_axe_finds_nothing_in_an_open_entry_and_in_the_dialogs(desk: Any, open_page: Callable, size: dict) -> None:
    page = open_page(desk.url, viewport=size, storage_state=desk.context.storage_state(), bypass_csp=True)
    page.evaluate(tool("axe-core/axe.min.js").read_text("utf-8"))
    line(page, 0).click()
    found = {}
    for name in ("", "shift", "replace", "paste"):
        if name:
            page.locator(f".rows__tools [data-do={name}]").click()
        if name == "replace":
            page.fill("[data-find]", "one")
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            found[name, scheme] = page.evaluate(AXE)
        if name:
            page.locator(f"[data-dialog={name}] [data-close]").click()

    assert {place: violations for place, violations in found.items() if violations} == {}
