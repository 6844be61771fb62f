"""What editors decide about comments and corrections stands in the history of the interview."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from interviews.admin.happenings import Act, folded
from interviews.comments.correcting import decline
from interviews.comments.models import ModerationEvent
from tests.comments.corrections.steps import make_correction
from tests.factories import make_comment, make_editor, make_interview, make_segment

pytestmark = pytest.mark.django_db


@pytest.fixture
def interview():
    return make_interview(guest="Ola Berg", slug="ola-berg")


def told(client, interview):
    page = client.get(f"/admin/interviews/interview/{interview.pk}/history/").content.decode()
    return re.findall(r"<p><b>(.*?)</b>", page), page


def waiting(interview, **given):
    return make_comment(interview, status="pending", **given)


def test_decisions_of_one_person_within_an_hour_are_one_line(client, editor, interview):
    for number in range(12):
        waiting(interview, body=f"Number {number}.").decide("approved", by=editor)
    lines, page = told(client, interview)
    assert "12 comments approved." in lines
    assert "Eva Dahl" in page


def test_each_kind_and_each_person_has_a_line_of_its_own(client, editor, interview):
    waiting(interview).decide("spam", by=editor)
    one = waiting(interview)
    one.decide("approved", by=make_editor("other"))
    one.pick(editor)
    one.lock(editor)
    one.rewrite("Milder words.", by=editor)
    lines, page = told(client, interview)
    for line in ("marked as spam", "approved", "picked", "edited"):
        assert f"1 comment {line}." in lines
    assert "1 thread locked." in lines
    assert f"/admin/comments/comment/queue/{one.pk}/" in page


def test_what_lies_hours_apart_is_told_apart(client, editor, interview):
    for comment in (waiting(interview), waiting(interview)):
        comment.decide("approved", by=editor)
    first = ModerationEvent.objects.filter(actor=editor).order_by("pk")[0]
    ModerationEvent.objects.filter(pk=first.pk).update(at=timezone.now() - dt.timedelta(hours=2))
    assert told(client, interview)[0].count("1 comment approved.") == 2


def test_what_the_rules_or_authors_did_is_no_decision_of_an_editor(client, editor, interview):
    make_comment(interview)
    assert not [line for line in told(client, interview)[0] if "comment" in line]


def test_comments_of_another_interview_are_not_told_here(client, editor, interview):
    waiting(make_interview()).decide("approved", by=editor)
    assert not [line for line in told(client, interview)[0] if "comment" in line]


def test_who_may_not_look_at_comments_is_not_told_of_them(client, interview):
    waiting(interview).decide("approved", by=make_editor("other"))
    clerk = User.objects.create_user("clerk", is_staff=True)
    clerk.user_permissions.set(Permission.objects.filter(codename="view_interview"))
    client.force_login(clerk)
    assert not [line for line in told(client, interview)[0] if "comment" in line]
    clerk.user_permissions.add(Permission.objects.get(codename="view_comment"))
    assert "1 comment approved." in told(client, interview)[0]


def test_a_declined_correction_is_told(client, editor, interview):
    decline(make_correction(make_segment(interview)), by=editor)
    assert "1 correction of a reader declined." in told(client, interview)[0]


def test_forty_decisions_cost_the_queries_of_one(client, editor, interview):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            told(client, interview)
        return len(captured)

    waiting(interview).decide("approved", by=editor)
    told(client, interview)
    few = queries()
    for number in range(40):
        waiting(interview, body=f"Number {number}.").decide("spam", by=editor)
    assert queries() == few


def test_an_hour_is_counted_from_the_first():
    start = timezone.now()
    acts = [Act(start + dt.timedelta(minutes=40 * number), "ada", "approved", link=str(number)) for number in range(4)]
    assert [(act.count, act.link) for act in folded(acts)] == [(2, ""), (2, "")]
    assert [act.link for act in folded(acts[:1])] == ["0"]
