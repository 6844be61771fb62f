"""What a service says of a comment, and the work that a browser does for a doubtful one. Both are off by default."""

from __future__ import annotations

import json
import re
from html import unescape

import akismet
import pytest
from altcha import Challenge, Payload, solve_challenge
from django.test import Client

from interviews.comments import proof, spam_service
from interviews.comments.models import Comment, SitePolicy, UsedProof
from tests.comments.test_arrival import send
from tests.comments.test_writing import TYPED
from tests.factories import make_comment, make_editor, make_interview

pytestmark = pytest.mark.django_db


class Service:
    """Akismet, as far as it goes: says always the same, or fails."""

    def __init__(self, says: object) -> None:
        self.says, self.asked = says, []

    def comment_check(self, **given: str) -> object:
        self.asked.append(given)
        if isinstance(self.says, Exception):
            raise self.says
        return self.says


@pytest.fixture
def service(settings: object, monkeypatch: pytest.MonkeyPatch) -> Service:
    settings.AKISMET_KEY, settings.SITE_URL = "key", "https://interviews.example"
    made = Service(akismet.CheckResponse.HAM)
    monkeypatch.setattr(spam_service, "client", lambda: made)
    return made


@pytest.mark.parametrize(
    ("says", "status", "reasons"),
    [
        (akismet.CheckResponse.HAM, "approved", []),
        (akismet.CheckResponse.SPAM, "spam", ["spam_service"]),
        (akismet.CheckResponse.DISCARD, "spam", ["spam_service"]),  # kept: an editor may see it otherwise
        (akismet.RequestError("down"), "pending", ["service_down"]),
        (akismet.APIKeyError("wrong"), "pending", ["service_down"]),
        (akismet.ProtocolError("odd"), "pending", ["service_down"]),
    ],
)
def test_the_service_is_heard_and_where_it_fails_the_comment_waits(
    client: Client, service: Service, says: object, status: str, reasons: list[str]
) -> None:
    SitePolicy(mode="open").save()
    service.says = says
    assert send(client, make_interview(), "203.0.113.5").status_code == 303
    comment = Comment.objects.get()
    assert (comment.status, comment.reasons) == (status, reasons)
    (asked,) = service.asked
    assert (asked["user_ip"], asked["comment_author"]) == ("203.0.113.5", TYPED["name"])
    assert asked["permalink"].startswith("https://interviews.example/interviews/")


def test_without_a_key_nobody_is_asked(client: Client, service: Service, settings: object) -> None:
    settings.AKISMET_KEY = ""
    send(client, make_interview())
    assert service.asked == []


def test_what_an_editor_writes_is_nobody_elses_business(client: Client, service: Service) -> None:
    make_editor("ed")
    client.login(username="ed", password="a long pass phrase")
    send(client, make_interview(), signed_in="1")
    assert (service.asked, Comment.objects.get().voice) == ([], "editor")


def test_what_was_called_ham_is_not_edited_into_spam_unasked(client: Client, service: Service) -> None:
    SitePolicy(mode="open").save()
    send(client, make_interview())
    comment = Comment.objects.get()
    assert comment.status == "approved"
    service.says = akismet.CheckResponse.SPAM
    typed = {"body": "Pills.", "revision": comment.revision}
    client.post(f"{comment.get_absolute_url()}edit/", typed, headers={"Sec-Fetch-Site": "same-origin"})
    comment.refresh_from_db()
    assert (comment.body, comment.status, comment.reasons) == ("Pills.", "spam", ["edited", "spam_service"])
    assert [asked["comment_content"] for asked in service.asked] == [TYPED["body"], "Pills."]


LINKS = "https://a.example https://b.example https://c.example"


def challenge_in(page: object) -> Challenge:
    found = re.search(r'data-challenge="([^"]*)"', page.content.decode())
    return Challenge.from_dict(json.loads(unescape(found[1])))


def solved(challenge: Challenge) -> str:
    return Payload(challenge, solve_challenge(challenge)).to_base64()


@pytest.fixture
def working(settings: object, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.PROOF_OF_WORK = True
    monkeypatch.setattr(proof, "COST", 1)
    SitePolicy(mode="open").save()


@pytest.mark.usefixtures("working")
def test_a_doubtful_comment_is_asked_for_work_and_then_waits(client: Client) -> None:
    interview = make_interview()
    page = send(client, interview, body=LINKS)
    assert page.status_code == 200
    assert "One more step" in page.content.decode()
    assert LINKS in page.content.decode()
    assert not Comment.objects.exists()
    assert send(client, interview, body=LINKS, proof=solved(challenge_in(page))).status_code == 303
    comment = Comment.objects.get()
    assert (comment.status, comment.reasons) == ("pending", ["links"])


@pytest.mark.usefixtures("working")
def test_without_the_work_it_is_kept_among_the_suspected(client: Client) -> None:
    interview = make_interview()
    send(client, interview, body=LINKS)
    assert send(client, interview, body=LINKS, proof="").status_code == 303
    comment = Comment.objects.get()
    assert (comment.status, comment.reasons) == ("spam", ["no_proof", "links"])


@pytest.mark.usefixtures("working")
def test_a_plain_comment_is_asked_for_nothing(client: Client) -> None:
    assert send(client, make_interview()).status_code == 303
    assert Comment.objects.get().status == "approved"


@pytest.mark.usefixtures("working")
def test_where_very_many_wait_everybody_is_asked(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("interviews.comments.moderation.MANY_WAITING", 2)
    SitePolicy(mode="approve_first").save()
    interview = make_interview()
    for _waiting in range(2):
        make_comment(interview, status="pending")
    assert "One more step" in send(client, interview).content.decode()


@pytest.mark.usefixtures("working")
def test_work_counts_once_in_time_and_only_what_was_asked_for_here(client: Client, settings: object) -> None:
    page = send(client, make_interview(), body=LINKS)
    done = solved(challenge_in(page))
    assert proof.spend(done)
    assert not proof.spend(done)
    assert UsedProof.objects.count() == 1
    unsigned = challenge_in(page)
    unsigned.signature = "0" * 64
    assert not proof.spend(Payload(unsigned, solve_challenge(unsigned)).to_base64())
    expired = Challenge.from_dict(json.loads(proof.challenge()))
    expired.parameters.expires_at = 1
    assert not proof.spend(Payload(expired, solve_challenge(expired)).to_base64())
    settings.SECRET_KEY = "another site"
    assert not proof.spend(solved(challenge_in(page)))


@pytest.mark.parametrize(
    "made_up", ["", "x", "e30=", "bnVsbA==", "W10=", "\x00", "é", "eyJjaGFsbGVuZ2UiOjF9", "a" * 5_000]
)
def test_what_strangers_make_up_is_no_work_and_no_error(made_up: str) -> None:
    assert not proof.spend(made_up)
