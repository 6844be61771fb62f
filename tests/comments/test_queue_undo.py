"""Taking a decision back."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from interviews.comments.models import Overtaken, Report
from interviews.comments.personal import erase
from tests.comments.queue_steps import QUEUE, decide, status_of, token, undo
from tests.factories import make_comment, make_interview

pytestmark = pytest.mark.django_db


def test_a_decision_can_be_taken_back_and_the_log_keeps_both(client, editor):
    comment = make_comment(make_interview(), status="pending")
    page = decide(client, comment, token(comment, client), decision="approved")
    page = undo(client, page)
    assert "The comment of Mia Ek is again: waiting for approval." in page
    assert status_of(comment) == "pending"
    assert [event.after for event in comment.events.all()] == ["approved", "pending"]
    comment.interview.refresh_from_db()
    assert comment.interview.comment_count == 0


def test_the_reports_that_a_decision_settled_are_open_again_once_it_is_taken_back(client, editor):
    comment = make_comment(make_interview())
    early = Report.objects.create(comment=comment, reason="spam", network="a" * 32)
    comment.confirm(editor)
    Report.objects.create(comment=comment, reason="offence", network="b" * 32)
    page = decide(client, comment, token(comment, client, "reported"), decision="removed")
    undo(client, page)
    assert status_of(comment) == "approved"
    assert [report.reason for report in Report.objects.filter(settled_at=None)] == ["offence"]
    early.refresh_from_db()
    assert early.settled_at is not None


def test_who_reported_again_meanwhile_does_not_stand_in_the_way(editor):
    comment = make_comment(make_interview())
    Report.objects.create(comment=comment, reason="spam", network="a" * 32)
    comment.confirm(editor)
    Report.objects.create(comment=comment, reason="offence", network="a" * 32)
    comment.undo(comment.events.last(), editor)
    assert Report.objects.filter(settled_at=None).count() == 1


def test_nothing_is_taken_back_once_somebody_else_has_decided(client, editor, second):
    comment = make_comment(make_interview(), status="pending")
    page = decide(client, comment, token(comment, client), decision="approved")
    comment.decide("removed", User.objects.get(username="second"))
    assert "was meanwhile decided by second: removed by an editor. Nothing was changed." in undo(client, page)
    assert status_of(comment) == "removed"


def test_nothing_is_taken_back_once_the_words_are_others(client, editor):
    comment = make_comment(make_interview(), status="pending")
    page = decide(client, comment, token(comment, client), decision="rejected")
    comment.rewrite("Other words.", by=None)
    assert "Nothing was changed." in undo(client, page)
    assert status_of(comment) == "rejected"


def test_a_decision_is_taken_back_once_and_by_who_made_it(client, editor, second):
    comment = make_comment(make_interview(), status="pending")
    page = decide(client, comment, token(comment, client), decision="approved")
    undo(second, page)
    assert status_of(comment) == "approved"
    undo(client, page)
    undo(client, page)
    assert status_of(comment) == "pending"
    assert comment.events.count() == 2


def test_nothing_is_taken_back_of_what_was_erased_at_its_authors_request(client, editor):
    comment = make_comment(make_interview(), email="mia@example.org")
    make_comment(comment.interview, parent=comment, name="Jon Aas")
    comment.decide("removed", editor)
    erase("mia@example.org")
    page = client.get(f"{QUEUE}{comment.pk}/").content.decode()
    assert 'name="decision"' not in page
    with pytest.raises(Overtaken):
        comment.undo(comment.events.last(), editor)
    assert status_of(comment) == "removed"
