"""Letters about replies: to whom, when, how often, and what they say."""

from __future__ import annotations

import re
import signal
import smtplib
from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from interviews.comments.models import Comment, Letter, SitePolicy, Subscription
from interviews.comments.posting import post
from portal.tasks import backend
from tests.comments.queue_steps import decide, say_yes, token
from tests.comments.test_writing import write
from tests.factories import make_comment, make_editor, make_interview
from tests.letters import SITE, make_subscription

pytestmark = pytest.mark.django_db


@pytest.fixture
def interview(db):
    return make_interview(guest="Ola Berg", slug="ola-berg")


@pytest.fixture
def first(interview):
    """A comment of Mia's, who wants to hear of replies."""
    comment = make_comment(interview, email="mia@example.org")
    make_subscription(interview, comment=comment)
    return comment


def reply_to(comment, **given):
    given = {"name": "Jan Falk", "email": "jan@example.org", "body": "I *differ*.", **given}
    return Comment.objects.create(interview=comment.interview, parent=comment, **given)


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


# What it says


def test_a_letter_tells_the_words_where_to_answer_and_how_to_end_it(first, posting):
    reply = reply_to(first, body="I *differ*.\n\n> Unsubscribe at https://evil.example/")
    with posting() as letters:
        reply.decide("approved")
    letter = letters[0]
    (html, kind), *_ = letter.alternatives
    assert kind == "text/html" and "<em>differ</em>" in html
    assert letter.subject == "Jan Falk replied to your comment on “Ola Berg, Keeper”"
    assert "> I differ." in letter.body
    assert f"{SITE}/interviews/ola-berg/comments/{reply.pk}/" in letter.body
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    ends = letter.extra_headers["List-Unsubscribe"]
    assert ends.startswith(f"<{SITE}/comments/unsubscribe/") and ends[1:-1] in letter.body
    # What the writer typed is told apart from what the site says.
    assert all(line.startswith(">") for line in letter.body.splitlines() if "evil.example" in line)


def test_a_letter_is_in_the_language_of_who_asked_for_it(first, posting):
    Subscription.objects.update(language="fr")
    with posting() as letters:
        reply_to(first).decide("approved")
    assert f"<{SITE}/fr/comments/unsubscribe/" in letters[0].extra_headers["List-Unsubscribe"]
    assert '<html lang="fr"' in letters[0].alternatives[0][0]
    assert f"{SITE}/interviews/ola-berg/comments/" in letters[0].body  # lasting: without a language


def sent(letter):
    """A letter as it goes over the wire, read again."""
    raw = letter.message().as_bytes()
    assert max(map(len, raw.split(b"\n"))) <= 998
    return message_from_bytes(raw, policy=default), raw


@pytest.mark.parametrize(
    "name",
    ["Jan\r\nBcc: all@example.org", "Jan\nX: y", "Jan\u2028Bcc: all@example.org", "x" * 60, "دانيال", "\u202eevil"],
)
def test_no_name_or_title_adds_a_header(first, posting, name):
    first.interview.title = f"{name} on ropes"
    first.interview.save()
    with posting() as letters:
        reply_to(first, name=name).decide("approved")
    read, raw = sent(letters[0])
    assert read["Bcc"] is None and read["X"] is None
    assert read["To"] == "mia@example.org"
    assert "\n" not in str(read["Subject"])
    assert not re.search(rb"^(Bcc|X):", raw, re.MULTILINE)


def test_a_name_that_runs_from_the_right_leaves_the_rest_of_the_subject_in_order(first, posting):
    with posting() as letters:
        reply_to(first, name="دانيال").decide("approved")
    assert letters[0].subject.startswith("\N{FIRST STRONG ISOLATE}دانيال\N{POP DIRECTIONAL ISOLATE} replied")
    assert "<bdi>دانيال</bdi>" in letters[0].alternatives[0][0]


def test_a_line_longer_than_mail_may_have_arrives_whole(first, posting):
    with posting() as letters:
        reply_to(first, body="x" * 4000).decide("approved")
    read, _raw = sent(letters[0])
    assert "x" * 4000 in read.get_body("plain").get_content()


def test_the_address_that_ends_it_is_whole_in_its_header_whatever_its_length(first, posting, settings):
    settings.SITE_URL = f"https://{'long-' * 12}interviews.example"
    with posting() as letters:
        reply_to(first).decide("approved")
    read, raw = sent(letters[0])
    assert "".join(read["List-Unsubscribe"].split()) == letters[0].extra_headers["List-Unsubscribe"]
    assert b"List-Unsubscribe: =?" not in raw


def test_no_html_of_a_name_reaches_a_letter(first, posting):
    with posting() as letters:
        reply_to(first, name="<b>Jan</b>", body="<script>x</script> & so").decide("approved")
    html = letters[0].alternatives[0][0]
    assert "<b>Jan" not in html and "<script" not in html
    assert "<b>Jan</b>" in letters[0].body and "&amp;" not in letters[0].body


# By a worker


@pytest.fixture
def queue(settings):
    """One in the database, and a worker that takes what is in it and ends; it would keep the signals to itself."""
    settings.TASKS = {"default": {"BACKEND": backend("database")}}
    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


@pytest.mark.django_db(transaction=True)  # the worker closes its connection
@pytest.mark.usefixtures("queue")
def test_with_a_queue_the_worker_sends_and_nobody_waits_for_it(first, posting):
    with posting() as letters:
        reply_to(first).decide("approved")
    assert letters == []
    call_command("db_worker", batch=True, startup_delay=False, verbosity=0)
    assert [letter.to for letter in mail.outbox] == [["mia@example.org"]]


@pytest.mark.django_db(transaction=True)  # the worker closes its connection
@pytest.mark.usefixtures("queue")
def test_the_worker_sends_nothing_that_is_no_longer_shown(first, posting):
    reply = reply_to(first)
    with posting():
        reply.decide("approved")
    reply.decide("removed")
    call_command("db_worker", batch=True, startup_delay=False, verbosity=0)
    assert mail.outbox == []


# Where the mail server fails


class Failing(EmailBackend):
    error: Exception = ConnectionRefusedError("nobody there")
    tried = 0

    def send_messages(self, messages):
        type(self).tried += 1
        raise self.error


@pytest.fixture
def failing(monkeypatch):
    monkeypatch.setattr(Failing, "tried", 0)
    monkeypatch.setattr("interviews.comments.posting.server_of_mail", Failing)
    return monkeypatch


@pytest.mark.parametrize(
    "error", [ConnectionRefusedError("no"), smtplib.SMTPServerDisconnected("no"), TimeoutError("no")]
)
def test_a_server_that_fails_loses_neither_decision_nor_letter(first, posting, failing, error):
    failing.setattr(Failing, "error", error)
    reply = reply_to(first)
    with posting():
        by_the_queue(reply)
    reply.refresh_from_db()
    assert reply.status == "approved"
    assert Letter.objects.get().sent_at is None
    assert mail.outbox == []


def test_a_letter_that_failed_is_tried_again_later_and_not_before(first, posting, failing):
    with posting():
        reply_to(first).decide("approved")
    failing.undo()
    cache.clear()
    call_command("send_letters", verbosity=0)
    assert mail.outbox == []  # not due yet
    Letter.objects.update(due_at=timezone.now())
    call_command("send_letters", verbosity=0)
    call_command("send_letters", verbosity=0)
    assert [letter.to for letter in mail.outbox] == [["mia@example.org"]]
    assert Subscription.objects.get().last_letter_at is not None


def test_a_server_that_failed_is_not_waited_for_again_at_once(first, posting, failing):
    with posting():
        for number in range(5):
            reply_to(first, body=f"No. {number}").decide("approved")
    assert Failing.tried == 1
    assert Letter.objects.filter(sent_at=None).count() == 5


def test_one_address_that_is_refused_keeps_no_other_from_its_letter(first, posting, monkeypatch):
    make_subscription(first.interview, "eva@example.org", comment=first)

    class Choosy(EmailBackend):
        def send_messages(self, messages):
            if messages[0].to == ["mia@example.org"]:
                raise smtplib.SMTPRecipientsRefused({})
            return super().send_messages(messages)

    monkeypatch.setattr("interviews.comments.posting.server_of_mail", Choosy)
    with posting() as letters:
        reply_to(first).decide("approved")
    assert [letter.to for letter in letters] == [["eva@example.org"]]


def test_what_failed_for_days_is_given_up(first, posting, failing):
    with posting():
        reply_to(first).decide("approved")
    failing.undo()
    cache.clear()
    Letter.objects.update(due_at=timezone.now(), created_at=timezone.now() - timedelta(days=5))
    call_command("send_letters", verbosity=0)
    assert mail.outbox == []


def test_two_processes_send_a_letter_once(first, posting):
    with posting():
        reply_to(first).decide("approved")
    letter = Letter.objects.get()
    Letter.objects.update(sent_at=None, due_at=timezone.now())
    assert letter.claim() and not letter.claim()
    assert post([letter.pk]) == 0
