"""Editors accept what readers suggest, or leave the words as they are."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission, User
from django.core import mail
from django.test import Client

from interviews.comments.correcting import accept
from interviews.comments.models import AlreadyDecidedError, Correction
from interviews.comments.personal import data_of, erase
from interviews.models import Interview, Revision
from interviews.store.beside import begin_draft, discard_changes, publish_changes
from interviews.store.restoring import restore
from tests.comments.corrections.steps import (
    WANTED,
    WAS,
    answer_of,
    decide,
    desk_of,
    draft_of,
    make_correction,
    make_page,
    marks_of,
    offered,
)

pytestmark = pytest.mark.django_db

LIST = "/admin/comments/correction/"
TALK = "/interviews/ola-berg/comments/?segment=lit"
CREDIT = "Corrected after a suggestion by"


@pytest.fixture
def segment():
    return make_page()


@pytest.fixture
def correction(segment):
    return make_correction(segment)


def test_what_waits_is_listed_word_by_word_and_counted_at_the_queue(client, editor, correction):
    page = client.get(LIST).content.decode()
    assert (marks_of(page, "del"), marks_of(page, "ins")) == (["1903"], ["1908"])
    assert desk_of(correction) in page
    queue = client.get("/admin/comments/comment/queue/").content.decode()
    assert 'Readers’ corrections <span class="queue__number">1</span>' in queue


def test_hostile_words_are_words_at_the_desk_too(client, editor, segment):
    row = make_correction(segment, answer="<img src=x onerror=alert(1)>", why="<script>", name="<b>")
    for page in (client.get(LIST), client.get(desk_of(row))):
        assert "<img src=x" not in page.content.decode()
        assert "<b></bdi>" not in page.content.decode()


def test_accepted_it_stands_in_a_draft_beside_the_page_with_credit_in_the_history(client, editor, correction):
    live = correction.interview
    decide(client, correction)
    assert (answer_of(live), answer_of(draft_of(live))) == (WAS, WANTED)
    correction.refresh_from_db()
    assert (correction.status, correction.decided_by, correction.published_at) == ("accepted", editor, None)
    state = Revision.objects.of(live).get(number=correction.state)
    assert (state.author, state.note, state.is_draft) == (editor, "suggested by Mia Ek", True)
    page = client.get(f"/admin/interviews/interview/{live.pk}/history/").content.decode()
    assert "suggested by Mia Ek" in page


def test_readers_see_it_once_the_draft_is_published(client, editor, correction):
    live = correction.interview
    decide(client, correction)
    assert CREDIT not in client.get(TALK).content.decode()
    publish_changes(draft_of(live), by=editor)
    assert answer_of(live) == WANTED
    page = client.get(TALK).content.decode()
    assert CREDIT in page
    assert "<bdi>Mia Ek</bdi>" in page


def test_an_editor_who_may_publish_puts_it_on_the_page_at_once(client, editor, correction):
    decide(client, correction, "publish")
    assert answer_of(correction.interview) == WANTED
    assert not Interview.objects.filter(edits=correction.interview).exists()
    assert CREDIT in client.get(TALK).content.decode()


def test_who_may_not_publish_accepts_into_the_draft_whatever_is_sent(client, correction):
    log_in(client, "change_interview", "view_interview")
    assert "Accept and publish" not in client.get(desk_of(correction)).content.decode()
    decide(client, correction, "publish")
    assert answer_of(correction.interview) == WAS
    assert answer_of(draft_of(correction.interview)) == WANTED


def test_other_edits_of_the_draft_stay_and_are_not_published_by_it(client, editor, correction):
    draft, _is_new = begin_draft(correction.interview, by=editor)
    other = draft.segments.get(uid="before")
    other.answer = "A fire of coal."
    other.save()
    Revision.objects.doubt([draft.pk])
    assert "Accept and publish" not in client.get(desk_of(correction)).content.decode()
    decide(client, correction, "publish")
    assert draft_of(correction.interview) == draft
    assert (answer_of(draft), answer_of(draft, "before")) == (WANTED, "A fire of coal.")
    assert (answer_of(correction.interview), answer_of(correction.interview, "before")) == (WAS, "Nothing.")


def test_an_editor_may_mend_it_before_accepting(client, editor, correction):
    decide(client, correction, answer="The lamp was lit in 1909.")
    assert answer_of(draft_of(correction.interview)) == "The lamp was lit in 1909."


def test_what_was_changed_since_is_kept_and_both_are_offered_together(client, editor, segment, correction):
    segment.answer = "The lamp was lit in 1903, by my uncle."
    segment.save()
    page = client.get(desk_of(correction)).content.decode()
    assert "what was changed here since" in page
    assert offered(client, correction)["answer"] == "The lamp was lit in 1908, by my uncle."


def test_where_both_changed_the_same_words_the_editors_stand_and_it_is_said(client, editor, segment, correction):
    segment.answer = WAS.replace("1903", "1904")
    segment.save()
    assert "Both changed the same words." in client.get(desk_of(correction)).content.decode()
    assert offered(client, correction)["answer"] == WAS.replace("1903", "1904")


def test_words_that_change_while_an_editor_decides_are_shown_first(client, editor, segment, correction):
    opened = offered(client, correction)
    segment.answer = f"{WAS} Twice."
    segment.save()
    answer = client.post(desk_of(correction), opened | {"accept": "1"})
    assert answer.status_code == 409
    assert "Someone changed these words meanwhile." in answer.content.decode()
    assert not Interview.objects.filter(edits=segment.interview).exists()
    again = answer.context["form"]
    sent = {"version": again["version"].value(), "answer": again["answer"].value(), "reply": "", "accept": "1"}
    assert client.post(desk_of(correction), sent).status_code == 302


def test_an_entry_that_is_gone_leaves_nothing_but_to_decline(client, editor, segment, correction):
    segment.delete()
    page = client.get(desk_of(correction)).content.decode()
    assert "can only be declined" in page
    assert 'name="accept"' not in page
    client.post(desk_of(correction), {"accept": "1", "version": ""})
    correction.refresh_from_db()
    assert correction.status == "waiting"


def test_the_second_of_two_editors_is_told_that_it_is_decided(client, editor, second, correction):
    opened = offered(second, correction)
    decide(client, correction)
    answer = second.post(desk_of(correction), opened | {"accept": "1"}, follow=True)
    assert "Eva Dahl was faster" in answer.content.decode()
    second.post(desk_of(correction), opened | {"decline": "1"})
    correction.refresh_from_db()
    assert (correction.status, correction.decided_by) == ("accepted", editor)
    with pytest.raises(AlreadyDecidedError):
        accept(correction, question="", answer="x", by=editor)


def test_declined_the_words_stay(client, editor, correction):
    decide(client, correction, "decline")
    correction.refresh_from_db()
    assert correction.status == "declined"
    assert not Interview.objects.filter(edits=correction.interview).exists()
    assert not Correction.objects.undecided().exists()


def test_what_was_accepted_into_a_draft_that_was_discarded_waits_again(client, editor, correction):
    decide(client, correction)
    discard_changes(draft_of(correction.interview), by=editor)
    assert list(Correction.objects.undecided()) == [correction]
    decide(client, Correction.objects.get(), "publish")
    assert answer_of(correction.interview) == WANTED


def test_restored_to_what_it_was_the_page_thanks_nobody(client, editor, correction):
    live = correction.interview
    decide(client, correction, "publish")
    first = Revision.objects.of(live).order_by("number").first()
    restore(Interview.objects.get(pk=live.pk), first, by=editor, segment="lit")
    assert CREDIT in client.get(TALK).content.decode()
    publish_changes(draft_of(live), by=editor)
    assert answer_of(live) == WAS
    assert CREDIT not in client.get(TALK).content.decode()


def test_nobody_is_named_who_does_not_wish_it(client, editor, segment):
    decide(client, make_correction(segment, credit=False), "publish")
    page = client.get(TALK).content.decode()
    assert CREDIT not in page
    assert "Mia Ek" not in page


def test_the_credit_stays_when_the_answer_is_edited_further(client, editor, segment, correction):
    decide(client, correction, "publish")
    segment.refresh_from_db()
    segment.answer = f"{WANTED} And again."
    segment.save()
    assert CREDIT in client.get(TALK).content.decode()


@pytest.mark.parametrize("button", ["accept", "decline"])
def test_who_gave_an_address_is_answered(client, editor, segment, settings, button, django_capture_on_commit_callbacks):
    settings.SENDS_LETTERS = True
    row = make_correction(segment, email="mia@example.org", why="Buy at https://spam.example/")
    with django_capture_on_commit_callbacks(execute=True):
        decide(client, row, button, reply="We looked it up.")
    [letter] = mail.outbox
    assert letter.to == ["mia@example.org"]
    assert "We looked it up." in letter.body
    assert "Mia Ek" not in letter.body  # nobody showed to own the address: nothing typed goes there
    assert "spam.example" not in letter.body


def test_declined_without_a_word_nothing_is_sent(client, editor, segment, settings, django_capture_on_commit_callbacks):
    settings.SENDS_LETTERS = True
    with django_capture_on_commit_callbacks(execute=True):
        decide(client, make_correction(segment, email="mia@example.org"), "decline")
    assert not mail.outbox


def test_the_page_names_no_address(client, editor, segment):
    row = make_correction(segment, email="mia@example.org")
    assert "mia@example.org" not in client.get(desk_of(row)).content.decode()


def log_in(client: Client, *may: str) -> User:
    user = User.objects.create_user("clerk", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=may))
    client.force_login(user)
    return user


@pytest.mark.parametrize("may", [("view_interview",), ("view_comment", "change_comment", "moderate_comment")])
def test_who_may_not_change_interviews_sees_none(client, correction, may):
    log_in(client, *may)
    assert client.get(LIST).status_code == 403
    assert client.get(desk_of(correction)).status_code == 403
    assert client.post(desk_of(correction), {"accept": "1"}).status_code == 403


def test_nobody_sees_none(client, correction):
    assert client.get(LIST).status_code == 302
    assert client.post(desk_of(correction), {"accept": "1"}).status_code == 302
    correction.refresh_from_db()
    assert correction.status == "waiting"


def test_erasing_a_person_takes_the_name_from_the_page_the_history_and_the_row(client, editor, segment):
    accepted = make_correction(segment, email="mia@example.org")
    make_correction(segment, email="Mia@example.org", answer="Another.")
    decide(client, accepted, "publish")
    assert len(data_of("mia@example.org")["corrections"]) == 2
    erased = erase("mia@example.org")
    assert "2 corrections" in str(erased)
    row = Correction.objects.get()
    assert (row.name, row.email, row.why, row.credit) == ("", "", "", False)
    assert answer_of(segment.interview) == WANTED
    assert CREDIT not in client.get(TALK).content.decode()
    assert not Revision.objects.filter(note__contains="Mia").exists()


def test_the_list_costs_the_same_for_thirty_as_for_one(client, editor, segment, django_assert_max_num_queries):
    make_correction(segment)
    client.get(LIST)
    for number in range(30):
        make_correction(segment, answer=f"Number {number}.")
    with django_assert_max_num_queries(8):
        client.get(LIST)


@pytest.mark.parametrize(("name", "reasons", "named"), [("Mia Ek", [], True), ("Ola Berg", ["poses"], False)])
def test_a_name_that_poses_as_the_guest_is_told_only_where_the_editor_says_so(
    client, editor, segment, name, reasons, named
):
    for chosen in ({}, {"credit": "on"}):
        correction = make_correction(segment, name=name, reasons=reasons)
        assert offered(client, correction)["credit"] is named
        decide(client, correction, **chosen)
        correction.refresh_from_db()
        assert correction.credit is (named or bool(chosen))
