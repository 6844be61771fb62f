"""Notices by mail: one letter a person, each notice once, and an address that ends them."""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.test import Client

from interviews import mailing
from interviews.editorial import sending
from interviews.editorial.letters import ending_key
from interviews.editorial.models import Notice, NoticeChoice
from interviews.editorial.notices import tell
from interviews.models import Interview
from tests.factories import make_interview
from tests.letters import SITE, paths_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def letters(posting: Callable) -> Callable:
    """The site sends letters."""
    return posting


def send(*given: str) -> list[Any]:
    before = len(mail.outbox)
    call_command("send_notices", *given, verbosity=0)
    return mail.outbox[before:]


def test_the_letter_of_the_day_tells_all_that_was_not_seen_once(interview: Interview, ann: Any, bo: Any) -> None:
    tell([bo], "mentioned", interview, by=ann, words="Is that so?")
    tell([bo], "ready", make_interview(title="Of ropes", published=False), by=ann)
    tell([bo], "assigned", interview, by=ann)
    Notice.objects.filter(kind="assigned").see()

    assert send() == [], "who chose nothing hears once a day"
    (letter,) = send("--digest")
    assert send("--digest") == []
    assert letter.to == ["bo@example.org"]
    assert letter.subject == "2 notices from the editor’s desk"
    assert "Ann Aas mentioned you in a note: “A talk on tides”\n> Is that so?\n" in letter.body
    assert f"{SITE}/admin/interviews/interview/{interview.pk}/notes/" in letter.body
    assert "Of ropes" in letter.body
    assert "assigned" not in letter.body
    assert not getattr(letter, "alternatives", None)


def test_who_wants_it_at_once_gets_it_when_it_is_stored_and_not_again(
    interview: Interview, ann: Any, bo: Any, letters: Callable
) -> None:
    NoticeChoice.objects.create(user=bo, how="at_once")
    with letters() as sent:
        tell([ann, bo], "ready", interview, by=None)
        assert mail.outbox == []
    assert [one.to for one in sent] == [["bo@example.org"]]
    assert sent[0].subject == "It is ready to publish: “A talk on tides”"
    assert send() == []
    assert [one.to for one in send("--digest")] == [["ann@example.org"]]


@pytest.mark.parametrize("how", ["desk", "not"])
def test_who_wants_no_letter_gets_none(interview: Interview, ann: Any, bo: Any, how: str) -> None:
    tell([bo], "ready", interview, by=ann)
    NoticeChoice.objects.create(user=bo, how=how)
    assert send() == send("--digest") == []


def test_who_lost_the_right_gets_no_word_of_it(interview: Interview, ann: Any, bo: Any) -> None:
    tell([ann, bo], "mentioned", interview, words="Between us.")
    bo.user_permissions.clear()
    ann.is_active = False
    ann.save()
    assert send("--digest") == []
    assert not Notice.objects.exclude(mailed_at=None).exists()


def test_a_notice_that_two_processes_have_is_sent_by_one(
    interview: Interview, ann: Any, bo: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell([bo], "mentioned", interview, by=ann)
    tell([bo], "ready", interview, by=ann)
    by_person = sending._by_person

    def slow(rows: list[Notice]) -> Any:
        monkeypatch.setattr(sending, "_by_person", by_person)
        assert sending.send_due(digest=True) == 1, "the other process, after this one has read what is due"
        return by_person(rows)

    monkeypatch.setattr(sending, "_by_person", slow)
    assert sending.send_due(digest=True) == 0
    assert len(mail.outbox) == 1
    first = Notice.objects.first()
    assert [first.claim(), first.claim()] == [False, False]
    first.release()
    assert [first.claim(), first.claim()] == [True, False]


class Failing(EmailBackend):
    error: Exception = ConnectionRefusedError("nobody there")

    def send_messages(self, messages: Any) -> int:
        raise self.error


def test_a_server_that_fails_loses_nothing_and_is_left_alone(
    interview: Interview, ann: Any, bo: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.core.cache import cache

    tell([ann, bo], "ready", interview)
    with monkeypatch.context() as failing:
        failing.setattr(mailing, "server_of_mail", Failing)
        assert send("--digest") == []
    assert send("--digest") == [], "for a minute"
    cache.clear()
    assert len(send("--digest")) == 2


def test_an_address_that_is_refused_keeps_no_other_from_its_letter(
    interview: Interview, ann: Any, bo: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Choosy(EmailBackend):
        def send_messages(self, messages: Any) -> int:
            if messages[0].to == ["ann@example.org"]:
                raise smtplib.SMTPRecipientsRefused({})
            return super().send_messages(messages)

    monkeypatch.setattr(mailing, "server_of_mail", Choosy)
    tell([ann, bo], "ready", interview)
    assert [one.to for one in send("--digest")] == [["bo@example.org"]]
    assert send("--digest") == []


def test_a_site_without_a_mail_server_says_so(settings: Any) -> None:
    settings.SENDS_LETTERS = False
    with pytest.raises(CommandError, match="sends no mail"):
        call_command("send_notices")


# --- ending them ----------------------------------------------------------------------------------------------------


def ending_in(letter: Any) -> str:
    address = letter.extra_headers["List-Unsubscribe"]
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter.extra_headers["Auto-Submitted"] == "auto-generated"
    path = address.strip("<>").removeprefix(SITE)
    assert path in paths_in(letter)
    return path


def test_letters_end_without_signing_in_and_by_a_button_alone(interview: Interview, ann: Any, bo: Any) -> None:
    tell([bo], "ready", interview, by=ann)
    (letter,) = send("--digest")
    path, stranger = ending_in(letter), Client(enforce_csrf_checks=True)

    page = stranger.get(path)
    assert page.status_code == 200
    assert "<button" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert not NoticeChoice.objects.exists(), "mailboxes fetch every address"

    for _ in range(2):
        done = stranger.post(path, {"List-Unsubscribe": "One-Click"})
        assert (done.status_code, "You get no more letters" in done.content.decode()) == (200, True)
    assert NoticeChoice.objects.get(user=bo).how == "desk"
    tell([bo], "published", interview, by=ann)
    assert send("--digest") == []
    assert Notice.objects.unseen().filter(user=bo).count() == 2, "the desk still tells"


def test_who_wanted_nothing_at_all_is_not_told_more_by_ending_letters(bo: Any, client: Client) -> None:
    NoticeChoice.objects.create(user=bo, how="not", without=["ready"])
    client.post(f"/notices/end/{ending_key(bo)}/")
    assert NoticeChoice.objects.values_list("how", "without").get() == ("not", ["ready"])


def test_an_address_that_is_made_up_or_of_another_mailbox_ends_nothing(ann: Any, bo: Any, client: Client) -> None:
    key = ending_key(bo)
    number, rest = key.split("-", 1)
    forged = [f"{ann.pk}-{rest}", key[:-2], number, "x", f"{key}x"]
    bo.email = "bo.bru@example.org"
    bo.save()
    for one in (*forged, key):
        assert client.post(f"/notices/end/{one}/").status_code == 404
    assert not NoticeChoice.objects.exists()
