"""Letters that a worker sends, and what becomes of them where the mail server fails."""

from __future__ import annotations

import signal
import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.utils import timezone

from interviews.comments.models import Letter, Subscription
from interviews.comments.posting import post
from portal.tasks import backend
from tests.comments.test_letters import by_the_queue
from tests.letters import make_subscription, reply_to

pytestmark = pytest.mark.django_db

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
    monkeypatch.setattr("interviews.mailing.server_of_mail", Failing)
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

    monkeypatch.setattr("interviews.mailing.server_of_mail", Choosy)
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
