"""Two editors at one interview: nobody's work is undone without a word."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from interviews.models import Interview
from tests.editorial.sent_form import fields_of, opened, send
from tests.factories import make_comment, make_editor, make_interview, make_segment

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague(db: None) -> Client:
    client = Client()
    client.force_login(make_editor("ann", first_name="Ann", last_name="Other"))
    return client


def page_of(interview: Interview) -> str:
    return reverse("admin:interviews_interview_change", args=[interview.pk])


@pytest.fixture
def interview(db: None) -> Interview:
    interview = make_interview(published=False, guest="Ola Berg")
    for n in (1, 2, 3):
        make_segment(interview, n, question=f"Q{n}")
    return interview


def test_a_save_over_a_colleagues_edit_is_refused_and_says_whose_it_is(
    desk: Client, colleague: Client, interview: Interview
) -> None:
    mine = opened(desk, page_of(interview)) | {"rights": "Mine"}
    theirs = opened(colleague, page_of(interview)) | {"introduction": "Theirs", "segments-2-answer": "Theirs"}
    assert send(colleague, page_of(interview), theirs).status_code == 302

    response = send(desk, page_of(interview), mine)
    html = response.content.decode()

    assert response.status_code == 200
    assert "Ann Other changed this interview at" in html
    assert "do not touch each other" in html
    again = fields_of(html)
    assert (again["rights"], again["introduction"], again["segments-2-answer"]) == ("Mine", "Theirs", "Theirs")
    interview.refresh_from_db()
    assert (interview.introduction, interview.rights) == ("Theirs", "")
    assert interview.segments.last().answer == "Theirs"


def test_saving_once_more_saves_both(desk: Client, colleague: Client, interview: Interview) -> None:
    mine = opened(desk, page_of(interview)) | {"rights": "Mine"}
    send(colleague, page_of(interview), opened(colleague, page_of(interview)) | {"introduction": "Theirs"})
    shown_again = fields_of(send(desk, page_of(interview), mine).content.decode())

    assert send(desk, page_of(interview), shown_again).status_code == 302

    interview.refresh_from_db()
    assert (interview.introduction, interview.rights) == ("Theirs", "Mine")


def test_a_change_of_a_segment_alone_counts_too(desk: Client, colleague: Client, interview: Interview) -> None:
    mine = opened(desk, page_of(interview))
    send(colleague, page_of(interview), opened(colleague, page_of(interview)) | {"segments-0-answer": "Theirs"})

    assert send(desk, page_of(interview), mine).status_code == 200


def test_a_withdrawal_in_the_meantime_is_not_undone(desk: Client, interview: Interview) -> None:
    interview.publish()
    mine = opened(desk, page_of(interview)) | {"rights": "Mine"}
    interview.withdraw()

    assert "someone else changed this interview at" in send(desk, page_of(interview), mine).content.decode()
    interview.refresh_from_db()
    assert interview.status == Interview.Status.WITHDRAWN


def test_a_segment_deleted_by_a_colleague_is_no_dead_end(desk: Client, colleague: Client, interview: Interview) -> None:
    mine = opened(desk, page_of(interview)) | {"segments-1-answer": "Mine", "segments-2-answer": "Mine too"}
    send(colleague, page_of(interview), opened(colleague, page_of(interview)) | {"segments-1-DELETE": "on"})
    uid = interview.segments.last().uid

    html = send(desk, page_of(interview), mine).content.decode()
    again = fields_of(html)
    assert {again["segments-1-answer"], again["segments-2-answer"]} == {"Mine", "Mine too"}
    (asked,) = (name for name in again if name.startswith("decided-segments:"))

    assert send(desk, page_of(interview), again | {asked: "theirs"}).status_code == 302
    assert [segment.answer for segment in interview.segments.all()][-1] == "Mine too"
    assert interview.segments.last().uid == uid
    assert interview.segments.count() == 2


def test_a_segment_added_by_a_colleague_stays(desk: Client, colleague: Client, interview: Interview) -> None:
    mine = opened(desk, page_of(interview)) | {"rights": "Mine"}
    send(colleague, page_of(interview), opened(colleague, page_of(interview)) | {"segments-3-question": "New"})
    again = fields_of(send(desk, page_of(interview), mine).content.decode())

    assert send(desk, page_of(interview), again).status_code == 302

    assert list(interview.segments.values_list("position", "question")) == [
        (1, "Q1"),
        (2, "Q2"),
        (3, "Q3"),
        (4, "New"),
    ]


def test_a_comment_approved_in_the_meantime_is_no_edit_and_stays_counted(
    desk: Client, interview: Interview, monkeypatch: pytest.MonkeyPatch
) -> None:
    from interviews.editorial.admin.version import InterviewForm

    fields = opened(desk, page_of(interview)) | {"rights": "Mine"}
    clean = InterviewForm.clean

    def approved_meanwhile(form: Any) -> Any:
        make_comment(interview)
        return clean(form)

    monkeypatch.setattr(InterviewForm, "clean", approved_meanwhile)

    assert send(desk, page_of(interview), fields).status_code == 302
    interview.refresh_from_db()
    assert (interview.comment_count, interview.rights) == (1, "Mine")


def test_a_form_without_its_version_is_not_believed(desk: Client, interview: Interview) -> None:
    fields = opened(desk, page_of(interview))
    del fields["version"]

    assert send(desk, page_of(interview), fields).status_code == 200
