"""Decisions of the queue: one, many, two editors at once, and taking back."""

from __future__ import annotations

import html
import re
import threading

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client

from interviews.comments.models import Comment, Overtaken, Report, Seen
from tests.factories import make_comment, make_editor, make_interview

pytestmark = pytest.mark.django_db

QUEUE = "/admin/comments/comment/queue/"


@pytest.fixture
def editor(client):
    editor = make_editor("ed", first_name="Eva", last_name="Dahl")
    client.force_login(editor)
    return editor


@pytest.fixture
def second():
    """Another editor, at another desk."""
    desk = Client()
    desk.force_login(make_editor("second"))
    return desk


def token(comment, client, tab="waiting"):
    page = client.get(QUEUE, {"tab": tab}).content.decode()
    return re.search(rf'name="seen" value="({comment.pk}-[^"]*)"', page)[1]


def decide(client, comment, seen, **sent):
    address = f"{QUEUE}{comment.pk}/decide/?tab=waiting&age=day"
    page = client.post(address, {"seen": seen, **sent}, follow=True)
    return html.unescape(page.content.decode())


def undo(client, page):
    events = re.findall(r'name="event" value="(\d+)"', page)
    assert events
    return html.unescape(client.post(f"{QUEUE}undo/", {"event": events}, follow=True).content.decode())


def status_of(comment):
    return Comment.objects.get(pk=comment.pk).status


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
        {"decision": "approved", "seen": "1-1-pending-0-0"},
        {"decision": "approved", "seen": "0-1-pending-0"},
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
    seen = f"{comment.pk}-1-withdrawn-{comment.events.last().pk}"
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


# --- taking back


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


# --- many at once


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


# --- marks


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


# --- who may


@pytest.mark.parametrize("codenames", [["view_comment", "change_comment"], ["moderate_comment"], []])
def test_who_may_not_moderate_or_not_see_decides_nothing(client, editor, codenames):
    comment = make_comment(make_interview(), status="pending")
    seen = token(comment, client)
    page = decide(client, comment, seen, decision="approved")
    event = comment.events.get().pk
    clerk = User.objects.create_user("clerk", is_staff=True)
    clerk.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client.force_login(clerk)
    assert "approved" in page
    for address, sent in (
        (f"{comment.pk}/decide/", {"seen": seen, "decision": "rejected"}),
        (f"{comment.pk}/decide/", {"mark": "pick"}),
        (f"{comment.pk}/reply/", {"seen": seen, "body": "Mine."}),
        ("together/", {"item": seen, "decision": "rejected", "confirmed": "1"}),
        ("undo/", {"event": event}),
    ):
        assert client.post(QUEUE + address, sent).status_code == 403
        assert client.get(QUEUE + address).status_code == 405
    comment.refresh_from_db()
    assert (comment.status, comment.picked_at, Comment.objects.count()) == ("approved", None, 1)


def test_a_form_from_elsewhere_decides_nothing(editor):
    comment = make_comment(make_interview(), status="pending")
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor)
    seen = token(comment, strict)
    assert strict.post(f"{QUEUE}{comment.pk}/decide/", {"seen": seen, "decision": "approved"}).status_code == 403
    assert status_of(comment) == "pending"


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
