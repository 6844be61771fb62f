"""Deciding about many at once, and the marks that leave the status alone."""

from __future__ import annotations

import html
import re

import pytest

from interviews.comments.models import Comment
from tests.comments.queue_steps import QUEUE, decide, status_of, token, undo
from tests.factories import make_comment, make_interview

pytestmark = pytest.mark.django_db


def together(client, decision, tokens, **more):
    sent = {"item": tokens, "decision": decision, **more}
    return html.unescape(client.post(f"{QUEUE}together/?tab=waiting", sent, follow=True).content.decode())


def test_many_are_decided_on_after_a_page_that_says_what_will_happen(client, editor):
    comments = [make_comment(make_interview(), status="pending", name=name) for name in ("Ann", "Bo", "Cy")]
    tokens = [token(comment, client) for comment in comments]
    page = together(client, "approved", tokens)
    assert "“Approve” for these 3 comments:" in page
    assert [status_of(comment) for comment in comments] == ["pending"] * 3, "nothing happened yet"
    page = together(client, "approved", re.findall(r'name="item" value="([^"]+)"', page), confirmed="1")
    assert "3 comments are now: approved." in page
    assert [status_of(comment) for comment in comments] == ["approved"] * 3
    page = undo(client, page)
    assert "3 decisions taken back." in page
    assert [status_of(comment) for comment in comments] == ["pending"] * 3


def test_of_many_the_one_that_was_overtaken_stays_and_is_told(client, editor, second):
    ann, bo = (make_comment(make_interview(), status="pending", name=name) for name in ("Ann", "Bo"))
    tokens = [token(comment, client) for comment in (ann, bo)]
    decide(second, ann, tokens[0], decision="rejected")
    page = together(client, "approved", tokens)
    assert "The comment of Ann was meanwhile decided by second: rejected. It stays as it is." in page
    page = together(client, "approved", tokens, confirmed="1")
    assert "The comment of Ann was meanwhile decided by second: rejected. Nothing was changed." in page
    assert "The comment of Bo is now: approved." in page
    assert (status_of(ann), status_of(bo)) == ("rejected", "approved")


def test_suspected_spam_is_confirmed_together(client, editor):
    comments = [make_comment(make_interview(), status="spam") for _ in range(2)]
    together(client, "spam", [token(comment, client, "suspected") for comment in comments], confirmed="1")
    assert not Comment.objects.suspected().exists()
    assert {comment.events.last().actor for comment in comments} == {editor}


@pytest.mark.parametrize(("decision", "tokens"), [("approved", []), ("approved", ["x"]), ("nonsense", None)])
def test_without_a_comment_or_a_decision_there_is_nothing_to_confirm(client, editor, decision, tokens):
    comment = make_comment(make_interview(), status="pending")
    page = together(client, decision, [token(comment, client)] if tokens is None else tokens, confirmed="1")
    assert "Tick the comments that are meant." in page
    assert status_of(comment) == "pending"


def test_a_comment_is_picked_and_its_thread_locked_and_both_again_not(client, editor):
    root = make_comment(make_interview())
    reply = make_comment(root.interview, parent=root)
    for mark, column, comment in (
        ("pick", "picked_at", reply),
        ("unpick", "picked_at", reply),
        ("lock", "locked_at", root),
        ("unlock", "locked_at", root),
    ):
        decide(client, reply, "", mark=mark)
        comment.refresh_from_db()
        assert bool(getattr(comment, column)) is (not mark.startswith("un"))


def test_an_editor_says_which_reply_answers_a_question_and_that_none_does(client, editor):
    question = make_comment(make_interview(), kind="question")
    reply = make_comment(question.interview, parent=question)
    assert "This answers the question" in client.get(QUEUE, {"tab": "questions"}).content.decode()
    decide(client, reply, "", mark="answer")
    assert not Comment.objects.unanswered().exists()
    decide(client, question, "", mark="no_answer")
    assert list(Comment.objects.unanswered()) == [question]


def test_what_is_hidden_or_answers_nothing_is_no_answer(client, editor):
    question = make_comment(make_interview(), kind="question")
    hidden = make_comment(question.interview, parent=question, status="pending")
    assert "Only a public reply" in decide(client, hidden, "", mark="answer")
    plain = make_comment(question.interview)
    assert client.post(f"{QUEUE}{plain.pk}/decide/", {"mark": "answer"}).status_code == 404
    assert list(Comment.objects.unanswered()) == [question]
