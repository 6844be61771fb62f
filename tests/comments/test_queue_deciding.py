"""Decisions of the queue: one by one, and two editors at once."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from interviews.comments.models import Comment, Overtaken, Report, Seen
from tests.comments.queue_steps import QUEUE, decide, status_of, token
from tests.factories import make_comment, make_editor, make_interview

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("status", ["approved", "rejected", "spam"])
def test_a_button_decides_and_the_queue_goes_on_where_it_was(client, editor, status):
    comment, following = (make_comment(make_interview(), status="pending") for _ in range(2))
    address = f"{QUEUE}{comment.pk}/decide/?tab=waiting&age=day"
    sent = {"seen": token(comment, client), "decision": status, "next": following.pk}
    answer = client.post(address, sent)
    assert answer.headers["Location"] == f"{QUEUE}?tab=waiting&age=day#item-{following.pk}"
    assert status_of(comment) == status
    event = comment.events.last()
    assert (event.actor, event.before, event.after) == (editor, "pending", status)


def test_the_second_editor_is_told_who_was_first_and_nothing_flips(client, editor, second):
    comment = make_comment(make_interview(), status="pending")
    mine, theirs = token(comment, client), token(comment, second)
    decide(client, comment, mine, decision="rejected")
    page = decide(second, comment, theirs, decision="approved")
    assert "The comment of Mia Ek was meanwhile decided by Eva Dahl: rejected. Nothing was changed." in page
    assert status_of(comment) == "rejected"
    assert comment.events.count() == 1


def test_who_wants_what_another_has_done_already_is_told_so(client, editor, second):
    comment = make_comment(make_interview(), status="pending")
    mine, theirs = token(comment, client), token(comment, second)
    decide(client, comment, mine, decision="approved")
    page = decide(second, comment, theirs, decision="approved")
    assert "The comment of Mia Ek is so already, by Eva Dahl: approved." in page
    assert comment.events.count() == 1


def test_spam_that_another_editor_confirmed_is_not_approved_by_who_saw_it_before(client, editor, second):
    comment = make_comment(make_interview(), status="spam")
    mine, theirs = token(comment, client, "suspected"), token(comment, second, "suspected")
    decide(client, comment, mine, decision="spam")
    page = decide(second, comment, theirs, decision="approved")
    assert "was meanwhile decided by Eva Dahl: spam. Nothing was changed." in page
    assert status_of(comment) == "spam"


def test_what_another_editor_left_standing_is_not_removed_by_who_saw_it_before(client, editor, second):
    comment = make_comment(make_interview())
    Report.objects.create(comment=comment, reason="spam")
    mine, theirs = token(comment, client, "reported"), token(comment, second, "reported")
    decide(client, comment, mine, decision="approved")
    decide(second, comment, theirs, decision="removed")
    assert status_of(comment) == "approved"


def test_words_that_were_not_read_are_not_approved(client, editor):
    comment = make_comment(make_interview(), status="pending")
    seen = token(comment, client)
    comment.rewrite("Buy this.", by=None)
    page = decide(client, comment, seen, decision="approved")
    assert "has changed since you read it" in page
    assert status_of(comment) == "pending"


@pytest.mark.parametrize(
    "sent",
    [
        {"decision": "removed"},
        {"decision": "withdrawn"},
        {"decision": "nonsense"},
        {"decision": "approved", "seen": ""},
        {"decision": "approved", "seen": "1-1-pending-0-0-0"},
        {"decision": "approved", "seen": "0-1-pending-0-0"},
        {"mark": "nonsense"},
        {},
    ],
)
def test_a_form_that_is_not_whole_decides_nothing(client, editor, sent):
    comment = make_comment(make_interview(), status="pending")
    page = decide(client, comment, **{"seen": token(comment, client), **sent})
    assert "Nothing was decided" in page
    assert status_of(comment) == "pending"


def test_what_its_author_withdrew_cannot_be_shown_again(client, editor):
    comment = make_comment(make_interview())
    comment.decide("withdrawn")
    page = client.get(f"{QUEUE}{comment.pk}/").content.decode()
    assert 'name="decision"' not in page
    seen = f"{comment.pk}-1-withdrawn-{comment.events.last().pk}-0"
    decide(client, comment, seen, decision="approved")
    assert status_of(comment) == "withdrawn"


def test_setting_reports_aside_is_logged_and_leaves_the_comment_where_it_was(client, editor):
    comment = make_comment(make_interview())
    Report.objects.create(comment=comment, reason="spam")
    decide(client, comment, token(comment, client, "reported"), decision="approved")
    assert not Comment.objects.reported().exists()
    event = comment.events.last()
    assert (event.actor, event.before, event.after) == (editor, "approved", "approved")


def test_a_reported_comment_can_be_removed(client, editor):
    comment = make_comment(make_interview())
    Report.objects.create(comment=comment, reason="spam")
    decide(client, comment, token(comment, client, "reported"), decision="removed")
    assert status_of(comment) == "removed"
    assert not Report.objects.filter(settled_at=None).exists()
    comment.interview.refresh_from_db()
    assert comment.interview.comment_count == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer anyway")
def test_of_two_editors_at_the_same_moment_one_decides_and_the_other_is_told():
    comment = make_comment(make_interview(), status="pending")
    seen = Seen(1, "pending", 0)
    editors = {status: make_editor(f"for-{status}") for status in ("approved", "rejected")}
    together, told = threading.Barrier(2), []

    def one(status):
        try:
            row = Comment.objects.get(pk=comment.pk)
            together.wait(timeout=10)
            told.append(row.decide(status, editors[status], seen=seen))
        except Overtaken as error:
            told.append(str(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=[status]) for status in editors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert True in told
    assert len(told) == 2
    words = next(word for word in told if word is not True)
    assert f"was meanwhile decided by for-{status_of(comment)}" in words
    assert comment.events.count() == 1
