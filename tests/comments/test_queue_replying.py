"""Answering from within the queue."""

from __future__ import annotations

import html
import re

import pytest
from django.contrib.auth.models import Permission, User

from interviews.comments.models import BlockRule, Comment, InterviewPolicy, SpeakerAccount
from tests.factories import make_comment, make_editor, make_interview

pytestmark = pytest.mark.django_db

QUEUE = "/admin/comments/comment/queue/"


def one(client, comment):
    return html.unescape(client.get(f"{QUEUE}{comment.pk}/").content.decode())


def answer(client, comment, body="Indeed.", seen=None):
    seen = seen or re.search(r'name="seen" value="([^"]+)"', one(client, comment))[1]
    return client.post(f"{QUEUE}{comment.pk}/reply/?tab=waiting", {"seen": seen, "body": body, "next": ""}, follow=True)


def words(response):
    return html.unescape(response.content.decode())


def test_an_editor_answers_what_is_shown_under_the_own_name(client, editor):
    comment = make_comment(make_interview())
    assert "shown at once under the name <bdi>Eva Dahl</bdi> (Editor)" in one(client, comment)
    assert "Your answer to Mia Ek is published, as Eva Dahl (Editor)." in words(answer(client, comment))
    reply = Comment.objects.get(parent=comment)
    assert (reply.name, reply.voice, reply.status, reply.user) == ("Eva Dahl", "editor", "approved", editor)


@pytest.mark.parametrize("status", ["pending", "spam"])
def test_an_answer_approves_what_waits(client, editor, status):
    comment = make_comment(make_interview(), status=status)
    assert "Approve the comment and publish the answer" in one(client, comment)
    answer(client, comment)
    comment.refresh_from_db()
    assert comment.status == "approved"
    assert comment.events.last().actor == editor
    assert Comment.objects.approved().count() == 2


def test_the_guest_answers_a_question_by_a_reply(client, editor):
    interview = make_interview(guest="Ola Berg")
    SpeakerAccount.objects.create(user=editor, speaker=interview.guests[0].speaker)
    question = make_comment(interview, kind="question")
    assert "<bdi>Ola Berg</bdi> (Guest)" in one(client, question)
    answer(client, question)
    assert Comment.objects.get(parent=question).voice == "guest"
    assert not Comment.objects.unanswered().exists()


def test_an_editors_reply_to_a_question_is_no_answer_by_itself(client, editor):
    question = make_comment(make_interview(guest="Ola Berg"), kind="question")
    answer(client, question)
    assert Comment.objects.unanswered().exists()


def test_nothing_is_answered_that_somebody_has_meanwhile_decided_about_and_no_word_is_lost(client, editor):
    comment = make_comment(make_interview(), status="pending")
    seen = f"{comment.pk}-1-pending-0-0"
    comment.decide("rejected", make_editor("second"))
    response = answer(client, comment, "A long answer.", seen)
    assert response.status_code == 409
    assert "was meanwhile decided by second: rejected. Nothing was changed." in words(response)
    assert "A long answer.</textarea>" in words(response)
    assert Comment.objects.count() == 1


def test_what_was_removed_meanwhile_is_not_answered(client, editor):
    comment = make_comment(make_interview())
    seen = f"{comment.pk}-1-approved-{comment.events.last().pk}-0"
    comment.decide("removed", make_editor("second"))
    assert answer(client, comment, seen=seen).status_code == 409
    assert Comment.objects.count() == 1


@pytest.mark.parametrize("body", ["", "   ", "x" * 5001])
def test_an_answer_that_does_not_fit_comes_back_with_the_reason(client, editor, body):
    comment = make_comment(make_interview(), status="pending")
    response = answer(client, comment, body)
    assert response.status_code == 422
    assert f"{body}</textarea>" in words(response)
    assert 'class="errorlist"' in words(response)
    comment.refresh_from_db()
    assert comment.status == "pending"


def test_a_closed_conversation_takes_no_answer_and_approves_nothing(client, editor):
    comment = make_comment(make_interview(), status="pending")
    InterviewPolicy.objects.create(interview=comment.interview, mode="closed")
    response = answer(client, comment)
    assert response.status_code == 409
    assert "This conversation is closed" in words(response)
    comment.refresh_from_db()
    assert comment.status == "pending"


def test_an_answer_with_a_refused_word_is_given_back(client, editor):
    BlockRule.objects.create(kind="word", pattern="zebra", action="refuse")
    response = answer(client, make_comment(make_interview()), "A zebra.")
    assert response.status_code == 409
    assert "A zebra.</textarea>" in words(response)


def test_two_clicks_publish_one_answer(client, editor):
    comment = make_comment(make_interview())
    seen = f"{comment.pk}-1-approved-{comment.events.last().pk}-0"
    for _ in range(2):
        assert answer(client, comment, seen=seen).status_code == 200
    assert Comment.objects.filter(parent=comment).count() == 1


def test_markup_in_an_answer_that_comes_back_is_inert(client, editor):
    comment = make_comment(make_interview(), status="pending")
    page = answer(client, comment, "</textarea><script>evil()</script>" + "x" * 5000).content.decode()
    assert "<script>evil" not in page


def test_who_may_only_moderate_answers_as_editor_too(client):
    clerk = User.objects.create_user("clerk", is_staff=True)
    clerk.user_permissions.set(Permission.objects.filter(codename__in=["view_comment", "moderate_comment"]))
    client.force_login(clerk)
    comment = make_comment(make_interview())
    answer(client, comment)
    assert Comment.objects.get(parent=comment).name == "The editors"
