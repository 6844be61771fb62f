"""The editors' lists, and the lines within a form, on a desk and in a hand: whole words, nothing beyond an edge."""

from __future__ import annotations

from datetime import date

import pytest

from tests.factories import make_appearance, make_comment, make_editor, make_interview, make_segment, make_speaker
from tests.letters import make_subscription

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

TITLE = "Ola Berg, Director, Division on Ropes and Tide Tables, Head of the Secretariat of the Guild of Keepers"
LIVELY = "https://a-very-long-address.example/" + "x" * 200

#: The texts of what is cut at an edge, its own or that of the box that would hide it.
CUT = """(selector) => [...document.querySelectorAll(selector)].filter((element) => {
    const own = element.getBoundingClientRect();
    const box = element.parentElement.closest(".results, .form-row, .row, body").getBoundingClientRect();
    return element.scrollWidth > element.clientWidth + 1 || own.left < box.left - 1 || own.right > box.right + 1;
}).map((element) => element.textContent.trim())"""
LINES = """(selector) => {
    const element = document.querySelector(selector), style = getComputedStyle(element);
    const inside = element.clientHeight - parseFloat(style.paddingTop) - parseFloat(style.paddingBottom);
    return Math.round(inside / parseFloat(style.lineHeight));
}"""


@pytest.fixture(params=[390, 768, 1280], ids=["in a hand", "on a tablet", "on a desk"])
def desk(request: pytest.FixtureRequest, open_page: object) -> object:
    make_editor("ed")
    page = open_page("/admin/", viewport={"width": request.param, "height": 900})
    page.fill("#id_username", "ed")
    page.fill("#id_password", "a long pass phrase")
    page.click("[type=submit]")
    return page


def test_the_list_of_interviews_shows_all_its_columns_and_a_title_in_a_few_lines(desk: object) -> None:
    make_segment(make_interview(title=TITLE))
    make_interview(title="A draft", published=False)
    for order in ("", "?o=4.-1.2"):  # sorted columns have arrows beside their names
        desk.goto(f"/admin/interviews/interview/{order}")
        assert desk.evaluate(CUT, "#result_list, #result_list :is(td, tbody th)") == []
    title = desk.locator("#result_list .field-title", has_text="Ola Berg")
    assert title.bounding_box()["height"] < 120


def test_the_queue_of_comments_shows_who_where_and_when(desk: object) -> None:
    interview = make_interview(title=TITLE)
    make_comment(interview, body=LIVELY, name="Bartholomew Featherstonehaugh-Cholmondeley", status="pending")
    make_comment(interview)
    desk.goto("/admin/comments/comment/")
    cells = (
        "#result_list :is(.field-excerpt, .field-name, .field-status_in_words, .field-on_interview, .field-created_at)"
    )
    assert desk.evaluate(CUT, f"#result_list, {cells}") == []
    assert desk.locator(cells).count() == 10


def test_the_list_of_subscriptions_shows_who_follows_what(desk: object) -> None:
    comment = make_comment(make_interview(title=TITLE), body=LIVELY)
    make_subscription(comment.interview, f"{'long' * 15}@{'mail.' * 20}example.org", comment=comment)
    make_subscription(comment.interview)
    desk.goto("/admin/comments/subscription/")
    cells = "#result_list :is(.field-email, .field-state, .field-follows, .field-interview, .field-created_at)"
    assert desk.evaluate(CUT, f"#result_list, {cells}") == []
    assert desk.locator(cells).count() == 10


def test_a_long_word_of_a_comment_stays_in_its_box(desk: object) -> None:
    comment = make_comment(make_interview(), body=LIVELY)
    desk.goto(f"/admin/comments/comment/{comment.pk}/change/")
    assert desk.evaluate(CUT, ".field-as_shown :is(div, p, a)") == []


def test_a_role_and_a_date_stand_whole_on_their_lines(desk: object) -> None:
    interview = make_interview(guest="Ola Berg", host="Jo Doe")
    make_appearance(interview, make_speaker("Mia Ek"), role="moderator")
    speaker = make_speaker("Per Lund")
    speaker.bios.create(text="Per began as a boy.", as_of=date(2025, 5, 14))
    desk.goto(f"/admin/interviews/interview/{interview.pk}/change/")
    assert desk.evaluate(CUT, ".row__role") == []
    assert desk.locator(".row__role", has_text="interviewer").count() == 1
    desk.goto(f"/admin/interviews/speaker/{speaker.pk}/change/")
    assert desk.locator(".row__time", has_text="2025-05-14").count() == 1
    assert desk.evaluate(CUT, ".row__time") == []
    assert desk.evaluate(LINES, ".row__time") == 1
