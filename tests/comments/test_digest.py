"""What waits, told by e-mail: to whom, and nothing where nothing waits."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.utils import timezone

from interviews.comments.models import Comment, SpeakerAccount
from interviews.models import Speaker
from tests.factories import make_comment, make_editor, make_interview
from tests.letters import SITE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("posting")]


@pytest.fixture
def editor(db):
    return make_editor(email="ed@example.org")


def send():
    call_command("send_digest", stdout=io.StringIO())
    return mail.outbox


def account_of(name, email):
    user = get_user_model().objects.create_user(username=name, email=email)
    return SpeakerAccount.objects.create(user=user, speaker=Speaker.objects.get(name=name))


def test_nothing_is_sent_where_nothing_waits(editor):
    interview = make_interview(guest="Ola Berg")
    account_of("Ola Berg", "ola@example.org")
    for status in ("approved", "rejected", "spam", "removed"):
        make_comment(interview, status=status).confirm(editor)
    assert send() == []


def test_editors_are_told_how_many_wait_why_and_since_when(editor):
    interview = make_interview(guest="Ola Berg")
    make_comment(interview, status="pending")
    old = make_comment(interview, status="pending", reasons=["links", "quick"])
    Comment.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=9))
    (letter,) = send()
    assert letter.to == ["ed@example.org"]
    assert letter.subject == "2 comments wait for you"
    assert f"{SITE}/admin/comments/comment/" in letter.body
    for line in (
        "* 1 – more links than usual", "* 1 – sent within seconds", "* 1 – waits as every comment does",
        "* 1 – since yesterday", "* 1 – for more than a week", "* 2 – Ola Berg, Keeper",
    ):  # fmt: skip
        assert line in letter.body


def test_what_was_reported_waits_too(editor):
    comment = make_comment(make_interview())
    comment.reports.create(reason="spam")
    (letter,) = send()
    assert "* 1 – shown, and reported by readers" in letter.body


def test_what_the_rules_took_for_spam_waits_until_somebody_has_looked_at_it(editor):
    suspected = [make_comment(make_interview(), status="spam", body="Buy now.") for _ in range(2)]
    suspected[0].confirm(editor)
    (letter,) = send()
    assert letter.subject == "1 comment waits for you"
    for text in (letter.body, letter.alternatives[0][0]):
        assert "1 – taken for spam by the rules, and looked at by nobody" in text
        assert "Buy now" not in text


def test_no_address_and_no_name_of_a_stranger_is_mailed(editor):
    words = "Buy **now** at [here](https://evil.example/x) or evil.example, write buy@evil.example"
    make_comment(make_interview(), status="pending", name="www.evil.example", body=words, url="https://evil.example")
    make_comment(make_interview(guest="Ola Berg"), kind="question", body=words)
    (letter,) = send()
    said = letter.subject + letter.body + letter.alternatives[0][0]
    assert "evil" not in said
    assert "Buy now at" in letter.body


def test_ten_are_told_and_then_how_many_more(editor):
    for number in range(13):
        make_comment(make_interview(), status="pending", body=f"Words no {number}.")
    (letter,) = send()
    assert letter.body.count("Words no") == 10 and "* and 3 more" in letter.body


def test_only_who_may_moderate_is_told(editor):
    make_comment(make_interview(), status="pending")
    users = get_user_model().objects
    allowed = users.create_user(username="may", email="may@example.org", is_staff=True)
    allowed.user_permissions.add(Permission.objects.get(codename="moderate_comment"))
    users.create_user(username="may not", email="not@example.org", is_staff=True)
    make_editor("without address")
    make_editor("gone", email="gone@example.org", is_active=False)
    make_editor("twice", email="ED@example.org")
    assert sorted(letter.to[0].casefold() for letter in send()) == ["ed@example.org", "may@example.org"]


def test_a_guest_is_told_of_the_open_questions_on_their_own_interviews(editor):
    mine = make_interview(guest="Ola Berg", host="Jo Doe")
    asked = make_comment(mine, kind="question", body="Why lamps?")
    make_comment(mine, kind="question", body="Not yet seen.", status="pending").decide("rejected")
    answered = make_comment(mine, kind="question", body="Answered already?")
    make_comment(mine, parent=answered, voice="guest", name="Ola Berg")
    make_comment(make_interview(guest="Eva Holm"), kind="question", body="Asked of Eva?")
    make_comment(make_interview(guest="Ola Berg", published=False), kind="question", body="On a draft?")
    account_of("Ola Berg", "ola@example.org")
    account_of("Jo Doe", "jo@example.org")
    to = {letter.to[0]: letter for letter in send()}
    assert set(to) == {"ed@example.org", "ola@example.org"}
    told = to["ola@example.org"]
    assert told.subject == "A reader asks you something"
    assert f"{SITE}/account/questions/" in told.body
    assert "Why lamps?" in told.body and SITE + asked.get_absolute_url() in told.body
    for other in ("Not yet", "Answered already", "Eva", "draft"):
        assert other not in told.body
    assert "Why lamps?" in to["ed@example.org"].body and "Asked of Eva?" in to["ed@example.org"].body
    assert to["ed@example.org"].subject == "2 questions have no answer yet"


def test_without_mail_it_says_what_to_set(settings, editor):
    settings.SENDS_LETTERS = False
    with pytest.raises(CommandError, match="Set EMAIL_URL and SITE_URL"):
        send()


def test_one_letter_that_fails_keeps_no_other(editor, monkeypatch):
    class Choosy(EmailBackend):
        def send_messages(self, messages):
            if messages[0].to == ["ed@example.org"]:
                raise ConnectionRefusedError("nobody there")
            return super().send_messages(messages)

    make_editor("other", email="other@example.org")
    make_comment(make_interview(), status="pending")
    monkeypatch.setattr("interviews.comments.management.commands.send_digest.server_of_mail", Choosy)
    with pytest.raises(CommandError, match="nobody there"):
        send()
    assert [letter.to for letter in mail.outbox] == [["other@example.org"]]
