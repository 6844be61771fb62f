"""Who asked for letters in a comment that was taken for spam is asked once an editor shows it, and not before."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from interviews.comments.models import Comment, Letter, Subscription
from tests.comments.test_writing import write
from tests.factories import make_editor, make_interview
from tests.letters import paths_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def suspected(posting):
    """A comment that the rules took for spam; its author ticked that replies be told, in French."""
    interview = make_interview(guest="Ola Berg", slug="ola-berg")
    with posting() as letters:
        assert write(Client(), interview, follow="on", topic="I am a robot").status_code == 303
    Subscription.objects.update(language="fr")
    assert letters == []
    comment = Comment.objects.get()
    assert comment.status == "spam"
    return comment


def decided(posting, comment, *statuses):
    editor = make_editor(email="ed@example.org")
    with posting() as letters:
        for status in statuses:
            comment.decide(status, editor)
    return letters


def test_as_long_as_it_is_held_nothing_is_sent_or_due(suspected, posting):
    assert Subscription.objects.get().confirmed_at is None
    assert not Letter.objects.exists()
    assert decided(posting, suspected, "rejected") == []
    call_command("send_letters", verbosity=0)
    assert not Letter.objects.exists()


@pytest.mark.parametrize("statuses", [("approved",), ("rejected", "approved")])
def test_once_it_is_shown_its_author_is_asked_in_the_language_of_the_form(suspected, posting, statuses):
    letters = decided(posting, suspected, *statuses)
    assert [letter.to for letter in letters] == [["mia@example.org"]]
    assert paths_in(letters[0])[0].startswith("/fr/comments/confirm/")
    Client().post(paths_in(letters[0])[0])
    suspected.refresh_from_db()
    assert suspected.email_confirmed_at is not None
    assert Subscription.objects.confirmed().get().comment == suspected


def test_it_is_asked_once_whatever_is_decided_later(suspected, posting):
    assert len(decided(posting, suspected, "approved", "removed", "approved")) == 1
    Letter.objects.update(created_at=timezone.now() - timedelta(hours=25))
    with posting() as letters:
        suspected.decide("removed")
        suspected.decide("approved")
    assert letters == []


def test_what_is_spam_again_before_the_letter_leaves_sends_none(suspected, posting):
    assert decided(posting, suspected, "approved", "spam") == []


def test_who_asked_for_nothing_is_asked_nothing(suspected, posting):
    Subscription.objects.all().delete()
    assert decided(posting, suspected, "approved") == []


def test_another_address_that_an_editor_wrote_there_is_not_asked(suspected, posting):
    Comment.objects.update(email="eva@example.org")
    assert decided(posting, suspected, "approved") == []


def test_the_wish_lasts_as_long_as_its_letter(suspected, posting):
    Subscription.objects.update(created_at=timezone.now() - timedelta(days=6))
    assert len(decided(posting, suspected, "approved")) == 1
    Subscription.objects.update(created_at=timezone.now() - timedelta(days=8))
    call_command("purge_conversation", verbosity=0)
    assert Subscription.objects.exists()
    Letter.objects.update(created_at=timezone.now() - timedelta(days=8))
    call_command("purge_conversation", verbosity=0)
    assert not Subscription.objects.exists()
