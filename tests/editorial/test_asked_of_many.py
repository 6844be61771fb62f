"""Editors see which questions were asked of many, and put them under one heading."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client

from interviews.admin.asked_of_many import groups
from interviews.models import Interview, Revision, Segment, Tag
from interviews.store.beside import begin_draft, publish_changes
from tests.factories import make_editor, make_interview, make_segment

pytestmark = pytest.mark.django_db
PAGE = "/admin/interviews/tag/asked-of-many/"
WORDINGS = (
    "What lessons did you learn at the lighthouse?",
    "Which lessons have you learned?",
    "Looking back, what are the lessons you learned?",
)


@pytest.fixture
def asked() -> list[Segment]:
    return [make_segment(make_interview(), question=question) for question in WORDINGS]


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(make_editor())
    return client


def send(desk: Client, segments: list[Segment], **given: str) -> str:
    group = groups()[0].key
    data = {"group": group, "segment": [str(one.pk) for one in segments], "_accept": "1", **given}
    return desk.post(PAGE, data, follow=True).content.decode()


def test_what_three_interviewers_ask_is_shown_as_one_group(desk: Client, asked: list[Segment]) -> None:
    page = desk.get(PAGE).content.decode()
    assert "Asked in 3 interviews" in page
    assert all(question in page for question in WORDINGS)


def test_an_editor_gathers_them_under_a_question(desk: Client, asked: list[Segment]) -> None:
    page = send(desk, asked[:2], question="What did you learn?", name="lessons")
    assert "2 answers gathered" in page
    tag = Tag.objects.get(question="What did you learn?")
    assert set(Segment.objects.filter(tagged__tag=tag)) == set(asked[:2])
    assert not Segment.objects.filter(pk=asked[2].pk, tagged__tag=tag).exists()


def test_a_new_answer_to_a_known_question_is_suggested_under_it(desk: Client, asked: list[Segment]) -> None:
    send(desk, asked[:2], question="What lessons did you learn?", name="lessons")
    (group,) = groups()
    assert (group.tag.name, group.segments) == ("lessons", [asked[2]])
    assert "1 answer gathered" in send(desk, asked[2:])
    assert groups() == []


def test_what_is_dismissed_is_not_suggested_again(desk: Client, asked: list[Segment]) -> None:
    group = groups()[0].key
    desk.post(PAGE, {"group": group, "segment": [str(one.pk) for one in asked], "_dismiss": "1"})
    assert groups() == []


def test_without_a_name_nothing_happens_and_nothing_typed_is_lost(desk: Client, asked: list[Segment]) -> None:
    page = send(desk, asked[:2], question="What did you “learn”?", name="")
    assert "a short name for it" in page
    assert 'value="What did you “learn”?"' in page
    assert len(re.findall(r'name="segment"[^>]* checked', page)) == 2
    assert not Tag.objects.exists()


def test_a_name_that_is_too_long_is_refused(desk: Client, asked: list[Segment]) -> None:
    assert "100" in send(desk, asked, question="What did you learn?", name="x" * 120)
    assert not Tag.objects.exists()


def test_nothing_ticked_is_told(desk: Client, asked: list[Segment]) -> None:
    assert "Tick the questions" in send(desk, [], question="What did you learn?", name="lessons")


def test_a_group_that_changed_meanwhile_is_shown_anew(desk: Client, asked: list[Segment]) -> None:
    page = desk.post(PAGE, {"group": "segment-0", "_accept": "1"}, follow=True).content.decode()
    assert "changed meanwhile" in page


def test_who_may_not_change_interviews_may_not_gather(client: Client, asked: list[Segment]) -> None:
    user = get_user_model().objects.create_user("trainee", password="a long pass phrase", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="change_tag", content_type__app_label="interviews"))
    client.force_login(user)
    assert client.get(PAGE).status_code == 403


def test_who_may_not_publish_gathers_drafts_and_nothing_that_readers_see(client: Client, asked: list[Segment]) -> None:
    user = get_user_model().objects.create_user("trainee", password="a long pass phrase", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=["change_interview", "add_tag", "change_tag"]))
    client.force_login(user)
    given = {"question": "What did you learn?", "name": "lessons"}

    assert "those who may publish" in send(client, asked, **given)
    assert not Tag.objects.exists()

    Interview.objects.update(status=Interview.Status.DRAFT)
    assert "3 answers gathered" in send(client, asked, **given)


def test_a_draft_of_changes_and_the_trash_ask_nothing(asked: list[Segment]) -> None:
    begin_draft(asked[0].interview)
    make_segment(trashed := make_interview(), question=WORDINGS[1])
    trashed.put_into_trash()

    (group,) = groups()

    assert set(group.segments) == set(asked)


def test_what_is_gathered_stands_in_the_history_and_outlasts_a_draft_begun_before(
    desk: Client, asked: list[Segment]
) -> None:
    interview = asked[0].interview
    draft, _ = begin_draft(interview)
    Interview.objects.filter(pk=draft.pk).update(introduction="Else.")

    send(desk, asked, question="What did you learn?", name="lessons")
    publish_changes(Interview.objects.get(pk=draft.pk))

    assert Revision.objects.filter(interview=interview, reason=Revision.Reason.EDITED).exists()
    interview.refresh_from_db()
    assert interview.introduction == "Else."
    assert [tag.name for tag in interview.segments.get().tags.all()] == ["lessons"]
