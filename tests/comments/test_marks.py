"""Picks and locks: logged like decisions, and none."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from interviews.comments.models import Comment
from interviews.comments.personal import data_of
from tests.comments.queue_steps import QUEUE, decide, status_of, token, undo
from tests.factories import make_comment, make_interview

pytestmark = pytest.mark.django_db


def marks_of(comment):
    return [(event.mark, event.actor) for event in comment.events.exclude(mark="")]


def test_a_pick_and_a_lock_are_logged_with_who_gave_them_and_who_took_them_back(client, editor):
    root = make_comment(make_interview())
    reply = make_comment(root.interview, parent=root)
    for mark in ("pick", "unpick", "lock", "unlock"):
        decide(client, reply, "", mark=mark)
    assert marks_of(reply) == [("picked", editor), ("unpicked", editor)]
    assert marks_of(root) == [("locked", editor), ("unlocked", editor)], "a lock is of the whole thread"
    assert {(event.before, event.after) for event in root.events.exclude(mark="")} == {("approved", "approved")}


def test_what_is_so_already_is_not_logged_again(editor):
    comment = make_comment(make_interview())
    done = [verb(editor) for verb in (comment.pick, comment.pick, comment.unpick, comment.unpick)]
    assert done == [True, False, True, False]
    assert [verb(editor) for verb in (comment.unlock, comment.lock, comment.lock)] == [False, True, False]
    assert [mark for mark, _actor in marks_of(comment)] == ["picked", "unpicked", "locked"]


def test_they_stand_in_the_history_of_the_comment_and_in_what_its_author_is_given(client, editor):
    comment = make_comment(make_interview(), email="mia@example.org")
    comment.pick(editor)
    comment.lock(editor)
    page = client.get(reverse("admin:comments_comment_change", args=[comment.pk])).content.decode()
    assert "picked by the editors · ed" in page and "thread locked · ed" in page
    assert [one["mark"] for one in data_of("mia@example.org")["comments"][0]["decisions"]] == ["", "picked", "locked"]


def test_a_mark_overtakes_no_decision_and_stands_in_the_way_of_no_undo(client, editor):
    comment = make_comment(make_interview(), status="pending")
    seen = token(comment, client)
    comment.pick(editor)
    page = decide(client, comment, seen, decision="approved")
    assert status_of(comment) == "approved"
    comment.lock(editor)
    undo(client, page)
    assert status_of(comment) == "pending"


def test_a_mark_is_no_decision_of_an_editor(editor):
    comment = make_comment(make_interview(), status="spam")
    comment.lock(editor)
    assert list(Comment.objects.suspected()) == [comment]
    again = Comment(interview=comment.interview, name=comment.name, body=comment.body)
    assert again.twin() == comment
    comment.confirm(editor)
    assert again.twin() is None


def test_a_mark_is_not_taken_back_as_a_decision(client, editor):
    comment = make_comment(make_interview())
    comment.pick(editor)
    client.post(f"{QUEUE}undo/", {"event": comment.events.last().pk})
    comment.refresh_from_db()
    assert comment.picked_at is not None
    assert comment.events.count() == 2


@pytest.mark.parametrize("wrong", [{"mark": "nonsense"}, {"mark": "picked", "after": "spam"}])
def test_no_mark_is_unknown_or_changes_the_status(wrong):
    comment = make_comment(make_interview())
    with pytest.raises(IntegrityError), transaction.atomic():
        comment.events.create(**{"before": "approved", "after": "approved", **wrong})
