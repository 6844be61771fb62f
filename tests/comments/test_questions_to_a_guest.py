"""What a guest who signs in sees: the questions readers asked, and where to answer."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client

from interviews.comments.models import Comment, InterviewPolicy, SitePolicy, SpeakerAccount
from tests.factories import make_comment, make_editor, make_interview

pytestmark = pytest.mark.django_db

QUESTIONS, SIGN_IN = "/account/questions/", "/account/sign-in/"


@pytest.fixture
def interview():
    return make_interview(guest="Ola Berg", host="Jo Doe")


@pytest.fixture
def guest(interview):
    user = User.objects.create_user("ola", password="a long pass phrase")
    SpeakerAccount.objects.create(user=user, speaker=interview.guests[0].speaker)
    return user


def shown(client):
    return client.get(QUESTIONS).content.decode()


def test_a_guest_signs_in_sees_the_questions_and_answers_one(client, interview, guest):
    question = make_comment(interview, kind="question", body="And the fog?")
    assert client.get(QUESTIONS).headers["Location"] == f"{SIGN_IN}?next={QUESTIONS}"
    client.post(SIGN_IN, {"username": "ola", "password": "a long pass phrase"})
    page = shown(client)
    assert "And the fog?" in page
    assert question.reply_url in page
    typed = {"signed_in": "1", "body": "It was thick.", "parent": question.pk}
    client.post(f"{interview.get_absolute_url()}comments/", typed, headers={"sec-fetch-site": "same-origin"})
    answer = Comment.objects.get(parent=question)
    assert (answer.name, answer.voice, answer.status) == ("Ola Berg", "guest", "approved")
    assert "And the fog?" not in shown(client)


def test_a_wrong_password_is_told_and_signs_nobody_in(client, guest):
    response = client.post(SIGN_IN, {"username": "ola", "password": "wrong"})
    assert response.status_code == 422
    assert "You are not signed in" in response.content.decode()
    assert "css/comment-page" in response.content.decode()  # which says how that looks
    assert client.get(QUESTIONS).status_code == 302


def test_a_field_left_empty_is_named_and_led_to(client):
    page = client.post(SIGN_IN, {"username": "", "password": "x"}).content.decode()
    assert "You are not signed in" in page
    assert '<a href="#id_username">' in page


def test_the_page_for_signing_in_has_the_name_of_the_site(client, settings):
    assert f"Sign in · {settings.SITE_NAME}</title>" in client.get(SIGN_IN).content.decode()


def test_only_what_is_asked_of_this_guest_in_public_and_has_no_answer_is_listed(client, interview, guest):
    client.force_login(guest)
    make_comment(interview, kind="question", body="Held.", status="pending")
    make_comment(interview, body="No question.")
    make_comment(make_interview(guest="Mia Ek"), kind="question", body="Of somebody else.")
    hidden = make_interview(guest="Ola Berg")
    make_comment(hidden, kind="question", body="Not published.")
    hidden.withdraw()
    page = shown(client)
    for body in ("Held.", "No question.", "Of somebody else.", "Not published."):
        assert body not in page
    assert "Every question has its answer." in page


def test_what_can_be_answered_no_more_is_not_listed(client, interview, guest):
    client.force_login(guest)
    make_comment(interview, kind="question", body="And the fog?")
    InterviewPolicy.objects.create(interview=interview, slow_mode=60)
    assert "And the fog?" in shown(client)
    InterviewPolicy.objects.update(mode="closed")
    assert "And the fog?" not in shown(client)
    InterviewPolicy.objects.all().delete()
    assert "And the fog?" in shown(client)
    SitePolicy(closes_after_days=0).save()
    assert "And the fog?" not in shown(client)


def test_the_interviewer_is_not_asked(client, interview):
    user = User.objects.create_user("jo")
    SpeakerAccount.objects.create(user=user, speaker=interview.appearances.get(role="interviewer").speaker)
    make_comment(interview, kind="question", body="And the fog?")
    client.force_login(user)
    assert "And the fog?" not in shown(client)


def test_an_account_that_is_no_speakers_is_told_so(client):
    client.force_login(make_editor())
    assert "This account is no speaker’s." in shown(client)


def test_what_readers_typed_is_no_markup_and_no_address_of_theirs_is_shown(client, interview, guest):
    client.force_login(guest)
    evil = "<script>evil()</script>"
    make_comment(interview, kind="question", name=evil, body=evil, email="mia@example.org")
    page = shown(client)
    assert "&lt;script&gt;evil()" in page
    assert "<script>evil" not in page
    assert "mia@example.org" not in page


def test_nobody_keeps_these_pages(client, guest):
    assert "no-store" in client.get(SIGN_IN).headers["Cache-Control"]
    client.force_login(guest)
    assert "no-store" in client.get(QUESTIONS).headers["Cache-Control"]


def test_a_guest_signs_out_and_is_led_nowhere_else(client, guest):
    client.force_login(guest)
    assert client.get("/account/sign-out/").status_code == 405
    client.post("/account/sign-out/")
    assert client.get(QUESTIONS).status_code == 302
    sent = {"username": "ola", "password": "a long pass phrase", "next": "https://evil.example/"}
    assert client.post(SIGN_IN, sent).headers["Location"] == QUESTIONS


def test_signing_in_from_elsewhere_is_refused(guest):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(SIGN_IN, {"username": "ola", "password": "a long pass phrase"}).status_code == 403


def test_fifty_questions_cost_the_queries_of_one(client, interview, guest, django_assert_num_queries):
    client.force_login(guest)
    make_comment(interview, kind="question")
    with django_assert_num_queries(7):  # session, user, account, rules, open conversations, how many, which
        shown(client)
    for _ in range(49):
        make_comment(interview, kind="question")
    with django_assert_num_queries(7):
        shown(client)
