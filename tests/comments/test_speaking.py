"""Who signed in speaks as guest, interviewer or editor, and nobody else does."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from interviews.comments.models import Comment, SpeakerAccount
from interviews.models import Interview
from tests.comments.test_writing import TYPED, write
from tests.factories import make_comment, make_editor, make_interview

pytestmark = pytest.mark.django_db

HERE = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def interview() -> Interview:
    return make_interview(guest="Anne Miller", host="Jo Doe", slug="anne-miller")


def account_of(interview: Interview, place: int) -> Client:
    """A browser in which the guest (0) or the host (1) signed in."""
    user = get_user_model().objects.create_user(f"speaker-{place}", password="a long pass phrase")
    SpeakerAccount.objects.create(user=user, speaker=interview.appearances.all()[place].speaker)
    client = Client(headers=HERE)
    client.force_login(user)
    return client


def form_at(client: Client, address: str) -> str:
    return client.get(address).content.decode()


@pytest.mark.parametrize(("place", "name", "voice"), [(0, "Anne Miller", "Guest"), (1, "Jo Doe", "Interviewer")])
def test_a_speaker_is_asked_for_no_name_and_answers_at_once_under_the_own_one(
    interview: Interview, place: int, name: str, voice: str
) -> None:
    question = make_comment(interview, name="Mia Ek", body="Why?", kind="question")
    speaker = account_of(interview, place)
    form = form_at(speaker, question.reply_url)
    assert f"<strong><bdi>{name}</bdi></strong>" in form and f'<span class="badge">{voice}</span>' in form
    assert 'name="name"' not in form and 'name="signed_in"' in form
    typed = {"body": "Because.", "parent": question.pk, "signed_in": "1", "name": "Somebody Else"}
    assert speaker.post("/interviews/anne-miller/comments/", typed).status_code == 303
    answer = Comment.objects.get(body="Because.")
    assert (answer.name, answer.get_voice_display(), answer.status) == (name, voice, "approved")
    question.refresh_from_db()
    assert (question.answer == answer) == (voice == "Guest")
    page = Client().get("/interviews/anne-miller/").content.decode()
    assert f'<span class="badge">{voice}</span>' in page
    assert ("Answered by" in page) == (voice == "Guest")


def test_from_a_page_for_strangers_who_signed_in_sees_first_under_which_name_it_will_stand(
    interview: Interview,
) -> None:
    guest = account_of(interview, 0)
    page = guest.post("/interviews/anne-miller/comments/", TYPED)
    assert page.status_code == 200
    assert "You are signed in" in page.content.decode() and TYPED["body"] in page.content.decode()
    assert not Comment.objects.exists()


def test_a_speaker_of_another_interview_is_a_reader_here(interview: Interview) -> None:
    other = make_interview(guest="Ole Lie")
    stranger = account_of(other, 0)
    assert 'name="name"' in form_at(stranger, "/interviews/anne-miller/comments/write/")
    write(stranger, interview)
    assert Comment.objects.get().voice == ""


def test_an_editor_speaks_as_one(interview: Interview) -> None:
    make_editor("ed", first_name="Ed", last_name="Itor")
    client = Client(headers=HERE)
    client.login(username="ed", password="a long pass phrase")
    client.post("/interviews/anne-miller/comments/", {"body": "Welcome.", "signed_in": "1"})
    comment = Comment.objects.get()
    assert (comment.name, comment.voice, comment.status) == ("Ed Itor", "editor", "approved")


def test_an_editor_without_a_name_speaks_for_the_editors_and_the_login_name_stays_secret(interview: Interview) -> None:
    make_editor("ada")
    client = Client(headers=HERE)
    client.login(username="ada", password="a long pass phrase")
    client.post("/interviews/anne-miller/comments/", {"body": "Welcome.", "signed_in": "1"})
    comment = Comment.objects.get()
    assert (comment.name, comment.voice) == ("The editors", "editor")
    assert "ada" not in Client().get("/interviews/anne-miller/comments/").content.decode().split("<main")[1].split()


def test_a_stranger_gets_no_voice_by_saying_so(interview: Interview) -> None:
    write(Client(), interview, signed_in="1", voice="guest", user="1")
    comment = Comment.objects.get()
    assert (comment.voice, comment.user, comment.name) == ("", None, TYPED["name"])


def test_a_page_for_strangers_asks_for_no_session(interview: Interview) -> None:
    for address in ("", "comments/", "comments/write/"):
        page = Client().get(f"/interviews/anne-miller/{address}")
        assert not page.cookies and "Cookie" not in page.headers.get("Vary", "")


def test_what_is_said_by_one_who_signed_in_is_kept_by_no_cache(interview: Interview) -> None:
    page = account_of(interview, 0).get("/interviews/anne-miller/comments/write/")
    assert "no-store" in page["Cache-Control"]


def test_who_signed_in_is_told_that_what_a_page_for_strangers_sent_is_not_sent_yet(interview: Interview) -> None:
    guest = account_of(interview, 0)
    page = guest.post("/interviews/anne-miller/comments/", TYPED).content.decode()
    assert "<title>Not quite sent yet" in page
    assert 'class="problems" tabindex="-1" autofocus' in page
    assert "send it once more" in page
    preview = guest.post("/interviews/anne-miller/comments/", TYPED | {"preview": "1"}).content.decode()
    assert 'class="problems"' not in preview
    empty = guest.post("/interviews/anne-miller/comments/", {"body": ""})
    assert empty.status_code == 422


def test_only_an_editor_sees_a_form_below_a_thread_that_is_closed(interview: Interview) -> None:
    root = make_comment(interview)
    reply = make_comment(interview, parent=root)
    root.lock()
    page = Client().get(reply.reply_url)
    assert page.status_code == 403
    assert "<textarea" not in page.content.decode() and "closed this thread" in page.content.decode()
    assert account_of(interview, 0).get(reply.reply_url).status_code == 403
    editor = Client()
    editor.force_login(make_editor("ed"))
    assert "<textarea" in form_at(editor, reply.reply_url)
