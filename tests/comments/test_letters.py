"""Letters about replies: when, how often, and to whom."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from interviews.comments.models import Comment, Letter, SitePolicy, Subscription
from tests.comments.queue_steps import decide, say_yes, token
from tests.comments.test_writing import write
from tests.factories import make_comment, make_editor, make_interview
from tests.letters import make_subscription, reply_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def interview(db):
    return make_interview(guest="Ola Berg", slug="ola-berg")


# When


def by_the_verb(reply):
    reply.decide("approved")


def by_the_action_of_the_list(reply):
    client = Client()
    client.force_login(make_editor(email="ed@example.org"))
    address = reverse("admin:comments_comment_changelist")
    asked = client.post(address, {"action": "approve", "_selected_action": [reply.pk]})
    say_yes(client, asked)


def by_the_queue(reply):
    client = Client()
    client.force_login(make_editor(email="ed@example.org"))
    decide(client, reply, token(reply, client), decision="approved")


@pytest.mark.parametrize("door", [by_the_verb, by_the_action_of_the_list, by_the_queue])
def test_a_reply_that_is_approved_is_told_once(first, posting, door):
    reply = reply_to(first)
    assert not mail.outbox
    with posting() as letters:
        door(reply)
    reply.refresh_from_db()
    assert reply.status == "approved"
    assert [letter.to for letter in letters] == [["mia@example.org"]]


def test_a_comment_that_the_rules_approve_is_told_at_once(first, posting):
    SitePolicy.objects.create(mode="open")
    with posting() as letters:
        made = write(Client(), first.interview, parent=first.pk, email="jan@example.org", name="Jan", stamp=old_stamp())
    assert made.status_code == 303
    assert Comment.objects.get(name="Jan").status == "approved"
    assert [letter.to for letter in letters] == [["mia@example.org"]]


def old_stamp():
    from interviews.comments import stamps

    with pytest.MonkeyPatch.context() as patch:
        now = stamps.time.time()
        patch.setattr("django.core.signing.time.time", lambda: now - 60)
        return stamps.form_stamp()


def test_to_undo_and_approve_again_sends_nothing_twice(first, posting):
    reply = reply_to(first)
    with posting() as letters:
        reply.decide("approved")
    assert len(letters) == 1
    for status in ("rejected", "approved", "removed", "approved"):
        with posting() as letters:
            reply.decide(status)
        assert letters == []


def test_an_undo_that_shows_a_reply_tells_of_it_once(first, posting):
    editor, reply = make_editor(email="ed@example.org"), reply_to(first)
    with posting() as letters:  # approved and rejected before any letter leaves
        reply.decide("approved", by=editor)
        reply.decide("rejected", by=editor)
    assert letters == []
    with posting() as letters:
        reply.undo(reply.events.last(), by=editor)
    assert reply.status == "approved" and len(letters) == 1
    with posting() as letters:
        reply.decide("removed", by=editor)
        reply.undo(reply.events.last(), by=editor)
    assert letters == []


def test_nor_does_unsubscribing_and_following_again(first, posting):
    reply = reply_to(first)
    with posting():
        reply.decide("approved")
    Subscription.objects.all().delete()
    make_subscription(first.interview, comment=first)
    with posting() as letters:
        reply.decide("rejected")
        reply.decide("approved")
    assert letters == []


@pytest.mark.parametrize("status", ["pending", "spam", "rejected", "removed", "withdrawn"])
def test_nothing_is_told_of_what_is_not_shown(first, posting, status):
    with posting() as letters:
        reply_to(first).decide(status)
    assert letters == []
    assert not Letter.objects.exists()


@pytest.mark.parametrize("status", ["spam", "rejected", "removed"])
def test_what_was_held_back_is_told_when_it_is_approved_later(first, posting, status):
    reply = reply_to(first)
    with posting() as letters:
        reply.decide(status)
        assert letters == []
    with posting() as letters:
        reply.decide("approved")
    assert len(letters) == 1


def test_what_is_rejected_before_its_letter_leaves_is_told_only_when_it_is_shown_again(first, posting):
    reply = reply_to(first)
    with posting() as letters:
        reply.decide("approved")
        reply.decide("rejected")
    assert letters == []
    with posting() as letters:
        reply.decide("approved")
    assert len(letters) == 1


def test_even_after_the_letter_was_given_up(first, posting):
    reply = reply_to(first)
    with posting():
        reply.decide("approved")
        reply.decide("rejected")
    Letter.objects.update(created_at=timezone.now() - timedelta(days=30))
    with posting() as letters:
        reply.decide("approved")
    assert len(letters) == 1


def test_nothing_is_told_of_an_interview_that_is_withdrawn(first, posting):
    reply = reply_to(first)
    first.interview.withdraw()
    with posting() as letters:
        reply.decide("approved")
    assert letters == []


def test_what_was_imported_is_told_to_nobody(first, posting):
    from interviews.comments.entries import add
    from interviews.documents.document import CommentEntry

    with posting() as letters:
        add(first.interview, [CommentEntry(key="x", parent=first.uid, name="Jan", body="Old.", status="approved")])
    assert Comment.objects.filter(name="Jan", status="approved").exists()
    assert letters == []


def test_where_no_mail_is_set_up_nothing_is_put_down(first, settings):
    settings.SENDS_LETTERS = False
    reply_to(first).decide("approved")
    assert not Letter.objects.exists()


# To whom


def test_the_author_of_a_reply_is_not_told_of_it(first, posting):
    with posting() as letters:
        reply_to(first, email="Mia@Example.org").decide("approved")
    assert letters == []


def test_who_signed_in_is_not_told_of_their_own(first, posting):
    user = make_editor(email="mia@example.org")
    with posting() as letters:
        reply_to(first, email="", user=user, voice="editor").decide("approved")
    assert letters == []


def test_who_has_not_confirmed_is_told_nothing(interview, posting):
    comment = make_comment(interview)
    make_subscription(interview, comment=comment, confirmed_at=None)
    make_subscription(interview, "eva@example.org", confirmed_at=None)
    with posting() as letters:
        reply_to(comment).decide("approved")
    assert letters == []


def test_who_unsubscribed_before_the_letter_left_gets_none(first, posting):
    with posting() as letters:
        reply_to(first).decide("approved")
        Subscription.objects.all().delete()
    assert letters == []


def test_a_reply_to_another_comment_is_not_told(first, posting):
    other = make_comment(first.interview, name="Eva")
    with posting() as letters:
        reply_to(other).decide("approved")
    assert letters == []


def test_who_follows_the_conversation_is_told_of_each_comment_and_of_no_other_interview(interview, posting):
    make_subscription(interview)
    elsewhere = make_interview()
    with posting() as letters:
        make_comment(interview, email="jan@example.org")
        make_comment(elsewhere, email="jan@example.org")
    assert [letter.to for letter in letters] == [["mia@example.org"]]
    assert "You get this letter because you follow this conversation" in letters[0].body


def test_who_follows_both_gets_one_letter_about_the_reply(first, posting):
    make_subscription(first.interview, "MIA@example.org")
    with posting() as letters:
        reply_to(first).decide("approved")
    assert len(letters) == 1
    assert "replied to your comment" in letters[0].subject
