"""From a draft over its review to the page: who sends it on, and who has it on the desk."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from interviews.editorial import flow
from interviews.editorial.flow import Move
from interviews.models import Interview, Revision
from interviews.store.beside import draft_beside
from interviews.store.history import Revising
from tests.editorial.sent_form import opened, send
from tests.factories import make_interview, make_segment

pytestmark = pytest.mark.django_db
States = Interview.Status


def member(role: str, name: str = "") -> Any:
    user = get_user_model().objects.create_user(name or role.lower(), is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return user


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page_of(interview: Interview, name: str = "change") -> str:
    return reverse(f"admin:interviews_interview_{name}", args=[interview.pk])


def save(client: Client, interview: Interview, button: str, **changes: str) -> Any:
    fields = opened(client, page_of(interview))
    return send(client, page_of(interview), fields | {button: "1"} | changes)


def state(interview: Interview) -> str:
    return Interview.objects.get(pk=interview.pk).status


def moved(client: Client, interview: Interview, button: str, **given: str) -> Any:
    page = page_of(interview, "flow")
    version = client.get(page).context["form"].initial["version"]
    return client.post(page, {button: "1", "version": version, **given}, follow=True)


@pytest.fixture
def draft() -> Interview:
    interview = make_interview(published=False, guest="Ola Berg", rights="© 2026 the Guild")
    make_segment(interview, 1, question="Why?", answer="So.")
    return interview


@pytest.mark.parametrize(
    ("verb", "to", "among"),
    [
        ("submit_for_review", States.IN_REVIEW, {States.DRAFT, States.READY}),
        ("mark_ready", States.READY, {States.DRAFT, States.IN_REVIEW}),
        ("send_back", States.DRAFT, {States.IN_REVIEW, States.READY}),
    ],
)
@pytest.mark.parametrize("status", list(States))
def test_each_move_leaves_from_its_states_and_from_no_other(verb: str, to: str, among: set, status: str) -> None:
    interview = make_interview(published=status in (States.PUBLISHED, States.WITHDRAWN))
    if status == States.WITHDRAWN:
        interview.withdraw()
    elif status == States.TRASHED:
        interview.put_into_trash()
    else:
        Interview.objects.filter(pk=interview.pk).update(status=status)

    assert getattr(interview, verb)() is (status in among)
    assert state(interview) == (to if status in among else status)
    assert not getattr(interview, verb)()


def test_nothing_in_the_making_is_seen_by_the_public(client: Client, draft: Interview) -> None:
    for verb in (Interview.submit_for_review, Interview.mark_ready):
        assert verb(draft)
        assert not Interview.objects.published().exists()
        assert client.get(draft.get_absolute_url()).status_code == 404


def test_what_is_ready_is_published_and_what_is_trashed_comes_back_as_a_draft(draft: Interview) -> None:
    draft.mark_ready()
    draft.put_into_trash()
    assert draft.take_out_of_trash()
    assert state(draft) == States.DRAFT
    draft.mark_ready()
    assert draft.publish()
    assert state(draft) == States.PUBLISHED


def test_a_contributor_writes_submits_and_takes_back_and_an_editor_reads_and_calls_it_ready(draft: Interview) -> None:
    writer = member("Contributor")
    Interview.objects.filter(pk=draft.pk).update(owner=writer)
    desk, editor = signed_in(writer), signed_in(member("Editor"))

    assert save(desk, draft, "_review", **{"segments-0-answer": "Otherwise."}).status_code == 302
    assert state(draft) == States.IN_REVIEW
    assert draft.segments.get().answer == "Otherwise."
    assert desk.post(page_of(draft), {"version": ""}).status_code == 409
    moved(desk, draft, "_back")
    assert state(draft) == States.DRAFT
    save(desk, draft, "_review")

    page = moved(editor, draft, "_back", note="Who is “he”?").content.decode()
    assert state(draft) == States.DRAFT
    assert "is draft now" in page
    assert "Who is “he”?" in editor.get(page_of(draft, "history")).content.decode()
    save(desk, draft, "_review")
    moved(editor, draft, "_ready")
    assert state(draft) == States.READY


def test_who_may_not_review_neither_calls_it_ready_nor_sends_it_back(draft: Interview) -> None:
    writer = member("Contributor")
    Interview.objects.filter(pk=draft.pk).update(owner=writer)
    desk = signed_in(writer)
    assert desk.post(page_of(draft, "flow"), {"_ready": "1"}).status_code == 403
    save(desk, draft, "_ready")
    assert state(draft) == States.DRAFT
    draft.mark_ready()
    assert desk.post(page_of(draft, "flow"), {"_back": "1"}).status_code == 403
    assert state(draft) == States.READY


def test_what_stands_against_publishing_stands_against_ready(draft: Interview) -> None:
    Interview.objects.filter(pk=draft.pk).update(language="")
    editor = signed_in(member("Editor"))
    save(editor, draft, "_ready", language="")
    moved(editor, draft, "_ready")
    assert state(draft) == States.DRAFT
    moved(editor, draft, "_review")  # asking somebody to read it is always possible
    assert state(draft) == States.IN_REVIEW


def test_ready_is_said_of_what_was_read(draft: Interview) -> None:
    editor = signed_in(member("Editor"))
    page = moved(editor, draft, "_ready", version="2020-01-01T00:00:00+00:00").content.decode()
    assert "changed this interview meanwhile" in page
    assert state(draft) == States.DRAFT


def test_words_changed_by_who_may_not_review_wait_for_review_again(draft: Interview) -> None:
    typist = get_user_model().objects.create_user("typist", is_staff=True)
    typist.user_permissions.set(_permissions("view_interview", "change_interview", "change_segment", "view_segment"))
    draft.mark_ready()

    save(signed_in(member("Editor")), draft, "_save", **{"segments-0-answer": "By an editor."})
    assert state(draft) == States.READY

    save(signed_in(typist), draft, "_save")
    assert state(draft) == States.READY  # nothing was changed
    save(signed_in(typist), draft, "_save", **{"segments-0-answer": "By a typist."})
    assert state(draft) == States.IN_REVIEW


def test_a_restored_state_waits_for_review_again_where_nobody_answers_for_it(draft: Interview) -> None:
    draft.mark_ready()
    revising = Revising(draft, Revision.Reason.RESTORED)
    revising.before()
    draft.segments.update(answer="Else.")
    revising.after()
    assert state(draft) == States.IN_REVIEW


def test_a_draft_of_changes_walks_the_same_way_while_the_page_stays(client: Client) -> None:
    interview = make_interview(guest="Ola Berg", rights="© 2026 the Guild", introduction="Before.")
    editor, publisher = signed_in(member("Editor")), signed_in(member("Publisher"))
    save(editor, interview, "_review", introduction="After.")

    assert draft_beside(interview).status == States.IN_REVIEW
    assert state(interview) == States.PUBLISHED
    listed = editor.get(reverse("admin:interviews_interview_changelist") + "?desk=review")
    assert [row.pk for row in listed.context["cl"].result_list] == [interview.pk]
    moved(editor, interview, "_ready")
    assert draft_beside(interview).status == States.READY
    assert "Before." in client.get(interview.get_absolute_url()).content.decode()

    save(publisher, draft_beside(interview), "_publish")
    assert draft_beside(interview) is None
    assert "After." in client.get(interview.get_absolute_url()).content.decode()


def test_what_the_public_sees_itself_is_not_sent_anywhere() -> None:
    interview = make_interview()
    publisher = signed_in(member("Publisher"))
    for button in ("_review", "_ready", "_back"):
        assert publisher.post(page_of(interview, "flow"), {button: "1"}).status_code == 403
    assert state(interview) == States.PUBLISHED


def test_it_is_assigned_to_somebody_who_then_finds_it(draft: Interview) -> None:
    writer = member("Contributor")
    editor = signed_in(member("Editor"))
    assert signed_in(writer).get(page_of(draft)).status_code in (302, 403)

    moved(editor, draft, "_assign", assigned_to=str(writer.pk), note="Please mend the times.")

    assert Interview.objects.get(pk=draft.pk).assigned_to == writer
    assert "Please mend the times." in editor.get(page_of(draft, "history")).content.decode()
    desk = signed_in(writer)
    assert save(desk, draft, "_save", **{"segments-0-answer": "Mended."}).status_code == 302
    assert draft.segments.get().answer == "Mended."
    assert desk.post(page_of(draft, "flow"), {"_assign": "1", "assigned_to": ""}).status_code == 403
    listed = desk.get(reverse("admin:interviews_interview_changelist") + "?desk=assigned")
    assert [row.pk for row in listed.context["cl"].result_list] == [draft.pk]


def test_many_are_put_on_ones_own_desk_by_who_may_assign(draft: Interview) -> None:
    editor, writer = member("Editor"), member("Contributor")
    Interview.objects.filter(pk=draft.pk).update(owner=writer)
    chosen = {"action": "assign_selected", "_selected_action": [str(draft.pk)]}
    listed = reverse("admin:interviews_interview_changelist")

    signed_in(writer).post(listed, chosen)
    assert Interview.objects.get(pk=draft.pk).assigned_to is None
    page = signed_in(editor).post(listed, chosen, follow=True).content.decode()
    assert "1 interview is on your desk now." in page
    assert Interview.objects.get(pk=draft.pk).assigned_to == editor


def test_a_form_that_was_open_is_saved_after_a_move_without_a_question(draft: Interview) -> None:
    editor = signed_in(member("Editor"))
    fields = opened(editor, page_of(draft))
    draft.submit_for_review()
    assert send(editor, page_of(draft), fields | {"segments-0-answer": "Otherwise."}).status_code == 302
    assert draft.segments.get().answer == "Otherwise."
    assert state(draft) == States.IN_REVIEW


def test_who_registered_is_told_once_of_each_move_and_assignment(
    draft: Interview, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple] = []
    monkeypatch.setattr(flow, "on_move", [lambda *of: told.append(of)])
    monkeypatch.setattr(flow, "on_assignment", [lambda *of: told.append(of)])
    user = member("Editor")

    assert flow.send(draft, Move.SUBMITTED, user, "Look.")
    assert not flow.send(draft, Move.SUBMITTED, user)
    assert flow.assign(draft, user, user)
    assert not flow.assign(draft, user, user)

    assert told == [(draft, Move.SUBMITTED, user, "Look."), (draft, user, user, "")]


def test_who_began_it_owns_it(draft: Interview) -> None:
    writer = member("Contributor")
    desk = signed_in(writer)
    add = reverse("admin:interviews_interview_add")
    send(desk, add, opened(desk, add) | {"title": "A new talk", "language": "en"})
    assert Interview.objects.get(title="A new talk").owner == writer


def _permissions(*names: str) -> Any:
    from django.contrib.auth.models import Permission

    return Permission.objects.filter(content_type__app_label="interviews", codename__in=names)
