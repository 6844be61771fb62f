"""Readers suggest other words for an answer."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from interviews.comments.models import BlockRule, Correction, InterviewPolicy
from interviews.models import Interview
from tests.comments.corrections.steps import WANTED, WAS, address_of, make_correction, make_page, marks_of, send
from tests.factories import make_segment

pytestmark = pytest.mark.django_db


@pytest.fixture
def segment():
    return make_page()


def test_the_comments_on_an_answer_lead_to_the_form_which_holds_its_words(client, segment):
    page = client.get("/interviews/ola-berg/comments/?segment=lit").content.decode()
    assert address_of(segment) in page
    form = client.get(address_of(segment))
    assert form.status_code == 200
    assert WAS in form.content.decode()
    assert "noindex" in form.content.decode()


def test_the_form_is_the_same_for_all_and_sets_no_cookie(client, segment):
    answer = client.get(address_of(segment))
    assert not answer.cookies
    assert "csrfmiddlewaretoken" not in answer.content.decode()


def test_a_correction_is_kept_with_what_its_reader_saw_and_is_nowhere_public(client, segment):
    answer = send(client, segment, why="I was there.", email="mia@example.org")
    assert (answer.status_code, answer["Location"]) == (303, f"{address_of(segment)}sent/")
    assert "with the editors" in client.get(answer["Location"]).content.decode()
    row = Correction.objects.get()
    assert (row.was_answer, row.answer, row.why, row.status) == (WAS, WANTED, "I was there.", "waiting")
    assert (row.uid, row.email, row.credit) == ("lit", "mia@example.org", False)
    for address in ("", "comments/", "comments/?segment=lit", "corrections/lit/"):
        page = client.get(f"/interviews/ola-berg/{address}").content.decode()
        assert "1908" not in page
        assert "Mia Ek" not in page


def test_what_changes_is_shown_word_by_word_before_it_is_sent(client, segment):
    page = send(client, segment, preview="1").content.decode()
    assert (marks_of(page, "del"), marks_of(page, "ins")) == (["1903"], ["1908"])
    assert "[removed: " in page
    assert not Correction.objects.exists()


def test_hostile_words_are_shown_and_stored_as_words(client, segment):
    page = send(client, segment, preview="1", answer="<script>alert(1)</script>", name='"><b>x').content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
    send(client, segment, answer="<script>alert(1)</script>\0\u202e")
    assert Correction.objects.get().answer == "<script>alert(1)</script>"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"answer": WAS}, "These are the words as they stand."),
        ({"answer": f"  {WAS}  \r\n\0"}, "These are the words as they stand."),
        ({"answer": "x" * 20_000}, "characters were typed"),
        ({"name": "x" * 61}, "61 characters"),
        ({"email": "mia@"}, "This is not an e-mail address."),
        ({"credit": "on", "name": ""}, "Write the name under which you want to be named"),
    ],
)
def test_what_cannot_be_taken_is_told_and_kept_in_the_form(client, segment, typed, told):
    if typed.get("answer", "").startswith("  "):
        typed = {"answer": f"{WAS}  \r\n\0"}
    answer = send(client, segment, why="It matters.", **typed)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert "It matters." in answer.content.decode()
    assert not Correction.objects.exists()


def test_words_that_changed_meanwhile_are_shown_and_the_readers_text_is_kept(client, segment):
    old = send(client, segment, preview="1").context["form"]["seen"].value()
    segment.answer = "The lamp was lit in 1903, by my uncle."
    segment.save()
    answer = send(client, segment, seen=old)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "uncle" in page
    assert WANTED in page
    assert not Correction.objects.exists()
    assert send(client, segment, seen=answer.context["form"]["seen"].value()).status_code == 303
    assert Correction.objects.get().was_answer == "The lamp was lit in 1903, by my uncle."


@pytest.mark.parametrize("state", ["draft", "withdrawn", "no such entry"])
def test_what_is_not_published_takes_none(client, segment, state):
    if state == "withdrawn":
        segment.interview.withdraw()
    elif state == "draft":
        Interview.objects.update(status="draft")
    else:
        segment.uid = "other"
    assert client.get(address_of(segment)).status_code == 404
    assert client.get(f"{address_of(segment)}sent/").status_code == 404
    assert send(client, segment).status_code == 404
    assert not Correction.objects.exists()


def test_an_entry_without_words_has_nothing_to_correct(client, segment):
    empty = make_segment(segment.interview, 150, question="", answer="", label="Silence", uid="none")
    assert client.get(address_of(empty)).status_code == 404
    page = client.get("/interviews/ola-berg/comments/?segment=none").content.decode()
    assert "Suggest a correction" not in page


def test_a_second_click_is_no_second_correction(client, segment):
    assert [send(client, segment).status_code for _ in range(2)] == [303, 303]
    assert Correction.objects.count() == 1


def test_one_network_sends_only_so_many_comments_and_corrections(client, segment):
    send(client, segment)
    answer = send(client, segment, answer="Another.")
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert send(client, segment, answer="Another.", remote="198.51.100.7").status_code == 303
    Correction.objects.update(created_at=timezone.now() - dt.timedelta(minutes=1))
    assert send(client, segment, answer="A third.").status_code == 303


def test_a_trap_and_a_page_of_links_are_taken_for_spam_and_still_thanked(client, segment):
    assert send(client, segment, topic="robot", proof="").status_code == 303
    links = " ".join(f"https://spam{n}.example/" for n in range(12))
    assert send(client, segment, answer=links, remote="198.51.100.7").status_code == 303
    assert set(Correction.objects.values_list("status", flat=True)) == {"spam"}


def test_links_that_stand_in_the_answer_speak_against_nobody(client):
    links = " ".join(f"https://page{n}.example/" for n in range(12))
    segment = make_page(f"{WAS} {links}")
    send(client, segment, answer=f"{WANTED} {links}")
    assert (Correction.objects.get().status, Correction.objects.get().reasons) == ("waiting", [])


def test_a_block_rule_refuses_and_says_so(client, segment):
    BlockRule.objects.create(kind="word", pattern="casino", action="refuse")
    answer = send(client, segment, why="A casino!")
    assert answer.status_code == 403
    assert "The rules of this site refuse it" in answer.content.decode()
    assert not Correction.objects.exists()


def test_a_doubtful_one_is_asked_for_work_first(client, segment, settings):
    settings.PROOF_OF_WORK = True
    answer = send(client, segment, age=1)
    assert "<proof-of-work" in answer.content.decode()
    assert not Correction.objects.exists()
    send(client, segment, age=1, proof="")
    assert Correction.objects.get().reasons == ["no_proof", "quick"]


def test_a_form_from_elsewhere_is_asked_for_a_token(segment):
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(address_of(segment), {"answer": WANTED}, headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403
    assert "csrfmiddlewaretoken" in answer.content.decode()


def test_a_closed_conversation_takes_corrections(client, segment):
    InterviewPolicy.objects.create(interview=segment.interview, mode="closed")
    assert send(client, segment).status_code == 303


def test_the_form_costs_few_queries(client, segment, django_assert_num_queries):
    make_correction(segment)
    with django_assert_num_queries(4):
        client.get(address_of(segment))
