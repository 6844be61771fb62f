"""Comments that come with documents: as they were, once, and never public by coming."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from interviews.comments.entries import add, entries_of
from interviews.comments.models import DEEPEST, Comment
from interviews.documents.document import CommentEntry
from tests.factories import make_comment, make_interview, make_segment

pytestmark = pytest.mark.django_db

WHEN = datetime(2009, 5, 1, 12, 0, tzinfo=UTC)


def entry(key: str, **given: object) -> CommentEntry:
    return CommentEntry(key=key, **{"name": "Mia Ek", "body": f"I say {key}.", "written_at": WHEN, **given})


def codes(findings: list) -> list[str]:
    return [finding.code for finding in findings]


def test_each_keeps_its_state_its_date_its_place_and_what_it_answers() -> None:
    interview = make_interview()
    segment = make_segment(interview, 18)
    entries = [
        entry("3", parent="1", status="spam"),
        entry("1", status="approved", email="mia@x.example", url="https://mia.example/", segment=segment.uid),
        entry("2", parent="1", status="approved", moment=timedelta(seconds=20)),
        entry("4"),
    ]
    assert add(interview, entries) == (4, [])
    rows = {row.uid: row for row in Comment.objects.all()}
    assert [rows[key].status for key in "1234"] == ["approved", "approved", "spam", "pending"]
    assert (rows["1"].created_at, rows["1"].segment, rows["1"].email) == (WHEN, segment, "mia@x.example")
    assert (rows["2"].parent, rows["2"].depth, rows["3"].parent) == (rows["1"], 1, rows["1"])
    assert rows["1"].body_html == "<p>I say 1.</p>"
    interview.refresh_from_db()
    assert interview.comment_count == 2
    assert {told.key: told for told in entries_of(interview)} == {told.key: told for told in entries}


def test_the_second_time_nothing_comes_and_an_editors_decision_stays() -> None:
    interview = make_interview()
    add(interview, [entry("1", status="approved")])
    Comment.objects.get().decide(Comment.Status.SPAM)
    Comment.objects.update(body="Taken out.")
    assert add(interview, [entry("1", status="approved"), entry("2")]) == (1, [])
    assert Comment.objects.get(uid="1").status == Comment.Status.SPAM
    assert Comment.objects.get(uid="1").body == "Taken out."


def test_readers_own_comments_are_not_touched() -> None:
    interview = make_interview()
    mine = make_comment(interview, body="I was here first.")
    add(interview, [entry("1", parent=mine.uid, status="approved")])
    assert list(mine.replies.values_list("uid", flat=True)) == ["1"]


def test_an_answer_to_nobody_and_a_circle_stand_by_themselves() -> None:
    interview = make_interview()
    entries = [entry("1", parent="gone"), entry("2", parent="3"), entry("3", parent="2")]
    count, findings = add(interview, entries)
    assert (count, codes(findings)) == (3, ["comment_parent_missing"])
    assert Comment.objects.get(uid="1").parent is None
    assert Comment.objects.get(uid="2").parent is None
    assert Comment.objects.get(uid="3").parent.uid == "2"


def test_a_tower_of_answers_is_bounded() -> None:
    interview = make_interview()
    tower = [entry("0"), *(entry(str(level), parent=str(level - 1)) for level in range(1, DEEPEST + 5))]
    add(interview, tower)
    assert max(Comment.objects.values_list("depth", flat=True)) == DEEPEST


def test_what_does_not_fit_is_shortened_or_left_out_with_a_word() -> None:
    interview = make_interview()
    entries = [entry("1", name="N" * 200, email="no address", url="javascript:alert(1)"), entry("2", body="")]
    count, findings = add(interview, entries)
    assert (count, sorted(codes(findings))) == (1, ["comment_empty", "comment_shortened"])
    row = Comment.objects.get()
    assert (len(row.name), row.email, row.url) == (60, "", "")
