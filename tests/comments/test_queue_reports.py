"""A decision settles the reports that its editor saw, and no other."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from interviews.comments.models import Comment, Report, Seen
from tests.comments.queue_steps import QUEUE, decide, status_of, token, undo
from tests.factories import make_comment, make_interview

pytestmark = pytest.mark.django_db


@pytest.fixture
def reported():
    comment = make_comment(make_interview())
    Report(comment=comment, reason="spam", network="a" * 32).keep()
    return comment


def unsettled(comment):
    return [report.reason for report in comment.reports.filter(settled_at=None)]


def test_a_report_that_came_in_meanwhile_is_not_set_aside_unread(client, editor, reported):
    seen = token(reported, client, "reported")
    Report(comment=reported, reason="private", network="b" * 32).keep()
    decide(client, reported, seen, decision="approved")
    assert unsettled(reported) == ["private"]
    decide(client, reported, token(reported, client, "reported"), decision="approved")
    assert unsettled(reported) == []


def test_nor_by_who_comes_second(client, editor, second, reported):
    mine, theirs = token(reported, client, "reported"), token(reported, second, "reported")
    decide(client, reported, mine, decision="approved")
    Report(comment=reported, reason="private", network="b" * 32).keep()
    page = decide(second, reported, theirs, decision="approved")
    assert "The comment of Mia Ek is so already, by Eva Dahl: approved." in page
    assert unsettled(reported) == ["private"]


def test_what_came_in_before_a_removal_is_read_when_the_comment_is_shown_again(client, editor, reported):
    seen = token(reported, client, "reported")
    Report(comment=reported, reason="private", network="b" * 32).keep()
    page = decide(client, reported, seen, decision="removed")
    assert status_of(reported) == "removed" and unsettled(reported) == ["private"]
    undo(client, page)
    assert unsettled(reported) == ["spam", "private"]


def test_together_too(client, editor, reported):
    seen = token(reported, client, "reported")
    Report(comment=reported, reason="private", network="b" * 32).keep()
    client.post(f"{QUEUE}together/", {"item": [seen], "decision": "approved", "confirmed": "1"})
    assert unsettled(reported) == ["private"]


def test_to_approve_what_is_shown_settles_nothing(editor, reported):
    assert reported.decide("approved", editor) is False
    assert unsettled(reported) == ["spam"]


def test_to_take_it_away_where_no_reports_are_shown_answers_them_all(editor, reported):
    reported.decide("removed", editor)
    assert unsettled(reported) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer anyway")
def test_no_report_turns_up_behind_one_that_was_seen(editor):
    """Keys of PostgreSQL are given out before rows are stored: a report of a smaller key could show up later."""
    comment = make_comment(make_interview())
    together = threading.Barrier(9)

    def report(number):
        try:
            together.wait(timeout=10)
            Report(comment=comment, reason="spam", network=f"{number:032}").keep()
        finally:
            connection.close()

    threads = [threading.Thread(target=report, args=[number]) for number in range(8)]
    for thread in threads:
        thread.start()
    together.wait(timeout=10)
    seen_before: set[int] = set()
    going_on = True
    while going_on:
        going_on = any(thread.is_alive() for thread in threads)
        keys = set(comment.reports.values_list("pk", flat=True))
        assert all(pk > max(seen_before, default=0) for pk in keys - seen_before)
        seen_before = keys
    assert len(seen_before) == 8
    Comment.objects.get(pk=comment.pk).confirm(editor, seen=Seen(1, "approved", None, max(seen_before)))
    assert unsettled(comment) == []
